//! The inputs to begin with, written by code: a target plants its own before it is given the first input.

use std::path::PathBuf;

/// Names the folder into which a target writes its seeds.
const FOLDER: &str = "STREAMGUARD_SEEDS";

/// Writes these seeds into the folder that the environment names; nothing where it names none.
///
/// # Panics
/// When they cannot be written: without seeds a run would show little.
pub fn plant(seeds: &[Vec<u8>]) {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    std::fs::create_dir_all(&folder).expect("the folder of the seeds can be made");
    for (place, seed) in seeds.iter().enumerate() {
        std::fs::write(folder.join(format!("seed-{place:02}")), seed).expect("a seed can be written");
    }
}

/// Files as people have them, small.
pub fn files() -> Vec<Vec<u8>> {
    let mut telemetry = String::from(
        "session_id,timestamp,device_type,cdn,startup_time_ms,rebuffer_count,rebuffer_duration_ms,bitrate_kbps,watch_time_s\n",
    );
    for row in 0..12 {
        telemetry += &format!(
            "s-{row},2026-03-01T12:30:{row:02}.250Z,{},cdn-{},{},{},{},{}.5,{}\n",
            ["mobile", "smart_tv", "web"][row % 3],
            row % 2,
            400 + row * 90,
            row % 4,
            row % 4 * 700,
            1000 + row * 321,
            60 * row + 7
        );
    }
    let files: Vec<Vec<u8>> = [
        &telemetry,
        &telemetry.replace(',', ";"),
        &telemetry.replace(',', "\t").replace('\n', "\r\n"),
        &format!("\u{feff}{telemetry}"),
        &telemetry.replace("mobile", "\"a, \"\"quoted\"\"\nlabel\""),
        &telemetry.replace("\ns-5", "\nsession_id,timestamp,device_type,cdn\ns-5"),
        "a;b\n1,5;2,25\n-0;1e999\nNaN;inf\n;--\n3;4;5;\n6\n",
        "view_id,video_startup_time,rebuffer_percentage,exit_before_video_start\nx,1.5,0.01,false\ny,,0,true\n",
        "impression_id,startuptime,buffered,is_live\nq,900,0,true\nq,0,350,true\n",
        "#Version: 1.0\n#Fields: date time c-ip cs-uri-query sc-status time-taken\n2026-03-01 12:30:45 10.0.0.1 CMCD=br%3D3200,bs 200 0.1\n",
        "{\"session_id\":\"a\",\"bitrate_kbps\":1200.5}\n{\"session_id\":\"b\",\"bitrate_kbps\":null}\n",
        "a\u{e9},b\n1,caf\u{e9}\n2,\u{1f600}\n",
        "x\n",
        "",
    ]
    .iter()
    .map(|text| text.as_bytes().to_vec())
    .collect();
    files
}

/// Files with several rows for each session: samples, and requests with their media data.
pub fn several_rows() -> Vec<Vec<u8>> {
    let mut samples =
        String::from("impression_id,time,played,buffered,video_bitrate,video_startuptime,videostart_failed,isp\n");
    let mut requests = String::from("date,time,x-edge-location,cs-uri-query,time-to-first-byte,c-ip\n");
    for row in 0..16 {
        samples += &format!(
            "i-{},{},{},{},{},{},{},Net {}\n",
            row % 5,
            1_772_368_245_000_i64 + row * 7_000,
            row * 900,
            if row % 4 == 0 { 300 } else { 0 },
            800_000 + row * 90_000,
            if row < 5 { "800" } else { "" },
            row % 5 == 3,
            row % 2
        );
        requests += &format!(
            "2026-03-01,12:30:{row:02},FRA{},a=1&CMCD=br%3D{}%2Cbl%3D{}%2Cot%3Dv%2Csid%3D%22s{}%22{},0.0{row},10.0.0.{}\n",
            row % 2,
            900 + row * 100,
            2_000 + row * 10,
            row % 3,
            if row == 7 { "%2Cbs" } else { "" },
            row % 4
        );
    }
    [samples, requests].map(String::into_bytes).to_vec()
}

/// Query strings and header values of media requests.
pub fn cmcd() -> Vec<&'static str> {
    vec![
        "bl=5000,br=200,bs,cid=\"content-id\",d=325,dl=10000,mtp=10000,nor=\"..%2Ftesting%2F3.m4v\",ot=m,rtp=8000,sf=d,sid=\"session-id\",st=v,su,tb=5000",
        "CMCD=br%3D3200%2Cbs%2Cd%3D4004%2Cmtp%3D25400%2Cot%3Dv%2Csid%3D%226e2fb550-c457-11e9-bb97-0800200c9a66%22%2Ctb%3D6000",
        "br=(3200),bl=(12000 9000),ab=(128;v 96),sta=r,msd=1250,bsd=(400),sid=\"a\",v=2,ts=1760000000000,e=ps",
        "sid=\"a\\\"b\\\\c\",pr=1.08,com.example-key=\"x\",nor=\"a%22b\"",
        "{\"br\":3200,\"bs\":true,\"sid\":\"a\",\"sta\":\"p\"}",
    ]
}

/// Each of the files behind these first bytes.
pub fn behind(front: &[u8], files: &[Vec<u8>]) -> Vec<Vec<u8>> {
    files.iter().map(|file| [front, file].concat()).collect()
}

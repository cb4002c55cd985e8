//! A small file of each source, written from its documentation, is understood without a click: fields, units, values.

use super::*;
use SourceUnit::*;

/// A column, the field it is taken for, the unit it is read in, and its first value in the table, written out.
pub type Expected = (&'static str, Option<Field>, Option<SourceUnit>, &'static str);

pub fn value(loaded: &Loaded, name: &str, row: usize) -> String {
    match &loaded.table.column(name).expect("is there").data {
        Data::Number(values) => values[row].to_string(),
        Data::Time(values) => values[row].to_string(),
        Data::Category(values) => values.label(row).to_owned(),
        Data::Text(values) => values.get(row).to_owned(),
    }
}

/// Loads the file, compares, and loads it again by the mapping that came out: nothing may change.
pub fn check(text: &str, source: &str, grouping: Grouping, expected: &[Expected]) -> Loaded {
    let loaded = read(text);
    assert_eq!(loaded.mapping.source, Some(source));
    assert_eq!(loaded.mapping.grouping.0, grouping, "{}", loaded.mapping.grouping.1);
    assert_eq!(counts(&loaded.report)[2..], [0, 0], "{:?}", issues(&loaded.report));
    for &(name, field, unit, first) in expected {
        assert_eq!(
            field_of(&loaded, name),
            field,
            "{source}: {name}: {}",
            loaded.mapping.column(name).expect("sound").why
        );
        let told = loaded.mapping.column(name).expect("sound").unit.map(|(unit, _)| unit);
        assert_eq!(told, unit, "{source}: {name}");
        assert_eq!(value(&loaded, name, 0), first, "{source}: {name}");
    }
    again(text, &loaded);
    loaded
}

/// By its own mapping, which passes through the text of a plan, a file gives the same table and the same mapping.
pub fn again(text: &str, loaded: &Loaded) {
    let closed = loaded.mapping.to_mapping();
    let mut written = Mapping::default();
    for (name, choice) in closed.choices() {
        written.assign(name, choice.to_string().parse::<Choice>().expect("sound")).expect("sound");
    }
    let second = load(text.as_bytes(), written.closed()).expect("sound");
    assert_eq!(format!("{:?}", second.table), format!("{:?}", loaded.table));
    assert_eq!((second.mapping.to_mapping(), &second.mapping.unused), (closed, &Vec::new()));
}

#[test]
fn mux_export() {
    let text = "asn,browser,cdn,country,country_name,exit_before_video_start,max_upscale_percentage,mux_viewer_id,player_height,player_source_height,player_source_width,player_width,rebuffer_count,rebuffer_duration,rebuffer_percentage,request_latency,request_throughput,session_id,video_startup_failure,video_startup_time,video_title,view_dropped_frame_count,view_end,view_id,view_playing_time,view_rendition_change_count,view_session_id,view_start,view_upscaling_percentage,viewer_device_category,viewer_experience_score,viewer_user_id,watch_time,weighted_average_bitrate\n\
        64496,Chrome,fastly,DE,Germany,false,0.5,m1,720,1080,1920,1280,2,1500,0.0125,45,12500000,visit1,false,812,Trailer,7,2026-03-01T10:02:00Z,v1,118500,3,vs1,2026-03-01T10:00:00Z,0.25,desktop,0.93,,120000,4200000\n\
        64496,Safari,fastly,FR,France,true,0,m2,720,1080,1920,1280,0,0,0,50,9500000,visit1,false,,Trailer,0,2026-03-01T10:03:05Z,v2,0,0,vs1,2026-03-01T10:03:00Z,0,phone,,,5000,\n";
    let loaded = check(
        text,
        "Mux",
        Grouping::Rows,
        &[
            ("view_id", Some(Field::SessionId), None, "v1"),
            ("session_id", None, None, "visit1"),
            ("mux_viewer_id", Some(Field::UserId), None, "m1"),
            ("view_start", Some(Field::Timestamp), None, "1772359200000"),
            ("view_end", Some(Field::SessionEnd), None, "1772359320000"),
            ("country", Some(Field::CountryCode), None, "DE"),
            ("country_name", None, None, "Germany"),
            ("cdn", Some(Field::Cdn), None, "fastly"),
            ("browser", Some(Field::Browser), None, "Chrome"),
            ("video_title", Some(Field::ContentId), None, "Trailer"),
            ("viewer_device_category", Some(Field::DeviceType), None, "desktop"),
            ("video_startup_time", Some(Field::StartupTimeMs), Some(Milliseconds), "812"),
            ("rebuffer_count", Some(Field::RebufferCount), Some(Count), "2"),
            ("rebuffer_duration", Some(Field::RebufferDurationMs), Some(Milliseconds), "1500"),
            ("rebuffer_percentage", Some(Field::BufferingRatio), Some(Fraction), "0.0125"),
            ("weighted_average_bitrate", Some(Field::BitrateKbps), Some(BitsPerSecond), "4200"),
            ("request_throughput", Some(Field::ThroughputKbps), Some(BitsPerSecond), "12500"),
            ("request_latency", Some(Field::LatencyMs), Some(Milliseconds), "45"),
            ("watch_time", Some(Field::WatchTimeS), Some(Milliseconds), "120"),
            ("view_playing_time", Some(Field::PlayingTimeS), Some(Milliseconds), "118.5"),
            ("view_rendition_change_count", Some(Field::BitrateSwitches), Some(Count), "3"),
            ("view_dropped_frame_count", Some(Field::DroppedFrames), Some(Count), "7"),
            ("max_upscale_percentage", Some(Field::MaxUpscale), Some(Fraction), "0.5"),
            ("view_upscaling_percentage", Some(Field::AvgUpscale), Some(Fraction), "0.25"),
            ("player_width", Some(Field::PlayerWidth), Some(Pixels), "1280"),
            ("player_source_height", Some(Field::VideoHeight), Some(Pixels), "1080"),
            ("exit_before_video_start", Some(Field::ExitBeforeStart), Some(Flag), "0"),
            ("video_startup_failure", Some(Field::StartupFailed), Some(Flag), "0"),
            ("viewer_experience_score", None, None, "0.93"),
            ("asn", None, None, "64496"),
        ],
    );
    let why = |name: &str| loaded.mapping.column(name).unwrap().why.to_string();
    assert_eq!(why("watch_time"), "Mux: milliseconds");
    assert_eq!(why("view_id"), "Mux: its name means this");
    assert_eq!(why("session_id"), "Mux: its name means no field, kept under its own name");
    assert_eq!(
        loaded.mapping.column("watch_time").unwrap().unit_text(),
        "milliseconds (documented by where the file comes from)"
    );
    assert_eq!(loaded.mapping.grouping.1, "a row of Mux is a session");
    let mapping = loaded.mapping.to_mapping();
    assert_eq!(mapping.detail("watch_time"), Some(Detail::Unit(Milliseconds)));
    assert_eq!((mapping.detail("rebuffer_count"), mapping.detail("view_start")), (None, None));
}

#[test]
fn mux_rest_names() {
    check(
        "id,view_start,time_to_first_frame,buffering_count,buffering_duration,viewer_os_family,viewer_application_name,view_average_request_throughput,playback_failure,rebuffering_score,startup_score,playback_score,country_code\n\
         a,2026-03-01T10:00:00Z,400,1,20,Windows,Firefox,5000000,true,1,0.95,0,DE\n\
         b,2026-03-01T10:01:00Z,500,0,0,iOS,Safari,6000000,false,1,0.9,1,DE\n",
        "Mux",
        Grouping::Rows,
        &[
            ("id", Some(Field::SessionId), None, "a"),
            // In seconds these would be a median of eight minutes; by size alone, twenty milliseconds would be seconds.
            ("time_to_first_frame", Some(Field::StartupTimeMs), Some(Milliseconds), "400"),
            ("buffering_duration", Some(Field::RebufferDurationMs), Some(Milliseconds), "20"),
            ("buffering_count", Some(Field::RebufferCount), Some(Count), "1"),
            ("viewer_os_family", Some(Field::OsVersion), None, "Windows"),
            ("viewer_application_name", Some(Field::Browser), None, "Firefox"),
            ("view_average_request_throughput", Some(Field::ThroughputKbps), Some(BitsPerSecond), "5000"),
            ("playback_failure", Some(Field::PlaybackFailed), Some(Flag), "1"),
            ("country_code", Some(Field::CountryCode), None, "DE"),
        ],
    );
}

#[test]
fn bitmovin_samples() {
    let names = "IMPRESSION_ID,TIME,USER_ID,VIDEO_STARTUPTIME,STARTUPTIME,PLAYER_STARTUPTIME,PLAYED,BUFFERED,VIEWTIME,VIDEO_BITRATE,DROPPED_FRAMES,VIDEO_PLAYBACK_WIDTH,VIDEO_WINDOW_WIDTH,VIDEOSTART_FAILED,CDN_PROVIDER,OPERATINGSYSTEM,COUNTRY,LATENCY,SEQUENCE_NUMBER";
    let rows = "i1,1772359200000,u1,640,900,260,0,0,640,0,0,1920,1280,false,akamai,Tizen,AT,3000,0\n\
        i1,1772359260000,u1,0,0,0,59000,12,59012,2400000,4,1920,1280,false,akamai,Tizen,AT,3000,1\n";
    for header in [names.to_owned(), names.to_lowercase()] {
        let name = |name: &str| if header == names { name.to_owned() } else { name.to_lowercase() };
        let loaded = check(&format!("{header}\n{rows}"), "Bitmovin", Grouping::Session, &[]);
        let table = [
            ("IMPRESSION_ID", Some(Field::SessionId), None, "i1"),
            ("TIME", Some(Field::Timestamp), None, "1772359260000"),
            ("USER_ID", Some(Field::UserId), None, "u1"),
            ("VIDEO_STARTUPTIME", Some(Field::StartupTimeMs), Some(Milliseconds), "0"),
            ("STARTUPTIME", None, None, "0"),
            ("PLAYED", Some(Field::PlayingTimeS), Some(Milliseconds), "59"),
            ("BUFFERED", Some(Field::RebufferDurationMs), Some(Milliseconds), "12"),
            ("VIEWTIME", Some(Field::WatchTimeS), Some(Milliseconds), "59.012"),
            ("VIDEO_BITRATE", Some(Field::BitrateKbps), Some(BitsPerSecond), "2400"),
            ("DROPPED_FRAMES", Some(Field::DroppedFrames), Some(Count), "4"),
            ("VIDEO_PLAYBACK_WIDTH", Some(Field::VideoWidth), Some(Pixels), "1920"),
            ("VIDEO_WINDOW_WIDTH", Some(Field::PlayerWidth), Some(Pixels), "1280"),
            ("VIDEOSTART_FAILED", Some(Field::StartupFailed), Some(Flag), "0"),
            ("CDN_PROVIDER", Some(Field::Cdn), None, "akamai"),
            ("OPERATINGSYSTEM", Some(Field::OsVersion), None, "Tizen"),
            ("COUNTRY", Some(Field::CountryCode), None, "AT"),
            ("LATENCY", None, None, "3000"),
        ];
        for (column, field, unit, second) in table {
            let column = name(column);
            assert_eq!(field_of(&loaded, &column), field, "{column}");
            assert_eq!(loaded.mapping.column(&column).unwrap().unit.map(|(unit, _)| unit), unit, "{column}");
            assert_eq!(value(&loaded, &column, 1), second, "{column}");
        }
        let mapping = loaded.mapping.to_mapping();
        assert_eq!(mapping.detail(&name("TIME")), Some(Detail::Time(TimeFormat::Unix(UnixUnit::Milliseconds))));
    }
}

#[test]
fn conviva_session_feed() {
    check(
        "Viewer ID,Session ID,Asset Name,CIR Related Exit,isLive,Interrupts,Average Bit Rate,Percentage Complete,Rejoined Count,Number of Bitrate Switches,State,Country,City,Device OS,Device Hardware Type,Core CDN,Browser\n\
         v1,s1,News,0,T,2,3100,50,0,4,Bavaria,DE,Munich,tvOS,TV,Akamai,none\n\
         v2,s2,News,0,T,0,5200,90,0,1,Tyrol,AT,Innsbruck,tvOS,TV,Akamai,none\n",
        "Conviva",
        Grouping::Rows,
        &[
            ("Viewer ID", Some(Field::UserId), None, "v1"),
            ("Session ID", Some(Field::SessionId), None, "s1"),
            ("Asset Name", Some(Field::ContentId), None, "News"),
            ("Interrupts", Some(Field::RebufferCount), Some(Count), "2"),
            ("Average Bit Rate", Some(Field::BitrateKbps), Some(KilobitsPerSecond), "3100"),
            ("Number of Bitrate Switches", Some(Field::BitrateSwitches), Some(Count), "4"),
            ("State", Some(Field::Region), None, "Bavaria"),
            ("City", Some(Field::City), None, "Munich"),
            ("Device OS", Some(Field::OsVersion), None, "tvOS"),
            ("Device Hardware Type", Some(Field::DeviceType), None, "TV"),
            ("Core CDN", Some(Field::Cdn), None, "Akamai"),
        ],
    );
}

#[test]
fn cta_2066_and_new_relic() {
    check(
        "contentId,initialStartupTime,playbackStallCount,playbackStallDuration,watchedTime,playbackFailed,encodedVideoWidth,playerWidth,currentVideoCodec\n\
         c1,30,1,10000,70,false,1280,1920,hvc1\nc2,40,0,0,20,true,1280,1920,hvc1\n",
        "CTA-2066",
        Grouping::Rows,
        &[
            ("contentId", Some(Field::ContentId), None, "c1"),
            ("initialStartupTime", Some(Field::StartupTimeMs), Some(Milliseconds), "30"),
            ("playbackStallCount", Some(Field::RebufferCount), Some(Count), "1"),
            ("playbackStallDuration", Some(Field::RebufferDurationMs), Some(Milliseconds), "10000"),
            ("watchedTime", Some(Field::WatchTimeS), Some(Seconds), "70"),
            ("playbackFailed", Some(Field::PlaybackFailed), Some(Flag), "0"),
            ("encodedVideoWidth", Some(Field::VideoWidth), Some(Pixels), "1280"),
            ("playerWidth", Some(Field::PlayerWidth), Some(Pixels), "1920"),
            ("currentVideoCodec", Some(Field::Codec), None, "hvc1"),
        ],
    );
    check(
        "averageBitrate,peakBitrate,startupTime,rebufferingRatio,totalRebufferingTime,totalPlaytime,hadStartupError,hadPlaybackError\n\
         2500000,4000000,48,0.5,250,50000,false,true\n150000,4000000,2500,0.2,2500,60000,false,false\n",
        "New Relic media",
        Grouping::Rows,
        &[
            ("averageBitrate", Some(Field::BitrateKbps), Some(BitsPerSecond), "2500"),
            ("peakBitrate", None, None, "4000000"),
            // Small and quick ones, too: the size of the numbers says nothing where their unit is known.
            ("startupTime", Some(Field::StartupTimeMs), Some(Milliseconds), "48"),
            ("rebufferingRatio", Some(Field::BufferingRatio), Some(Percent), "0.005"),
            ("totalRebufferingTime", Some(Field::RebufferDurationMs), Some(Milliseconds), "250"),
            ("totalPlaytime", Some(Field::PlayingTimeS), Some(Milliseconds), "50"),
            ("hadStartupError", Some(Field::StartupFailed), Some(Flag), "0"),
            ("hadPlaybackError", Some(Field::PlaybackFailed), Some(Flag), "1"),
        ],
    );
}

#[test]
fn our_own_file() {
    let text = "session_id,timestamp,startup_time_ms,rebuffer_count,rebuffer_duration_ms,buffering_ratio,bitrate_kbps,bitrate_switches,watch_time_s\n\
        a,2026-03-01T10:00:00Z,12,0,0,0,2,1,60\nb,2026-03-01T10:00:00Z,14,0,0,0,3,1,60\n";
    let loaded = check(
        text,
        "StreamGuard",
        Grouping::Rows,
        &[
            ("session_id", Some(Field::SessionId), None, "a"),
            ("startup_time_ms", Some(Field::StartupTimeMs), Some(Milliseconds), "12"),
            ("bitrate_kbps", Some(Field::BitrateKbps), Some(KilobitsPerSecond), "2"),
        ],
    );
    assert!(loaded.mapping.to_mapping().choices().iter().all(|(_, choice)| choice.detail.is_none()));
}

#[test]
fn cloudfront_columns() {
    let text = "timestamp\tc-ip\ttime-to-first-byte\tsc-status\tx-edge-location\tc-country\ttime-taken\tcmcd-encoded-bitrate\tcmcd-buffer-length\tcmcd-buffer-starvation\tcmcd-content-id\tcmcd-object-duration\tcmcd-measured-throughput\tcmcd-object-type\tcmcd-session-id\tcmcd-stream-type\tcmcd-startup\n\
        1772359200.125\t192.0.2.1\t0.031\t200\tFRA56-P3\tDE\t0.2\t3200\t4100\ttrue\tc1\t4004\t25400\tv\ts1\tl\ttrue\n\
        1772359204.125\t192.0.2.1\t0.033\t200\tFRA56-P3\tDE\t0.2\t128\t4100\tfalse\tc1\t4004\t25400\ta\ts1\tl\tfalse\n";
    let loaded = check(
        text,
        "CloudFront",
        Grouping::Session,
        &[
            ("timestamp", Some(Field::Timestamp), None, "1772359200125"),
            ("c-ip", Some(Field::UserId), None, "192.0.2.1"),
            ("time-to-first-byte", Some(Field::LatencyMs), Some(Seconds), "31"),
            ("x-edge-location", Some(Field::CdnPop), None, "FRA56-P3"),
            ("c-country", Some(Field::CountryCode), None, "DE"),
            ("cmcd-encoded-bitrate", Some(Field::BitrateKbps), Some(KilobitsPerSecond), "3200"),
            ("cmcd-buffer-length", Some(Field::BufferLengthMs), Some(Milliseconds), "4100"),
            ("cmcd-buffer-starvation", Some(Field::BufferStarved), Some(Flag), "1"),
            ("cmcd-content-id", Some(Field::ContentId), None, "c1"),
            ("cmcd-object-duration", Some(Field::MediaDurationMs), Some(Milliseconds), "4004"),
            ("cmcd-measured-throughput", Some(Field::ThroughputKbps), Some(KilobitsPerSecond), "25400"),
            ("cmcd-object-type", Some(Field::ObjectType), None, "video"),
            ("cmcd-session-id", Some(Field::SessionId), None, "s1"),
            ("cmcd-stream-type", Some(Field::ContentType), None, "live"),
            ("cmcd-startup", None, None, "true"),
        ],
    );
    assert_eq!(loaded.mapping.to_mapping().detail("cmcd-stream-type"), Some(Detail::Letters));
}

#[test]
fn cmcd_in_a_query() {
    let text = "timestamp,c-ip,sc-status,time-taken,x-edge-location,cs-uri-query\n\
        1772359200,192.0.2.1,200,0.2,FRA56,CMCD=bl%3D2100%2Cbr%3D3200%2Cbs%2Ccid%3D%22c1%22%2Cd%3D4004%2Cmtp%3D25400%2Cot%3Dv%2Csf%3Dd%2Csid%3D%22s1%22%2Cst%3Dl%2Ctb%3D6000\n\
        1772359204,192.0.2.1,200,0.2,FRA56,-\n\
        1772359208,192.0.2.1,200,0.2,FRA56,x=1&CMCD=bl%3D4100%2Cbr%3D%28128%29%2Cot%3Da%2Csid%3D%22s1%22%2Cst%3Dl%2Csta%3Dr\n";
    let loaded = check(
        text,
        "CloudFront",
        Grouping::Session,
        &[
            ("cmcd_bl", Some(Field::BufferLengthMs), Some(Milliseconds), "2100"),
            ("cmcd_br", Some(Field::BitrateKbps), Some(KilobitsPerSecond), "3200"),
            ("cmcd_bs", Some(Field::BufferStarved), Some(Flag), "1"),
            ("cmcd_cid", Some(Field::ContentId), None, "c1"),
            ("cmcd_d", Some(Field::MediaDurationMs), Some(Milliseconds), "4004"),
            ("cmcd_mtp", Some(Field::ThroughputKbps), Some(KilobitsPerSecond), "25400"),
            ("cmcd_ot", Some(Field::ObjectType), None, "video"),
            ("cmcd_sf", None, None, "d"),
            ("cmcd_sid", Some(Field::SessionId), None, "s1"),
            ("cmcd_st", Some(Field::ContentType), None, "live"),
            ("cmcd_tb", None, None, "6000"),
        ],
    );
    assert_eq!(value(&loaded, "cmcd_sta", 2), "rebuffering");
    assert_eq!(value(&loaded, "cmcd_br", 2), "128");
    // Without data nothing is known; with data, a flag that is not told is false.
    assert_eq!((value(&loaded, "cmcd_bs", 1), value(&loaded, "cmcd_bs", 2)), ("NaN".into(), "0".into()));
    assert!(loaded.table.column("cs-uri-query").is_none());
    let raw = loaded.mapping.column("cs-uri-query").unwrap();
    assert_eq!(
        (raw.taken, raw.why.to_string()),
        (Taken::Cmcd, "its cells hold CMCD: each key becomes a column".into())
    );
    assert_eq!(loaded.mapping.column("cmcd_bl").unwrap().first, ["2100", "", "4100"]);
    assert_eq!(loaded.mapping.column("cmcd_br").unwrap().why.to_string(), "CMCD: kilobits per second");
    let closed = loaded.mapping.to_mapping();
    assert_eq!(closed.get("cs-uri-query"), Some(Assignment::Cmcd));

    // Kept as text, and with another meaning for a key.
    let kept = load(text.as_bytes(), mapping(&[("cs-uri-query", Assignment::Own)])).unwrap();
    assert!(labels(&kept, "cs-uri-query")[0].starts_with("CMCD=") && kept.table.column("cmcd_br").is_none());
    let choices = [("cmcd_tb", Assignment::Field(Field::BitrateKbps)), ("cmcd_br", Assignment::Ignore)];
    let other = load(text.as_bytes(), mapping(&choices)).unwrap();
    assert_eq!(field_of(&other, "cmcd_tb"), Some(Field::BitrateKbps));
    assert!(other.table.column("cmcd_br").is_none() && other.mapping.unused.is_empty());
    again(text, &other);
}

#[test]
fn cmcd_in_headers_and_json() {
    let headers = "time,CMCD-Object,CMCD-Request,CMCD-Session,CMCD-Status\n\
        2026-03-01T10:00:00Z,\"br=(2500),d=4000,ot=v\",\"bl=(3000),mtp=(9000),msd=350,su\",\"sid=\"\"s1\"\",st=v,v=2\",bs\n\
        2026-03-01T10:00:04Z,\"br=(2500),d=4000,ot=v\",\"bl=(7000),mtp=(9100)\",\"sid=\"\"s1\"\",st=v,v=2\",\n";
    check(
        headers,
        "CMCD",
        Grouping::Session,
        &[
            ("time", Some(Field::Timestamp), None, "1772359200000"),
            ("cmcd_br", Some(Field::BitrateKbps), Some(KilobitsPerSecond), "2500"),
            ("cmcd_bl", Some(Field::BufferLengthMs), Some(Milliseconds), "3000"),
            ("cmcd_msd", Some(Field::StartupTimeMs), Some(Milliseconds), "350"),
            ("cmcd_sid", Some(Field::SessionId), None, "s1"),
            ("cmcd_bs", Some(Field::BufferStarved), Some(Flag), "1"),
            ("cmcd_st", Some(Field::ContentType), None, "vod"),
        ],
    );
    let json = "client_ip,received,payload\n\
        a,2026-03-01T10:00:00Z,\"{\"\"br\"\":[2500],\"\"bl\"\":3000,\"\"ts\"\":1772359200000,\"\"sta\"\":\"\"p\"\",\"\"dfa\"\":3}\"\n\
        a,2026-03-01T10:00:04Z,\"{\"\"br\"\":[1200],\"\"bl\"\":900,\"\"ts\"\":1772359204000,\"\"sta\"\":\"\"r\"\"}\"\n";
    let gap = Gap::default();
    check(
        json,
        "CMCD",
        Grouping::Viewer(gap),
        &[
            ("cmcd_br", Some(Field::BitrateKbps), Some(KilobitsPerSecond), "2500"),
            ("cmcd_ts", Some(Field::Timestamp), None, "1772359200000"),
            ("cmcd_sta", Some(Field::PlayerState), None, "playing"),
            ("cmcd_dfa", Some(Field::DroppedFrames), Some(Count), "3"),
            ("client_ip", Some(Field::UserId), None, "a"),
        ],
    );
}

#[test]
fn cmcd_toolkit_and_bare_keys() {
    check(
        "request_datetime,request_country_code,request_country_name,request_city_name,request_device_type,cmcd_mode,cmcd_key_br,cmcd_key_bl,cmcd_key_bs,cmcd_key_sid,cmcd_key_sta,cmcd_key_st,cmcd_key_msd\n\
         2026-03-01 10:00:00 UTC,UY,Uruguay,Montevideo,mobile,query,900,2000,false,s1,p,l,420\n\
         2026-03-01 10:00:05 UTC,UY,Uruguay,Montevideo,mobile,query,700,100,true,s1,r,l,\n",
        "cmcd-toolkit",
        Grouping::Session,
        &[
            ("request_datetime", Some(Field::Timestamp), None, "1772359200000"),
            ("request_country_code", Some(Field::CountryCode), None, "UY"),
            ("request_country_name", None, None, "Uruguay"),
            ("request_city_name", Some(Field::City), None, "Montevideo"),
            ("cmcd_key_br", Some(Field::BitrateKbps), Some(KilobitsPerSecond), "900"),
            ("cmcd_key_bs", Some(Field::BufferStarved), Some(Flag), "0"),
            ("cmcd_key_sta", Some(Field::PlayerState), None, "playing"),
            ("cmcd_key_msd", Some(Field::StartupTimeMs), Some(Milliseconds), "420"),
        ],
    );
    for prefix in ["", "cmcd_"] {
        let names = ["ts", "br", "bl", "mtp", "sid", "ot", "d"].map(|key| format!("{prefix}{key}")).join(",");
        let text = format!("{names}\n1772359200000,20,3000,9000,s1,v,4000\n1772359204000,25,3000,9000,s1,v,4000\n");
        let loaded = check(&text, "CMCD", Grouping::Session, &[]);
        // Twenty kbps are no megabits: the source is believed more than the size.
        assert_eq!(loaded.table.numbers(Field::BitrateKbps).unwrap(), [20.0, 25.0]);
        assert_eq!(loaded.table.times(Field::Timestamp).unwrap()[0], 1_772_359_200_000);
    }
}

#[test]
fn keys_that_come_late_and_cells_that_are_none() {
    let rows = "\"br=800,sid=\"\"a\"\"\",1\n".repeat(5_000);
    let loaded = read(&format!("cmcd,n\n{rows}\"br=900,tb=1000\",2\n\"br=700,bl=\",3\n%%%,4\n,5\n"));
    assert_eq!(
        issues(&loaded.report),
        [
            "row 5001 (line 5002), column \"cmcd\": \"tb\" is a key that none of the first rows has, left out",
            "row 5002 (line 5003), column \"cmcd\": \"br=700,bl=\" is not all CMCD: what cannot be read is left out",
            "row 5003 (line 5004), column \"cmcd\": \"%%%\" is not all CMCD: what cannot be read is left out",
        ]
    );
    assert_eq!(counts(&loaded.report), [5_004, 5_004, 3, 0]);
    assert_eq!(loaded.mapping.column("cmcd").unwrap().repaired, 3);
    assert_eq!(numbers(&loaded, "cmcd_br")[4_999..5_002], [800.0, 900.0, 700.0]);
}

/// Another server's log has addresses and statuses, too; a column that is said to hold the data is believed.
#[test]
fn logs_of_others() {
    let text = "date,time,cs-uri-query,sc-status,time-taken,extra\n2026-03-01,10:00:00,-,200,15,sid=a\n2026-03-01,10:00:01,a=1,200,20,sid=b\n";
    let loaded = read(text);
    // With the time that day and time of day make.
    assert_eq!((loaded.mapping.source, loaded.table.columns().len()), (None, 7));
    let chosen = load(text.as_bytes(), mapping(&[("extra", Assignment::Cmcd)])).unwrap();
    assert_eq!(labels(&chosen, "cmcd_sid"), ["a", "b"]);
    assert_eq!(chosen.mapping.column("extra").unwrap().why, Why::ByHand);
    again(text, &chosen);
}

#[test]
fn a_column_that_is_spread_takes_no_field() {
    let text = "content,video_id\n\"br=2,sid=x\",c1\n\"br=2,sid=x\",c2\n";
    let loaded = read(text);
    assert_eq!(field_of(&loaded, "video_id"), Some(Field::ContentId));
    again(text, &loaded);
}

#[test]
fn names_of_keys_do_not_collide() {
    let text =
        "cmcd_br,cmcd,cmcd_query\n1,\"br=2,sid=x\",CMCD=br%3D3%2Csid%3Dy\n1,\"br=2,sid=x\",CMCD=br%3D3%2Csid%3Dy\n";
    let loaded = read(text);
    let names: Vec<&str> = loaded.table.columns().iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["cmcd_br", "cmcd_br (2)", "cmcd_sid", "cmcd_br (3)", "cmcd_sid (2)"]);
    again(text, &loaded);
}

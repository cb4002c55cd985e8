//! A small file of each source that came later, written from its documentation: as in `sources`.

use super::sources::{Expected, value};
use super::*;
use SourceUnit::*;

/// Opens the file, compares, and opens it again as its link says: nothing may change.
fn check(text: &str, source: &str, grouping: Grouping, expected: &[Expected]) -> Loaded {
    let load = |reading: Reading| {
        let mut loader = Loader::new(reading);
        loader.push(text.as_bytes()).expect("sound");
        loader.finish().expect("sound")
    };
    // Rows are looked at as they are, and grouped in the end.
    let rows = load(Reading::rows(Mapping::default()));
    assert_eq!((rows.mapping.source, rows.mapping.grouping.0), (Some(source), grouping), "{}", rows.mapping.grouping.1);
    for &(name, field, unit, first) in expected {
        let column = rows.mapping.column(name).expect("is there");
        assert_eq!(field_of(&rows, name), field, "{source}: {name}: {}", column.why);
        assert_eq!(column.unit.map(|(unit, _)| unit), unit, "{source}: {name}");
        assert_eq!(value(&rows, name, 0), first, "{source}: {name}");
    }
    let again = load(rows.reading.clone());
    assert_eq!(format!("{:?}", again.table), format!("{:?}", rows.table));
    assert_eq!((again.reading, again.mapping.notice), (rows.reading.clone(), rows.mapping.notice));
    rows
}

#[test]
fn datastream_requests() {
    let row = |second: u32, viewer: u32, query: &str, city: &str| {
        format!(
            "{{\"version\":\"1\",\"reqId\":\"ab{second}\",\"reqTimeSec\":\"17777124{second:02}.500\",\"cliIP\":\"192.0.2.{viewer}\",\"reqHost\":\"h.example\",\"reqPath\":\"s.m4s\",\"queryStr\":\"{query}\",\"turnAroundTimeMSec\":\"{}\",\"transferTimeMSec\":\"9\",\"cacheStatus\":\"1\",\"UA\":\"Player%2F2+%28TV%29\",\"country\":\"AT\",\"state\":\"Tyrol\",\"city\":\"{city}\",\"throughput\":\"-\",\"errorCode\":\"-\"}}\n",
            20 + second
        )
    };
    let text = [
        row(0, 1, "CMCD=br%3D2000%2Cd%3D4000%2Cot%3Dv%2Csid%3D%22a%22", "Hall%20in%20Tirol"),
        row(4, 1, "cmcd=//1.0@V/br=1000,d=4000,ot=v,sid=%22a%22,bs", "Hall"),
        row(6, 2, "CMCD=br%253D700%252Cd%253D4000%252Cot%253Dv%252Csid%253D%2522b%2522", "-"),
        row(9, 2, "-", "-"),
    ]
    .concat();
    let loaded = check(
        &text,
        "Akamai DataStream 2",
        Grouping::Session,
        &[
            ("reqTimeSec", Some(Field::Timestamp), None, "1777712400500"),
            ("cliIP", Some(Field::UserId), None, "192.0.2.1"),
            ("country", Some(Field::CountryCode), None, "AT"),
            ("state", Some(Field::Region), None, "Tyrol"),
            ("city", Some(Field::City), None, "Hall in Tirol"),
            ("turnAroundTimeMSec", Some(Field::LatencyMs), Some(Milliseconds), "20"),
            ("cmcd_br", Some(Field::BitrateKbps), Some(KilobitsPerSecond), "2000"),
            ("cmcd_sid", Some(Field::SessionId), None, "a"),
            ("transferTimeMSec", None, None, "9"),
            ("UA", None, None, "Player/2 (TV)"),
        ],
    );
    assert_eq!((value(&loaded, "cmcd_br", 1), value(&loaded, "cmcd_bs", 1)), ("1000".into(), "1".into()));
    assert_eq!((value(&loaded, "cmcd_br", 2), value(&loaded, "cmcd_sid", 2)), ("700".into(), "b".into()));
    assert_eq!(value(&loaded, "city", 2), "");
}

#[test]
fn shaka_and_cast_statistics() {
    let flat = "{\"id\":\"p1\",\"width\":1280,\"height\":720,\"streamBandwidth\":2400000,\"droppedFrames\":12,\"estimatedBandwidth\":9100000,\"loadLatency\":0.85,\"manifestTimeSeconds\":0.1,\"playTime\":300.5,\"bufferingTime\":4.25,\"stallsDetected\":3,\"gapsJumped\":0,\"stateHistory\":[{\"state\":\"playing\",\"duration\":300.5}],\"switchHistory\":[]}\n\
        {\"id\":\"p2\",\"width\":1920,\"height\":1080,\"streamBandwidth\":5200000,\"droppedFrames\":0,\"estimatedBandwidth\":19100000,\"loadLatency\":65,\"manifestTimeSeconds\":0.2,\"playTime\":90,\"bufferingTime\":0,\"stallsDetected\":0,\"gapsJumped\":0,\"stateHistory\":[],\"switchHistory\":[]}\n";
    let expected: &[(&str, Option<Field>, Option<SourceUnit>, &str)] = &[
        ("width", Some(Field::VideoWidth), Some(Pixels), "1280"),
        ("streamBandwidth", Some(Field::BitrateKbps), Some(BitsPerSecond), "2400"),
        ("estimatedBandwidth", Some(Field::ThroughputKbps), Some(BitsPerSecond), "9100"),
        ("droppedFrames", Some(Field::DroppedFrames), Some(Count), "12"),
        ("loadLatency", Some(Field::StartupTimeMs), Some(Seconds), "850"),
        ("playTime", Some(Field::PlayingTimeS), Some(Seconds), "300.5"),
        ("bufferingTime", Some(Field::RebufferDurationMs), Some(Seconds), "4250"),
        ("stallsDetected", None, None, "3"),
        ("stateHistory", None, None, "[{\"state\":\"playing\",\"duration\":300.5}]"),
    ];
    check(flat, "shaka-player or Cast", Grouping::Rows, expected);
    // Within an object, and of Cast, whose time of play has the pauses in it.
    let nested = flat.replace("\"width\"", "\"stats\":{\"absolutePlayTime\":280,\"width\"").replace("]}\n", "]}}\n");
    let loaded = check(
        &nested,
        "shaka-player or Cast",
        Grouping::Rows,
        &[
            ("stats.loadLatency", Some(Field::StartupTimeMs), Some(Seconds), "850"),
            ("stats.absolutePlayTime", Some(Field::PlayingTimeS), Some(Seconds), "280"),
            ("stats.playTime", None, None, "300.5"),
        ],
    );
    assert_eq!(loaded.table.numbers(Field::StartupTimeMs), Some([850.0, 65_000.0].as_slice()));
}

#[test]
fn media3_statistics() {
    check(
        "sessionId,playbackCount,totalValidJoinTimeMs,totalRebufferCount,totalRebufferTimeMs,totalPlayTimeMs,totalPlayAndWaitTimeMs,meanVideoFormatBitrate,meanBandwidth,totalDroppedFrames,rebufferTimeRatio,abandonedBeforeReadyCount,firstReportedTimeMs\n\
         a,1,620,2,5400,60000,66020,2100000,8000000,7,0.0818,0,99812\nb,1,55,0,0,20000,20055,1900000,7000000,0,0,0,112345\n",
        "media3 or ExoPlayer",
        Grouping::Rows,
        &[
            ("sessionId", Some(Field::SessionId), None, "a"),
            ("totalValidJoinTimeMs", Some(Field::StartupTimeMs), Some(Milliseconds), "620"),
            ("totalRebufferCount", Some(Field::RebufferCount), Some(Count), "2"),
            ("totalRebufferTimeMs", Some(Field::RebufferDurationMs), Some(Milliseconds), "5400"),
            ("totalPlayTimeMs", Some(Field::PlayingTimeS), Some(Milliseconds), "60"),
            ("totalPlayAndWaitTimeMs", Some(Field::WatchTimeS), Some(Milliseconds), "66.02"),
            ("meanBandwidth", Some(Field::ThroughputKbps), Some(BitsPerSecond), "8000"),
            ("totalDroppedFrames", Some(Field::DroppedFrames), Some(Count), "7"),
            ("rebufferTimeRatio", Some(Field::BufferingRatio), Some(Fraction), "0.0818"),
            ("abandonedBeforeReadyCount", Some(Field::ExitBeforeStart), Some(Flag), "0"),
            ("firstReportedTimeMs", None, None, "99812"),
        ],
    );
}

#[test]
fn jellyfin_without_a_header() {
    let user = "0123456789abcdef0123456789abcdef";
    let text = format!(
        "2026-05-02 20:15:30.1234567\t{user}\t{user}\tMovie\tA film\tDirectPlay\tJellyfin Web\tFirefox\t5400\n\
         2026-05-03 21:00:00.7654321\t{user}\tfedcba98765432100123456789abcdef\tEpisode\tA show - s01e02\tTranscode (v:h264 a:aac)\tKodi\tLiving room\t1310\n"
    );
    let loaded = check(
        &text,
        "Jellyfin playback reporting",
        Grouping::Rows,
        &[
            ("column 1", Some(Field::Timestamp), None, "1777752930123"),
            ("column 2", Some(Field::UserId), None, user),
            ("column 3", Some(Field::ContentId), None, user),
            ("column 5", None, None, "A film"),
            ("column 7", Some(Field::Player), None, "Jellyfin Web"),
            ("column 8", Some(Field::DeviceModel), None, "Firefox"),
            ("column 9", Some(Field::WatchTimeS), Some(Seconds), "5400"),
        ],
    );
    assert_eq!(loaded.mapping.column("column 9").map(|column| column.range), Some(Some(Range::Number(1310.0, 5400.0))));
}

#[test]
fn hls_js_and_cloudfronts_second_logs() {
    check(
        "view,bandwidthEstimate,ttfbEstimate,latency,targetLatency,currentLevel,autoLevelEnabled\n1,4200000,31,6.5,6,3,true\n2,900000,90,12.5,6,0,true\n",
        "hls.js",
        Grouping::Rows,
        &[
            ("bandwidthEstimate", Some(Field::ThroughputKbps), Some(BitsPerSecond), "4200"),
            ("ttfbEstimate", Some(Field::LatencyMs), Some(Milliseconds), "31"),
            ("latency", None, None, "6.5"),
        ],
    );
    let text = "{\"timestamp(ms)\":\"1777712400500\",\"c-ip\":\"192.0.2.1\",\"x-edge-location\":\"FRA56-P3\",\"time-taken\":\"0.2\",\"time-to-first-byte\":\"0.031\",\"c-country\":\"DE\",\"cs-uri-query\":\"CMCD=br%3D700%2Csid%3D%22a%22\"}\n\
        {\"timestamp(ms)\":\"1777712404500\",\"c-ip\":\"192.0.2.1\",\"x-edge-location\":\"FRA56-P3\",\"time-taken\":\"0.2\",\"time-to-first-byte\":\"0.032\",\"c-country\":\"DE\",\"cs-uri-query\":\"CMCD=br%3D800%2Csid%3D%22a%22\"}\n";
    check(
        text,
        "CloudFront",
        Grouping::Session,
        &[
            ("timestamp(ms)", Some(Field::Timestamp), None, "1777712400500"),
            ("time-to-first-byte", Some(Field::LatencyMs), Some(Seconds), "31"),
            ("cmcd_br", Some(Field::BitrateKbps), Some(KilobitsPerSecond), "700"),
        ],
    );
}

//! Files whose rows are no sessions: one player's events, measurements of a network, sums over many views; and names with
//! their units in brackets.

use super::sources::{again, value};
use super::*;
use SourceUnit::*;

fn opened() -> Reading {
    Reading::recognise(Mapping::default(), 1_790_000_000_000)
}

fn open(text: &str) -> Loaded {
    let mut loader = Loader::new(opened());
    loader.push(text.as_bytes()).expect("sound");
    loader.finish().expect("sound")
}

/// By the link of what was opened, the same comes out.
fn reopened(text: &str, loaded: &Loaded) {
    let mut loader = Loader::new(loaded.reading.clone());
    loader.push(text.as_bytes()).expect("sound");
    let second = loader.finish().expect("sound");
    assert_eq!(format!("{:?}", second.table), format!("{:?}", loaded.table));
    assert_eq!((second.mapping.notice, &second.reading), (loaded.mapping.notice, &loaded.reading));
}

fn why(loaded: &Loaded, name: &str) -> String {
    loaded.mapping.column(name).expect("is there").why.to_string()
}

const EVENTS: &str = "Event\tclientTime(ms)\tbuffer_level\n\
    FRAGMENT_LOADING_STARTED\t2026-05-02 09:00:00.100\t\n\
    FRAGMENT_LOADING_COMPLETED\t2026-05-02 09:00:01.600\t3.5\n\
    FRAGMENT_LOADING_STARTED\t2026-05-02 09:00:02.100\t\n\
    BUFFER_EMPTY\t2026-05-02 09:00:05.100\t0\n\
    FRAGMENT_LOADING_COMPLETED\t2026-05-02 09:00:06.100\t2.25\n\
    BUFFER_EMPTY\t2026-05-02 09:00:08.350\t0\n\
    FRAGMENT_LOADING_STARTED\t2026-05-02 09:00:08.400\t\n\
    FRAGMENT_LOADING_COMPLETED\t2026-05-02 09:00:09.100\t4\n";

/// A name may lie about how the times are written, and the size of a buffer tells its unit.
#[test]
fn the_events_of_one_player_are_one_session() {
    let loaded = open(EVENTS);
    assert_eq!((loaded.table.rows(), loaded.reading.grouping), (1, Grouping::File));
    assert_eq!(loaded.mapping.notice, Some(Notice::OnePlayer));
    let numbers = |field| loaded.table.numbers(field).and_then(|values| values.first().copied());
    assert_eq!(numbers(Field::RebufferCount), Some(2.0));
    assert_eq!(numbers(Field::WatchTimeS), Some(9.0), "from the first row to the last");
    assert_eq!(numbers(Field::BufferLengthMs), Some(1950.0));
    assert!(loaded.table.numbers(Field::RebufferDurationMs).is_none(), "nothing says when a stall ended");
    assert_eq!(loaded.table.times(Field::Timestamp), Some([1_777_712_400_100].as_slice()));
    assert_eq!(loaded.mapping.column("buffer_level").and_then(|column| column.unit), Some((Seconds, UnitSource::Size)));
    reopened(EVENTS, &loaded);
    // Under the rules of before, each row is one.
    let mut then = Loader::new(opened()).by_rules(rules::Rules::of_number(2).expect("known"));
    then.push(EVENTS.as_bytes()).expect("sound");
    assert_eq!(then.finish().expect("sound").table.rows(), 8);
}

#[test]
fn of_several_logs_each_is_a_session() {
    let mut loader = Loader::new(opened());
    for (name, text) in [("b.tsv", EVENTS), ("a.tsv", EVENTS)] {
        loader.next_file(name).expect("sound");
        loader.push(text.as_bytes()).expect("sound");
    }
    let loaded = loader.finish().expect("sound");
    assert_eq!(loaded.table.numbers(Field::RebufferCount), Some([2.0, 2.0].as_slice()));
    assert_eq!(labels(&loaded, "session_id"), ["b.tsv", "a.tsv"]);
    assert_eq!((loaded.report.loaded, loaded.report.sessions.made), (16, 2));
}

#[test]
fn what_has_a_session_or_sums_it_up_is_no_players_log() {
    // A match is an event, too.
    let matches = "event,start time,startup_ms,bitrate_kbps\nFinal,2026-05-02T09:00:00Z,700,3000\nFinal,2026-05-02T09:01:00Z,900,2800\nFinal,2026-05-02T09:02:00Z,650,3100\n";
    let played = "event,time,startup_ms,bitrate_kbps\nplay,2026-05-02T09:00:00Z,700,3000\nplay,2026-05-02T09:01:00Z,900,2800\nplay,2026-05-02T09:02:00Z,650,3100\n";
    for text in [matches, played] {
        let loaded = open(text);
        assert_eq!((loaded.table.rows(), loaded.mapping.notice), (3, None), "{}", loaded.mapping.grouping.1);
    }
    let named = format!("sid\t{}", EVENTS.replace('\n', "\nx\t").trim_end_matches("x\t"));
    let named = named.replacen("sid", "session_id", 1);
    let loaded = open(&named);
    assert_eq!((loaded.reading.grouping, loaded.mapping.notice), (Grouping::Session, None));
}

#[test]
fn a_network_log_has_no_sessions() {
    let radio = "Timestamp,Speed,NetworkMode,RSRP,RSRQ,SNR,DL_bitrate,State,PINGAVG,NRxRSRP\n\
        2026-05-02 09:00:00,0,LTE,-91,-11,5,7000,I,-,-\n\
        2026-05-02 09:00:01,3,5G,-88,-12,9.5,52000,D,21.5,-\n\
        2026-05-02 09:00:02,4,5G,-86,-10,12,61000,D,-,-\n";
    let loaded = open(radio);
    assert_eq!((loaded.table.rows(), loaded.reading.grouping), (3, Grouping::Rows));
    assert_eq!(loaded.mapping.notice, Some(Notice::NetworkLog));
    assert_eq!((field_of(&loaded, "State"), value(&loaded, "State", 1)), (None, "D".into()));
    assert_eq!(field_of(&loaded, "NetworkMode"), Some(Field::NetworkType));
    assert_eq!(field_of(&loaded, "DL_bitrate"), None);
    assert_eq!(numbers(&loaded, "PINGAVG")[1], 21.5);
    assert_eq!(loaded.mapping.column("PINGAVG").map(|column| column.missing), Some(2));
    assert!(numbers(&loaded, "NRxRSRP").iter().all(|value| value.is_nan()), "a measurement, though none was made");
    reopened(radio, &loaded);

    let trace = "time(secs)\tTput(Mbps)\n1\t82.5\n2\t93.25\n3\t0.5\n";
    let loaded = open(trace);
    assert_eq!(loaded.mapping.notice, Some(Notice::NetworkLog));
    assert_eq!(loaded.table.numbers(Field::ThroughputKbps), Some([82_500.0, 93_250.0, 500.0].as_slice()));
    assert_eq!(numbers(&loaded, "time(secs)"), [1.0, 2.0, 3.0]);
    assert_eq!(
        why(&loaded, "time(secs)"),
        "it counts seconds from the start, and is no time of day: kept under its own name"
    );
    reopened(trace, &loaded);
    // With a measure of a player it is a player's.
    let played = "time,throughput_kbps,bitrate_kbps\n2026-05-02T09:00:00Z,9000,3000\n2026-05-02T09:00:10Z,8000,3000\n";
    assert_eq!(open(played).mapping.notice, None);
    let viewed = played.replace("bitrate_kbps", "browser").replace("3000", "Firefox");
    assert_eq!(open(&viewed).mapping.notice, None);
}

/// Other names of the same, and sessions that have what their radio measured beside them.
#[test]
fn radios_are_measured_under_many_names() {
    let radio = "time,LTE_RSRP (dBm),Serving RSRQ [dB],nr_sinr,Lat,Lon,bitrate\n\
        2026-05-02T09:00:00Z,-91,-11,5,48.1,11.5,9000\n2026-05-02T09:00:01Z,-90,-12,6,48.1,11.5,8000\n";
    assert_eq!(open(radio).mapping.notice, Some(Notice::NetworkLog));
    let sessions = radio.replace("Lat,Lon", "startup_ms,stalls").replace("48.1,11.5", "700,1");
    let loaded = open(&sessions);
    assert_eq!((loaded.mapping.notice, loaded.mapping.source), (None, None));
    assert_eq!(field_of(&loaded, "startup_ms"), Some(Field::StartupTimeMs));
}

/// What two consoles save: their own spellings of times and numbers.
#[test]
fn downloads_of_kibana_and_grafana() {
    let kibana = "\"@timestamp\",\"session.id\",\"startup_ms\",\"geo.country\"\n\
        \"Mar 1, 2026 @ 12:00:31.250\",a,\"1,234.5\",AT\n\"Mar 1, 2026 @ 12:01:00.000\",b,950,DE\n";
    let loaded = open(kibana);
    assert_eq!(loaded.table.times(Field::Timestamp), Some([1_772_366_431_250, 1_772_366_460_000].as_slice()));
    assert_eq!(loaded.table.numbers(Field::StartupTimeMs), Some([1234.5, 950.0].as_slice()));
    assert_eq!(field_of(&loaded, "session.id"), Some(Field::SessionId));
    reopened(kibana, &loaded);
    let grafana = "\"Time\",\"Bitrate\",\"Startup time\"\n2026-03-01 12:00:00,4.52 Mb/s,950 ms\n2026-03-01 12:01:00,850 kb/s,1.20 s\n";
    let loaded = open(grafana);
    assert_eq!(loaded.table.times(Field::Timestamp), Some([1_772_366_400_000, 1_772_366_460_000].as_slice()));
    assert_eq!(loaded.table.numbers(Field::BitrateKbps), Some([4520.0, 850.0].as_slice()));
    assert_eq!(loaded.table.numbers(Field::StartupTimeMs), Some([950.0, 1200.0].as_slice()));
    reopened(grafana, &loaded);
}

/// A player's states, too, are its log.
#[test]
fn the_states_of_one_player_are_one_session() {
    let text = "time,player_state,buffer_ms\n2026-05-02T09:00:00Z,starting,0\n2026-05-02T09:00:02Z,playing,4000\n\
        2026-05-02T09:00:08Z,rebuffering,0\n2026-05-02T09:00:09Z,playing,2000\n2026-05-02T09:00:20Z,playing,8000\n";
    let loaded = open(text);
    assert_eq!((loaded.mapping.notice, loaded.table.rows()), (Some(Notice::OnePlayer), 1));
    assert_eq!(loaded.table.numbers(Field::RebufferDurationMs), Some([1000.0].as_slice()));
    reopened(text, &loaded);
}

/// Events and times alone come to numbers.
#[test]
fn events_without_a_number_are_a_session() {
    let text = "timestamp,event\n1777712400100,loadstart\n1777712400900,playing\n1777712405000,waiting\n\
        1777712406500,playing\n1777712410000,pause\n1777712412000,play\n1777712420000,ended\n";
    let loaded = open(text);
    let number = |field| loaded.table.numbers(field).and_then(|values| values.first().copied());
    assert_eq!(loaded.mapping.notice, Some(Notice::OnePlayer));
    assert_eq!((number(Field::RebufferCount), number(Field::RebufferDurationMs)), (Some(1.0), Some(1500.0)));
    assert_eq!(number(Field::PlayingTimeS), Some(15.6));
    reopened(text, &loaded);
    let mut then = Loader::new(opened()).by_rules(rules::Rules::of_number(2).expect("known"));
    then.push(text.as_bytes()).expect("sound");
    assert!(matches!(then.finish(), Err(IngestError::NoNumbers { columns: 2, .. })));
}

#[test]
fn sums_over_many_views_are_no_sessions() {
    let text = "Content,Video title,Video publish time,Views,Watch time (hours),Average view duration,Impressions\n\
        a1,One,\"Jan 6, 2026\",120,4.5,0:02:15,900\nb2,Two,\"Jan 9, 2026\",80,2.25,0:01:40,700\n";
    let loaded = open(text);
    assert_eq!(loaded.mapping.notice, Some(Notice::Totals("YouTube Studio")));
    for name in ["Views", "Watch time (hours)", "Average view duration"] {
        assert_eq!(field_of(&loaded, name), None, "{name}");
    }
    assert_eq!(field_of(&loaded, "Content"), Some(Field::ContentId));
}

#[test]
fn units_in_brackets() {
    let text = "Time (ms),RTT [ms],Bandwidth (Mb/s),Throughput in kbps,Startup time (secs),Tput(Mbps)\n\
        1777712400100,21,9.5,4000,1.25,3\n1777712401100,22,8.5,4100,1.5,4\n";
    let loaded = open(text);
    let table = [
        ("Time (ms)", Some(Field::Timestamp), None, "1777712400100"),
        ("RTT [ms]", Some(Field::LatencyMs), Some(Milliseconds), "21"),
        ("Bandwidth (Mb/s)", Some(Field::ThroughputKbps), Some(MegabitsPerSecond), "9500"),
        ("Startup time (secs)", Some(Field::StartupTimeMs), Some(Seconds), "1250"),
    ];
    for (name, field, unit, first) in table {
        assert_eq!(field_of(&loaded, name), field, "{name}: {}", why(&loaded, name));
        let told = loaded.mapping.column(name).and_then(|column| column.unit).map(|(unit, _)| unit);
        assert_eq!((told, value(&loaded, name, 0).as_str()), (unit, first), "{name}");
    }
    assert!(why(&loaded, "Tput(Mbps)").starts_with("would be throughput_kbps"), "the first of several has the field");
    again(text, &loaded);
}

/// A day is a moment where it has the time of day.
#[test]
fn dates_with_and_without_a_time() {
    let text = |date: &str| format!("date,startup_ms\n{date},700\n{date},800\n");
    let field = |date| field_of(&open(&text(date)), "date");
    assert_eq!(field("2026-05-02T09:00:00Z"), Some(Field::Timestamp));
    assert_eq!(field("2026-05-02"), None);
}

#[test]
fn a_dump_of_webrtc_is_refused_by_its_name() {
    let dump = "{\"getUserMedia\":[],\n\"PeerConnections\":{\"2-1\":{\"stats\":{}}},\n\"UserAgent\":\"x\"}";
    let refused = |rules| {
        let mut loader = Loader::new(opened()).by_rules(rules);
        let pushed = loader.push(dump.as_bytes());
        pushed.and_then(|()| loader.finish().map(|_| ())).expect_err("no rows").to_string()
    };
    let text = refused(rules::Rules::LATEST);
    assert!(text.contains("a WebRTC dump (chrome://webrtc-internals)"), "{text}");
    assert!(!refused(rules::Rules::FIRST).contains("WebRTC"));
}

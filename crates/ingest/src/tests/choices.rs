//! What the user or a plan says, and what an old plan leaves unsaid.

use super::*;

fn chosen(choices: &[(&str, &str)]) -> Mapping {
    let mut mapping = Mapping::default();
    for (name, choice) in choices {
        mapping.assign(name, choice.parse::<Choice>().expect("a choice")).expect("free");
    }
    mapping
}

#[test]
fn a_chosen_unit_is_used_and_written_down() {
    let text = "startup_time,join,start,n\n1200,1,1772359200,1\n1300,2,1772359201,2\n";
    let choices = [("startup_time", "startup_time_ms:us"), ("start", "timestamp:unix_s")];
    let loaded = load(text.as_bytes(), chosen(&choices)).unwrap();
    assert_eq!(numbers(&loaded, "startup_time"), [1.2, 1.3]);
    let column = loaded.mapping.column("startup_time").unwrap();
    assert_eq!(column.unit, Some((SourceUnit::Microseconds, UnitSource::Chosen)));
    assert_eq!(column.unit_text(), "microseconds (chosen by hand)");
    assert_eq!(loaded.table.times(Field::Timestamp).unwrap()[0], 1_772_359_200_000);
    for (name, choice) in choices {
        let written = loaded.mapping.to_mapping().choices().iter().find(|(other, _)| other == name).unwrap().1;
        assert_eq!(written.to_string(), choice);
    }
    let milliseconds = load(text.as_bytes(), chosen(&[("start", "own:unix_ms")])).unwrap();
    assert_eq!(
        milliseconds.mapping.column("start").unwrap().time_format,
        Some(TimeFormat::Unix(UnixUnit::Milliseconds))
    );
    assert_eq!(
        milliseconds.mapping.to_mapping().detail("start"),
        Some(Detail::Time(TimeFormat::Unix(UnixUnit::Milliseconds)))
    );
}

#[test]
fn a_unit_that_does_not_fit_is_refused() {
    let text = "startup_time,cdn,n\n1200,x,1\n1300,y,2\n";
    let table = [
        (
            "startup_time",
            "startup_time_ms:kbps",
            "chosen by hand; a startup_time_ms is not read as \"kbps\", so that was not done",
        ),
        (
            "startup_time",
            "startup_time_ms:iso",
            "chosen by hand; a startup_time_ms is not read as \"iso\", so that was not done",
        ),
        ("cdn", "cdn:s", "chosen by hand; a cdn is not read as \"s\", so that was not done"),
        ("cdn", "cdn:cmcd", "chosen by hand; a cdn is not read as \"cmcd\", so that was not done"),
        ("n", "own:s", "chosen by hand; a column under its own name is not read as \"s\", so that was not done"),
    ];
    let plain = read(text);
    for (name, choice, why) in table {
        let loaded = load(text.as_bytes(), chosen(&[(name, choice)])).unwrap();
        assert_eq!(loaded.mapping.column(name).unwrap().why.to_string(), why);
        assert_eq!(loaded.table, plain.table, "{choice}");
        // Under a closed mapping it stays in the text of the plan, and is as little believed.
        let closed = load(text.as_bytes(), chosen(&[(name, choice)]).closed()).unwrap();
        let column = |loaded: &Loaded| loaded.table.column(name).unwrap().data.clone();
        assert_eq!(column(&closed), column(&plain));
    }
}

#[test]
fn what_the_numbers_told_is_written_down() {
    let text = "startup_time,bitrate,watch_time_ms,stalls,ttfb,start,n\n1.5,4,90000,0,0.031,1772359200,1\n2.5,5,95000,1,0.029,1772359201,2\n";
    let written: Vec<String> =
        read(text).mapping.to_mapping().choices().iter().map(|(name, choice)| format!("{name}~{choice}")).collect();
    assert_eq!(
        written,
        [
            "startup_time~startup_time_ms:s",
            "bitrate~bitrate_kbps:mbps",
            "watch_time_ms~watch_time_s",
            "stalls~rebuffer_count",
            "ttfb~latency_ms:s",
            "start~timestamp:unix_s"
        ]
    );
}

/// A plan from before units were written down: names and sizes speak as they did, later names and sources do not.
#[test]
fn an_old_plan_is_read_as_it_was() {
    let text = "view_id,view_start,view_end,session_id,video_startup_time,rebuffer_percentage,weighted_average_bitrate,watch_time,ttfb,exit_before_video_start,viewer_experience_score,mux_viewer_id,query\n\
        a,2026-03-01T10:00:00Z,1772359200,x,1.5,3,4000000,60,0.5,false,1,m1,CMCD=br%3D1\n\
        b,2026-03-01T10:01:00Z,1772359260,x,2.5,0,3000000,70,0.5,true,1,m2,CMCD=br%3D2\n";
    let old = [
        ("view_id", "session_id"),
        ("view_start", "timestamp"),
        ("video_startup_time", "startup_time_ms"),
        ("rebuffer_percentage", "buffering_ratio"),
        ("weighted_average_bitrate", "bitrate_kbps"),
        ("watch_time", "watch_time_s"),
        ("ttfb", "latency_ms"),
    ];
    let mapping = chosen(&old).closed();
    let loaded = load(text.as_bytes(), mapping.clone()).unwrap();
    // By size: seconds, percent, bits per second, seconds, and milliseconds, since no size spoke for a latency.
    assert_eq!(numbers(&loaded, "video_startup_time"), [1500.0, 2500.0]);
    assert_eq!(numbers(&loaded, "rebuffer_percentage"), [0.03, 0.0]);
    assert_eq!(numbers(&loaded, "weighted_average_bitrate"), [4000.0, 3000.0]);
    assert_eq!(numbers(&loaded, "watch_time"), [60.0, 70.0]);
    assert_eq!(numbers(&loaded, "ttfb"), [0.5, 0.5]);
    // What the plan does not name keeps its name and its kind.
    assert_eq!(labels(&loaded, "exit_before_video_start"), ["false", "true"]);
    assert_eq!(labels(&loaded, "query"), ["CMCD=br%3D1", "CMCD=br%3D2"]);
    assert!(matches!(loaded.table.column("view_end").unwrap().data, Data::Time(_)));
    assert_eq!(field_of(&loaded, "view_end"), None);
    assert_eq!((loaded.mapping.to_mapping(), loaded.mapping.source), (mapping, None));
    // Opened anew, the documentation speaks.
    let anew = read(text);
    assert_eq!(anew.mapping.source, Some("Mux"));
    assert_eq!(numbers(&anew, "video_startup_time"), [1.5, 2.5]);
    assert_eq!(field_of(&anew, "exit_before_video_start"), Some(Field::ExitBeforeStart));
}

#[test]
fn flags_in_every_spelling() {
    let loaded =
        read("startup_failed,playback_failed,muted,n\ntrue,1,true,1\nFalse,0,false,2\n,x,true,3\nt,1,false,4\n");
    assert_eq!(loaded.table.numbers(Field::StartupFailed).unwrap()[..2], [1.0, 0.0]);
    assert!(loaded.table.numbers(Field::StartupFailed).unwrap()[2].is_nan());
    // Three of four are not nearly all.
    assert_eq!(field_of(&loaded, "playback_failed"), None);
    let why = loaded.mapping.column("playback_failed").unwrap().why.to_string();
    assert_eq!(why, "named like playback_failed, but its cells are not yes or no: kept under its own name");
    assert_eq!(labels(&loaded, "muted"), ["true", "false", "true", "false"]);
    let by_hand = load(b"failed,n\nyes,1\nmaybe,2\nno,3\n", chosen(&[("failed", "startup_failed")])).unwrap();
    assert_eq!(
        issues(&by_hand.report),
        ["row 2 (line 3), column \"failed\": \"maybe\" is neither yes nor no, left empty"]
    );
}

#[test]
fn rows_that_belong_together() {
    let grouping = |text: &str| read(text).mapping.grouping;
    let events =
        "session_id,event,time,n\na,play,2026-03-01,1\na,stall,2026-03-01,2\na,end,2026-03-01,3\nb,play,2026-03-01,4\n";
    assert_eq!(
        grouping(events),
        (Grouping::Session, "the first 4 rows have 2 different \"session_id\": the rows of one are a session".into())
    );
    assert_eq!(grouping("session_id,n\na,1\nb,2\nc,3\nc,4\n").0, Grouping::Rows);
    assert_eq!(grouping("user,time,n\na,2026-03-01,1\na,2026-03-02,2\n").0, Grouping::Rows);
    assert_eq!(
        grouping("user,time,event,n\na,2026-03-01,play,1\na,2026-03-02,end,2\n").0,
        Grouping::Viewer(Gap::default())
    );
    assert_eq!(grouping("user,event,n\na,play,1\na,end,2\n").0, Grouping::Rows);
    assert_eq!(grouping("a,b\n1,2\n").0, Grouping::Rows);
}

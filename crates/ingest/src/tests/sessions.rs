//! From rows to sessions: each rule of the roll-up and each check with a small file, and what they give.

use super::*;
use rules::Rules;
use telemetry::MISSING_TIME;

/// Loads with everything recognised and checked, as of 2026-06-01.
fn opened(text: &str) -> Loaded {
    with(text, |_| {})
}

fn with(text: &str, choose: impl FnOnce(&mut Reading)) -> Loaded {
    try_with(text, choose).expect("loads")
}

fn try_with(text: &str, choose: impl FnOnce(&mut Reading)) -> Result<Loaded, IngestError> {
    let mut reading = Reading::recognise(Mapping::default(), parse_time("2026-06-01").expect("a day"));
    choose(&mut reading);
    let mut loader = Loader::new(reading);
    loader.push(text.as_bytes())?;
    loader.finish()
}

fn field(loaded: &Loaded, field: Field) -> &[f64] {
    loaded.table.numbers(field).unwrap_or_else(|| panic!("no {}", field.name()))
}

fn sessions(loaded: &Loaded) -> [u64; 5] {
    let SessionCounts { made, repaired, judged, aside, rejected } = loaded.report.sessions;
    [made, repaired, judged, aside, rejected]
}

/// What `choose` does to the mapping: columns of these names are taken for these fields.
fn taken(reading: &mut Reading, choices: &[(&str, Field)]) {
    for &(name, field) in choices {
        reading.mapping.assign(name, Assignment::Field(field)).expect("free");
    }
}

#[test]
fn requests_of_a_player_become_its_session() {
    let text = "sid,ts,ot,br,d,bs,mtp,cdn_pop,own\n\
        a,2026-01-01T00:00:00Z,m,,,,,FRA,1\n\
        a,2026-01-01T00:00:01Z,v,1000,4000,,8000,FRA,2\n\
        b,2026-01-01T00:00:01Z,v,500,2000,,900,AMS,3\n\
        a,2026-01-01T00:00:02Z,a,128,4000,1,7000,AMS,4\n\
        a,2026-01-01T00:00:05Z,v,3000,2000,1,5000,AMS,5\n\
        b,2026-01-01T00:00:03Z,v,500,2000,1,1100,,6\n\
        a,2026-01-01T00:00:09Z,v,3000,2000,,6000,,7\n\
        ,2026-01-01T00:00:09Z,v,3000,2000,,6000,,8\n";
    let choose = |reading: &mut Reading| {
        taken(
            reading,
            &[
                ("sid", Field::SessionId),
                ("ot", Field::ObjectType),
                ("br", Field::BitrateKbps),
                ("d", Field::MediaDurationMs),
                ("bs", Field::BufferStarved),
                ("mtp", Field::ThroughputKbps),
            ],
        );
    };
    let loaded = with(text, choose);
    assert_eq!(loaded.reading.grouping, Grouping::Session);
    assert_eq!(loaded.table.rows(), 2);
    assert_eq!(counts(&loaded.report), [8, 7, 0, 1]);
    assert_eq!(sessions(&loaded), [2, 0, 2, 0, 0]);
    assert_eq!(issues(&loaded.report), ["row 8: the row has no session_id, by which rows are grouped, left out"]);
    // (1000 · 4 + 3000 · 2 + 3000 · 2) / 8: audio and manifests do not count.
    assert_eq!(field(&loaded, Field::BitrateKbps), [2000.0, 500.0]);
    assert_eq!(field(&loaded, Field::ThroughputKbps), [(8000.0 * 4.0 + 5000.0 * 2.0 + 6000.0 * 2.0) / 8.0, 1000.0]);
    assert_eq!(field(&loaded, Field::MediaDurationMs), [8000.0, 4000.0]);
    assert_eq!(field(&loaded, Field::RebufferCount), [1.0, 1.0], "the audio buffer's is the same stall");
    assert_eq!(field(&loaded, Field::BitrateSwitches), [1.0, 0.0]);
    assert_eq!(field(&loaded, Field::WatchTimeS), [9.0, 2.0]);
    assert_eq!(field(&loaded, Field::BufferStarved), [1.0, 1.0]);
    assert_eq!(labels(&loaded, "cdn_pop"), ["FRA", "AMS"], "of equally frequent ones the first seen");
    assert_eq!(numbers(&loaded, "own"), [19.0 / 5.0, 4.5]);
    assert_eq!(loaded.table.times(Field::Timestamp).unwrap()[1] % 60_000, 1000);
    assert!(loaded.table.field(Field::RebufferDurationMs).is_none(), "nothing says how long they took");
    // The same file read by what came out gives the same, and nothing is recognised any more.
    let mut again = Loader::new(loaded.reading.clone());
    again.push(text.as_bytes()).unwrap();
    let again = again.finish().unwrap();
    assert_eq!((&again.table, &again.reading), (&loaded.table, &loaded.reading));
    let each = with(text, |reading| {
        choose(reading);
        reading.grouping = Grouping::Rows;
    });
    assert_eq!((each.table.rows(), each.reading.grouping), (8, Grouping::Rows));
}

#[test]
fn samples_add_up() {
    let text = "impression_id,time,stalls,stalled_ms,startup_ms,played_s,watched_s,frames,switches,end,player_state,truth\n\
        a,2026-01-01T00:00:00Z,0,0,1200,8,10,1,0,2026-01-01T00:00:10Z,playing,\n\
        a,2026-01-01T00:00:10Z,2,3000,,6,10,4,2,2026-01-01T00:00:20Z,rebuffering,slow\n\
        a,2026-01-01T00:00:20Z,1,500,9,9,10,0,1,2026-01-01T00:00:30Z,playing,cdn\n";
    let loaded = with(text, |reading| {
        taken(
            reading,
            &[
                ("stalls", Field::RebufferCount),
                ("stalled_ms", Field::RebufferDurationMs),
                ("startup_ms", Field::StartupTimeMs),
                ("played_s", Field::PlayingTimeS),
                ("watched_s", Field::WatchTimeS),
                ("frames", Field::DroppedFrames),
                ("switches", Field::BitrateSwitches),
                ("end", Field::SessionEnd),
            ],
        );
        reading.mapping.assign("truth", Assignment::Truth).expect("free");
    });
    assert_eq!(loaded.table.rows(), 1);
    let of = |name| field(&loaded, name)[0];
    assert_eq!((of(Field::RebufferCount), of(Field::RebufferDurationMs)), (3.0, 3500.0));
    assert_eq!((of(Field::StartupTimeMs), of(Field::PlayingTimeS), of(Field::WatchTimeS)), (1200.0, 23.0, 30.0));
    assert_eq!((of(Field::DroppedFrames), of(Field::BitrateSwitches)), (5.0, 3.0));
    let (start, end) =
        (loaded.table.times(Field::Timestamp).unwrap()[0], loaded.table.times(Field::SessionEnd).unwrap()[0]);
    assert_eq!(end - start, 30_000);
    let truth = loaded.truth.as_ref().unwrap();
    assert_eq!(truth.label(0), "slow", "the first seen of equally frequent faults");
}

/// Samples that report what was played and stalled since the one before; the first comes long after the start.
const SAMPLES: &str = "sid,ts,played_s,stalled_ms,stalls,startup_ms,bitrate_kbps,buffering_ratio\n\
    a,2026-01-01T00:00:00Z,1000,500,1,1500,2000,0.5\n\
    a,2026-01-01T00:00:10Z,500,250,1,,5000,0\n\
    b,2026-01-01T00:00:00Z,60,,0,,1000,\n";

fn sampled(rules: Rules) -> Loaded {
    let mut reading = Reading::recognise(Mapping::default(), parse_time("2026-06-01").expect("a day"));
    reading.grouping = Grouping::Session;
    taken(
        &mut reading,
        &[
            ("sid", Field::SessionId),
            ("ts", Field::Timestamp),
            ("played_s", Field::PlayingTimeS),
            ("stalled_ms", Field::RebufferDurationMs),
            ("stalls", Field::RebufferCount),
            ("startup_ms", Field::StartupTimeMs),
        ],
    );
    let mut loader = Loader::new(reading).by_rules(rules);
    loader.push(SAMPLES.as_bytes()).expect("sound");
    loader.finish().expect("loads")
}

#[test]
fn what_rows_report_goes_before_what_their_times_tell() {
    let loaded = sampled(Rules::LATEST);
    // 1500 + 0.75 + 1.5, and 60 without a stall: not the 10 s between the rows, and not nothing.
    assert_eq!(field(&loaded, Field::WatchTimeS), [1502.25, 60.0]);
    assert_eq!(field(&loaded, Field::BufferingRatio)[0], 750.0 / 1_502_250.0, "not the mean of 0.5 and 0");
    // By what was played in each.
    assert_eq!(field(&loaded, Field::BitrateKbps), [3000.0, 1000.0]);
    assert_eq!(
        issues(&loaded.report),
        [
            "session a (from row 1), column \"watch_time_s\": \"1502.25s\" is not what the time from the first row to the last \
          comes to, 10\u{202f}s, left as it is"
        ]
    );
    assert_eq!(loaded.report.repaired, 0, "nothing was changed");
    let first = sampled(Rules::FIRST);
    assert_eq!(field(&first, Field::WatchTimeS)[0], 10.0, "as it was");
}

#[test]
fn a_session_of_one_row_has_no_length_by_its_times() {
    let text = "sid,ts,end,bitrate_kbps\n\
        a,2026-01-01T00:00:00Z,2026-01-01T09:00:00Z,1000\n\
        b,2026-01-01T00:00:00Z,,1000\nb,2026-01-01T00:00:30Z,,1000\n";
    let choose = |reading: &mut Reading| {
        taken(reading, &[("sid", Field::SessionId), ("ts", Field::Timestamp), ("end", Field::SessionEnd)]);
        reading.grouping = Grouping::Session;
    };
    let loaded = with(text, choose);
    let watched = field(&loaded, Field::WatchTimeS);
    assert!(watched[0].is_nan(), "from start to end it may have been paused for hours");
    assert_eq!(watched[1], 30.0);
}

#[test]
fn durations_that_contradict_each_other_are_told_and_left() {
    let text = "session_id,timestamp,session_end,startup_time_ms,rebuffer_duration_ms,playing_time_s,watch_time_s,buffering_ratio\n\
        a,2026-01-01T00:00:00Z,2026-01-01T00:05:00Z,1000,5000,94,100,0.05\n\
        b,2026-01-01T00:00:00Z,2026-01-01T00:05:00Z,1000,5000,94,300,0.016\n\
        c,2026-01-01T00:00:00Z,2026-01-01T00:00:40Z,1000,5000,94,100,0.05\n\
        d,2026-01-01T00:00:00Z,2026-01-01T00:05:00Z,1000,5000,94,100,0.5\n\
        e,2026-01-01T00:00:00Z,2026-01-01T09:05:00Z,,0,1,4,0\n\
        f,,,1000,400,0.5,1,0\n";
    let loaded = opened(text);
    assert_eq!(
        issues(&loaded.report),
        [
            "row 2, column \"watch_time_s\": \"300s\" is not what playing + stalled + startup time comes to, 100\u{202f}s, left as it is",
            "row 3, column \"watch_time_s\": \"100s\" is not what the time from start to end comes to, 40\u{202f}s, left as it is",
            "row 4, column \"rebuffer_duration_ms\": \"5000ms\" is not what buffering ratio \u{b7} watch time comes to, 50\u{202f}s, left \
             as it is",
        ],
        "pauses, an unknown startup and rounding contradict nothing"
    );
    assert_eq!(field(&loaded, Field::WatchTimeS), [100.0, 300.0, 100.0, 100.0, 4.0, 1.0]);
    assert_eq!((counts(&loaded.report), sessions(&loaded)), ([6, 6, 0, 0], [6, 0, 6, 0, 0]));
}

#[test]
fn a_count_that_runs_through_the_session_is_not_added_up() {
    let text = "sid,ts,dfa\na,2026-01-01T00:00:00Z,2\na,2026-01-01T00:00:05Z,7\na,2026-01-01T00:00:04Z,5\n";
    let choices = [("sid", Field::SessionId), ("dfa", Field::DroppedFrames)];
    assert_eq!(field(&with(text, |reading| taken(reading, &choices)), Field::DroppedFrames), [7.0]);
    let text = text.replace("dfa", "dropped");
    let choices = [("sid", Field::SessionId), ("dropped", Field::DroppedFrames)];
    assert_eq!(field(&with(&text, |reading| taken(reading, &choices)), Field::DroppedFrames), [14.0]);
}

#[test]
fn a_bitrate_holds_until_the_next_row_while_it_plays() {
    let text = "sid,ts,event,bitrate_kbps,player_width,player_height,video_width,video_height\n\
        a,2026-01-01T00:00:00Z,play,,1920,1080,,\n\
        a,2026-01-01T00:00:02Z,playing,1000,,,960,540\n\
        a,2026-01-01T00:00:10Z,heartbeat,,,,,\n\
        a,2026-01-01T00:00:12Z,rendition,5000,,,1920,1080\n\
        a,2026-01-01T00:00:22Z,waiting,5000,,,,\n\
        a,2026-01-01T00:01:22Z,playing,5000,,,,\n\
        a,2026-01-01T00:01:32Z,ended,,,,,\n";
    let choices = [
        ("sid", Field::SessionId),
        ("event", Field::EventType),
        ("player_width", Field::PlayerWidth),
        ("player_height", Field::PlayerHeight),
        ("video_width", Field::VideoWidth),
        ("video_height", Field::VideoHeight),
    ];
    let loaded = with(text, |reading| taken(reading, &choices));
    let of = |name| field(&loaded, name)[0];
    assert_eq!(of(Field::BitrateKbps), (1000.0 * 10.0 + 5000.0 * 20.0) / 30.0);
    assert_eq!(
        (of(Field::StartupTimeMs), of(Field::RebufferCount), of(Field::RebufferDurationMs)),
        (2000.0, 1.0, 60_000.0)
    );
    assert_eq!((of(Field::PlayingTimeS), of(Field::WatchTimeS), of(Field::BitrateSwitches)), (30.0, 92.0, 1.0));
    assert_eq!((of(Field::MaxUpscale), of(Field::AvgUpscale)), (1.0, 1.0 / 3.0));
    assert_eq!(of(Field::ExitBeforeStart), 0.0);
}

#[test]
fn a_viewers_rows_are_split_at_gaps() {
    let text = "viewer_id,ts,bitrate_kbps\n\
        u2,2026-01-01T10:00:00Z,100\n\
        u1,2026-01-01T00:00:00Z,1000\n\
        u1,2026-01-01T09:00:00Z,7000\n\
        u1,2026-01-01T00:01:00Z,2000\n\
        ,2026-01-01T00:01:00Z,5\n\
        u1,,6\n\
        u1,2026-01-01T00:02:01Z,4000\n";
    let grouped =
        |seconds| with(text, |reading| reading.grouping = Grouping::Viewer(Gap::new(seconds).expect("a gap")));
    let loaded = grouped(60);
    assert_eq!(field(&loaded, Field::BitrateKbps), [100.0, 1000.0, 7000.0, 4000.0]);
    assert_eq!(
        labels(&loaded, "session_id"),
        ["u2 2026-01-01T10:00:00Z", "u1 2026-01-01T00:00:00Z", "u1 2026-01-01T09:00:00Z", "u1 2026-01-01T00:02:01Z"]
    );
    assert_eq!(counts(&loaded.report), [7, 5, 0, 2]);
    assert_eq!(grouped(61).table.rows(), 3);
    assert_eq!(grouped(86_400).table.rows(), 2);
    assert_eq!(loaded.reading.grouping, Grouping::Viewer(Gap::new(60).unwrap()));
    let error =
        try_with("ts,bitrate_kbps\n2026-01-01,4\n", |reading| reading.grouping = Grouping::Viewer(Gap::default()));
    assert_eq!(error.unwrap_err().to_string(), "rows cannot be grouped by viewer: no column is taken for user_id");
    let error = try_with("ts,bitrate_kbps\n2026-01-01,4\n", |reading| reading.grouping = Grouping::Session);
    assert_eq!(error.unwrap_err().to_string(), "rows cannot be grouped by session: no column is taken for session_id");
}

#[test]
fn rows_that_are_sessions_are_left_as_they_are() {
    // An identifier that stands twice at the same moment is a duplicate rather than a session of two rows.
    let text = "session_id,timestamp,bitrate_kbps\n\
        a,2026-01-01,1\nb,2026-01-01,2\na,2026-01-01,1\nc,2026-01-02,x\nc,2026-01-02,4\n,2026-01-02,5\n,2026-01-02,6\n\
        d,2026-01-02,1\ne,2026-01-02,1\nf,2026-01-02,1\ng,2026-01-02,1\nh,2026-01-02,1\n";
    let loaded = opened(text);
    assert_eq!(loaded.reading.grouping, Grouping::Rows);
    assert_eq!(counts(&loaded.report), [12, 10, 1, 2]);
    assert_eq!(sessions(&loaded), [12, 1, 10, 0, 2]);
    assert_eq!(
        issues(&loaded.report),
        [
            "row 4 (line 5), column \"bitrate_kbps\": \"x\" is not a number, left empty",
            "row 3, column \"session_id\": \"a\" is a session that an earlier row has, left out",
            "row 5, column \"session_id\": \"c\" is a session that an earlier row has, left out",
        ]
    );
    assert_eq!(labels(&loaded, "session_id"), ["a", "b", "c", "", "", "d", "e", "f", "g", "h"]);
    assert!(loaded.reading.checks.has(Check::Duplicate) && !loaded.reading.checks.has(Check::Stalls));
    // The repaired one of two is the one left out.
    let swapped = opened(&text.replace("c,2026-01-02,x\nc,2026-01-02,4", "c,2026-01-02,4\nc,2026-01-02,x"));
    assert_eq!(counts(&swapped.report), [12, 10, 0, 2]);
    let off = with(text, |reading| reading.checks = reading.checks.with(Check::Duplicate, false));
    assert_eq!((off.table.rows(), off.report.rejected), (12, 0));
    // A column that is the same in most rows identifies no row.
    let few = "session_id,bitrate_kbps\nam,1\npm,2\nam,3\npm,4\nam,5\n";
    assert_eq!(opened(few).table.rows(), 5);
}

#[test]
fn contradictions_are_left_empty() {
    let text = "startup_time_ms,rebuffer_count,rebuffer_duration_ms,watch_time_s,exit_before_start,bitrate_kbps\n\
        900,2,0,60,0,1\n900,0,500,60,0,1\n900,0,0,60,0,1\n900,1,9000,7.9,0,1\n900,1,9000,8.5,0,1\n900,3,,60,0,1\n\
        900,,,,1,1\n,0,0,60,0,1\n";
    let loaded = opened(text);
    assert_eq!(
        issues(&loaded.report),
        [
            "row 7, column \"startup_time_ms\": \"900ms\" is the startup time of a view that never started, left empty",
            "row 1, column \"rebuffer_count\": \"2\" is a count of stalls whose duration is 0, both left empty",
            "row 2, column \"rebuffer_duration_ms\": \"500ms\" is a duration of stalls whose count is 0, both left empty",
            "row 4, column \"watch_time_s\": \"7.9s\" is shorter than the stalls in it, 9000ms, left empty",
            "row 7: exit before start: kept apart, no silent failure",
        ]
    );
    assert_eq!(counts(&loaded.report), [8, 8, 4, 0]);
    assert_eq!(sessions(&loaded), [8, 4, 7, 1, 0]);
    let empty = |name| field(&loaded, name).iter().map(|value| value.is_nan()).collect::<Vec<_>>();
    assert_eq!(empty(Field::RebufferCount), [true, true, false, false, false, false, false]);
    assert_eq!(empty(Field::RebufferDurationMs), [true, true, false, false, false, true, false]);
    assert_eq!(empty(Field::WatchTimeS), [false, false, false, true, false, false, false]);
    let aside = loaded.aside.as_ref().unwrap();
    assert_eq!((aside.table.rows(), &aside.kinds[..]), (1, &[HardFailure::ExitBeforeStart][..]));
    assert!(aside.table.numbers(Field::StartupTimeMs).unwrap()[0].is_nan());
    assert_eq!(loaded.mapping.column("rebuffer_count").unwrap().missing, 3, "measured after the checks");
    // Every check switched off: what stands there stays.
    let off = with(text, |reading| reading.checks = Checks::none());
    assert_eq!((counts(&off.report), off.aside.is_none(), off.report.total_issues()), ([8, 8, 0, 0], true, 0));
    for (rule, check) in Rule::ALL.iter().filter_map(|&rule| rule.check().map(|check| (rule, check))) {
        let off = with(text, |reading| reading.checks = reading.checks.with(check, false));
        assert_eq!(off.report.count(rule), 0, "{rule:?}");
        assert!(!off.reading.checks.has(check));
    }
}

#[test]
fn ranges_can_be_left_unchecked() {
    let text = "bitrate_kbps,n\n-5,1\n5,2\n";
    let off = with(text, |reading| reading.checks = reading.checks.with(Check::Range, false));
    assert_eq!(field(&off, Field::BitrateKbps), [-5.0, 5.0]);
    assert_eq!(off.report.total_issues(), 0);
    assert!(!off.reading.checks.has(Check::Range));
    assert!(field(&opened(text), Field::BitrateKbps)[0].is_nan());
}

#[test]
fn times_to_come_are_left_empty() {
    let text = "timestamp,bitrate_kbps\n2026-06-02T23:59:59Z,1\n2026-06-03T00:00:01Z,2\n2126-01-01,3\n";
    let loaded = opened(text);
    let first = parse_time("2026-06-02T23:59:59Z").unwrap();
    assert_eq!(loaded.table.times(Field::Timestamp).unwrap(), [first, MISSING_TIME, MISSING_TIME]);
    assert_eq!(counts(&loaded.report), [3, 3, 2, 0]);
    assert_eq!(
        issues(&loaded.report)[0],
        "row 2, column \"timestamp\": \"2026-06-03T00:00:01Z\" is after the day on which the file was opened, left empty"
    );
    assert_eq!(
        loaded.reading.checks,
        Checks::ranges().with(Check::Future, true).with_as_of(parse_time("2026-06-02").unwrap())
    );
}

#[test]
fn spellings_are_made_one() {
    let text = "device_type,cdn,content_id,bitrate_kbps\n\
        Smart TV,a,x,1\nsmart tv,b,X,2\nsmarttv,a,x,3\nsmart tv,A,x,4\nweb,b,x,5\n";
    let loaded = opened(text);
    assert_eq!(labels(&loaded, "device_type"), ["smart tv", "smart tv", "smart tv", "smart tv", "web"]);
    assert_eq!(labels(&loaded, "cdn"), ["a", "b", "a", "a", "b"]);
    assert_eq!(labels(&loaded, "content_id"), ["x", "X", "x", "x", "x"], "identifiers may differ in case");
    assert_eq!((counts(&loaded.report), loaded.report.count(Rule::OtherSpelling)), ([5, 5, 3, 0], 3));
    assert_eq!(loaded.mapping.column("device_type").unwrap().distinct, Some(2));
}

#[test]
fn hard_failures_alone_are_nothing_to_judge() {
    let text = "startup_failed,exit_before_start,playback_failed,bitrate_kbps\n1,1,0,1\n0,1,0,2\n0,0,1,3\n";
    let error = try_with(text, |_| {}).unwrap_err();
    assert_eq!(
        error.to_string(),
        "all 3 session(s) failed before or while they played, which anybody can see: there is no other to judge"
    );
    let loaded = opened(&format!("{text},0,0,4\n"));
    use HardFailure::{ExitBeforeStart, PlaybackFailed, StartupFailed};
    assert_eq!(loaded.aside.unwrap().kinds, [StartupFailed, ExitBeforeStart, PlaybackFailed]);
    assert_eq!(loaded.table.rows(), 1);
}

#[test]
fn columns_that_tell_little_are_told_of() {
    let rows: String = (0..200).map(|row| format!("{row},7,{},x\n", if row == 3 { "1" } else { "" })).collect();
    let loaded = opened(&format!("a,b,c,d\n{rows}"));
    let constant = |column: &str| ColumnFinding::Constant { column: column.into() };
    let empty = ColumnFinding::NearlyEmpty { column: "c".into(), missing: 199 };
    assert_eq!(loaded.report.columns, [constant("b"), empty, constant("d")]);
    assert_eq!(loaded.table.columns().len(), 4);
}

#[test]
fn every_second_row() {
    let text = "session_id,bitrate_kbps\na,1\nb,x\na,y\nb,2\na,3\n";
    let loaded = with(text, |reading| {
        taken(reading, &[("bitrate_kbps", Field::BitrateKbps)]);
        reading.every = std::num::NonZeroU32::new(2).unwrap();
        reading.grouping = Grouping::Session;
    });
    assert_eq!((counts(&loaded.report), loaded.report.skipped), ([5, 3, 1, 0], 2));
    assert_eq!(issues(&loaded.report), ["row 3 (line 4), column \"bitrate_kbps\": \"y\" is not a number, left empty"]);
    assert_eq!(field(&loaded, Field::BitrateKbps), [2.0]);
}

#[test]
fn the_rules_are_documented() {
    let document = include_str!("../../../../docs/sessions.md");
    for &field in Field::ALL {
        let row = format!("| `{}` | {} |", field.name(), rollup_rule(field));
        assert!(document.contains(&row), "docs/sessions.md must say:\n{row}");
    }
    for &check in Check::ALL {
        let row = format!("| `{}` | {} |", check.name(), check.label());
        assert!(document.contains(&row), "docs/sessions.md must say:\n{row}");
    }
}

//! Names with their unit inside, in whole files: values, units and reasons, and that earlier rules read as they did.

use super::sources::{again, check, value};
use super::*;
use SourceUnit::*;
use rules::Rules;

fn read_by(text: &str, rules: Rules) -> Loaded {
    let mut loader = Loader::new(Reading::recognise(Mapping::default(), 0)).by_rules(rules);
    loader.push(text.as_bytes()).expect("reads");
    loader.finish().expect("loads")
}

const SHORT: &str = "stall_cnt,stall_s,avg_mbps,ttff_s,play_s,ad_stall_s\n\
    2,1.5,4.25,0.8,118,9\n\
    0,0,3.5,1.25,60.5,0\n\
    1,0.25,0.75,2,30,0\n";

/// A column, the field it is taken for, the unit it is read in, and its values in the table.
type Read = (&'static str, Option<Field>, Option<SourceUnit>, &'static [f64]);

#[test]
fn names_with_their_unit_inside_are_read() {
    let loaded = read_by(SHORT, Rules::LATEST);
    let expected: &[Read] = &[
        ("stall_cnt", Some(Field::RebufferCount), Some(Count), &[2.0, 0.0, 1.0]),
        ("stall_s", Some(Field::RebufferDurationMs), Some(Seconds), &[1500.0, 0.0, 250.0]),
        ("avg_mbps", Some(Field::BitrateKbps), Some(MegabitsPerSecond), &[4250.0, 3500.0, 750.0]),
        ("ttff_s", Some(Field::StartupTimeMs), Some(Seconds), &[800.0, 1250.0, 2000.0]),
        ("play_s", Some(Field::PlayingTimeS), Some(Seconds), &[118.0, 60.5, 30.0]),
        ("ad_stall_s", None, None, &[9.0, 0.0, 0.0]),
    ];
    for &(name, field, unit, values) in expected {
        let column = loaded.mapping.column(name).expect("is there");
        assert_eq!(field_of(&loaded, name), field, "{name}: {}", column.why);
        assert_eq!(column.unit.map(|(unit, _)| unit), unit, "{name}");
        assert_eq!(numbers(&loaded, name), values, "{name}");
    }
    let why = |name: &str| loaded.mapping.column(name).expect("is there").why.to_string();
    assert_eq!(why("stall_s"), "its name is understood as: Rebuffer duration, in seconds");
    assert_eq!(why("stall_cnt"), "its name is understood as: Rebuffers, a count");
    assert_eq!(why("ttff_s"), "its name is known to mean this");
    assert_eq!(why("ad_stall_s"), "its name is not known: kept under its own name");
    let unit = loaded.mapping.column("stall_s").expect("is there").unit_text();
    assert_eq!(unit, "seconds (its name says so)");
    again(SHORT, &loaded);
}

/// By the first rules such a file is read as it always was, under an open mapping and under that of a link.
#[test]
fn earlier_rules_read_as_they_did() {
    let loaded = read_by(SHORT, Rules::FIRST);
    for (name, field) in [
        ("stall_cnt", None),
        ("stall_s", None),
        ("avg_mbps", None),
        ("ttff_s", Some(Field::StartupTimeMs)),
        ("play_s", None),
    ] {
        assert_eq!(field_of(&loaded, name), field, "{name}");
    }
    assert_eq!(numbers(&loaded, "stall_s"), [1.5, 0.0, 0.25]);
    let link = load(SHORT.as_bytes(), loaded.mapping.to_mapping()).expect("loads");
    assert_eq!(format!("{:?}", link.table), format!("{:?}", loaded.table));
}

/// A unit in the name beats the size of the numbers, wherever it stands; where none is told, the size does.
#[test]
fn a_unit_in_the_name_beats_the_size_of_the_numbers() {
    let text = "ms_to_first_frame,kbps_bitrate,rebuf_ratio,video_rebuffer_percentage,avg_br\n\
        40,25,0.5,12.5,4.5\n\
        50,20,0.25,50,3.5\n";
    let loaded = read_by(text, Rules::LATEST);
    assert_eq!(numbers(&loaded, "ms_to_first_frame"), [40.0, 50.0]);
    assert_eq!(numbers(&loaded, "kbps_bitrate"), [25.0, 20.0]);
    assert_eq!(numbers(&loaded, "rebuf_ratio"), [0.5, 0.25]);
    again(text, &loaded);

    let text = "video_rebuffer_percentage,avg_br\n0.125,4.5\n0.5,3.5\n";
    let loaded = read_by(text, Rules::LATEST);
    assert_eq!(numbers(&loaded, "video_rebuffer_percentage"), [0.125, 0.5], "a fraction, whatever it is called");
    assert_eq!(numbers(&loaded, "avg_br"), [4500.0, 3500.0]);
    again(text, &loaded);
}

/// Of two columns for one field, the name that is listed comes first, wherever it stands.
#[test]
fn a_listed_name_comes_before_one_taken_apart() {
    let text = "stall_ms,Stall time,latency_avg_ms,latency_ms\n1000,2,7,8\n3000,4,7,8\n";
    let loaded = read_by(text, Rules::LATEST);
    assert_eq!(field_of(&loaded, "Stall time"), Some(Field::RebufferDurationMs));
    assert_eq!(field_of(&loaded, "latency_ms"), Some(Field::LatencyMs));
    assert_eq!(
        loaded.mapping.column("stall_ms").expect("is there").why,
        Why::HeldByOther { field: Field::RebufferDurationMs, other: "Stall time".into() }
    );
    again(text, &loaded);
}

/// A name is believed only where the cells agree, as any other.
#[test]
fn the_cells_have_to_agree() {
    let loaded = read_by(
        "stall_s,vsf,session_start_ts,bitrate_kbps\nlong,often,monday,1\nshort,never,tuesday,2\n",
        Rules::LATEST,
    );
    for name in ["stall_s", "vsf", "session_start_ts"] {
        assert_eq!(field_of(&loaded, name), None, "{name}");
    }
}

/// Keys of JSON that stand within others, and the fields of a W3C log.
#[test]
fn names_of_other_formats_are_taken_apart_too() {
    let json = read_by(
        "{\"session\":{\"stallCount\":2},\"metrics\":{\"msStalled\":1500,\"avgMbps\":4.5}}\n\
         {\"session\":{\"stallCount\":0},\"metrics\":{\"msStalled\":0,\"avgMbps\":3}}\n",
        Rules::LATEST,
    );
    assert_eq!(field_of(&json, "session.stallCount"), Some(Field::RebufferCount));
    assert_eq!(numbers(&json, "metrics.msStalled"), [1500.0, 0.0]);
    assert_eq!(numbers(&json, "metrics.avgMbps"), [4500.0, 3000.0]);

    let log =
        read_by("#Version: 1.0\n#Fields: date time stall-s avg-Mbps\n2026-03-01 12:00:00 1.5 4.5\n", Rules::LATEST);
    assert_eq!(numbers(&log, "stall-s"), [1500.0]);
    assert_eq!(numbers(&log, "avg-Mbps"), [4500.0]);

    let brackets = read_by("Stall [s],Throughput; avg (Mbit/s),avg Mbps.\n1.5,20,4.5\n2,10,3\n", Rules::LATEST);
    assert_eq!(numbers(&brackets, "Stall [s]"), [1500.0, 2000.0]);
    assert_eq!(numbers(&brackets, "Throughput; avg (Mbit/s)"), [20_000.0, 10_000.0]);
    assert_eq!(numbers(&brackets, "avg Mbps."), [4500.0, 3000.0]);
}

/// The session files of Conviva from before its feed: the names have their units in them.
#[test]
fn conviva_session_files() {
    let text = "viewerId,asset,device/os,country,state,city,asn,isp,start time (unix time),startup time (ms),playing time (ms),buffering time (ms),interrupts,average bitrate (kbps),startup error,session tags,ip address,cdn,browser,conviva session id,stream url,error list,percentage complete,Connection Induced Rebuffering Time,Video Playback Failure\n\
        v1,News,iPhone,de,be,berlin,64496,an isp,1772359200,40,118000,20,1,2500,0,,,a cdn,Safari,s1,,,97,10,0\n\
        v2,Film,Roku,fr,idf,paris,64497,an isp,1772359260,50,0,0,0,900,1,,,a cdn,,s2,,E1,0,0,0\n";
    let loaded = check(
        text,
        "Conviva",
        Grouping::Rows,
        &[
            ("viewerId", Some(Field::UserId), None, "v1"),
            ("conviva session id", Some(Field::SessionId), None, "s1"),
            ("asset", Some(Field::ContentId), None, "News"),
            ("start time (unix time)", Some(Field::Timestamp), None, "1772359200000"),
            // By their size, tens of milliseconds would be seconds.
            ("startup time (ms)", Some(Field::StartupTimeMs), Some(Milliseconds), "40"),
            ("playing time (ms)", Some(Field::PlayingTimeS), Some(Milliseconds), "118"),
            ("buffering time (ms)", Some(Field::RebufferDurationMs), Some(Milliseconds), "20"),
            ("interrupts", Some(Field::RebufferCount), Some(Count), "1"),
            ("average bitrate (kbps)", Some(Field::BitrateKbps), Some(KilobitsPerSecond), "2500"),
            ("startup error", Some(Field::StartupFailed), Some(Flag), "0"),
            ("Video Playback Failure", Some(Field::PlaybackFailed), Some(Flag), "0"),
            ("Connection Induced Rebuffering Time", None, None, "10"),
            ("percentage complete", None, None, "97"),
        ],
    );
    assert_eq!(value(&loaded, "startup error", 1), "1");
    let first = read_by(text, Rules::FIRST);
    for name in ["conviva session id", "asset", "start time (unix time)", "startup error", "Video Playback Failure"] {
        assert_eq!(field_of(&first, name), None, "{name}");
    }
}

/// A short export of Bitmovin's: two names of its own, and words that others write, too.
#[test]
fn bitmovin_with_few_columns() {
    let text =
        "impression_id,video_startuptime,buffered,played\na,400,250,1200\na,0,50,30000\nb,300,0,60000\nb,0,0,0\n";
    let loaded = read_by(text, Rules::LATEST);
    assert_eq!(loaded.mapping.source, Some("Bitmovin"));
    for (name, field) in [
        ("impression_id", Field::SessionId),
        ("video_startuptime", Field::StartupTimeMs),
        ("buffered", Field::RebufferDurationMs),
        ("played", Field::PlayingTimeS),
    ] {
        let column = loaded.mapping.column(name).expect("is there");
        assert_eq!(column.taken, Taken::Field(field), "{name}: {}", column.why);
    }
    assert_eq!(read_by(text, Rules::FIRST).mapping.source, None);
}

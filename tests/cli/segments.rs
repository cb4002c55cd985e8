//! What the sessions of a file share, and those of a table of counts.

use crate::support::{Folder, Run};
use flate2::{Compression, write::GzEncoder};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Write;

fn generated(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.done(&["simulate", "--sessions", "10000", "-o", "s.csv"]);
    folder
}

/// The document, which is all that standard output has.
fn document(run: &Run) -> Value {
    assert_eq!(run.code, 0, "{}", run.stderr);
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}", run.stdout))
}

/// The dimensions of each answer.
fn answers(document: &Value) -> Vec<BTreeMap<String, String>> {
    let answers = document["segments"].as_array().expect("a list");
    answers
        .iter()
        .map(|answer| serde_json::from_value(answer["dimensions"].clone()).expect("an object of texts"))
        .collect()
}

fn of(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// The rows of a scored file as maps.
fn rows(text: &str) -> Vec<BTreeMap<&str, &str>> {
    assert!(!text.contains('"'), "what is generated has no cell in quotes");
    let mut lines = text.lines().map(|line| line.split(','));
    let names: Vec<&str> = lines.next().expect("a header").collect();
    lines.map(|cells| names.iter().copied().zip(cells).collect()).collect()
}

#[test]
fn the_flagged_ones_are_explained_by_what_they_share() {
    let folder = generated("segments");
    let run = folder.done(&["segments", "s.csv", "--json"]);
    let found = document(&run);
    assert_eq!((found["sessions"].as_u64(), found["bad"].as_u64()), (Some(10_000), Some(500)));
    assert_eq!(
        answers(&found),
        [
            of(&[("cdn_pop", "aurora-fra")]),
            of(&[("app_version", "5.2.0"), ("device_model", "Legacy Smart TV")]),
            of(&[("codec", "av1"), ("device_model", "Android TV Box")]),
            of(&[("isp", "Litoral Net")]),
        ]
    );
    // The figures are those of the scored file.
    folder.done(&["detect", "s.csv", "-o", "scored.csv"]);
    let scored = folder.read("scored.csv");
    let rows = rows(&scored);
    for (answer, dimensions) in found["segments"].as_array().expect("a list").iter().zip(answers(&found)) {
        let is_in_it = |row: &&BTreeMap<&str, &str>| dimensions.iter().all(|(name, value)| row[name.as_str()] == value);
        let count = |is_of: &dyn Fn(&&BTreeMap<&str, &str>) -> bool| {
            let all: Vec<&BTreeMap<&str, &str>> = rows.iter().filter(|row| is_of(row)).collect();
            (all.iter().filter(|row| row["flag"] == "1").count() as f64, all.len() as f64)
        };
        let ((bad, sessions), (bad_others, others)) = (count(&is_in_it), count(&|row| !is_in_it(row)));
        let number = |value: &Value| value.as_f64().expect("a number");
        assert_eq!((number(&answer["bad"]), number(&answer["sessions"])), (bad, sessions));
        assert_eq!((number(&answer["others"]["bad"]), number(&answer["others"]["sessions"])), (bad_others, others));
        assert_eq!(number(&answer["support"]), bad / 500.0);
        let ratio = number(&answer["risk_ratio"]);
        assert!((ratio - (bad / sessions) / (bad_others / others)).abs() < 1e-9, "{ratio}");
        let [low, high] = [0, 1].map(|end| number(&answer["confidence_interval"][end]));
        assert!(low < ratio && ratio < high && number(&answer["log10_p_value"]) < -2.0);
        assert!(number(&answer["excess_share"]) < number(&answer["support"]) && answer["before"].is_null());
    }
    // For people it is the same, one line each.
    let text = folder.done(&["segments", "s.csv"]).stdout;
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], found["summary"].as_str().expect("a text"));
    for (number, answer) in (1..).zip(found["segments"].as_array().expect("a list")) {
        assert_eq!(lines[number], format!("{number}. {}", answer["sentence"].as_str().expect("a text")));
    }
    assert_eq!(lines[5], "Close to the first:");
    assert_eq!(lines.len(), 6 + found["close"].as_array().expect("a list").len());
}

#[test]
fn it_does_not_matter_how_the_sessions_come_or_how_many_threads_there_are() {
    let folder = generated("segments-in-other-clothes");
    let expected = folder.done(&["segments", "s.csv", "--json"]).stdout;
    let text = folder.read("s.csv");
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(text.as_bytes()).expect("memory takes it");
    folder.write("s.csv.gz", packed.finish().expect("memory takes it"));
    assert_eq!(folder.done(&["segments", "s.csv.gz", "--json"]).stdout, expected);
    assert_eq!(folder.done(&["segments", "s.csv", "--json", "--threads", "3"]).stdout, expected);
    let piped = folder.run_with(&["segments", "-", "--json"], text.as_bytes());
    assert_eq!((piped.code, piped.stdout), (0, expected.clone()), "{}", piped.stderr);
    let lines: Vec<&str> = text.lines().collect();
    let part = |rows: &[&str]| format!("{}\n{}\n", lines[0], rows.join("\n"));
    folder.write("a.csv", part(&lines[1..6_000]));
    folder.write("b.csv", part(&lines[6_000..]));
    assert_eq!(folder.done(&["segments", "b.csv", "a.csv", "--json"]).stdout, expected);
}

#[test]
fn a_selection_is_explained_against_the_others_another_group_or_the_time_before() {
    let folder = generated("segments-of-a-selection");
    let found = |arguments: &[&str]| document(&folder.run(&[&["segments", "s.csv", "--json"], arguments].concat()));
    // A label's own names: those on one edge are on one CDN.
    let edge = found(&["--where", "cdn_pop=aurora-fra"]);
    assert_eq!(answers(&edge)[0], of(&[("cdn", "aurora")]));
    assert_eq!(edge["bad"].as_u64(), Some(568));
    let without = found(&["--where", "cdn_pop!=aurora-fra", "--where", "flagged"]);
    assert!(answers(&without).iter().all(|answer| !answer.contains_key("cdn_pop")), "{without}");
    // Numbers are taken in bins.
    let slow = found(&["--where", "startup_time_ms=1500..", "--dimensions", "throughput_kbps"]);
    assert_eq!(answers(&slow)[0], of(&[("throughput_kbps", "0..50000")]));
    assert_eq!(slow["dimensions"], serde_json::json!(["throughput_kbps"]));
    let versions = found(&[
        "--where",
        "app_version=5.2.0",
        "--baseline",
        "app_version!=5.2.0",
        "--dimensions",
        "app_version,device_type",
    ]);
    assert_eq!(versions["dimensions"], serde_json::json!(["device_type"]), "what tells the groups is no answer");
    // A time, however it is written.
    let since = |at: &str| found(&["--at", at, "--dimensions", "cdn,content_type,isp"]);
    let later = since("2026-01-10T12:00:00Z");
    assert_eq!(answers(&later), [of(&[("cdn", "cirrus"), ("content_type", "live")])]);
    assert_eq!((later["sessions"].as_u64(), later["before"]["sessions"].as_u64()), (Some(2_947), Some(7_053)));
    assert!(later["segments"][0]["before"]["sessions"].as_u64().is_some_and(|sessions| sessions > 0));
    assert_eq!(since("1768046400"), later);
    assert_eq!(
        found(&["--at", "2026-01-10T12:00:00Z", "--time", "timestamp", "--dimensions", "cdn,content_type,isp"]),
        later
    );
    let until = found(&["--at", "2026-01-10T12:00:00Z", "--until", "2026-01-11"]);
    assert!(until["sessions"].as_u64() < later["sessions"].as_u64() && until["before"] == later["before"]);
    let fewer = found(&["--at", "2026-01-10T12:00:00Z", "--where", "cdn=cirrus", "--dimensions", "content_type"]);
    assert_eq!(answers(&fewer), [of(&[("content_type", "live")])]);
}

/// What an answer says can be asked again.
#[test]
fn times_of_answers_are_written_as_conditions_have_them() {
    let folder = generated("segments-of-a-day");
    let slow = |line: &str| match line.split_once(",2026-01-08T") {
        Some(_) => {
            let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
            cells[16] += "0";
            cells.join(",")
        }
        None => line.to_owned(),
    };
    let lines: Vec<String> = folder.read("s.csv").lines().map(slow).collect();
    assert!(lines[0].split(',').nth(16) == Some("startup_time_ms"));
    folder.write("s.csv", lines.join("\n"));
    let arguments = ["segments", "s.csv", "--json", "--where"];
    let found =
        document(&folder.run(&[&arguments[..], &["startup_time_ms=6000..", "--dimensions", "timestamp,cdn"]].concat()));
    let answers = answers(&found);
    let time = &answers[0]["timestamp"];
    assert!(time.starts_with("2026-01-08T") && time.contains("..2026-01-0") && time.ends_with('Z'), "{time}");
    let again = document(&folder.run(&[&arguments[..], &[&format!("timestamp={time}")]].concat()));
    assert_eq!(again["bad"], found["segments"][0]["sessions"]);
}

const COUNTS: &str = "minute,cdn,bitrate,stalling,viewers\n\
    600,05,500,10,1000\n600,7,500,10,1000\n600,05,2000,10,1000\n600,7,2000,10,1000\n\
    660,05,500,300,1000\n660,7,500,10,1000\n660,05,2000,10,1000\n660,7,2000,10,1000\n\
    720,x,500,900,1000\n";

#[test]
fn counts_are_explained_as_they_are() {
    let folder = Folder::new("segments-of-counts");
    folder.write("c.csv", COUNTS);
    let counts = ["segments", "c.csv", "--weight", "viewers", "--bad", "stalling"];
    let run = |arguments: &[&str]| folder.run(&[&counts, arguments].concat());
    let at = document(&run(&["--time", "minute", "--at", "660", "--json"]));
    assert_eq!(answers(&at), [of(&[("bitrate", "500"), ("cdn", "05")])]);
    assert_eq!(at["before"], serde_json::json!({ "bad": 40, "sessions": 4000 }));
    assert_eq!((at["bad"].as_u64(), at["sessions"].as_u64()), (Some(330), Some(4_000)));
    let said = run(&["--time", "minute", "--at", "660"]);
    assert_eq!(said.stderr, "", "nothing is detected, and nothing said of it");
    assert!(
        said.stdout.starts_with(
            "1% of 4000 sessions were bad before, 8.25% of 4000 sessions are now. One segment explains 87.9% of them.\n\
             1. cdn = 05 and bitrate = 500: 30% of 1000 sessions are bad, 30 times as often as the others (21 to 43); before \
             it was 1%. That is 90.9% of all bad sessions.\n"
        ),
        "{}",
        said.stdout
    );
    // The bad ones against the others, of chosen rows, or of chosen columns.
    let all = document(&run(&["--json"]));
    assert_eq!(answers(&all), [of(&[("bitrate", "500")])]);
    let chosen = document(&run(&["--where", "minute=660", "--json"]));
    assert_eq!((answers(&chosen), &chosen["before"]), (answers(&at), &Value::Null));
    let groups = document(&run(&["--where", "minute=660", "--baseline", "minute=600", "--json"]));
    assert_eq!((answers(&groups), &groups["before"]), (answers(&at), &at["before"]));
    let cdn = document(&run(&["--where", "minute!=720", "--dimensions", "cdn", "--json"]));
    assert_eq!((answers(&cdn), &cdn["dimensions"]), (vec![of(&[("cdn", "05")])], &serde_json::json!(["cdn"])));
    let both = document(&run(&["--time", "minute", "--at", "660", "--until", "700", "--json"]));
    assert_eq!(both, at);
    // No answer is an answer, too.
    let none = run(&["--where", "minute=600"]);
    assert_eq!(none.code, 0);
    assert!(
        none.stdout.contains("No common cause: no combination of 2 dimensions has clearly more"),
        "{}",
        none.stdout
    );
    // In other clothes, and from standard input.
    let piped =
        folder.run_with(&["segments", "-", "--weight", "viewers", "--bad", "stalling", "--json"], COUNTS.as_bytes());
    assert_eq!(document(&piped), all);
    folder.write(
        "iso.csv",
        COUNTS
            .replace("\n600,", "\n2026-01-06T10:00:00Z,")
            .replace("\n660,", "\n2026-01-06T10:01:00Z,")
            .replace("\n720,", "\n2026-01-06T10:02:00Z,"),
    );
    for moment in ["2026-01-06T10:01:00Z", "1767693660", "2026-01-06T11:01+01:00"] {
        let arguments = [
            "segments", "iso.csv", "--weight", "viewers", "--bad", "stalling", "--time", "minute", "--at", moment,
            "--json",
        ];
        assert_eq!(document(&folder.run(&arguments)), at, "{moment}");
    }
    // Where no other is bad, the ratio is infinite, which JSON has no word for.
    folder.write("only.csv", "cdn,bad,all\na,50,100\nb,0,100\n");
    let only = document(&folder.run(&["segments", "only.csv", "--weight", "all", "--bad", "bad", "--json"]));
    assert_eq!((answers(&only), &only["segments"][0]["risk_ratio"]), (vec![of(&[("cdn", "a")])], &Value::Null));
}

/// The line of a failure.
fn failure(run: &Run) -> &str {
    let line = run.stderr.lines().last().unwrap_or_else(|| panic!("nothing is said"));
    assert_eq!(run.stdout, "", "{line}");
    line.strip_prefix("streamguard: ").unwrap_or_else(|| panic!("not the program's: {line}"))
}

#[test]
fn what_does_not_fit_is_said_in_one_line() {
    let folder = Folder::new("segments-that-do-not-fit");
    folder.done(&["simulate", "--sessions", "300", "-o", "s.csv"]);
    folder.write("c.csv", COUNTS);
    let [sessions, counts] =
        [vec!["segments", "s.csv"], vec!["segments", "c.csv", "--weight", "viewers", "--bad", "stalling"]];
    let wrong_use: &[(&[&str], &[&str], &str)] = &[
        (
            &sessions,
            &["--where", "cdn"],
            "'cdn' for '--where <CONDITION>': it must be as cdn=alpha, cdn!=alpha, bitrate_kbps=200..500 or flagged",
        ),
        (
            &sessions,
            &["--where", "nothing=x"],
            "'--where <CONDITION>': there is no column \"nothing\"; there are session_id, user_id",
        ),
        (&sessions, &["--baseline", "nothing=x"], "'--baseline <CONDITION>': there is no column \"nothing\""),
        (&sessions, &["--where", "cdn=a", "--where", "cdn=b"], "'--where <CONDITION>': cdn stands in two conditions"),
        (
            &sessions,
            &["--where", "flagged", "--where", "flagged"],
            "'--where <CONDITION>': flagged stands in two conditions",
        ),
        (
            &sessions,
            &["--where", "startup_time_ms=9..1"],
            "'--where <CONDITION>': the ends of a range stand in their order",
        ),
        (&sessions, &["--where", "startup_time_ms=some.."], "'--where <CONDITION>': some is no number"),
        (&sessions, &["--where", "timestamp=..some"], "'--where <CONDITION>': some is no time"),
        (&sessions, &["--at", "some"], "'--at <TIME>': some is no time"),
        (&sessions, &["--at", "2026-01-10", "--until", "some"], "'--until <TIME>': some is no time"),
        (&sessions, &["--at", "2026-01-10", "--until", "2026-01-10"], "'--until <TIME>': it is not after --at"),
        (
            &sessions,
            &["--at", "2026-01-10", "--where", "timestamp=2026-01-09.."],
            "'--where <CONDITION>': the time is chosen by --at already",
        ),
        (&sessions, &["--at", "2026-01-10", "--time", "cdn"], "'--time <COLUMN>': \"cdn\" is no column of times"),
        (
            &sessions,
            &["--at", "2026-01-10", "--baseline", "cdn=a"],
            "'--baseline <CONDITION>': with --at, what was before is compared with",
        ),
        (&sessions, &["--until", "2026-01-10"], "--at <TIME>"),
        (&sessions, &["--time", "timestamp"], "--at <TIME>"),
        (&sessions, &["--weight", "watch_time_s"], "--bad <COLUMN>"),
        (&sessions, &["--dimensions", "nothing"], "'--dimensions <LIST>': there is no column \"nothing\""),
        (&counts, &["--trees", "50"], "'--bad <COLUMN>' cannot be used with '--trees <N>'"),
        (&counts, &["--at", "660"], "'--time <COLUMN>': --at needs to know which column has the time"),
        (&counts, &["--time", "minute", "--at", "soon"], "'--at <TIME>': \"soon\" is no number and no time"),
        (
            &counts,
            &["--time", "minute", "--at", "660", "--until", "660"],
            "'--at <TIME>': \"660\" is not after \"660\"",
        ),
        (
            &counts,
            &["--where", "flagged"],
            "'--where <CONDITION>': nothing is flagged in counts: --bad says how many are bad",
        ),
        (
            &counts,
            &["--baseline", "bitrate=5.."],
            "'--baseline <CONDITION>': a row of counts is chosen by its labels: --at says of which time",
        ),
        (
            &counts,
            &["--rows", "session"],
            "--rows <each|session|file|viewer>': with --bad, rows are counts as they are, and no sessions",
        ),
    ];
    for (command, arguments, expected) in wrong_use {
        let run = folder.run(&[*command, *arguments].concat());
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.stderr);
        assert!(failure(&run).contains(expected), "{arguments:?}: no {expected} in {}", run.stderr);
    }
    let failed: &[(&[&str], &[&str], &str)] = &[
        (&sessions, &["--where", "cdn=nothing"], "s.csv: no session meets the filters"),
        (
            &sessions,
            &["--where", "cdn=aurora", "--baseline", "cdn=nothing"],
            "s.csv: there are no other sessions to compare with",
        ),
        (&sessions, &["--where", "cdn=aurora;borealis;cirrus"], "s.csv: there are no other sessions to compare with"),
        (
            &sessions,
            &["--where", "cdn=aurora", "--dimensions", "cdn"],
            "s.csv: nothing is chosen that sessions could have in common",
        ),
        (
            &sessions,
            &["--where", "timestamp=2026-01-07..", "--dimensions", "timestamp"],
            "s.csv: nothing is chosen that sessions could have in common",
        ),
        (&sessions, &["--at", "2020-01-01"], "s.csv: there are no other sessions to compare with"),
        (&sessions, &["--threshold", "1"], "s.csv: none of the sessions is flagged"),
        (&counts, &["--where", "cdn=9"], "c.csv: no row is of that time and meets the conditions"),
        (&counts, &["--where", "bitrate=9"], "c.csv: no row is of that time and meets the conditions"),
        (&counts, &["--baseline", "cdn=7"], "c.csv: row 2 is in both groups: choose groups that have no row in common"),
        (
            &counts,
            &["--time", "minute", "--at", "600"],
            "c.csv: no row is of those to compare with, or of an earlier time",
        ),
        (
            &counts,
            &["--dimensions", "isp"],
            "c.csv: there is no column \"isp\"; there are minute, cdn, bitrate, stalling, viewers",
        ),
        (
            &["segments", "c.csv", "--weight", "stalling", "--bad", "viewers"],
            &[],
            "c.csv: row 1: 1000 of 10 sessions are bad",
        ),
        (&["segments", "c.csv", "--bad", "cdn"], &[], "c.csv: row 1: 5 of 1 sessions are bad"),
        (&["segments", "none.csv"], &[], "none.csv: cannot be read: "),
    ];
    for (command, arguments, expected) in failed {
        let run = folder.run(&[*command, *arguments].concat());
        assert_eq!(run.code, 1, "{arguments:?}: {}", run.stderr);
        assert!(failure(&run).starts_with(expected), "{arguments:?}: not {expected} but {}", run.stderr);
    }
    folder.write("d.csv", format!("{COUNTS}780,7,500,ten,1000\n"));
    let run = folder.run(&["segments", "c.csv", "d.csv", "--weight", "viewers", "--bad", "stalling"]);
    let line = "c.csv and 1 more: row 19: stalling is \"ten\", which is no whole number from 0 to 4294967295";
    assert_eq!((run.code, failure(&run)), (1, line));
}

//! Generated, detected, replayed: the same digits on every way.

use crate::support::Folder;

const GENERATED: &str = "v=1&src=streamguard&n=3000&fault=0.05&seed=11&f=buffering_ratio,rel.bitrate_kbps,headroom&\
                         det=isolation&trees=40&sample=128&dseed=5&thr=share:0.05";
const FLAGS: &[&str] = &[
    "--features",
    "buffering_ratio,rel.bitrate_kbps,headroom",
    "--trees",
    "40",
    "--sample-size",
    "128",
    "--seed",
    "5",
];

fn folder(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.done(&["simulate", "--sessions", "3000", "--seed", "11", "-o", "sessions.csv", "--truth", "truth.csv"]);
    folder
}

#[test]
fn a_link_to_a_file_replays_to_the_same_fingerprint() {
    let folder = folder("file-link");
    let detected = folder.done(&[&["detect", "sessions.csv"], FLAGS].concat());
    assert_eq!(detected.stdout, "", "without -o there is nothing for programs");
    assert!(detected.stderr.contains("sessions.csv: 3000 rows read, 3000 loaded (0 of them repaired), 0 rejected\n"));
    assert!(detected.stderr.contains("150 of 3000 sessions flagged (5.00 %): score above 0."));
    let link = detected.link();
    assert!(link.starts_with("#v=1&src=file&name=sessions.csv&") && link.ends_with(detected.fingerprint()));

    let address = format!("https://example.org/streamguard/{link}");
    for link in [link, &address, &link[1..]] {
        let replayed = folder.done(&["replay", link, "sessions.csv"]);
        assert_eq!(replayed.fingerprint(), detected.fingerprint());
        assert!(replayed.stderr.ends_with("reproduced exactly\n"), "{}", replayed.stderr);
    }
    let sessions = folder.read("sessions.csv");
    let piped = folder.run_with(&["replay", link, "-"], sessions.as_bytes());
    assert_eq!((piped.code, piped.fingerprint()), (0, detected.fingerprint()));
    let piped = folder.run_with(&[&["detect", "-"], FLAGS].concat(), sessions.as_bytes());
    assert_eq!((piped.code, piped.fingerprint()), (0, detected.fingerprint()), "a name changes no result");
    assert!(piped.stderr.starts_with("standard input: 3000 rows read"));
}

#[test]
fn a_csv_on_the_way_changes_no_digit() {
    let folder = folder("generated-link");
    folder.done(&[&["detect", "sessions.csv", "-o", "detected.csv"], FLAGS].concat());
    let replayed = folder.done(&["replay", GENERATED, "-o", "replayed.csv"]);
    assert_eq!(folder.read("detected.csv"), folder.read("replayed.csv"));
    assert!(replayed.stderr.contains("the link has no fingerprint"), "{}", replayed.stderr);
    assert!(replayed.stderr.contains("against the truth: precision 0."));
    let again = folder.done(&["replay", replayed.link()]);
    assert!(again.stderr.ends_with("reproduced exactly\n"));
}

#[test]
fn threads_do_not_show() {
    let folder = Folder::new("threads");
    folder.done(&["simulate", "--sessions", "40000", "--seed", "3", "-o", "sessions.csv"]);
    let outputs = ["1", "2", "4"].map(|threads| {
        let arguments =
            ["detect", "sessions.csv", "-o", "-", "--report", "r.json", "--trees", "20", "--threads", threads];
        let run = folder.done(&arguments);
        (run.stdout, run.stderr, folder.read("r.json"))
    });
    assert!(outputs[0] == outputs[1] && outputs[0] == outputs[2], "the result depends on the number of threads");
    assert_eq!(outputs[0].0.lines().count(), 40_001);
}

#[test]
fn a_result_that_differs_has_an_exit_code_of_its_own() {
    let folder = folder("tampered");
    let link = folder.done(&["replay", GENERATED]).link().to_owned();
    let (honest, fingerprint) = link.rsplit_once("fp=").unwrap();
    for tampered in [
        link.replace("trees=40", "trees=41"),
        link.replace("seed=11", "seed=12"),
        link.replace("thr=share:0.05", "thr=share:0.06"),
        format!("{honest}fp=0123456789abcdef"),
    ] {
        assert_ne!(tampered, link);
        let run = folder.run(&["replay", &tampered, "-o", "tampered.csv"]);
        assert_eq!(run.code, 3, "{}", run.stderr);
        let expected = if tampered.ends_with(fingerprint) { fingerprint } else { "0123456789abcdef" };
        let found = run.fingerprint();
        let verdict = format!("not reproduced: the link's fingerprint is {expected}, this result's is {found}\n");
        assert!(run.stderr.ends_with(&verdict), "{}", run.stderr);
        assert_eq!(folder.read("tampered.csv").lines().count(), 3001, "the result is there to be compared");
        std::fs::remove_file(folder.path().join("tampered.csv")).unwrap();
    }
}

#[test]
fn another_file_than_the_links_is_refused() {
    let folder = folder("other-file");
    let link = folder.done(&["detect", "sessions.csv"]).link().to_owned();
    let sessions = folder.read("sessions.csv");
    folder.write("longer.csv", format!("{sessions}\n"));
    folder.write("same_length.csv", sessions.replacen("s-0000001", "s-0000000", 1));
    let other = "this is not the file that the link was made from";
    let bytes = sessions.len();
    for (file, why) in [
        ("longer.csv", format!("it has {} bytes instead of {bytes}", bytes + 1)),
        ("same_length.csv", "it is as long, but its content (SHA-256) differs".to_owned()),
    ] {
        let run = folder.run(&["replay", &link, file]);
        assert_eq!((run.code, run.stderr), (1, format!("streamguard: {file}: {other}: {why}\n")));
    }
}

#[test]
fn the_truth_stands_beside_the_sessions() {
    let folder = folder("truth");
    let truth = folder.read("truth.csv");
    let sessions = folder.read("sessions.csv");
    assert_eq!(truth.lines().next(), Some("session_id,fault"));
    let mut faults = 0;
    for (truth, session) in truth.lines().zip(sessions.lines()).skip(1) {
        let (name, fault) = truth.split_once(',').unwrap();
        assert!(session.starts_with(&format!("{name},")));
        faults += usize::from(!fault.is_empty());
    }
    assert_eq!((truth.lines().count(), sessions.lines().count(), faults), (3001, 3001, 150));
    assert!(!sessions.contains("pixelated"), "the truth is not among what a detection sees");

    // Joined and mapped, the truth judges the detection, and changes nothing about it.
    let joined: Vec<String> = sessions
        .lines()
        .zip(truth.lines())
        .map(|(session, truth)| format!("{session},{}", truth.split_once(',').unwrap().1))
        .collect();
    folder.write("joined.csv", joined.join("\n"));
    let map = ["detect", "joined.csv", "--map", "fault=truth", "-o", "joined_scored.csv", "--report", "report.json"];
    let judged = folder.done(&map);
    folder.done(&["detect", "sessions.csv", "-o", "scored.csv"]);
    // The rows are the file's own, and the truth is among them.
    let without_truth = folder.read("joined_scored.csv");
    let without_truth = without_truth.lines().map(|line| {
        let mut cells: Vec<&str> = line.split(',').collect();
        cells.remove(27);
        cells.join(",") + "\n"
    });
    assert_eq!(without_truth.collect::<String>(), folder.read("scored.csv"));
    assert!(judged.stderr.contains("against the truth: precision 0."), "{}", judged.stderr);
    let report: serde_json::Value = serde_json::from_str(&folder.read("report.json")).unwrap();
    assert!(report["average_precision"].as_f64().unwrap() > 0.3, "{report}");
    assert_eq!(report["fingerprint"], judged.fingerprint());
    assert_eq!(report["link"], judged.link()[1..]);
    assert_eq!(report["rows"]["loaded"], 3000);
}

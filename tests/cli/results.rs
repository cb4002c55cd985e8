//! What is written: where, when, and safe to open.

use crate::support::Folder;
use std::process::Stdio;

#[test]
fn text_that_a_spreadsheet_would_run_is_defused() {
    let folder = Folder::new("formulas");
    let mut csv = String::from("note,bitrate_kbps,=cmd|'/c calc'!A0,balance\n");
    for row in 0..40 {
        let note = ["=1+1", "+1", "-x", "@SUM(A1)", "\"=HYPERLINK(\"\"http://x\"\")\"", "plain"][row % 6];
        csv.push_str(&format!("{note},{},{},-{row}.5\n", 1000 + row * row, row % 7));
    }
    folder.write("in.csv", csv);
    folder.done(&["detect", "in.csv", "--features", "bitrate_kbps,col.balance", "-o", "out.csv"]);
    let out = folder.read("out.csv");
    let mut lines = out.lines();
    assert_eq!(
        lines.next(),
        Some("note,bitrate_kbps,'=cmd|'/c calc'!A0,balance,score,flag,excluded,reason_1,reason_2,reason_3")
    );
    let firsts = ["'=1+1,1000,", "+1,1001,", "'-x,1004,", "'@SUM(A1),1009,", "\"'=HYPERLINK(\"\"http://x\"\")\",1016,"];
    for (first, line) in firsts.iter().zip(lines) {
        assert!(line.starts_with(first), "{line}");
    }
    assert!(out.contains(",-2.5,0."), "a number with a sign is no formula");
}

#[test]
fn a_name_that_is_taken_stays_the_files() {
    let folder = Folder::new("taken");
    folder.write("in.csv", "score,flag,bitrate_kbps\n1,a,1000\n2,b,2000\n3,c,9000\n");
    let run = folder.done(&["detect", "in.csv", "-o", "-"]);
    assert!(
        run.stdout.starts_with(
            "score,flag,bitrate_kbps,streamguard_score,streamguard_flag,streamguard_excluded,streamguard_reason_1,\
             streamguard_reason_2,streamguard_reason_3\n1,a,1000,0."
        ),
        "{}",
        run.stdout
    );
}

/// The shape of a file that broke our exports: other units, booleans, rows that are no sessions.
const ODD: &str = "view_id,video_startup_time,watch_time,weighted_average_bitrate,rebuffer_count,rebuffer_duration,\
                   video_startup_failure,view_start,mux_viewer_id,viewer_device_category\n";

fn odd() -> String {
    let mut csv = ODD.to_owned();
    for row in 0..60 {
        let failed = row % 20 == 7;
        csv.push_str(&format!(
            "v{row},{}.0,{},{}e3,{},{},{failed},2026-03-01 10:{row:02}:00 UTC,=m{row},phone\n",
            400 + row * 7,
            60_000 + row * 1021,
            3000 + row % 9 * 100,
            row % 3,
            row % 3 * 1500
        ));
    }
    csv.push_str("v90,1,2,3,4,5,false,2026-03-01,m,phone,too,many\n,,,,,,,,,\n");
    csv
}

#[test]
fn a_files_own_rows_are_written_as_they_are() {
    let folder = Folder::new("own-rows");
    folder.write("in.csv", odd());
    let run = folder.done(&["detect", "in.csv", "-o", "out.csv"]);
    let (text, out) = (odd().replace(",=m", ",'=m"), folder.read("out.csv"));
    assert_eq!(out.lines().count(), 63);
    for (line, written) in text.lines().zip(out.lines()).take(61) {
        assert!(written.starts_with(&format!("{line},")), "{written}");
    }
    let apart = out.lines().filter(|line| line.ends_with(",,,startup failed: kept apart,,,"));
    assert_eq!(apart.count(), 3);
    assert!(out.ends_with(
        "v90,1,2,3,4,5,false,2026-03-01,m,phone,,,rejected: the row has 12 cells for 10 columns; is a cell not quoted?,,,,\
         too,many\n,,,,,,,,,,,,rejected: the row has no value,,,\n"
    ));
    // Opened again, it is the same sessions, judged by the same.
    let again = folder.done(&["detect", "out.csv", "-o", "again.csv"]);
    let counts = |stderr: &str| stderr.lines().filter(|line| line.contains("flagged (")).collect::<String>();
    assert_eq!(counts(&again.stderr), counts(&run.stderr));
    let cells = |name: &str, skip: usize| -> Vec<String> {
        folder.read(name).lines().skip(1).take(60).map(|line| line.split(',').skip(skip).take(2).collect()).collect()
    };
    assert_eq!(cells("again.csv", 16), cells("out.csv", 10));
}

#[test]
fn standard_input_is_kept_for_its_rows() {
    let folder = Folder::new("own-rows-of-standard-input");
    folder.write("in.csv", odd());
    folder.done(&["detect", "in.csv", "-o", "out.csv", "--save-model", "model.json"]);
    let run = folder.run_with(&["detect", "-", "-o", "-"], odd().as_bytes());
    assert_eq!((run.code, run.stdout), (0, folder.read("out.csv")), "{}", run.stderr);
    folder.done(&["score", "--model", "model.json", "in.csv", "-o", "scored.csv"]);
    let run = folder.run_with(&["score", "--model", "model.json", "-"], odd().as_bytes());
    assert_eq!((run.code, run.stdout), (0, folder.read("scored.csv")), "{}", run.stderr);
    assert!(folder.read("scored.csv").starts_with(&ODD.replace('\n', ",score,flag,excluded\n")));
}

#[test]
fn what_was_wrong_with_rows_is_said_in_at_most_five_lines_and_a_count() {
    let folder = Folder::new("quality");
    let mut csv = String::from("bitrate_kbps,buffering_ratio,\n");
    for row in 0..200 {
        csv.push_str(&format!("{},0.0{row},x\n", if row % 20 == 10 { "soon".into() } else { (900 + row).to_string() }));
    }
    csv.push_str("1,2,3,4\n");
    folder.write("in.csv", csv);
    let run = folder.done(&["detect", "in.csv"]);
    let lines: Vec<&str> = run.stderr.lines().collect();
    assert_eq!(
        lines[..8],
        [
            "in.csv: 201 rows read, 200 loaded (10 of them repaired), 1 rejected",
            "in.csv: Not understood, and so taken for missing: 10 of 200 filled cells of \"bitrate_kbps\", such as \"soon\".",
            "in.csv: column 3 has no name and is called \"column 3\"",
            "in.csv: row 11 (line 12), column \"bitrate_kbps\": \"soon\" is not a number, left empty",
            "in.csv: row 31 (line 32), column \"bitrate_kbps\": \"soon\" is not a number, left empty",
            "in.csv: row 51 (line 52), column \"bitrate_kbps\": \"soon\" is not a number, left empty",
            "in.csv: row 71 (line 72), column \"bitrate_kbps\": \"soon\" is not a number, left empty",
            "in.csv: and 7 more",
        ]
    );
}

#[test]
fn json_lines_stay_json_lines() {
    let folder = Folder::new("json-lines");
    let line = |row: u32| format!("{{\"session_id\": \"s{row}\", \"bitrate_kbps\": {}}}\n", 1000 + row * row);
    folder.write("in.jsonl", (0..40).map(line).collect::<String>());
    folder.done(&["detect", "in.jsonl", "-o", "out.jsonl"]);
    let out = folder.read("out.jsonl");
    assert!(out.starts_with("{\"session_id\": \"s0\", \"bitrate_kbps\": 1000,\"score\":0."), "{out}");
    assert!(out.lines().all(|line| line.contains(",\"excluded\":null,\"reason_1\":")), "{out}");
    // By another name it is the same, which is said.
    let run = folder.done(&["detect", "in.jsonl", "-o", "out.csv"]);
    assert_eq!(folder.read("out.csv"), out);
    assert!(run.stderr.contains("out.csv: JSON lines, as the rows of the file are\n"), "{}", run.stderr);
    let again = folder.done(&["detect", "out.jsonl", "--features", "bitrate_kbps"]);
    let first = folder.done(&["detect", "in.jsonl", "--features", "bitrate_kbps"]);
    assert_eq!(again.said("2 of 40 sessions flagged"), first.said("2 of 40 sessions flagged"));
}

#[test]
fn an_output_appears_whole_or_not_at_all() {
    let folder = Folder::new("atomic");
    folder.done(&["simulate", "--sessions", "500", "-o", "sessions.csv"]);
    folder.write("scored.csv", "precious");
    folder.write("empty.csv", "");
    let failed = folder.run(&["detect", "empty.csv", "-o", "scored.csv", "--report", "report.json"]);
    assert_eq!(failed.code, 1);
    assert_eq!(folder.read("scored.csv"), "precious");
    assert_eq!(folder.names(), ["empty.csv", "scored.csv", "sessions.csv"], "nothing half-written is left");
    folder.done(&["detect", "sessions.csv", "-o", "scored.csv"]);
    assert_eq!(folder.read("scored.csv").lines().count(), 501);
    assert_eq!(folder.names(), ["empty.csv", "scored.csv", "sessions.csv"]);
}

#[cfg(unix)]
#[test]
fn links_devices_and_permissions_stay_what_they_are() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = Folder::new("unix");
    folder.write("real.csv", "old");
    let path = folder.path().join("real.csv");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real.csv", folder.path().join("link.csv")).unwrap();
    folder.done(&["simulate", "--sessions", "5", "-o", "link.csv", "--truth", "/dev/null"]);
    assert!(folder.path().join("link.csv").is_symlink());
    assert_eq!(folder.read("real.csv").lines().count(), 6);
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(!std::fs::metadata("/dev/null").unwrap().is_file());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_failure_with_its_place() {
    let folder = Folder::new("full");
    let run = folder.run(&["simulate", "--sessions", "5", "-o", "/dev/full"]);
    assert_eq!(run.code, 1);
    assert_eq!(run.stderr, "streamguard: /dev/full: cannot be written: No space left on device (os error 28)\n");
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let folder = Folder::new("pipe");
    folder.done(&["simulate", "--sessions", "20000", "-o", "sessions.csv"]);
    for arguments in [&["detect", "sessions.csv", "-o", "-"][..], &["simulate", "--sessions", "20000"], &["--help"]] {
        let mut command = folder.command(arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {said}");
        assert!(!said.contains("streamguard:") && !said.contains("panicked"), "{said}");
        assert_eq!(said.contains("\nfingerprint "), arguments[0] == "detect", "{said}");
    }
}

#[test]
fn standard_output_takes_either_result() {
    let folder = Folder::new("stdout");
    folder.done(&["simulate", "--sessions", "300", "-o", "sessions.csv"]);
    let simulated = folder.done(&["simulate", "--sessions", "300"]);
    assert_eq!(simulated.stdout, folder.read("sessions.csv"));
    let run = folder.done(&["detect", "sessions.csv", "--report", "-", "-o", "scored.csv"]);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report["figures"]["all"]["sessions"], 300);
    // The flag stands before what kept a row apart and three reasons.
    let scored = folder.read("scored.csv");
    let flagged = scored.lines().filter(|line| line.rsplit(',').nth(4) == Some("1")).count();
    assert_eq!(report["figures"]["flagged"]["sessions"], flagged);
    assert_eq!(flagged, 15);
    let first: u64 = report["drivers"].as_array().unwrap().iter().map(|driver| driver["first"].as_u64().unwrap()).sum();
    assert_eq!(first, 15, "each flagged session has one strongest reason");
    assert_eq!(report["method"], "isolation");
    assert!(report["thresholds"].as_array().unwrap().iter().any(|choice| choice["rule"] == "share:0.05"));
    assert!(folder.has("scored.csv"));
}

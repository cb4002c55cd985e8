//! Files of several rows per session, and what is checked about sessions.

use crate::support::Folder;

/// A player's log: sessions of a few events, two of which never started.
fn log() -> String {
    let mut csv = String::from("session_id,timestamp,event_type,bitrate_kbps,latency_ms\n");
    for session in 0..60 {
        let mut event = |second: u32, event: &str, bitrate: u32| {
            let latency = if session % 5 == 0 { String::new() } else { (20 + session % 7).to_string() };
            let bitrate = if bitrate > 0 { bitrate.to_string() } else { String::new() };
            let (hour, minute) = (session / 60, session % 60);
            csv.push_str(&format!(
                "s{session},2026-01-05T{hour:02}:{minute:02}:{second:02}Z,{event},{bitrate},{latency}\n"
            ));
        };
        event(0, "play", 0);
        if session % 30 == 7 {
            event(9, if session == 7 { "error" } else { "quit" }, 0);
            continue;
        }
        event(1 + session % 3, "playing", 2000 + session * 10);
        event(20, if session % 4 == 0 { "waiting" } else { "heartbeat" }, 1000 + session * 10);
        event(22, "playing", 0);
        event(50, "ended", 0);
    }
    csv
}

#[test]
fn events_become_sessions_and_hard_failures_are_kept_apart() {
    let folder = Folder::new("sessions-events");
    folder.write("log.csv", log());
    let run = folder.done(&["detect", "log.csv", "-o", "scored.csv", "--report", "report.json"]);
    let lines: Vec<&str> = run.stderr.lines().collect();
    assert_eq!(lines[0], "log.csv: 294 rows read, 294 loaded (0 of them repaired), 0 rejected");
    assert!(lines.contains(&"log.csv: 60 sessions, one for each session_id"), "{lines:?}");
    let apart = "log.csv: 58 of 60 sessions judged, 2 kept apart: 1 × startup failed, 1 × exit before start";
    assert!(lines.contains(&apart), "{lines:?}");
    let scored = folder.read("scored.csv");
    assert_eq!(scored.lines().count(), 61, "those that are kept apart are there");
    for why in ["startup failed: kept apart", "exit before start: kept apart"] {
        assert_eq!(scored.lines().filter(|line| line.ends_with(&format!(",,,{why},,,"))).count(), 1, "{scored}");
    }
    let report: serde_json::Value = serde_json::from_str(&folder.read("report.json")).unwrap();
    assert_eq!((&report["rows"]["sessions"], &report["rows"]["aside"]), (&60.into(), &2.into()));
    // The attempts are all of them, those that were kept apart among them, and of the failures nothing is flagged or not.
    let share = |metric: &str, of: &str| {
        let row = report["qoe"].as_array().unwrap().iter().find(|row| row["metric"] == metric).unwrap();
        row[of]["value"].as_f64()
    };
    assert_eq!(share("startup_failure_share", "all"), Some(1.0 / 60.0));
    let link = lines.iter().find_map(|line| line.strip_prefix("link ")).expect("a link");
    assert!(link.contains("&rows=session&") && link.contains("&checks=range,failures&"), "{link}");
    let again = folder.done(&["replay", link, "log.csv", "-o", "again.csv"]);
    assert!(again.stderr.ends_with("reproduced exactly\n"), "{}", again.stderr);
    assert_eq!(folder.read("again.csv"), folder.read("scored.csv"));

    // A saved model judges the same sessions, and says of as many that they are kept apart.
    folder.done(&["detect", "log.csv", "-o", "fitted.csv", "--save-model", "model.json"]);
    let run = folder.done(&["score", "--model", "model.json", "log.csv", "-o", "rows.csv"]);
    assert!(run.stderr.lines().any(|line| line == apart), "{}", run.stderr);
    assert_eq!(folder.read("rows.csv").lines().filter(|line| line.ends_with(": kept apart")).count(), 2);
    let run = folder.done(&["score", "--model", "model.json", "log.csv", "--no-check", "failures", "-o", "rows.csv"]);
    assert!(!run.stderr.contains("kept apart"), "{}", run.stderr);
    assert_eq!(folder.read("rows.csv").lines().count(), 61);

    let all = folder.done(&["detect", "log.csv", "--no-check", "failures", "-o", "all.csv"]);
    assert!(!all.stderr.contains("kept apart") && !all.stderr.contains("&checks="), "{}", all.stderr);
    assert_eq!(folder.read("all.csv").lines().count(), 61);
    let each = folder.done(&["detect", "log.csv", "--rows", "each", "--features", "bitrate_kbps", "-o", "each.csv"]);
    assert!(!each.stderr.contains("&rows="), "{}", each.stderr);
    assert_eq!(folder.read("each.csv").lines().count(), 295);
    let sampled = ["detect", "log.csv", "--rows", "each", "--features", "bitrate_kbps", "--every", "4"];
    let sample = folder.done(&[&sampled[..], &["--no-check", "duplicate"]].concat());
    assert!(
        sample.stderr.starts_with("log.csv: 294 rows read, 74 loaded (0 of them repaired), 0 rejected, 220 skipped\n")
    );
    let link = sample.stderr.lines().find_map(|line| line.strip_prefix("link ")).expect("a link");
    assert!(link.contains("&every=4&"), "{link}");
    assert!(folder.done(&["replay", link, "log.csv"]).stderr.ends_with("reproduced exactly\n"));

    folder.done(&["detect", "log.csv", "--save-model", "model.json"]);
    let scored = folder.done(&["score", "--model", "model.json", "log.csv", "-o", "by-model.csv"]);
    assert!(scored.stderr.contains("of 58 rows flagged"), "{}", scored.stderr);
}

#[test]
fn missing_numbers_are_filled_on_demand() {
    let folder = Folder::new("sessions-fill");
    folder.write("log.csv", log());
    let run = folder.done(&["detect", "log.csv", "--fill", "median", "-o", "filled.csv"]);
    assert!(
        run.stderr.contains("log.csv: missing numbers filled with medians of cohorts: 12 in latency_ms"),
        "{}",
        run.stderr
    );
    let link = run.stderr.lines().find_map(|line| line.strip_prefix("link ")).expect("a link");
    assert!(link.contains("&fill=median&"), "{link}");
    let again = folder.done(&["replay", link, "log.csv", "-o", "again.csv"]);
    assert!(again.stderr.ends_with("reproduced exactly\n"), "{}", again.stderr);
    assert_eq!(folder.read("again.csv"), folder.read("filled.csv"));
}

#[test]
fn viewers_and_times_to_come() {
    let folder = Folder::new("sessions-viewers");
    folder.write("log.csv", log().replace("session_id", "user_id").replace("s3,2026", "s3,2036"));
    let run = folder.done(&[
        "detect",
        "log.csv",
        "--rows",
        "viewer:15",
        "--features",
        "bitrate_kbps",
        "--as-of",
        "2026-01-06",
    ]);
    assert!(run.stderr.contains("sessions, one for each user_id until a gap of 15 s\n"), "{}", run.stderr);
    // A row without a time belongs to nobody's session.
    assert!(
        run.stderr.starts_with("log.csv: 294 rows read, 289 loaded (0 of them repaired), 5 rejected\n"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("5 × time after the day of opening, left empty"), "{}", run.stderr);
    let link = run.stderr.lines().find_map(|line| line.strip_prefix("link ")).expect("a link");
    assert!(link.contains("&rows=viewer:15&"), "{link}");
    let again = folder.done(&["replay", link, "log.csv"]);
    assert!(again.stderr.ends_with("reproduced exactly\n"), "{}", again.stderr);
    let later = folder.done(&[
        "detect",
        "log.csv",
        "--rows",
        "viewer:15",
        "--features",
        "bitrate_kbps",
        "--as-of",
        "2046-01-06",
    ]);
    assert!(later.stderr.starts_with("log.csv: 294 rows read, 294 loaded"), "{}", later.stderr);
}

#[test]
fn what_cannot_be_grouped_says_so() {
    let folder = Folder::new("sessions-refused");
    folder.write("s.csv", "bitrate_kbps,n\n1,2\n2,3\n");
    let run = folder.run(&["detect", "s.csv", "--rows", "session"]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (1, "streamguard: s.csv: rows cannot be grouped by session: no column is taken for session_id\n")
    );
    for bad in
        [["--rows", "viewer:0"], ["--every", "0"], ["--no-check", "all"], ["--fill", "mean"], ["--as-of", "1.2.2026"]]
    {
        assert_eq!(folder.run(&["detect", "s.csv", bad[0], bad[1]]).code, 2, "{bad:?}");
    }
}

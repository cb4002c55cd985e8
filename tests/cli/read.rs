//! The sessions of a file as one table, and what is said of the reading.

use crate::support::Folder;

const VIEWS: &str = "viewId,Startup Time (s),note,bitrate,startup_failed\n\
                     a,0.9,=1+1,4000000,false\n\
                     b,-5,plain,1000000,true\n\
                     c,1.2,\"x, y\",2500000,false\n";

const TABLE: &str = "session_id,startup_time_ms,bitrate_kbps,startup_failed,note,kept_apart\n\
                     a,900,4000,0,'=1+1,\n\
                     c,1200,2500,0,\"x, y\",\n\
                     b,,1000,1,plain,startup failed\n";

#[test]
fn a_table_goes_where_it_is_asked_for_in_the_form_that_the_name_says() {
    let folder = Folder::new("read-forms");
    folder.write("views.csv", VIEWS);
    let run = folder.done(&["read", "views.csv"]);
    assert_eq!(run.stdout, TABLE);
    assert!(
        run.stderr.starts_with("views.csv: 3 rows read, 3 loaded (1 of them repaired), 0 rejected\n"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("2 of 3 sessions judged, 1 kept apart: 1 × startup failed"), "{}", run.stderr);
    folder.done(&["read", "views.csv", "-o", "table.csv"]);
    assert_eq!(folder.read("table.csv"), TABLE);
    let first = "{\"session_id\":\"a\",\"startup_time_ms\":900,\"bitrate_kbps\":4000,\"startup_failed\":0,\"note\":\"=1+1\",\
                 \"kept_apart\":null}\n";
    for name in ["table.jsonl", "table.NDJSON"] {
        folder.done(&["read", "views.csv", "-o", name]);
        assert!(folder.read(name).starts_with(first), "{}", folder.read(name));
    }
    folder.done(&["read", "views.csv", "-o", "other.jsonl", "--form", "csv"]);
    assert_eq!(folder.read("other.jsonl"), TABLE);
    // Each opens to the same.
    for name in ["table.csv", "table.jsonl"] {
        assert_eq!(folder.done(&["read", name]).stdout, TABLE);
    }
}

#[test]
fn standard_input_is_read_as_a_file_is() {
    let folder = Folder::new("read-stdin");
    let run = folder.run_with(&["read", "-"], VIEWS.as_bytes());
    assert_eq!((run.code, run.stdout.as_str()), (0, TABLE));
    let run = folder.run_with(&["read", "-", "-o", "table.csv", "--quality", "-"], VIEWS.as_bytes());
    assert_eq!(run.code, 0, "{}", run.stderr);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(report["file"]["name"], "standard input");
    assert_eq!(report["rows"], serde_json::json!({"read": 3, "loaded": 3, "repaired": 1, "rejected": 0, "skipped": 0}));
    assert_eq!(report["sessions"]["failures"], serde_json::json!([{"kind": "startup failed", "sessions": 1}]));
    assert_eq!(report["columns"][3]["taken"], "bitrate_kbps");
}

#[test]
fn what_detect_judges_of_the_table_is_what_it_judges_of_the_file() {
    let folder = Folder::new("read-detect");
    folder.done(&["simulate", "--sessions", "400", "--seed", "3", "-o", "s.csv"]);
    folder.done(&["read", "s.csv", "-o", "table.jsonl"]);
    let flagged = |name| folder.done(&["detect", name]).said("20 of 400 sessions flagged").to_owned();
    assert_eq!(flagged("table.jsonl"), flagged("s.csv"));
}

#[test]
fn wrong_use_and_bad_files_are_told_in_a_line() {
    let folder = Folder::new("read-failures");
    folder.write("views.csv", VIEWS);
    folder.write("text.csv", "a,b\nx,y\n");
    let refused = |arguments: &[&str], code: i32, why: &str| {
        let run = folder.run(arguments);
        assert_eq!(run.code, code, "{}", run.stderr);
        assert!(run.stderr.contains(why), "{}", run.stderr);
        assert_eq!(run.stdout, "");
    };
    refused(&["read", "views.csv", "-o", "views.csv"], 2, "it is the file that is read");
    refused(&["read", "views.csv", "--quality", "views.csv"], 2, "it is the file that is read");
    refused(&["read", "views.csv", "--quality", "-"], 2, "the same place as that of '--output <FILE>'");
    refused(&["read", "views.csv", "--form", "xlsx"], 2, "must be csv or jsonl");
    refused(&["read", "views.csv", "--map", "nothing=own", "-o", "t.csv"], 1, "no column \"nothing\"");
    refused(&["read", "missing.csv", "-o", "t.csv"], 1, "cannot be read");
    refused(&["read", "text.csv", "-o", "t.csv", "--quality", "q.json"], 1, "holds numbers");
    assert_eq!(folder.names(), ["text.csv", "views.csv"], "nothing is left of what failed");
}

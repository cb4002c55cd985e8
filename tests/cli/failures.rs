//! Wrong use ends with 2 and names the argument, failure with 1 and names the place: in one line each.

use crate::support::{Folder, Run};

fn one_line(run: &Run) -> &str {
    let line = run.stderr.strip_suffix('\n').expect("a line");
    assert!(!line.contains('\n'), "more than one line: {line}");
    line.strip_prefix("streamguard: ").unwrap_or_else(|| panic!("not the program's: {line}"))
}

fn sessions(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.done(&["simulate", "--sessions", "50", "-o", "s.csv"]);
    folder
}

#[test]
fn wrong_use_names_the_argument() {
    let folder = sessions("wrong-use");
    let generated =
        "#v=1&src=streamguard&n=50&fault=0.05&seed=7&f=headroom&det=isolation&trees=1&sample=2&dseed=1&thr=auto";
    let damaged = generated.replace("n=50", "n=0");
    let newer = generated.replace("v=1", "v=2");
    let cases: &[(&[&str], &[&str])] = &[
        (&["detect", "s.csv", "--contamination", "0.9"], &["'0.9'", "--contamination", "above 0 and at most 0.5"]),
        (&["detect", "s.csv", "--contamination", "some"], &["'some'", "--contamination", "not a number"]),
        (&["detect", "s.csv", "--threshold", "0"], &["'0'", "--threshold", "above 0 and at most 1"]),
        (&["detect", "s.csv", "--threshold", "0.5", "--contamination", "0.1"], &["--threshold", "--contamination"]),
        (&["detect", "s.csv", "--trees", "0"], &["'0'", "--trees", "1..=1000"]),
        (&["detect", "s.csv", "--sample-size", "1"], &["'1'", "--sample-size", "2..=65536"]),
        (&["detect", "s.csv", "--seed", "-1"], &["-1"]),
        (&["detect", "s.csv", "--features", "bogus"], &["'bogus'", "--features", "is not a feature", "col.NAME"]),
        (&["detect", "s.csv", "--features", "headroom,headroom"], &["--features", "stands twice"]),
        (&["detect", "s.csv", "--map", "isp=bogus"], &["--map", "\"bogus\" is neither a field nor one of own"]),
        (&["detect", "s.csv", "--map", "isp"], &["--map", "COLUMN=FIELD"]),
        (&["detect", "s.csv", "--map", "a=cdn", "--map", "b=cdn"], &["--map", "\"a\" and \"b\""]),
        (&["detect", "s.csv", "--map", "a=cdn", "--map", "a=isp"], &["--map", "\"a\" stands twice"]),
        (&["detect", "s.csv", "--threads", "0"], &["'0'", "--threads", "1 to 1024"]),
        (&["detect", "s.csv", "--bogus"], &["'--bogus'"]),
        (&["detect", "s.csv", "./s.csv"], &["<FILE>...", "./s.csv stands twice"]),
        (&["detect", "s.csv", "--layout", "csv"], &["'csv'", "--layout", "csv:comma"]),
        (&["detect", "s.csv", "-o", "./s.csv"], &["--output", "the file that is read"]),
        (&["detect", "s.csv", "-o", "x.csv", "--report", "./x.csv"], &["--report", "the same place"]),
        (&["detect", "s.csv", "-o", "-", "--report", "-"], &["--report", "the same place"]),
        (&["detect"], &["<FILE>"]),
        (&["simulate", "--preset", "bogus"], &["'bogus'", "--preset", "streamguard"]),
        (&["simulate", "--sessions", "0"], &["'0'", "--sessions", "from 1 to 5000000"]),
        (&["simulate", "--sessions", "5000001"], &["'5000001'", "--sessions", "from 1 to 5000000"]),
        (&["simulate", "--sessions", "many"], &["'many'", "--sessions", "whole number"]),
        (&["simulate", "--fault-share", "0.6"], &["'0.6'", "--fault-share", "from 0 to 0.5"]),
        (&["simulate", "-o", "x.csv", "--truth", "x.csv"], &["--truth", "the same place"]),
        (&["replay"], &["<LINK>"]),
        (&["replay", "hello"], &["<LINK>", "does not start with its version"]),
        (&["replay", &damaged], &["<LINK>", "the link is damaged: n=0: "]),
        (&["replay", &newer], &["<LINK>", "made by a newer StreamGuard"]),
        (&["replay", generated, "s.csv"], &["[FILE]...", "generated sessions"]),
        (&["score", "s.csv"], &["--model"]),
        (&["score", "--model", "f.json", "s.csv", "--columns", "a,,b"], &["--columns", "a name is empty"]),
        (&["score", "--model", "f.json", "s.csv", "-o", "f.json"], &["--output", "the file that is read"]),
        (&["bogus"], &["'bogus'"]),
    ];
    folder.write("f.json", "{}");
    for (arguments, expected) in cases {
        let run = folder.run(arguments);
        let line = one_line(&run);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}: {line}");
        for part in *expected {
            assert!(line.contains(part), "{arguments:?}: no {part} in: {line}");
        }
    }
    assert_eq!(folder.names(), ["f.json", "s.csv"], "wrong use writes nothing");

    let link = folder.done(&["detect", "s.csv"]).link().to_owned();
    let run = folder.run(&["replay", &link]);
    assert_eq!(run.code, 2);
    let bytes = folder.read("s.csv").len();
    assert!(one_line(&run).ends_with(&format!("the link is to a file, \"s.csv\" of {bytes} bytes: name it")));
    assert_eq!(folder.run(&[]).code, 2, "no command");
}

#[test]
fn a_bad_file_is_named_with_what_is_wrong() {
    let folder = sessions("bad-files");
    let cases: &[(&str, &[u8], &str)] = &[
        ("empty.csv", b"", "empty.csv: the file is empty"),
        ("header.csv", b"a,b\n", "header.csv: the file has a header of 2 column(s) but no row below it"),
        ("binary.csv", b"a,b\n\0\0\0\0", "binary.csv: this is a binary file, not a CSV: byte 5 is zero"),
        (
            "text.csv",
            b"a,b\nx,y\nz,w\n",
            "text.csv: none of the 2 column(s) holds numbers, so there is nothing to compare sessions by",
        ),
        ("zip.csv", b"PK\x03\x04....", "zip.csv: the zip archive is cut off after 8 bytes"),
        ("cut.csv.gz", b"\x1f\x8b\x08\0\0\0\0\0\0\x03", "cut.csv.gz: the gzip file is cut off after 10 bytes"),
    ];
    for (name, content, expected) in cases {
        folder.write(name, content);
        let run = folder.run(&["detect", name, "-o", "out.csv"]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert!(one_line(&run).starts_with(expected), "{}", run.stderr);
    }
    let run = folder.run_with(&["detect", "-"], b"");
    assert_eq!((run.code, one_line(&run)), (1, "standard input: the file is empty"));
    let run = folder.run(&["detect", "none.csv"]);
    assert_eq!(run.code, 1);
    assert!(one_line(&run).starts_with("none.csv: cannot be read: "), "{}", run.stderr);
    let run = folder.run(&["detect", "s.csv", "-o", "none/out.csv"]);
    assert_eq!(run.code, 1);
    assert!(one_line(&run).starts_with("none/out.csv: cannot be written: "), "{}", run.stderr);
    assert!(!folder.has("out.csv"));
}

/// The last line of standard error: the failure, below what was said about the reading.
fn failure(run: &Run) -> &str {
    assert_eq!(run.code, 1, "{}", run.stderr);
    run.stderr.lines().last().and_then(|line| line.strip_prefix("streamguard: ")).expect("a failure")
}

#[test]
fn what_the_sessions_lack_is_named() {
    let folder = sessions("lacks");
    folder.write("own.csv", "name,alpha,beta\na,1,2\nb,3,4\nc,9,9\n");
    assert_eq!(
        failure(&folder.run(&["detect", "own.csv"])),
        "own.csv: none of the known features can be computed from its columns; choose among its number columns with \
         --features col.NAME (for example --features \"col.alpha\"), or tell with --map what they are: alpha, beta"
    );
    folder.done(&["detect", "own.csv", "--features", "col.alpha,col.beta"]);
    folder.done(&["detect", "own.csv", "--map", "beta=bitrate_kbps"]);
    assert_eq!(
        failure(&folder.run(&["detect", "own.csv", "--features", "col.gamma"])),
        "own.csv: the feature \"gamma\" needs the column \"gamma\", which these sessions do not have"
    );
    assert_eq!(
        failure(&folder.run(&["detect", "own.csv", "--map", "gamma=cdn"])),
        "own.csv: there is no column \"gamma\" as --map names it"
    );
    folder.write("units.csv", "name,ad_stall_s,hops\na,1,2\nb,3,4\nc,9,9\n");
    let listed = folder.run(&["detect", "units.csv"]);
    assert!(failure(&listed).ends_with("what they are: ad_stall_s (seconds), hops"), "{}", listed.stderr);
    folder.write("same.csv", "bitrate_kbps\n5\n5\n5\n");
    assert_eq!(
        failure(&folder.run(&["detect", "same.csv"])),
        "same.csv: every chosen feature has one and the same value in all 3 sessions: there is nothing to tell them apart"
    );
}

#[test]
fn a_name_cannot_steer_the_terminal() {
    let folder = sessions("steer");
    let link = folder.done(&["detect", "s.csv"]).link().replace("name=s.csv", "name=%1B%5B2Jevil%0Aline");
    let run = folder.run(&["replay", &link]);
    assert!(one_line(&run).contains("\" [2Jevil line\""), "{:?}", run.stderr);
}

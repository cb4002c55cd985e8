//! Models that leave the program and come back: saved, scored with, exported.

use crate::support::Folder;
use std::io::Write;

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/sklearn");

/// Sessions and a model of them.
fn fitted(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.done(&["simulate", "--sessions", "300", "-o", "s.csv"]);
    folder.done(&["detect", "s.csv", "--trees", "5", "--save-model", "m.json", "-o", "d.csv"]);
    folder
}

/// The cells of a column.
fn column(csv: &str, name: &str) -> Vec<String> {
    let header = csv.lines().next().expect("a header");
    let place = header.split(',').position(|cell| cell == name).expect("a column of this name");
    csv.lines().skip(1).map(|line| line.split(',').nth(place).expect("a cell").to_owned()).collect()
}

#[test]
fn a_saved_model_gives_the_digits_of_its_analysis() {
    for method in ["isolation", "extended", "fair-cut", "mixture"] {
        let folder = fitted("models-digits");
        folder.done(&["detect", "s.csv", "--method", method, "--save-model", "m.json", "-o", "d.csv"]);
        let detected = folder.read("d.csv");
        folder.done(&["score", "--model", "m.json", "s.csv", "-o", "again.csv"]);
        // Packed, from standard input, in the other order, and a few sessions alone.
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packed.write_all(folder.read("m.json").as_bytes()).unwrap();
        folder.write("m.json.gz", packed.finish().unwrap());
        let sessions = folder.read("s.csv");
        let (header, rows) = sessions.split_once('\n').unwrap();
        let turned: Vec<&str> = rows.lines().rev().take(40).collect();
        let alone = format!("{header}\n{}\n", turned.join("\n"));
        let turned = folder.run_with(&["score", "--model", "m.json.gz", "-"], alone.as_bytes());
        assert_eq!(turned.code, 0, "{}", turned.stderr);
        for name in ["score", "flag"] {
            let expected = column(&detected, name);
            assert_eq!(column(&folder.read("again.csv"), name), expected, "{method} {name}");
            let last: Vec<String> = expected.into_iter().rev().take(40).collect();
            assert_eq!(column(&turned.stdout, name), last, "{method} {name}");
        }
    }
}

#[test]
fn a_replay_saves_the_same_model() {
    let folder = fitted("models-replay");
    let detected = folder.done(&["detect", "s.csv", "--trees", "5"]);
    folder.done(&["replay", detected.link(), "s.csv", "--save-model", "replayed.json"]);
    assert_eq!(folder.read("replayed.json"), folder.read("m.json"));
}

#[test]
fn what_a_model_needs_is_named() {
    let folder = fitted("models-needs");
    folder.write("few.csv", "bitrate_kbps,device_type,network_type\n1000,tv,wifi\n2000,tv,wifi\n");
    let run = folder.run(&["score", "--model", "m.json", "few.csv"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    let said = "streamguard: few.csv: the feature \"Buffering ratio\" needs the buffering ratio (buffering_ratio), which \
                these sessions do not have\n";
    assert!(run.stderr.ends_with(said), "{}", run.stderr);
    let run = folder.run(&["score", "--model", "m.json", "s.csv", "--map", "nonsense=cdn"]);
    assert!(run.code == 1 && run.stderr.contains("no column \"nonsense\" as --map names it"), "{}", run.stderr);
}

#[test]
fn a_column_is_mapped_as_it_was_for_the_fit() {
    let folder = fitted("models-mapped");
    folder.write("other.csv", folder.read("s.csv").replacen("bitrate_kbps", "quota", 1));
    let run = folder.run(&["score", "--model", "m.json", "other.csv"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    let run = folder.done(&["score", "--model", "m.json", "other.csv", "--map", "quota=bitrate_kbps"]);
    assert_eq!(column(&run.stdout, "score"), column(&folder.read("d.csv"), "score"));
}

#[test]
fn what_follows_from_other_columns_need_not_be_there() {
    let folder = fitted("models-derived");
    folder.write("other.csv", folder.read("s.csv").replacen("buffering_ratio", "quota", 1));
    let run = folder.done(&["score", "--model", "m.json", "other.csv"]);
    let said = "other.csv: derived: buffering ratio = stalled / watch time (in 300)\n";
    assert!(run.stderr.contains(said), "{}", run.stderr);
    assert_eq!(column(&run.stdout, "score").len(), 300);
}

#[test]
fn a_row_without_a_value_in_any_feature_has_no_score() {
    let folder = fitted("models-empty");
    let text = folder.read("s.csv");
    let width = text.lines().next().expect("a header").split(',').count();
    let before = folder.done(&["score", "--model", "m.json", "s.csv"]);
    folder.write("more.csv", format!("{text}oops,not,a,row{}\n", ",".repeat(width - 4)));
    let run = folder.done(&["score", "--model", "m.json", "more.csv"]);
    let (scores, flags) = (column(&run.stdout, "score"), column(&run.stdout, "flag"));
    assert_eq!(scores[..300], column(&before.stdout, "score"));
    assert_eq!((scores[300].as_str(), flags[300].as_str()), ("", ""));
    assert_eq!(column(&run.stdout, "excluded")[300], "no value in any feature: not judged");
    assert!(run.stderr.contains("1 row has no value in any feature: not judged, without a score\n"), "{}", run.stderr);
    assert!(run.stderr.contains(" of 300 rows flagged: "), "{}", run.stderr);
    let run = folder.done(&["detect", "more.csv", "--report", "more.json"]);
    assert!(run.stderr.contains("1 session has no value in any feature: not judged\n"), "{}", run.stderr);
    assert!(folder.read("more.json").contains("\"unjudged\": 1"));
}

#[test]
fn arguments_that_do_not_fit_the_model_are_wrong_use() {
    let folder = fitted("models-wrong-use");
    let (forest, data) = (format!("{DATA}/plain.json"), format!("{DATA}/plain.csv"));
    for (arguments, said) in [
        (&["score", "--model", "m.json", "s.csv", "--columns", "a,b"][..], "--columns"),
        (&["score", "--model", &forest, &data, "--map", "x0=cdn"][..], "--map"),
        (&["score", "--model", "m.json", "s.csv", "-o", "./m.json"][..], "--output"),
        (&["export-onnx", "m.json", "-o", "./m.json"][..], "--output"),
        (&["export-onnx", "m.json"][..], "--output"),
        (&["detect", "s.csv", "-o", "x.csv", "--save-model", "./x.csv"][..], "--save-model"),
        (&["detect", "s.csv", "--save-model", "s.csv"][..], "--save-model"),
    ] {
        let run = folder.run(arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(said), "{arguments:?}: {}", run.stderr);
    }
    assert!(!folder.has("x.csv"));
}

#[test]
fn what_is_no_model_is_said_with_its_place() {
    let folder = fitted("models-damaged");
    let model = folder.read("m.json");
    let refused = |text: &str| {
        folder.write("bad.json", text);
        let run = folder.run(&["export-onnx", "bad.json", "-o", "bad.onnx"]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert!(!folder.has("bad.onnx"), "nothing is left of a failure");
        run.stderr.strip_prefix("streamguard: bad.json: ").unwrap_or_else(|| panic!("{}", run.stderr)).to_owned()
    };
    assert!(
        refused(&model.replacen("\"left\": [1", "\"left\": [9999", 1)).starts_with("part 0, tree 0, node 0: its left")
    );
    assert!(refused(&model[..1000]).starts_with("the model cannot be read: EOF while parsing"));
    assert!(refused("[]").starts_with("it is neither a model of StreamGuard"));
    assert!(refused(&model.replacen("\"version\": 1", "\"version\": 7", 1)).starts_with("the model is of version 7"));
}

#[test]
fn a_forest_that_names_its_columns_finds_them() {
    let folder = Folder::new("models-names");
    let forest = std::fs::read_to_string(format!("{DATA}/plain.json")).unwrap();
    folder.write("named.json", forest.replacen('{', r#"{"feature_names": ["x2", "x0", "x1"], "#, 1));
    let data = format!("{DATA}/plain.csv");
    let named = folder.done(&["score", "--model", "named.json", &data]);
    let chosen = folder.done(&["score", "--forest", "named.json", &data, "--columns", "x2,x0,x1"]);
    assert_eq!(named.stdout, chosen.stdout);
    let run = folder.done(&["export-onnx", "named.json", "-o", "named.onnx"]);
    assert!(run.stderr.starts_with("inputs x2, x0, x1\n"), "{}", run.stderr);
}

#[test]
fn a_link_to_a_saved_model_is_replayed_with_it() {
    use sha2::{Digest, Sha256};
    let folder = fitted("models-link");
    let sha: String = Sha256::digest(folder.read("m.json")).iter().map(|byte| format!("{byte:02x}")).collect();
    let link = format!(
        "v=1&src=streamguard&n=300&fault=0.05&seed=7&rules=3&f=buffering_ratio,rel.bitrate_kbps,rel.startup_log,dropped_frames_pct,\
         rel.headroom&det=saved&mname=m.json&msha={sha}&thr=share:0.05"
    );
    let run = folder.done(&["replay", &link, "--model", "m.json"]);
    assert!(run.stderr.contains("15 of 300 sessions flagged"), "{}", run.stderr);
    let written = run.stderr.lines().find_map(|line| line.strip_prefix("link #")).expect("a link").to_owned();
    assert!(written.contains(&format!("det=saved&mname=m.json&msha={sha}")), "{written}");
    assert!(folder.done(&["replay", &written, "--model", "m.json"]).stderr.contains("reproduced exactly"));
    let refused = |arguments: &[&str], why: &str| {
        let run = folder.run(arguments);
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(run.stderr.contains(why), "{}", run.stderr);
    };
    refused(&["replay", &link], "judges by the saved model \"m.json\": name it");
    folder.done(&["detect", "s.csv", "--trees", "6", "--save-model", "other.json"]);
    refused(&["replay", &link, "--model", "other.json"], "its SHA-256 differs");
    let fitted =
        link.replace(&format!("det=saved&mname=m.json&msha={sha}"), "det=isolation&trees=5&sample=256&dseed=1");
    refused(&["replay", &fitted, "--model", "m.json"], "fits its own model");
}

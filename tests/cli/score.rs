//! Forests fitted by scikit-learn (`tests/data/sklearn/make.py`) score files as scikit-learn does.

use crate::support::Folder;

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/sklearn");

#[test]
fn the_scores_are_those_of_scikit_learn() {
    let folder = Folder::new("score");
    for name in ["plain", "holed", "subset"] {
        let (forest, data) = (format!("{DATA}/{name}.json"), format!("{DATA}/{name}.csv"));
        let table = std::fs::read_to_string(&data).unwrap();
        let header = table.lines().next().unwrap();
        let columns = header.strip_suffix(",score_samples").unwrap();
        let arguments = ["score", "--forest", &forest, &data, "--columns", columns, "-o", "scored.csv"];
        let run = folder.done(&arguments);
        let scored = folder.read("scored.csv");
        assert_eq!(scored.lines().next(), Some(format!("{header},score,flag,excluded").as_str()));
        let json: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&forest).unwrap()).unwrap();
        let offset = json["offset"].as_f64().unwrap();
        let mut flags = 0;
        for line in scored.lines().skip(1) {
            let cells: Vec<f64> = line.rsplit(',').skip(1).take(3).map(|cell| cell.parse().unwrap()).collect();
            let [flag, score, score_samples] = cells[..] else { panic!("three cells") };
            assert!((score + score_samples).abs() <= 1e-12, "{name}: {score} is not {}", -score_samples);
            assert_eq!(flag == 1.0, score_samples < offset, "{name}: {line}");
            flags += flag as usize;
        }
        assert_eq!(scored.lines().count(), 161);
        let said = format!("{flags} of 160 rows flagged: score above {}\n", -offset);
        assert!(run.stderr.ends_with(&said), "{}", run.stderr);
    }
}

#[test]
fn number_columns_are_taken_in_their_order() {
    let folder = Folder::new("score-order");
    let (forest, data) = (format!("{DATA}/plain.json"), format!("{DATA}/plain.csv"));
    let table = std::fs::read_to_string(&data).unwrap();
    // Only the features, among labels; and the same with a name that means something to StreamGuard, in seconds.
    let bare: Vec<String> = table.lines().map(|line| format!("n/a,{},x", line.rsplit_once(',').unwrap().0)).collect();
    folder.write("bare.csv", bare.join("\n").replacen("n/a,x0,x1,x2,x", "note,startup_time_s,x1,x2,name", 1));
    let plain = folder.done(&["score", "--forest", &forest, &data, "--columns", "x0,x1,x2"]);
    let bare = folder.done(&["score", "--forest", &forest, "bare.csv"]);
    let scores = |csv: &str| -> Vec<String> {
        csv.lines().skip(1).map(|line| line.rsplit(',').take(2).collect::<Vec<_>>().join(" ")).collect()
    };
    assert_eq!(scores(&plain.stdout), scores(&bare.stdout));
    let swapped = folder.done(&["score", "--forest", &forest, &data, "--columns", "x1,x0,x2"]);
    assert_ne!(scores(&swapped.stdout), scores(&bare.stdout));
}

#[test]
fn columns_that_do_not_fit_are_named() {
    let folder = Folder::new("score-columns");
    let (forest, data) = (format!("{DATA}/plain.json"), format!("{DATA}/plain.csv"));
    let failure = |columns: &[&str], file: &str| {
        let run = folder.run(&[&["score", "--forest", &forest, file], columns].concat());
        assert_eq!((run.code, run.stdout.as_str()), (1, ""));
        let line = run.stderr.lines().last().unwrap().to_owned();
        line.strip_prefix(&format!("streamguard: {file}: ")).unwrap_or_else(|| panic!("{line}")).to_owned()
    };
    assert_eq!(
        failure(&[], &data),
        "the forest has 3 features, and the file 4 number columns: x0, x1, x2, score_samples; choose them with --columns"
    );
    assert_eq!(failure(&["--columns", "x0,x1"], &data), "the forest has 3 features, and --columns names 2: x0, x1");
    assert_eq!(
        failure(&["--columns", "x0,x1,y"], &data),
        "there is no column \"y\"; these hold numbers: x0, x1, x2, score_samples"
    );
    folder.write("text.csv", "a,b,c\n1,x,2\n3,y,4\n");
    assert_eq!(failure(&["--columns", "a,b,c"], "text.csv"), "the column \"b\" does not hold numbers; these do: a, c");
}

#[test]
fn a_damaged_forest_is_named_with_its_place() {
    let folder = Folder::new("score-forest");
    let data = format!("{DATA}/plain.csv");
    folder.write("cut.json", &std::fs::read_to_string(format!("{DATA}/plain.json")).unwrap()[..200]);
    let run = folder.run(&["score", "--forest", "cut.json", &data]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.starts_with("streamguard: cut.json: the model cannot be read: "), "{}", run.stderr);
    assert!(run.stderr.contains("line 1 column 200"), "{}", run.stderr);
    let run = folder.run(&["score", "--forest", "none.json", &data]);
    assert!(run.code == 1 && run.stderr.starts_with("streamguard: none.json: cannot be read: "), "{}", run.stderr);
}

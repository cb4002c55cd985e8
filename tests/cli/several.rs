//! Several files as one table, and one table in other clothes: the same sessions, the same scores.

use crate::support::Folder;
use flate2::{Compression, write::GzEncoder};
use std::io::Write;

fn folder(name: &str) -> (Folder, String) {
    let folder = Folder::new(name);
    folder.done(&["simulate", "--sessions", "400", "--seed", "3", "-o", "whole.csv"]);
    folder.done(&["detect", "whole.csv", "-o", "scored.csv"]);
    let whole = folder.read("whole.csv");
    (folder, whole)
}

/// The same rows with the columns the other way round.
fn turned(text: &str) -> String {
    // What is generated has no cell in quotes.
    assert!(!text.contains('"'));
    text.lines().map(|line| line.rsplit(',').collect::<Vec<_>>().join(",") + "\n").collect()
}

#[test]
fn files_are_read_in_the_order_of_their_names() {
    let (folder, whole) = folder("several");
    let lines: Vec<&str> = whole.lines().collect();
    let part = |rows: &[&str]| format!("{}\n{}\n", lines[0], rows.join("\n"));
    folder.write("a.csv", part(&lines[1..150]));
    folder.write("b.csv", turned(&part(&lines[150..300])));
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(part(&lines[300..]).as_bytes()).expect("memory takes it");
    folder.write("c.csv.gz", packed.finish().expect("memory takes it"));

    let detected = folder.done(&["detect", "c.csv.gz", "a.csv", "./b.csv", "-o", "together.csv"]);
    assert!(detected.stderr.starts_with("a.csv and 2 more: 400 rows read, 400 loaded"), "{}", detected.stderr);
    assert!(folder.read("together.csv") == folder.read("scored.csv"));
    let replayed = folder.done(&["replay", detected.link(), "b.csv", "c.csv.gz", "a.csv"]);
    assert_eq!(replayed.fingerprint(), detected.fingerprint());
    assert!(replayed.stderr.ends_with("reproduced exactly\n"), "{}", replayed.stderr);

    folder.write("d.csv", "session_id,os\n1,ios\n");
    // Other columns are put together by name, and told.
    let other = folder.done(&["detect", "a.csv", "d.csv"]);
    let message = "a.csv and 1 more: d.csv, line 1 has other columns than what was read before: without ";
    assert!(other.stderr.contains(message), "{}", other.stderr);
}

#[test]
fn other_layouts_give_the_same_scores() {
    let (folder, whole) = folder("layouts");
    let mut lines = whole.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let names = lines.next().expect("a header");
    let rows: Vec<Vec<&str>> = lines.collect();
    let json = rows.iter().map(|row| {
        let cells = names.iter().zip(row).filter(|(_, cell)| !cell.is_empty());
        let cells = cells.map(|(name, cell)| match cell.parse::<f64>() {
            Ok(_) => format!("\"{name}\":{cell}"),
            Err(_) => format!("\"{name}\":\"{cell}\""),
        });
        format!("{{{}}}\n", cells.collect::<Vec<_>>().join(","))
    });
    folder.write("lines.jsonl", json.collect::<String>());
    folder.write("pipes.csv", whole.replace(',', "|"));
    let log = rows.iter().map(|row| {
        row.iter().map(|cell| if cell.is_empty() { "-" } else { cell }).collect::<Vec<_>>().join("\t") + "\n"
    });
    folder.write("w3c.log", format!("#Version: 1.0\n#Fields: {}\n{}", names.join(" "), log.collect::<String>()));
    let utf16: Vec<u8> = format!("\u{feff}{whole}").encode_utf16().flat_map(u16::to_be_bytes).collect();
    folder.write("wide.csv", utf16);

    let scored = |name: &str| -> Vec<String> {
        // What stands between the cells stays what it is in the file.
        let text = folder.read(name).replace('|', ",");
        let score = |line: &str| line.split(',').skip(names.len()).map(str::to_owned).collect::<Vec<_>>().join(",");
        text.lines().skip(1).map(score).collect()
    };
    // Lines of JSON have the scores behind their own keys.
    let added = |name: &str| -> Vec<String> {
        let keys = ["score", "flag", "excluded", "reason_1", "reason_2", "reason_3"];
        let score = |line: &str| {
            let object: serde_json::Value = serde_json::from_str(line).expect("an object");
            let cell = |key: &str| object[key].as_str().map_or_else(|| object[key].to_string(), str::to_owned);
            keys.map(|key| if object[key].is_null() { String::new() } else { cell(key) }).join(",")
        };
        folder.read(name).lines().map(score).collect()
    };
    let expected = scored("scored.csv");
    for file in ["pipes.csv", "w3c.log", "wide.csv", "lines.jsonl"] {
        let detected = folder.done(&["detect", file, "-o", "again"]);
        let found = if file == "lines.jsonl" { added("again") } else { scored("again") };
        assert_eq!(found, expected, "{file}");
        let is_told = !matches!(file, "wide.csv");
        assert_eq!(detected.link().contains("layout="), is_told, "{}", detected.link());
        let replayed = folder.done(&["replay", detected.link(), file]);
        assert!(replayed.stderr.ends_with("reproduced exactly\n"), "{}", replayed.stderr);
    }
    let bare = whole.split_once('\n').expect("a header").1;
    folder.write("bare.csv", bare);
    let run = folder.done(&["detect", "bare.csv", "--layout", "csv:comma:bare", "--features", "col.column 17"]);
    assert!(run.stderr.contains("400 rows read, 400 loaded"), "{}", run.stderr);
    let replayed = folder.done(&["replay", run.link(), "bare.csv"]);
    assert!(replayed.stderr.ends_with("reproduced exactly\n"), "{}", replayed.stderr);
}

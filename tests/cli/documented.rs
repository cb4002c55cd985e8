//! Every example of `docs/command-line.md` is run here, and prints what the document says it prints.

use crate::support::{Folder, PROGRAM};
use std::path::Path;
use std::process::{Command, Stdio};

const DOCUMENT: &str = include_str!("../../docs/command-line.md");

/// The examples in their order: a command and what it prints.
fn examples() -> Vec<(String, String)> {
    let mut examples: Vec<(String, String)> = Vec::new();
    let mut inside = false;
    for line in DOCUMENT.lines() {
        if line.starts_with("```") {
            inside = line == "```console";
        } else if inside {
            match (line.strip_prefix("$ "), examples.last_mut()) {
                (Some(command), _) => examples.push((command.to_owned(), String::new())),
                (None, Some((_, output))) => {
                    output.push_str(line);
                    output.push('\n');
                }
                (None, None) => panic!("a block begins with its command: {line}"),
            }
        }
    }
    examples
}

#[cfg(unix)]
#[test]
fn every_example_does_what_the_document_says() {
    let folder = Folder::new("documented");
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    for (from, to) in [
        ("sklearn/plain.json", "forest.json"),
        ("sklearn/plain.csv", "data.csv"),
        ("sessions_with_gaps.csv", "export.csv"),
    ] {
        std::fs::copy(data.join(from), folder.path().join(to)).unwrap();
    }
    let beside = Path::new(PROGRAM).parent().unwrap().to_owned();
    let path = std::env::join_paths(
        std::iter::once(beside).chain(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())),
    )
    .unwrap();
    let examples = examples();
    let mut different = String::new();
    for (command, expected) in &examples {
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(format!("exec 2>&1; {command}")).env("PATH", &path).current_dir(folder.path());
        let output = shell.stdin(Stdio::null()).output().unwrap();
        let printed = String::from_utf8(output.stdout).unwrap();
        if printed != *expected {
            different.push_str(&format!("$ {command}\n{printed}"));
        }
    }
    assert!(different.is_empty(), "the document must say:\n{different}");
    for command in ["simulate", "detect", "read", "segments", "replay", "score", "export-onnx"] {
        let shown = examples.iter().filter(|(example, _)| example.contains(&format!("streamguard {command}")));
        assert!(shown.count() > 0, "{command} has no example");
    }
}

#[test]
fn every_flag_is_documented() {
    let folder = Folder::new("flags");
    for command in ["simulate", "detect", "read", "segments", "replay", "score", "export-onnx"] {
        let help = folder.done(&[command, "--help"]).stdout;
        for word in help.split_whitespace().filter(|word| word.starts_with("--") && word.len() > 2) {
            let flag = word.trim_end_matches(|letter: char| !letter.is_ascii_alphanumeric());
            assert!(flag == "--help" || DOCUMENT.contains(&format!("`{flag}")), "{command} {flag} is not documented");
        }
    }
    assert_eq!(folder.done(&["--version"]).stdout, concat!("streamguard ", env!("CARGO_PKG_VERSION"), "\n"));
}

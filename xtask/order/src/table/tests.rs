//! The section, whole and damaged.

use super::*;

const WHOLE: &str = "# Title\n\n## Crates and modules\n\nWords | with bars.\n\n### What each is for\n\n\
| crate or module | what it does | what it never does |\n|---|---|---|\n| `low` | holds | – |\n| `src/top` | draws | count |\n\n\
### What each uses\n\n| crate or module | of ours | of others | in its tests, too |\n|---|---|---|---|\n\
| `low` | – | `libm`, `serde_json` | `proptest` |\n| `src/top` | `low` | – | – |\n\nWords.\n\n\
### What no program has\n\n| program | package | built for | not these packages | none of these categories | but |\n\
|---|---|---|---|---|---|\n| the page | `low` | `wasm32-unknown-unknown` | `clap` | `database`, `web-programming::http-server` | `idb` |\n\n\
### What is cut down\n\n| package | in | asked for by | with these features |\n|---|---|---|---|\n\
| `tokio` | the page | `idb` | `sync` |\n\n## Next\n";

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn what_the_tables_say_is_read() {
    let allowed = read(WHOLE).unwrap();
    assert_eq!(
        allowed.rows,
        [
            Row {
                line: 18,
                name: "low".into(),
                ours: set(&[]),
                others: set(&["libm", "serde_json"]),
                tests: set(&["proptest"]),
            },
            Row { line: 19, name: "src/top".into(), ours: set(&["low"]), others: set(&[]), tests: set(&[]) },
        ]
    );
    assert_eq!(allowed.programs[0].categories, set(&["database", "web-programming::http-server"]));
    assert_eq!((allowed.programs[0].line, allowed.programs[0].package.as_str()), (27, "low"));
    assert_eq!((allowed.cuts[0].line, &allowed.cuts[0].features), (33, &set(&["sync"])));
}

/// The error once a part of the text is replaced by another.
fn damaged(part: &str, by: &str) -> TableError {
    assert_eq!(WHOLE.matches(part).count(), 1, "{part}");
    read(&WHOLE.replace(part, by)).unwrap_err()
}

#[test]
fn what_is_missing_is_said() {
    assert_eq!(damaged("## Crates and modules\n", ""), TableError::NoHeading(SECTION));
    assert_eq!(damaged("### What each uses\n", ""), TableError::NoHeading("### What each uses"));
    assert_eq!(
        damaged("### What is cut down\n", "## Other\n### What is cut down\n"),
        TableError::NoHeading("### What is cut down")
    );
    assert_eq!(damaged("### What each uses\n", "### What each uses\n### Other\n"), TableError::NoTable(14));
}

#[test]
fn what_is_misshapen_is_an_error_with_its_line() {
    let line = |error| match error {
        TableError::Columns { line, .. } | TableError::Names { line, .. } => line,
        other => panic!("{other}"),
    };
    assert_eq!(line(damaged("| of ours |", "| ours |")), 16);
    assert_eq!(line(damaged("|---|---|---|---|\n| `low`", "| `low`")), 17);
    assert_eq!(line(damaged("| `src/top` | `low` | – | – |", "| `src/top` | `low` | – |")), 19);
    assert_eq!(line(damaged("| `src/top` | `low` | – |", "| `src/top` | low | – |")), 19);
    assert_eq!(line(damaged("`libm`, `serde_json`", "`libm` `serde_json`")), 18);
    assert_eq!(line(damaged("`libm`, `serde_json`", "")), 18);
    assert_eq!(line(damaged("| `tokio` |", "| tokio |")), 33);
}

#[test]
fn both_tables_have_the_same_rows() {
    let purpose = |line, name: &str| TableError::Purpose { line, name: name.into() };
    assert_eq!(damaged("| `low` | holds | – |\n", ""), purpose(17, "low"));
    assert_eq!(damaged("| `src/top` | `low` | – | – |\n", ""), purpose(12, "`src/top`"));
    assert_eq!(
        damaged("| `src/top` | `low` | – | – |", "| `low` | – | – | – |"),
        TableError::Twice { line: 19, name: "low".into() }
    );
}

//! This project, held against its own table.

use order::packages::{Packages, TOP, linked, packages};
use order::table::{Allowed, SECTION, read};
use order::{crates, modules, programs};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Where the table stands.
const DOCUMENT: &str = "docs/architecture.md";

static ROOT: LazyLock<PathBuf> = LazyLock::new(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."));

static ALLOWED: LazyLock<Allowed> = LazyLock::new(|| {
    let text = std::fs::read_to_string(ROOT.join(DOCUMENT)).unwrap_or_else(|error| panic!("{DOCUMENT}: {error}"));
    read(&text).unwrap_or_else(|error| panic!("{DOCUMENT}, {SECTION:?}: {error}"))
});

static PACKAGES: LazyLock<Packages> = LazyLock::new(|| {
    let targets = ALLOWED.programs.iter().map(|program| program.target.as_str()).collect();
    packages(&ROOT, &targets).unwrap_or_else(|error| panic!("{error}"))
});

fn source(path: &Path) -> Option<String> {
    std::fs::read_to_string(ROOT.join(path)).ok()
}

fn held(wrong: &[String]) {
    assert!(wrong.is_empty(), "{DOCUMENT}, {SECTION:?}:\n{}\n", wrong.join("\n"));
}

#[test]
fn crates_depend_on_what_the_table_says() {
    held(&crates::check(&ALLOWED, &PACKAGES));
}

#[test]
fn modules_use_what_the_table_says() {
    let top = PACKAGES.ours.iter().find(|package| package.name == TOP).unwrap();
    held(&modules::check(&ALLOWED, top, &source).unwrap_or_else(|error| panic!("{error}")));
}

#[test]
fn no_files_use_each_other_in_a_circle() {
    let circles = |package| modules::circles(package, &source).unwrap_or_else(|error| panic!("{error}"));
    held(&PACKAGES.ours.iter().flat_map(circles).collect::<Vec<_>>());
}

#[test]
fn programs_have_nothing_in_them_that_the_table_forbids() {
    let mut wrong = programs::check_tables(&ALLOWED, &PACKAGES);
    for program in &ALLOWED.programs {
        let Some(package) = PACKAGES.ours.iter().find(|package| package.name == program.package) else { continue };
        let linked = linked(&ROOT, &package.package, &program.target).unwrap_or_else(|error| panic!("{error}"));
        wrong.extend(programs::check(&ALLOWED, program, &PACKAGES, &linked));
    }
    held(&wrong);
}

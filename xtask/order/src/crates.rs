//! Whether crates depend on what the table says, and on nothing else.

use crate::packages::{Package, Packages, TOP};
use crate::table::{Allowed, Row};
use std::collections::BTreeSet;

/// What begins the name of a module of the package at the top.
const MODULE: &str = "src/";

/// What is wrong with the crates: each has a row and each row a crate, a row uses what stands above it, and what a crate's
/// manifest names is what its row says. The package at the top may have what its own row and those of its modules say.
pub fn check(allowed: &Allowed, packages: &Packages) -> Vec<String> {
    let mut wrong = above(&allowed.rows);
    for package in &packages.ours {
        let Some(row) = allowed.row(&package.name) else {
            wrong.push(format!("{:?} has no row", package.name));
            continue;
        };
        let modules = allowed.rows.iter().filter(|it| package.name == TOP && it.is_module());
        let rows: Vec<&Row> = modules.chain([row]).collect();
        wrong.extend(differences(row, &rows, package));
    }
    for row in allowed.rows.iter().filter(|row| !row.is_module()) {
        if packages.ours.iter().all(|package| package.name != row.name) {
            wrong.push(format!("line {}: there is no crate {:?}", row.line, row.name));
        }
    }
    wrong
}

fn above(rows: &[Row]) -> Vec<String> {
    let mut wrong = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        let stands = |name: &String| rows[..place].iter().any(|it| it.name == *name);
        let known = |name: &String| rows[place..].iter().any(|it| it.name == *name);
        let tests = row.tests.iter().filter(|name| known(name));
        for name in row.ours.iter().filter(|name| !stands(name)).chain(tests) {
            wrong.push(format!("line {}: {:?} uses {name:?}, which does not stand above it", row.line, row.name));
        }
    }
    wrong
}

fn differences(row: &Row, rows: &[&Row], package: &Package) -> Vec<String> {
    let all = |pick: fn(&Row) -> &BTreeSet<String>| -> BTreeSet<String> {
        rows.iter().flat_map(|row| pick(row)).filter(|name| !name.starts_with(MODULE)).cloned().collect()
    };
    let tests: BTreeSet<String> = package.tests.ours.union(&package.tests.others).cloned().collect();
    [
        ("of ours", all(|row| &row.ours), &package.uses.ours),
        ("of others", all(|row| &row.others), &package.uses.others),
        ("in its tests", all(|row| &row.tests), &tests),
    ]
    .into_iter()
    .flat_map(|(what, allowed, used)| compared(row, what, "depends on", &allowed, used))
    .collect()
}

/// What is used and not allowed, and what is allowed and not used.
pub(crate) fn compared(
    row: &Row,
    what: &str,
    verb: &str,
    allowed: &BTreeSet<String>,
    used: &BTreeSet<String>,
) -> Vec<String> {
    let more = used.difference(allowed);
    let more = more
        .map(|name| format!("line {}: {:?} {verb} {name:?}, which its row does not name ({what})", row.line, row.name));
    let fewer = allowed.difference(used);
    let fewer =
        fewer.map(|name| format!("line {}: {:?} names {name:?} ({what}) and has no use for it", row.line, row.name));
    more.chain(fewer).collect()
}

impl Allowed {
    /// The row of this name.
    pub fn row(&self, name: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.name == name)
    }
}

impl Row {
    /// Whether it is of a module of the package at the top.
    pub fn is_module(&self) -> bool {
        self.name.starts_with(MODULE)
    }
}

//! Made-up projects that break the order, each in one way.

use crate::packages::{Dependencies, Named, Package, Packages, TOP, of_metadata, of_tree};
use crate::table::{Allowed, Cut, Program, Row};
use crate::{crates, modules, programs};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn row(line: usize, name: &str, ours: &[&str], others: &[&str], tests: &[&str]) -> Row {
    Row { line, name: name.into(), ours: set(ours), others: set(others), tests: set(tests) }
}

fn package(name: &str, ours: &[&str], others: &[&str], tests: &[&str]) -> Package {
    let named = |names: &[&str], named: fn(String) -> Named| -> Vec<(String, Named)> {
        names.iter().map(|name| (name.replace('-', "_"), named((*name).into()))).collect()
    };
    Package {
        name: name.into(),
        package: format!("our-{name}"),
        uses: Dependencies { ours: set(ours), others: set(others) },
        tests: Dependencies { ours: set(&[]), others: set(tests) },
        roots: vec!["src/lib.rs".into()],
        names: named(ours, Named::Ours).into_iter().chain(named(others, Named::Other)).collect(),
    }
}

/// A project that keeps the order.
fn kept() -> (Allowed, Packages) {
    let rows = vec![
        row(1, "low", &[], &["libm"], &["proptest"]),
        row(2, "high", &["low"], &[], &[]),
        row(3, "src/first", &["high"], &["web-sys"], &[]),
        row(4, "src/second", &["low", "src/first"], &[], &[]),
        row(5, "src", &[], &["getrandom"], &[]),
    ];
    let ours = vec![
        package("low", &[], &["libm"], &["proptest"]),
        package("high", &["low"], &[], &[]),
        package(TOP, &["high", "low"], &["getrandom", "web-sys"], &[]),
    ];
    let categories = BTreeMap::from([("idb".into(), set(&["database"])), ("sql".into(), set(&["database", "net"]))]);
    let program = Program {
        line: 8,
        name: "the page".into(),
        package: TOP.into(),
        target: "wasm32".into(),
        never: set(&["clap", "high"]),
        categories: set(&["database"]),
        but: set(&["idb"]),
    };
    let cut = Cut {
        line: 9,
        package: "tokio".into(),
        program: "the page".into(),
        by: set(&["idb"]),
        features: set(&["sync"]),
    };
    (Allowed { rows, programs: vec![program], cuts: vec![cut] }, Packages { ours, categories })
}

/// What is wrong with the crates once something is changed.
fn wrong_crates(change: impl FnOnce(&mut Allowed, &mut Packages)) -> Vec<String> {
    let (mut allowed, mut packages) = kept();
    change(&mut allowed, &mut packages);
    crates::check(&allowed, &packages)
}

#[test]
fn crates_in_order_are_right() {
    assert_eq!(wrong_crates(|_, _| {}), [""; 0]);
}

#[test]
fn a_crate_that_depends_on_what_its_row_does_not_name_is_wrong() {
    let found = wrong_crates(|_, packages| _ = packages.ours[0].uses.ours.insert("high".into()));
    assert_eq!(found, ["line 1: \"low\" depends on \"high\", which its row does not name (of ours)"]);
    let found = wrong_crates(|_, packages| _ = packages.ours[1].uses.others.insert("clap".into()));
    assert_eq!(found, ["line 2: \"high\" depends on \"clap\", which its row does not name (of others)"]);
    let found = wrong_crates(|_, packages| _ = packages.ours[1].tests.others.insert("clap".into()));
    assert_eq!(found, ["line 2: \"high\" depends on \"clap\", which its row does not name (in its tests)"]);
    let found = wrong_crates(|_, packages| _ = packages.ours[2].uses.others.insert("tokio".into()));
    assert_eq!(found, ["line 5: \"src\" depends on \"tokio\", which its row does not name (of others)"]);
}

#[test]
fn a_row_that_names_more_than_there_is_is_wrong() {
    let found = wrong_crates(|allowed, _| _ = allowed.rows[1].others.insert("serde".into()));
    assert_eq!(found, ["line 2: \"high\" names \"serde\" (of others) and has no use for it"]);
}

#[test]
fn a_row_uses_what_stands_above_it() {
    let found = wrong_crates(|allowed, _| allowed.rows.swap(0, 1));
    assert_eq!(found, ["line 2: \"high\" uses \"low\", which does not stand above it"]);
    let found = wrong_crates(|allowed, packages| {
        allowed.rows[0].tests.insert("high".into());
        packages.ours[0].tests.ours.insert("high".into());
    });
    assert_eq!(found, ["line 1: \"low\" uses \"high\", which does not stand above it"]);
}

#[test]
fn each_crate_has_a_row_and_each_row_a_crate() {
    let found = wrong_crates(|_, packages| packages.ours.push(package("new", &[], &[], &[])));
    assert_eq!(found, ["\"new\" has no row"]);
    let found = wrong_crates(|allowed, _| allowed.rows.push(row(6, "old", &[], &[], &[])));
    assert_eq!(found, ["line 6: there is no crate \"old\""]);
}

/// What is wrong with the modules of the package at the top, with these files.
fn wrong_modules(files: &[(&str, &str)]) -> Vec<String> {
    let (allowed, packages) = kept();
    let read = |path: &Path| files.iter().find(|(name, _)| Path::new(name) == path).map(|(_, text)| (*text).to_owned());
    modules::check(&allowed, &packages.ours[2], &read).unwrap()
}

const LIB: (&str, &str) = ("src/lib.rs", "pub use low; mod first; mod second;");
const FIRST: (&str, &str) = ("src/first.rs", "use high::Thing; use web_sys::Node; pub struct One;");
const SECOND: (&str, &str) = ("src/second/mod.rs", "mod part;");
const PART: (&str, &str) = ("src/second/part.rs", "use crate::first::One; use crate::low::Least;");

#[test]
fn modules_in_order_are_right() {
    assert_eq!(wrong_modules(&[LIB, FIRST, SECOND, PART]), [""; 0]);
}

#[test]
fn a_module_that_uses_what_its_row_does_not_name_is_wrong() {
    let upwards = ("src/first.rs", "use high::Thing; use web_sys::Node; pub struct One(crate::second::Two);");
    let second = ("src/second/mod.rs", "mod part; pub struct Two;");
    assert_eq!(
        wrong_modules(&[LIB, upwards, second, PART]),
        ["line 3: \"src/first\" uses \"src/second\", which its row does not name (of ours)"]
    );
    let past =
        ("src/second/part.rs", "use crate::first::One; use low::Least; fn f() -> high::Thing { getrandom::fill() }");
    assert_eq!(
        wrong_modules(&[LIB, FIRST, SECOND, past]),
        [
            "line 5: \"src\" names \"getrandom\" (of others) and has no use for it",
            "line 4: \"src/second\" uses \"high\", which its row does not name (of ours)",
            "line 4: \"src/second\" uses \"getrandom\", which its row does not name (of others)",
        ]
    );
}

#[test]
fn each_module_has_a_row_and_each_row_a_module() {
    let more = ("src/lib.rs", "pub use low; mod first; mod second; mod third;");
    assert_eq!(wrong_modules(&[more, FIRST, SECOND, PART, ("src/third.rs", "")]), ["\"src/third\" has no row"]);
    let fewer = wrong_modules(&[("src/lib.rs", "mod first;"), FIRST]);
    assert!(fewer.contains(&"line 4: there is no module \"src/second\"".to_owned()), "{fewer:?}");
}

#[test]
fn cycles_and_paths_that_lead_nowhere_are_wrong_in_any_crate() {
    let wrong = |files: &[(&str, &str)]| {
        let read =
            |path: &Path| files.iter().find(|(name, _)| Path::new(name) == path).map(|(_, text)| (*text).to_owned());
        modules::circles(&package("low", &[], &[], &[]), &read).unwrap()
    };
    let a = ("src/a.rs", "pub struct A(crate::b::B);");
    let b = ("src/b.rs", "pub struct B(crate::c::C);");
    let root = ("src/lib.rs", "mod a; mod b; mod c;");
    assert_eq!(wrong(&[root, a, b, ("src/c.rs", "pub struct C;")]), [""; 0]);
    let found = wrong(&[root, a, b, ("src/c.rs", "pub struct C(crate::a::A, crate::D);")]);
    assert!(found[0].starts_with("3 files use each other in a circle:\n  src/a.rs uses src/b.rs: B\n"), "{found:?}");
    assert_eq!(found[1], "src/c.rs: it is not clear what crate::D is");
}

/// What is wrong with the page, once `cargo tree` has printed this.
fn wrong_page(printed: &str) -> Vec<String> {
    let (allowed, packages) = kept();
    programs::check(&allowed, &allowed.programs[0], &packages, &of_tree(printed))
}

const TREE: &str = "0our-src v0.1.0 (/there)|\n1idb v0.6.5|tokio\n2tokio v1.54.1|sync\n1our-low v0.1.0 (/there)|\n2idb v0.6.5|tokio (*)\n";

#[test]
fn a_program_without_what_is_forbidden_is_right() {
    assert_eq!(wrong_page(TREE), [""; 0]);
}

#[test]
fn a_program_with_what_is_forbidden_is_wrong() {
    let with = |more: &str| wrong_page(&format!("{TREE}{more}"));
    assert_eq!(with("1our-low v0|\n2clap v4|std"), ["line 8: the page has \"clap\" in it, because of our-low"]);
    assert_eq!(with("1our-high v0.1.0 (/there)|"), ["line 8: the page has \"high\" in it, because of our-src"]);
    assert_eq!(with("1sql v1|"), ["line 8: the page has \"sql\" in it, of \"database\", because of our-src"]);
}

#[test]
fn a_program_has_what_is_cut_down_as_the_table_says() {
    let changed = wrong_page(&TREE.replace("|sync", "|rt,sync"));
    assert_eq!(changed, ["line 9: tokio has the features rt, sync, not sync"]);
    let more = wrong_page(&format!("{TREE}1tokio v1.54.1|sync (*)\n"));
    assert_eq!(more, ["line 9: tokio is asked for by idb, our-src, not by idb"]);
    let gone = wrong_page("0our-src v0.1.0 (/there)|\n");
    assert_eq!(gone, ["line 8: the page needs no exception for \"idb\"", "line 9: tokio is not in the page"]);
}

#[test]
fn the_tables_of_programs_name_what_there_is() {
    let (mut allowed, packages) = kept();
    assert_eq!(programs::check_tables(&allowed, &packages), [""; 0]);
    allowed.programs[0].package = "other".into();
    allowed.cuts[0].program = "the clock".into();
    assert_eq!(
        programs::check_tables(&allowed, &packages),
        ["line 8: there is no crate \"other\"", "line 9: there is no program \"the clock\""]
    );
}

#[test]
fn what_cargo_says_is_understood() {
    let dependency = |name: &str, kind: Option<&str>, path: Option<&str>| json!({"name": name, "kind": kind, "path": path, "rename": null});
    let metadata = json!({
        "workspace_root": "/there",
        "packages": [
            {
                "name": "our-low", "source": null, "manifest_path": "/there/crates/low/Cargo.toml",
                "targets": [{"kind": ["lib"], "name": "low_down", "src_path": "/there/crates/low/src/lib.rs"}],
                "dependencies": [dependency("libm", None, None), dependency("proptest", Some("dev"), None)],
            },
            {
                "name": "streamguard", "source": null, "manifest_path": "/there/Cargo.toml",
                "targets": [
                    {"kind": ["lib"], "name": "streamguard", "src_path": "/there/src/lib.rs"},
                    {"kind": ["bin"], "name": "streamguard", "src_path": "/there/src/main.rs"},
                    {"kind": ["test"], "name": "golden", "src_path": "/there/tests/golden.rs"},
                ],
                "dependencies": [
                    dependency("our-low", None, Some("/there/crates/low")),
                    dependency("web-sys", None, None),
                    dependency("cc", Some("build"), None),
                ],
            },
            {"name": "libm", "source": "registry", "categories": ["no-std"], "dependencies": [], "targets": []},
        ],
    });
    let packages = of_metadata(&metadata).unwrap();
    assert_eq!(packages.categories, BTreeMap::from([("libm".into(), set(&["no-std"]))]));
    let [low, top] = &packages.ours[..] else { panic!() };
    assert_eq!((low.name.as_str(), low.package.as_str()), ("low", "our-low"));
    assert_eq!((&low.uses.others, &low.tests.others), (&set(&["libm"]), &set(&["proptest"])));
    assert_eq!((top.name.as_str(), &top.uses.ours), (TOP, &set(&["low"])));
    assert_eq!(top.uses.others, set(&["cc", "web-sys"]));
    assert_eq!(top.roots, [Path::new("src/lib.rs"), Path::new("src/main.rs")]);
    assert_eq!(top.names["low_down"], Named::Ours("low".into()));
    assert_eq!(top.names["web_sys"], Named::Other("web-sys".into()));
}

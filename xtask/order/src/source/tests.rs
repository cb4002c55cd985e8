//! Made-up crates: which arrows are found in them, and which cycles.

use super::*;
use std::collections::BTreeSet;
use std::path::Path;

/// A crate of these files, the root first, with what else it can name.
fn made_up(files: &[(&str, &str)]) -> (Tree, Arrows) {
    let read = |path: &Path| files.iter().find(|(name, _)| Path::new(name) == path).map(|(_, text)| (*text).to_owned());
    let tree = Tree::read(Path::new(files[0].0), &read).unwrap();
    let crates = BTreeSet::from(["outside".to_owned(), "shared".to_owned()]);
    let arrows = Arrows::of(&tree, &crates);
    (tree, arrows)
}

/// The arrows as lines: `from -> to: names`.
fn lines(files: &[(&str, &str)]) -> Vec<String> {
    let (tree, arrows) = made_up(files);
    assert_eq!(arrows.unknown, BTreeSet::new());
    let path = |file: usize| tree.files[file].path.display().to_string();
    let names = |names: &BTreeSet<String>| names.iter().cloned().collect::<Vec<_>>().join(", ");
    let own = arrows.files.iter().map(|((from, to), it)| format!("{} -> {}: {}", path(*from), path(*to), names(it)));
    let others = arrows.crates.iter().map(|(from, it)| format!("{} -> {}", path(*from), names(it)));
    let mut lines: Vec<String> = own.chain(others).collect();
    lines.sort();
    lines
}

fn circles(files: &[(&str, &str)]) -> Vec<Vec<String>> {
    let (tree, arrows) = made_up(files);
    let shown = |cycle: Cycle| cycle.files.iter().map(|path| path.display().to_string()).collect();
    cycles(&tree, &arrows).into_iter().map(shown).collect()
}

#[test]
fn every_way_to_name_something_is_an_arrow_to_where_it_is_defined() {
    let sample = [
        (
            "lib.rs",
            "mod shapes; mod area; mod drawing; mod words; mod noted; mod shared; pub use shapes::{Circle, Square}; pub use words::*;
             use area::total;
             pub fn sum(all: &[Circle]) -> f64 { total(all) }",
        ),
        ("shapes/mod.rs", "mod square; pub use square::Square; pub struct Circle; pub enum Corner { Sharp, Round }"),
        ("shapes/square.rs", "pub struct Square(super::Corner); impl Square { pub const ONE: Self = Self(super::Corner::Sharp); }"),
        (
            "area.rs",
            "use crate::Circle; use std::fmt::Debug;
             pub fn total(all: &[Circle]) -> f64 { use crate::words::Word; let _ = Word::Long; fn inner() -> crate::Square { todo!() } 0.0 }",
        ),
        (
            "drawing.rs",
            "use super::*; use outside::Pen; use ::shared::Ink;
             pub trait Draw { fn draw(&self, pen: &Pen) { println!(\"{}\", area::total(&[])); } }
             impl Draw for Square { fn draw(&self, _: &Pen) { said!(); let x = inner::LEVEL; } }
             mod inner { pub const LEVEL: u8 = super::words::level(); }",
        ),
        (
            "words.rs",
            "macro_rules! word { ($name:ident) => { pub enum $name { Long } } } word! { Word }
             pub(crate) fn level() -> u8 { crate::noted::of() } pub use crate::noted::Note;",
        ),
        ("noted.rs", "pub struct Note { x: Option<Box<crate::words::Word>> } pub fn of() -> u8 { 1 }"),
        ("shared.rs", "#[cfg(target_arch = \"wasm32\")] pub fn one() -> crate::Note { } #[cfg(not(target_arch = \"wasm32\"))] pub fn one() -> crate::Circle { }"),
    ];
    assert_eq!(
        lines(&sample),
        [
            "area.rs -> shapes/mod.rs: Circle",
            "area.rs -> shapes/square.rs: Square",
            "area.rs -> words.rs: Word",
            "drawing.rs -> area.rs: total",
            "drawing.rs -> outside, shared",
            "drawing.rs -> shapes/square.rs: Square",
            "drawing.rs -> words.rs: level",
            "lib.rs -> area.rs: total",
            "lib.rs -> shapes/mod.rs: Circle",
            "noted.rs -> words.rs: Word",
            "shapes/square.rs -> shapes/mod.rs: Corner",
            "shared.rs -> noted.rs: Note",
            "shared.rs -> shapes/mod.rs: Circle",
            "words.rs -> noted.rs: of",
        ]
    );
}

#[test]
fn three_files_in_a_circle_are_a_cycle_and_say_what_ties_them() {
    let files = [
        ("lib.rs", "mod a; mod b; mod c; mod d;"),
        ("a.rs", "use crate::b::{Beta, gamma}; pub struct Alpha;"),
        ("b.rs", "use crate::c::Delta; pub struct Beta; pub fn gamma() {}"),
        ("c.rs", "use crate::a::Alpha; pub struct Delta;"),
        ("d.rs", "use crate::a::Alpha;"),
    ];
    assert_eq!(circles(&files), [["a.rs", "b.rs", "c.rs"]]);
    let (tree, arrows) = made_up(&files);
    assert_eq!(
        cycles(&tree, &arrows)[0].to_string(),
        "3 files use each other in a circle:\n  a.rs uses b.rs: Beta, gamma\n  b.rs uses c.rs: Delta\n  c.rs uses a.rs: Alpha"
    );
}

#[test]
fn a_cycle_that_only_re_exports_tie_is_one() {
    let files = [
        ("lib.rs", "mod parts; mod last; pub use parts::Beta; pub use last::*;"),
        ("parts/mod.rs", "mod a; mod b; pub use a::Alpha as First; pub use b::Beta;"),
        ("parts/a.rs", "use super::Beta; pub struct Alpha;"),
        ("parts/b.rs", "use crate::Delta; pub struct Beta;"),
        ("last.rs", "pub struct Delta(crate::parts::First);"),
    ];
    assert_eq!(circles(&files), [["last.rs", "parts/a.rs", "parts/b.rs"]]);
}

#[test]
fn a_function_with_the_name_of_a_macro_is_another_thing() {
    let files = [
        ("lib.rs", "mod a; macro_rules! said { () => {} } fn write() { a::one(); }"),
        ("a.rs", "pub fn one() { write!(f, \"\"); said!(); }"),
    ];
    assert_eq!(lines(&files), ["a.rs -> lib.rs: said", "lib.rs -> a.rs: one"]);
}

#[test]
fn a_cycle_in_tests_alone_is_none() {
    let files = [
        ("lib.rs", "mod a; mod b; mod c; #[cfg(test)] mod tests;"),
        ("a.rs", "use crate::b::Beta; pub struct Alpha;"),
        ("b.rs", "use crate::c::Delta; pub struct Beta;"),
        (
            "c.rs",
            "pub struct Delta; #[cfg(all(test, not(target_arch = \"wasm32\")))] mod tests { use crate::a::Alpha; }
             #[cfg(test)] use crate::a::Alpha; #[test] fn f() { crate::a::Alpha; }
             impl Delta { #[cfg(test)] fn g() { crate::a::Alpha; } }",
        ),
    ];
    assert_eq!(circles(&files), [[""; 0]; 0]);
}

#[test]
fn files_in_pairs_are_no_cycle_but_a_way_round_is() {
    let star = [
        ("lib.rs", "mod root;"),
        ("root/mod.rs", "mod a; mod b; use a::Alpha; use b::Beta; pub struct Root;"),
        ("root/a.rs", "use super::Root; pub struct Alpha;"),
        ("root/b.rs", "use super::Root; pub struct Beta;"),
    ];
    assert_eq!(circles(&star), [[""; 0]; 0]);
    let mut round = star;
    round[2].1 = "use super::Root; use super::b::Beta; pub struct Alpha;";
    assert_eq!(circles(&round), [["root/a.rs", "root/b.rs", "root/mod.rs"]]);
}

#[test]
fn what_is_not_found_is_said() {
    let (_, arrows) =
        made_up(&[("lib.rs", "mod a; use a::Nothing; fn f() { let a = std::mem::take; g(); }"), ("a.rs", "")]);
    assert_eq!(arrows.unknown, BTreeSet::from([(0, "a::Nothing".to_owned())]));
}

#[test]
fn files_that_are_missing_or_no_rust_are_errors() {
    let read = |path: &Path| (path == Path::new("lib.rs")).then(|| "mod a;".to_owned());
    assert!(
        matches!(Tree::read(Path::new("lib.rs"), &read), Err(SourceError::Missing(path)) if path == Path::new("a/mod.rs"))
    );
    let read = |_: &Path| Some("\nfn {".to_owned());
    assert!(matches!(Tree::read(Path::new("lib.rs"), &read), Err(SourceError::Syntax { line: 2, .. })));
}

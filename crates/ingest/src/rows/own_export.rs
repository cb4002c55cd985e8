//! Exports of this program: which columns they add behind those of a file, how such a file is known again, and which cells a
//! spreadsheet would run as a formula.
//!
//! A file's own rows are exported with their cells as they are, so that the export opens to the same figures. What was added
//! must not get in the way of that: it takes no field from another column, votes for no decimal mark, and makes no row
//! anything but what it was without it.

use crate::cells::missing::{MissingRule, is_missing};
use crate::cells::numbers::{self, Decimal, Number};
use crate::reading::delimiter::Delimiter;
use crate::rows::normal_name::normalise;
use crate::rows::records::record::{Record, Row};
use rules::OwnExports;
use std::ops::Range;

/// What stands behind the columns of a file in an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tail {
    /// Score, flag, and why a row has neither.
    Scored,
    /// The same, and the strongest reasons.
    Explained,
    /// How many rows each session was made of, and what [`Tail::Explained`] has. The columns before are called by the fields
    /// that they are, and are in their units.
    Sessions,
    /// How many rows each session was made of, and what [`Tail::Scored`] has, likewise.
    ScoredSessions,
}

/// Before each added name, where the file has one of them already.
const PREFIX: &str = "streamguard_";

impl Tail {
    const ALL: [Tail; 4] = [Tail::Sessions, Tail::ScoredSessions, Tail::Explained, Tail::Scored];

    /// The names, where the file has none of them.
    const NAMES: [&str; 7] = ["rows", "score", "flag", "excluded", "reason_1", "reason_2", "reason_3"];

    fn range(self) -> Range<usize> {
        match self {
            Tail::Sessions => 0..7,
            Tail::ScoredSessions => 0..4,
            Tail::Explained => 1..7,
            Tail::Scored => 1..4,
        }
    }

    /// Whether the columns before it are called by the fields that they are.
    pub(crate) fn is_of_fields(self) -> bool {
        matches!(self, Tail::Sessions | Tail::ScoredSessions)
    }
}

/// The columns that are added behind those of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddedColumns {
    names: Vec<String>,
}

impl AddedColumns {
    /// Those beside columns of these names: `score` and so on; where one of them is taken, all with `streamguard_` before
    /// them, and where that is taken, too, with `_2`, `_3`… behind it. Case and punctuation tell no names apart.
    pub fn beside<'a>(tail: Tail, names: impl Iterator<Item = &'a str>) -> Self {
        let mut taken: Vec<String> = names.map(normalise).collect();
        taken.sort_unstable();
        let is_taken = |name: &String| taken.binary_search(&normalise(name)).is_ok();
        let mut number = 0_usize;
        loop {
            let spelt: Vec<String> = Tail::NAMES.iter().map(|name| spelt(name, number)).collect();
            if !spelt.iter().any(is_taken) {
                return Self { names: spelt.get(tail.range()).unwrap_or_default().to_vec() };
            }
            number += 1;
        }
    }

    /// Their names.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Which of the columns of a header were added by an export, and what they were first; `None` where it is no export. For
    /// rules that look for it.
    pub(crate) fn find(header: &Record, own_exports: OwnExports) -> Option<(Range<usize>, Tail)> {
        if own_exports == OwnExports::Verbatim {
            return None;
        }
        // The quick answer for nearly every file.
        let last = header.cells().last()?;
        if ![Tail::Scored, Tail::Explained].iter().any(|tail| {
            let name = Tail::NAMES.get(tail.range().end - 1);
            name.is_some_and(|name| last.windows(name.len()).any(|part| part == name.as_bytes()))
        }) {
            return None;
        }
        let names: Vec<String> = header.cells().map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect();
        let mut found: Option<(Range<usize>, Tail)> = None;
        // An export that was exported has added columns before those that were added last.
        while let Some((own, tail)) = Self::last(names.get(..found.as_ref().map_or(names.len(), |it| it.0.start))?) {
            found = Some((own..names.len(), tail));
        }
        found
    }

    /// Where the columns begin that were added last, and what they are.
    fn last(names: &[String]) -> Option<(usize, Tail)> {
        Tail::ALL.into_iter().find_map(|tail| {
            let own = names.len().checked_sub(tail.range().len()).filter(|&own| own > 0)?;
            let (before, behind) = names.split_at_checked(own)?;
            let added = Self::beside(tail, before.iter().map(String::as_str));
            (added.names == behind).then_some((own, tail))
        })
    }
}

fn spelt(name: &str, number: usize) -> String {
    match number {
        0 => name.to_owned(),
        1 => format!("{PREFIX}{name}"),
        _ => format!("{PREFIX}{name}_{number}"),
    }
}

/// Whether a spreadsheet would run a cell as a formula: it gets an apostrophe in an export, and so does a cell that reads as if
/// it had one already, so that nothing is lost when it is taken off again. Numbers and signs for "no value" are none.
pub fn is_run_by_spreadsheets(cell: &[u8], delimiter: Delimiter) -> bool {
    if !begins_like_formula(cell) {
        return false;
    }
    let number = |decimal| matches!(numbers::parse(cell, decimal), Number::Value(_));
    !(number(Decimal::Point)
        || delimiter != Delimiter::Comma && number(Decimal::Comma)
        || is_missing(cell, MissingRule::All))
}

/// Whether a text begins like a formula, or as if it had been given an apostrophe because it does.
pub fn begins_like_formula(cell: &[u8]) -> bool {
    let apostrophes = cell.iter().take_while(|&&byte| byte == b'\'').count();
    matches!(cell.get(apostrophes), Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r'))
}

/// Whether a cell of an export has an apostrophe for [`is_run_by_spreadsheets`].
pub(crate) fn has_apostrophe(cell: &[u8]) -> bool {
    cell.first() == Some(&b'\'') && begins_like_formula(cell)
}

/// The cells of a row but those of added columns.
pub(crate) fn without<'a>(record: &Record<'a>, added: Option<&Range<usize>>) -> impl Iterator<Item = &'a [u8]> {
    let (from, to) = added.map_or((usize::MAX, usize::MAX), |added| (added.start, added.end));
    record.cells().enumerate().filter(move |&(at, _)| at < from || at >= to).map(|(_, cell)| cell)
}

/// A row of its own without the apostrophes of an export.
pub(crate) fn take_off(record: &Record, row: &mut Row) {
    row.clear();
    row.line = record.line();
    for cell in record.cells() {
        row.push(if has_apostrophe(cell) { cell.get(1..).unwrap_or_default() } else { cell });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(names: &[&str]) -> Row {
        let mut row = Row::at(1);
        names.iter().for_each(|name| row.push(name.as_bytes()));
        row
    }

    fn found(names: &[&str]) -> Option<(Range<usize>, Tail)> {
        AddedColumns::find(&header(names).record(), OwnExports::WithoutApostrophes)
    }

    fn exported<'a>(own: &[&'a str], added: &'a AddedColumns) -> Vec<&'a str> {
        own.iter().copied().chain(added.names().iter().map(String::as_str)).collect()
    }

    #[test]
    fn added_columns_are_found_again() {
        let own: [&[&str]; 6] = [
            &["a"],
            &["a", "Score"],
            &["rows", "b"],
            &["a", "streamguard_flag", "flag"],
            &["score", "flag", "excluded", "reason_1", "reason_2", "reason_3"],
            &["a", "score", "flag", "excluded"],
        ];
        for own in own {
            for tail in Tail::ALL {
                let added = AddedColumns::beside(tail, own.iter().copied());
                let names = exported(own, &added);
                let (range, _) = found(&names).expect("an export");
                assert_eq!(range.end, names.len(), "{names:?}");
                let is_plain = found(own).is_none();
                assert!(!is_plain || found(&names) == Some((own.len()..names.len(), tail)), "{names:?}");
                assert!(is_plain || found(own).is_some_and(|(earlier, _)| earlier.start == range.start), "{names:?}");
                let verbatim = AddedColumns::find(&header(&names).record(), OwnExports::Verbatim);
                assert_eq!(verbatim, None);
            }
        }
        let none: [&[&str]; 5] = [
            &["a", "score", "flag"],
            &["score", "flag", "excluded"],
            &["a", "score", "flag", "excluded", "b"],
            // Another name is taken than that.
            &["a", "streamguard_score", "streamguard_flag", "streamguard_excluded"],
            &["Score", "score", "flag", "excluded"],
        ];
        for names in none {
            assert_eq!(found(names), None, "{names:?}");
        }
    }

    #[test]
    fn names_step_aside_together() {
        let names = |own: &[&str]| AddedColumns::beside(Tail::Scored, own.iter().copied()).names;
        assert_eq!(names(&["a"]), ["score", "flag", "excluded"]);
        assert_eq!(names(&["FLAG"]), ["streamguard_score", "streamguard_flag", "streamguard_excluded"]);
        assert_eq!(
            names(&["reason 1", "StreamguardScore"]),
            ["streamguard_score_2", "streamguard_flag_2", "streamguard_excluded_2"]
        );
    }

    #[test]
    fn formulas_are_told_from_numbers() {
        let run = |cell: &str, delimiter| is_run_by_spreadsheets(cell.as_bytes(), delimiter);
        for cell in ["=1+1", "+x", "-x", "@a", "\tx", "\rx", "-1-2", "'=1", "''-x", "'-5", "+49 89 123", "-inf"] {
            assert!(run(cell, Delimiter::Comma), "{cell:?}");
        }
        for cell in ["", "x", "-5", "+5.5", "-1e3", "-", "--", "'x", "'", "1=2", " =1"] {
            assert!(!run(cell, Delimiter::Comma), "{cell:?}");
        }
        assert!(run("-1,5", Delimiter::Comma) && !run("-1,5", Delimiter::Semicolon));
    }
}

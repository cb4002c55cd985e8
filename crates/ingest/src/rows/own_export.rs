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
use telemetry::Field;

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
    /// Why a session is kept apart from those that are judged. The columns before are the fields that the sessions have, in the
    /// fields' order and units, then the file's own.
    Table,
}

/// Before each added name, where the file has one of them already.
const PREFIX: &str = "streamguard_";

impl Tail {
    const ALL: [Tail; 5] = [Tail::Sessions, Tail::ScoredSessions, Tail::Explained, Tail::Scored, Tail::Table];

    /// The names that step aside together, where the file has none of them, and which of them the columns have.
    fn names(self) -> (&'static [&'static str], Range<usize>) {
        const SCORED: [&str; 7] = ["rows", "score", "flag", "excluded", "reason_1", "reason_2", "reason_3"];
        match self {
            Tail::Sessions => (&SCORED, 0..7),
            Tail::ScoredSessions => (&SCORED, 0..4),
            Tail::Explained => (&SCORED, 1..7),
            Tail::Scored => (&SCORED, 1..4),
            Tail::Table => (&["kept_apart"], 0..1),
        }
    }

    /// The name of the last column, where the file has none of them.
    fn last_name(self) -> &'static str {
        let (names, range) = self.names();
        names.get(range.end - 1).copied().unwrap_or_default()
    }

    /// Whether the columns before it are called by the fields that they are.
    pub(crate) fn is_of_fields(self) -> bool {
        matches!(self, Tail::Sessions | Tail::ScoredSessions | Tail::Table)
    }

    /// Whether rules that read exports so know this one.
    fn is_known_by(self, own_exports: OwnExports) -> bool {
        match own_exports {
            OwnExports::Verbatim => false,
            OwnExports::WithoutApostrophes => self != Tail::Table,
            OwnExports::OfEveryForm => true,
        }
    }

    /// Whether columns of these names can stand before it: those of a table of all sessions begin with fields, which are in
    /// their order and are not to be found further on.
    fn fits(self, before: &[String]) -> bool {
        if self != Tail::Table {
            return !before.is_empty();
        }
        let fields: Vec<Option<Field>> = before.iter().map(|name| Field::from_name(name)).collect();
        let count = fields.iter().take_while(|field| field.is_some()).count();
        let (leading, others) = fields.split_at(count);
        count > 0 && leading.is_sorted_by(|one, next| one < next) && others.iter().all(Option::is_none)
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
        let (together, range) = tail.names();
        let mut number = 0_usize;
        loop {
            let spelt: Vec<String> = together.iter().map(|name| spelt(name, number)).collect();
            if !spelt.iter().any(is_taken) {
                return Self { names: spelt.get(range).unwrap_or_default().to_vec() };
            }
            number += 1;
        }
    }

    /// The same beside keys of objects. One that leads to others (`a` of `a.b`) is a key, too.
    pub fn beside_keys<'a>(tail: Tail, names: impl Iterator<Item = &'a str>) -> Self {
        let keys: Vec<&str> = names.flat_map(|name| [name, name.split('.').next().unwrap_or_default()]).collect();
        Self::beside(tail, keys.into_iter())
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
        if ![Tail::Scored, Tail::Explained, Tail::Table].iter().any(|tail| {
            let name = tail.last_name().as_bytes();
            last.windows(name.len()).any(|part| part == name)
        }) {
            return None;
        }
        let names: Vec<String> = header.cells().map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect();
        let mut found: Option<(Range<usize>, Tail)> = None;
        // An export that was exported has added columns before those that were added last.
        loop {
            let left = names.get(..found.as_ref().map_or(names.len(), |it| it.0.start))?;
            let Some((own, tail)) = Self::last(left, own_exports) else { return found };
            found = Some((own..names.len(), tail));
            // What stands before that of a table is in the table, whoever has added it.
            if tail == Tail::Table {
                return found;
            }
        }
    }

    /// Where the columns begin that were added last, and what they are.
    fn last(names: &[String], own_exports: OwnExports) -> Option<(usize, Tail)> {
        Tail::ALL.into_iter().filter(|tail| tail.is_known_by(own_exports)).find_map(|tail| {
            let own = names.len().checked_sub(tail.names().1.len())?;
            let (before, behind) = names.split_at_checked(own)?;
            let added = Self::beside(tail, before.iter().map(String::as_str));
            (tail.fits(before) && added.names == behind).then_some((own, tail))
        })
    }

    /// Which of the keys of objects, in the order in which they first appeared, were added by an export, and what they were
    /// first; `None` where it is no export. Keys that appear further on stand behind them, and were known when they were added:
    /// so their names may have stepped further aside than those before them say.
    pub(crate) fn find_keys(names: &[String], own_exports: OwnExports) -> Option<(Range<usize>, Tail)> {
        if own_exports != OwnExports::OfEveryForm {
            return None;
        }
        let mut found: Option<(Range<usize>, Tail)> = None;
        let mut at = 1;
        while at < names.len() {
            let next = Tail::ALL.into_iter().find_map(|tail| Some((Self::keys_at(names, at, tail)?, tail)));
            let Some((end, tail)) = next else {
                at += 1;
                continue;
            };
            match &mut found {
                Some((range, _)) if range.end == at && tail != Tail::Table => range.end = end,
                // Where the objects had such keys before, what was added is what stands further on, and what stands before
                // that of a table is in the table, whoever has added it.
                _ => found = Some((at..end, tail)),
            }
            at = end;
        }
        found
    }

    /// Where the keys end that begin here, if these are what an export has added.
    fn keys_at(names: &[String], at: usize, tail: Tail) -> Option<usize> {
        let (together, range) = tail.names();
        let end = at + range.len();
        let (before, keys) = (names.get(..at)?, names.get(at..end)?);
        let plain = together.get(range)?;
        let number = number_of(keys.first()?, plain.first()?)?;
        let are_added = plain.iter().zip(keys).all(|(name, key)| spelt(name, number) == *key);
        let are_free = || {
            let taken = |name: &&str| before.iter().any(|other| normalise(other) == normalise(&spelt(name, number)));
            !together.iter().any(taken)
        };
        (are_added && tail.fits(before) && are_free()).then_some(end)
    }
}

/// The number with which a name is spelt so.
fn number_of(key: &str, name: &str) -> Option<usize> {
    let number = match key.strip_prefix(PREFIX) {
        Some(rest) if rest == name => 1,
        Some(rest) => rest.strip_prefix(name)?.strip_prefix('_')?.parse().ok()?,
        None => 0,
    };
    (spelt(name, number) == key).then_some(number)
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
            for tail in Tail::ALL.into_iter().filter(|&tail| tail != Tail::Table) {
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
        let none: [&[&str]; 6] = [
            &["session_id", "cdn", "kept_apart"],
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
    fn a_table_begins_with_fields_in_their_order() {
        let found = |names: &[&str]| AddedColumns::find(&header(names).record(), OwnExports::OfEveryForm);
        let keys = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
            AddedColumns::find_keys(&names, OwnExports::OfEveryForm)
        };
        let tables: [(&[&str], Range<usize>); 4] = [
            (&["session_id", "cdn", "note", "kept_apart"], 3..4),
            (&["cdn", "kept_apart", "streamguard_kept_apart"], 2..3),
            (&["cdn", "score", "flag", "excluded", "kept_apart"], 4..5),
            (&["cdn", "x", "kept_apart", "score", "flag", "excluded"], 2..6),
        ];
        for (names, range) in tables {
            assert_eq!(found(names), Some((range.clone(), Tail::Table)), "{names:?}");
            assert_eq!(keys(names), Some((range, Tail::Table)), "{names:?}");
        }
        let none: [&[&str]; 5] = [
            &["kept_apart"],
            &["note", "kept_apart"],
            &["cdn", "session_id", "kept_apart"],
            &["session_id", "note", "cdn", "kept_apart"],
            &["session_id", "streamguard_kept_apart"],
        ];
        for names in none {
            assert_eq!(found(names), None, "{names:?}");
        }
        assert_eq!(keys(&["cdn", "kept_apart", "note"]), Some((1..2, Tail::Table)), "a key that came up later");
        assert_eq!(keys(&["note", "kept_apart"]), None);
    }

    #[test]
    fn added_keys_are_found_among_those_that_come_up_later() {
        let keys = |names: &[String]| AddedColumns::find_keys(names, OwnExports::OfEveryForm);
        let own: [&[&str]; 4] = [&["a"], &["a", "score.x"], &["rows", "b"], &["score", "flag", "excluded", "z"]];
        let later: [&[&str]; 4] = [&[], &["z"], &["Score"], &["streamguard_flag.y", "flag"]];
        for (own, later) in own.iter().flat_map(|own| later.iter().map(move |later| (own, later))) {
            for tail in [Tail::Scored, Tail::Explained] {
                let added = AddedColumns::beside_keys(tail, own.iter().chain(*later).copied());
                let mut names: Vec<String> = own.iter().map(|&name| name.to_owned()).collect();
                names.extend_from_slice(added.names());
                let range = own.len()..names.len();
                assert_eq!(keys(&names), Some((range.clone(), tail)), "{names:?}");
                names.extend(later.iter().map(|&name| name.to_owned()));
                assert_eq!(keys(&names), Some((range, tail)), "{names:?}");
                assert_eq!(AddedColumns::find_keys(&names, OwnExports::WithoutApostrophes), None);
            }
        }
        assert_eq!(
            AddedColumns::beside_keys(Tail::Scored, ["score.x"].into_iter()).names(),
            ["streamguard_score", "streamguard_flag", "streamguard_excluded"]
        );
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

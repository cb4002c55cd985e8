//! The header: names that can be told apart, and what a row must be like to fit it.

use crate::cells::distinct::sort_distinct;
use crate::cells::numbers::{self, Decimal, Number};
use crate::reading::limits::Limits;
use crate::report::error::IngestError;
use crate::report::{Reason, Renamed, RenamedBecause, displayed};
use crate::rows::own_export::{AddedColumns, Tail, without};
use crate::rows::records::record::{Record, Row};
use rules::OwnExports;
use std::ops::Range;

/// The names of the columns, and the row they were read from.
pub(crate) struct Header {
    pub names: Vec<String>,
    row: Row,
    /// Rows that have fewer cells are as they should be: they do not say what they do not know.
    is_loose: bool,
    /// The columns that an export of this program has added: what a row is does not depend on them.
    added: Option<(Range<usize>, Tail)>,
}

impl Header {
    /// Whether all names of a row are numbers, which may mean that it is no header.
    pub(crate) fn is_of_numbers(record: &Record) -> bool {
        let mut named = record.cells().filter(|cell| !cell.trim_ascii().is_empty());
        named.all(|cell| matches!(numbers::parse(cell, Decimal::Point), Number::Value(_)))
    }

    /// A header that stands in no row. Of names that are not distinct the later ones are numbered, and so are empty ones.
    pub(crate) fn told(names: &[String], is_loose: bool, limits: &Limits) -> Result<Self, IngestError> {
        let mut row = Row::default();
        names.iter().for_each(|name| row.push(name.as_bytes()));
        let names = Self::named(&row.record(), limits, OwnExports::Verbatim, &mut Vec::new())?.names;
        Ok(Self { names, row: Row::default(), is_loose, added: None })
    }

    /// The same with what an export of this program has added, where the names are keys of objects.
    pub(crate) fn with_added_keys(mut self, own_exports: OwnExports) -> Self {
        if self.is_loose {
            self.added = AddedColumns::find_keys(&self.names, own_exports);
        }
        self
    }

    /// Takes columns that come up later, under names that no other column has.
    pub(crate) fn extend(&mut self, names: &[String], limits: &Limits) -> Result<(), IngestError> {
        if let Some(at) = names.iter().position(|name| name.len() > limits.name_bytes) {
            return Err(IngestError::LongName { column: self.names.len() + at + 1, limit: limits.name_bytes });
        }
        self.names.extend_from_slice(names);
        Ok(())
    }

    /// Reads the first row. An empty name becomes `column 3`, the second `name` becomes `name (2)`; blanks around a
    /// name do not belong to it.
    pub(crate) fn named(
        record: &Record,
        limits: &Limits,
        own_exports: OwnExports,
        renamed: &mut Vec<Renamed>,
    ) -> Result<Self, IngestError> {
        if let Some(at) = record.cells().position(|cell| cell.len() > limits.name_bytes) {
            return Err(IngestError::LongName { column: at + 1, limit: limits.name_bytes });
        }
        let given: Vec<String> = record.cells().map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect();
        let mut given_names = GivenNames::new(&given);
        let mut names = Vec::with_capacity(given.len());
        for (at, (cell, name)) in record.cells().zip(&given).enumerate() {
            let (name, because) = if name.is_empty() {
                (given_names.free_name(&format!("column {}", at + 1)), Some(RenamedBecause::Empty))
            } else if given_names.is_first(name) {
                (name.clone(), std::str::from_utf8(cell).is_err().then_some(RenamedBecause::NotUtf8))
            } else {
                (given_names.free_name(name), Some(RenamedBecause::Duplicate))
            };
            if let Some(because) = because {
                renamed.push(Renamed { column: at + 1, from: displayed(cell), to: name.clone(), because });
            }
            names.push(name);
        }
        Ok(Self { names, row: Row::copy(record), is_loose: false, added: AddedColumns::find(record, own_exports) })
    }

    /// The columns that an export of this program has added, and what they are; `None` where it is no export.
    pub(crate) fn added(&self) -> Option<&(Range<usize>, Tail)> {
        self.added.as_ref()
    }

    /// The columns that an export of this program has added.
    pub(crate) fn added_range(&self) -> Option<&Range<usize>> {
        self.added.as_ref().map(|(range, _)| range)
    }

    /// The decimal mark of all numbers, where it is known from the header: this program has written them.
    pub(crate) fn decimal(&self) -> Option<Decimal> {
        self.added.as_ref().and_then(|(_, tail)| tail.is_of_fields().then_some(Decimal::Point))
    }

    /// Whether a row that begins with this cell, and has a cell for each column, is certainly right as a whole: the quick
    /// answer for nearly all rows, where [`Self::fault`] would say `None`.
    pub(crate) fn is_surely_right(&self, first: &[u8]) -> bool {
        first.first().is_some_and(|byte| !byte.is_ascii_whitespace()) && self.row.record().cells().next() != Some(first)
    }

    /// What is wrong with a row as a whole.
    ///
    /// Too few cells: the rest is missing. Too many: a surplus of empty cells is cut off (many exporters end each row
    /// with a delimiter), but with a surplus of values nobody can tell which cells are shifted, and the row is left out.
    /// What its reader told of it goes first.
    pub(crate) fn fault(&self, record: &Record, told: Option<Reason>) -> Option<Reason> {
        let (cells, columns) = (record.len(), self.names.len());
        // Each row of a table of all sessions is one, whatever it holds.
        let is_session = matches!(self.added, Some((_, Tail::Table)));
        if told.is_some_and(|told| told != Reason::EmptyRow || !is_session) {
            return told;
        }
        let added = self.added_range();
        let blank = |cell: &[u8]| cell.iter().all(u8::is_ascii_whitespace);
        if !is_session && without(record, added).all(blank) {
            return Some(Reason::EmptyRow);
        }
        if without(record, added).eq(without(&self.row.record(), added)) {
            return Some(Reason::RepeatedHeader);
        }
        if cells < columns && !self.is_loose {
            return Some(Reason::ShortRow { cells, columns });
        }
        if cells > columns {
            let blank = record.cells().skip(columns).all(|cell| cell.trim_ascii().is_empty());
            return Some(if blank {
                Reason::TrailingCells { cells, columns }
            } else {
                Reason::LongRow { cells, columns }
            });
        }
        None
    }
}

/// The names that the file gives, each once, and what has become of them so far.
///
/// New names need not be kept: one is a given name and a number that is counted up with that name, or `column 3`, which
/// occurs once. Two of them are never the same.
struct GivenNames<'a> {
    /// In order.
    names: Vec<&'a [u8]>,
    uses: Vec<Use>,
}

#[derive(Clone, Copy)]
struct Use {
    seen: bool,
    /// The number to try next behind the name.
    next: usize,
}

impl<'a> GivenNames<'a> {
    fn new(given: &'a [String]) -> Self {
        let mut names: Vec<&[u8]> = given.iter().map(String::as_bytes).collect();
        sort_distinct(&mut names);
        let uses = vec![Use { seen: false, next: 2 }; names.len()];
        Self { names, uses }
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.names.binary_search(&name.as_bytes()).ok()
    }

    /// Whether the name has not come before.
    fn is_first(&mut self, name: &str) -> bool {
        let usage = self.place(name).and_then(|place| self.uses.get_mut(place));
        usage.is_some_and(|usage| !std::mem::replace(&mut usage.seen, true))
    }

    /// The first of `name`, `name (2)`, `name (3)`… that is neither given nor made here before.
    fn free_name(&mut self, name: &str) -> String {
        let Some(place) = self.place(name) else { return name.to_owned() };
        let mut number = self.uses.get(place).map_or(2, |usage| usage.next);
        let mut free = format!("{name} ({number})");
        while self.place(&free).is_some() {
            number += 1;
            free = format!("{name} ({number})");
        }
        if let Some(usage) = self.uses.get_mut(place) {
            usage.next = number + 1;
        }
        free
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    /// As it is told: the first stays as it is, and every other one gets the least number that nobody has.
    fn renamed(given: &[String]) -> Vec<String> {
        let mut taken: BTreeSet<String> = given.iter().cloned().collect();
        let mut names = Vec::new();
        for (at, name) in given.iter().enumerate() {
            let base = if name.is_empty() { format!("column {}", at + 1) } else { name.clone() };
            let candidates = std::iter::once(base.clone()).chain((2..).map(|number| format!("{base} ({number})")));
            let is_first = !name.is_empty() && !given[..at].contains(name);
            names.push(if is_first {
                base
            } else {
                candidates.into_iter().find(|name| taken.insert(name.clone())).unwrap_or_default()
            });
        }
        names
    }

    proptest! {
        #[test]
        fn names_can_be_told_apart(
            given in prop::collection::vec("(a|b|column [1-9])?( \\([1-4]\\)){0,2}".prop_map(|name| name.trim().to_owned()), 1..12),
        ) {
            let mut row = Row::at(1);
            given.iter().for_each(|name| row.push(name.as_bytes()));
            let mut list = Vec::new();
            match Header::named(&row.record(), &Limits::default(), OwnExports::WithoutApostrophes, &mut list) {
                Ok(header) => {
                    prop_assert_eq!(&header.names, &renamed(&given));
                    let distinct: BTreeSet<&String> = header.names.iter().collect();
                    prop_assert_eq!(distinct.len(), given.len());
                    let changed = given.iter().zip(&header.names).filter(|(old, new)| old != new).count();
                    prop_assert_eq!(list.len(), changed);
                }
                Err(error) => {
                    prop_assert_eq!(error, IngestError::NoHeader { line: 1 });
                    prop_assert!(given.iter().all(String::is_empty));
                }
            }
        }
    }
}

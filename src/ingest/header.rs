//! The header: names that can be told apart, and what a row must be like to fit it.

use super::error::IngestError;
use super::limits::Limits;
use super::numbers::{self, Decimal, Number};
use super::records::Record;
use super::report::{Reason, Renamed, RenamedBecause, displayed};
use std::collections::{BTreeMap, BTreeSet};

/// The names of the columns, and the row they were read from.
pub(super) struct Header {
    pub names: Vec<String>,
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Header {
    /// Reads the first row. An empty name becomes `column 3`, the second `name` becomes `name (2)`; blanks around a
    /// name do not belong to it.
    pub(super) fn new(record: &Record, limits: &Limits, renamed: &mut Vec<Renamed>) -> Result<Self, IngestError> {
        let named = || record.cells().filter(|cell| !cell.trim_ascii().is_empty());
        if named().all(|cell| matches!(numbers::parse(cell, Decimal::Point), Number::Value(_))) {
            return Err(IngestError::NoHeader { line: record.line() });
        }
        if let Some(at) = record.cells().position(|cell| cell.len() > limits.name_bytes) {
            return Err(IngestError::LongName { column: at + 1, limit: limits.name_bytes });
        }
        let given: Vec<String> = record.cells().map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect();
        let mut taken: BTreeSet<String> = given.iter().cloned().collect();
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        let mut names = Vec::with_capacity(given.len());
        for (at, (cell, name)) in record.cells().zip(&given).enumerate() {
            let first = !seen.contains_key(name.as_str());
            let (name, because) = if name.is_empty() {
                (free_name(&format!("column {}", at + 1), 1, &mut taken).0, Some(RenamedBecause::Empty))
            } else if first {
                seen.insert(name, 2);
                (name.clone(), std::str::from_utf8(cell).is_err().then_some(RenamedBecause::NotUtf8))
            } else {
                let next = seen.entry(name).or_insert(2);
                let (free, number) = free_name(name, *next, &mut taken);
                *next = number + 1;
                (free, Some(RenamedBecause::Duplicate))
            };
            if let Some(because) = because {
                renamed.push(Renamed { column: at + 1, from: displayed(cell), to: name.clone(), because });
            }
            names.push(name);
        }
        Ok(Self { names, bytes: record.bytes.to_vec(), ends: record.ends.to_vec() })
    }

    /// What is wrong with a row as a whole.
    ///
    /// Too few cells: the rest is missing. Too many: a surplus of empty cells is cut off (many exporters end each row
    /// with a delimiter), but with a surplus of values nobody can tell which cells are shifted, and the row is left out.
    pub(super) fn fault(&self, record: &Record, closed: bool) -> Option<Reason> {
        let (cells, columns) = (record.ends.len(), self.names.len());
        if !closed {
            return Some(Reason::UnclosedQuote);
        }
        if record.is_blank() {
            return Some(Reason::EmptyRow);
        }
        if record.ends == self.ends && record.bytes == self.bytes {
            return Some(Reason::RepeatedHeader);
        }
        if cells < columns {
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

/// The first of `name` (for 1), `name (2)`, `name (3)`… from this number that is not taken yet, and its number.
fn free_name(name: &str, from: usize, taken: &mut BTreeSet<String>) -> (String, usize) {
    let mut number = from;
    loop {
        let free = if number == 1 { name.to_owned() } else { format!("{name} ({number})") };
        if taken.insert(free.clone()) {
            return (free, number);
        }
        number += 1;
    }
}

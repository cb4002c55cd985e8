//! Many rows at once, as they stand in the text.

use super::record::Record;
use crate::cells::cell::{Cell, Span};

/// A row of a [`Batch`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct RowMark {
    /// How many cells there are up to its end.
    pub(super) end: u32,
    /// The line where it begins.
    pub(super) line: u64,
}

/// Rows, all of them closed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Batch<'a> {
    pub(super) text: &'a [u8],
    pub(super) spans: &'a [Span],
    pub(super) rows: &'a [RowMark],
    /// Whether every cell is UTF-8 without a zero byte.
    pub(super) clean: bool,
}

impl<'a> Batch<'a> {
    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The first so many rows.
    pub(crate) fn first(self, rows: usize) -> Self {
        Self { rows: self.rows.get(..rows).unwrap_or(self.rows), ..self }
    }

    /// How many bytes its text has.
    pub(crate) fn text_bytes(&self) -> usize {
        self.text.len()
    }

    /// Whether every cell is UTF-8 without a zero byte; where it is not known, it is not.
    pub(crate) fn is_clean(&self) -> bool {
        self.clean
    }

    /// The first cell of a row among all, and the first behind it.
    pub(crate) fn cells_of(&self, row: usize) -> (usize, usize) {
        let end = |row: usize| self.rows.get(row).map_or(0, |row| row.end as usize);
        (row.checked_sub(1).map_or(0, end), end(row))
    }

    /// A cell among all.
    #[inline(always)]
    pub(crate) fn cell(&self, number: usize) -> Cell<'a> {
        Cell::at(self.text, self.spans.get(number).copied().unwrap_or_default())
    }

    /// A row.
    pub(crate) fn record(&self, row: usize) -> Record<'a> {
        let (first, end) = self.cells_of(row);
        Record::new(self.text, self.spans.get(first..end).unwrap_or_default(), self.line(row))
    }

    /// The line where a row begins.
    #[inline(always)]
    pub(crate) fn line(&self, row: usize) -> u64 {
        self.rows.get(row).map_or(0, |row| row.line)
    }
}

//! Many rows at once, as they stand in the text.

use super::record::{Record, Span};

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
        Cell { text: self.text, span: self.spans.get(number).copied().unwrap_or_default() }
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

/// A cell with the text around it, so that it can be read eight bytes at a time, whatever its length.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cell<'a> {
    text: &'a [u8],
    span: Span,
}

impl<'a> Cell<'a> {
    /// The cell at this place of a text.
    #[cfg(test)]
    pub(crate) fn new(text: &'a [u8], start: usize, end: usize) -> Self {
        Self { text, span: Span::new(start, end) }
    }

    /// Its bytes.
    #[inline(always)]
    pub(crate) fn bytes(self) -> &'a [u8] {
        self.span.of(self.text)
    }

    /// How many bytes it has.
    #[inline(always)]
    pub(crate) fn len(self) -> usize {
        self.span.end().saturating_sub(self.span.start())
    }

    /// So many bytes from its beginning on, those behind it included; `None` near the end of the text.
    #[inline(always)]
    pub(crate) fn ahead<const N: usize>(self) -> Option<&'a [u8; N]> {
        self.text.get(self.span.start()..)?.first_chunk::<N>()
    }

    /// Its bytes as a little-endian number with zeros above, where it has at most 8 and does not stand near the end of the
    /// text.
    #[inline(always)]
    pub(crate) fn word(self) -> Option<u64> {
        let length = self.len();
        if length > 8 {
            return None;
        }
        Some(first_bytes(u64::from_le_bytes(*self.ahead::<8>()?), length))
    }

    /// The same for up to 16 bytes, in two numbers.
    #[inline(always)]
    pub(crate) fn words(self) -> Option<[u64; 2]> {
        let length = self.len();
        if length > 16 {
            return None;
        }
        let ahead = u128::from_le_bytes(*self.ahead::<16>()?);
        let (low, high) = (ahead as u64, (ahead >> 64) as u64);
        Some([first_bytes(low, length.min(8)), first_bytes(high, length.saturating_sub(8))])
    }
}

/// The lowest so many bytes of a number, at most 8.
#[inline(always)]
fn first_bytes(word: u64, count: usize) -> u64 {
    if count == 0 { 0 } else { word & (u64::MAX >> (64 - 8 * count as u32)) }
}

//! A row while its bytes come, within the limits.

use super::record::{Record, Row};
use crate::cells::cell::Span;
use crate::reading::limits::Limits;
use crate::report::error::IngestError;

/// A row that is not complete.
#[derive(Debug, Default)]
pub(super) struct Unfinished {
    row: Row,
    /// Where the current cell begins.
    cell: usize,
}

impl Unfinished {
    /// The row as far as its cells have ended.
    pub(super) fn record(&self) -> Record<'_> {
        self.row.record()
    }

    /// The row begins in this line.
    pub(super) fn begin(&mut self, line: u64) {
        self.row.line = line;
    }

    /// The bytes of the current cell.
    pub(super) fn cell(&self) -> &[u8] {
        self.row.bytes.get(self.cell..).unwrap_or_default()
    }

    /// Takes the bytes of the current cell away.
    pub(super) fn empty_cell(&mut self) {
        self.row.bytes.truncate(self.cell);
    }

    /// Appends bytes to the current cell.
    pub(super) fn append(&mut self, bytes: &[u8], limits: &Limits) -> Result<(), IngestError> {
        let length = self.row.bytes.len();
        let in_cell = limits.cell_bytes.saturating_sub(length - self.cell);
        // A row's places are counted in 32 bits.
        let in_row = limits.row_bytes.min(u32::MAX as usize).saturating_sub(length);
        if bytes.len() > in_cell && in_cell <= in_row {
            let (line, column) = (self.row.line, self.row.spans.len() + 1);
            return Err(IngestError::LongCell { line, column, limit: limits.cell_bytes });
        }
        if bytes.len() > in_row {
            return Err(IngestError::LongRow { line: self.row.line, limit: limits.row_bytes });
        }
        self.row.bytes.extend_from_slice(bytes);
        Ok(())
    }

    /// Ends the current cell.
    pub(super) fn end_cell(&mut self, limits: &Limits) -> Result<(), IngestError> {
        let end = self.row.bytes.len();
        self.row.spans.push(Span::new(self.cell, end));
        self.cell = end;
        if self.row.spans.len() > limits.columns {
            return Err(IngestError::TooManyColumns { line: self.row.line, limit: limits.columns });
        }
        Ok(())
    }

    /// Forgets the row.
    pub(super) fn clear(&mut self) {
        self.row.clear();
        self.cell = 0;
    }
}

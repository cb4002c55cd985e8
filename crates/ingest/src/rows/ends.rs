//! The last rows of a file, held back until it is known that they are the last: a total, or text behind the table, may be
//! among them.

use crate::report::Reason;
use crate::report::error::IngestError;
use crate::rows::records::batch::Batch;
use crate::rows::records::record::{Record, Row};
use crate::rows::sink::Sink;
use crate::rows::total_words::{is_text_behind, is_total};

/// So many rows are held back at most, none of more bytes than this.
const MOST: usize = 8;
const MOST_BYTES: usize = 16 << 10;

/// Rows that may turn out to be the last ones, and to be none of the table.
#[derive(Debug, Default)]
pub(crate) struct Ends {
    /// Cells in the first row, once it has come.
    width: Option<usize>,
    rows: Vec<Row>,
}

impl Ends {
    /// Whether a row may be no row of the table if it stands at the end.
    fn may_be_apart(&self, record: &Record) -> bool {
        let Some(width) = self.width else { return false };
        if record.bytes() > MOST_BYTES || record.len() > MOST_BYTES {
            return false;
        }
        let is_short = record.len() < width && is_text_behind(record);
        is_short || is_total(record).is_some() || record.cells().next().is_some_and(|cell| cell.trim_ascii().is_empty())
    }

    fn release(&mut self, sink: &mut dyn Sink) -> Result<(), IngestError> {
        self.rows.drain(..).try_for_each(|row| sink.record(row.record(), true))
    }
}

/// A sink before which the last rows are held back.
pub(crate) struct Holding<'a> {
    pub ends: &'a mut Ends,
    pub sink: &'a mut dyn Sink,
}

impl Holding<'_> {
    /// Hands on the last rows as such: the file has ended.
    pub(crate) fn finish(&mut self) -> Result<(), IngestError> {
        let rows: Vec<_> = std::mem::take(&mut self.ends.rows).into_iter().map(|row| (row, None)).collect();
        if rows.is_empty() { Ok(()) } else { self.sink.ends(&rows) }
    }
}

impl Sink for Holding<'_> {
    fn record(&mut self, record: Record, closed: bool) -> Result<(), IngestError> {
        let Self { ends, sink } = self;
        if closed && ends.may_be_apart(&record) {
            if ends.rows.len() == MOST {
                ends.release(*sink)?;
            }
            ends.rows.push(Row::copy(&record));
            return Ok(());
        }
        ends.release(*sink)?;
        if ends.width.is_none() && !record.is_blank() {
            ends.width = Some(record.len());
        }
        sink.record(record, closed)
    }

    fn batch(&mut self, batch: Batch) -> Result<(), IngestError> {
        let Self { ends, sink } = self;
        if ends.width.is_none() {
            let first = (0..batch.len()).map(|row| batch.record(row)).find(|record| !record.is_blank());
            ends.width = first.map(|record| record.len());
            // It is the header, or what stands for it.
        }
        let least = batch.len().saturating_sub(MOST);
        let mut held = batch.len();
        while held > least && ends.may_be_apart(&batch.record(held - 1)) {
            held -= 1;
        }
        if held > 0 || ends.rows.len() + batch.len() > MOST {
            ends.release(*sink)?;
        }
        if held > 0 {
            sink.batch(batch.first(held))?;
        }
        ends.rows.extend((held..batch.len()).map(|row| Row::copy(&batch.record(row))));
        Ok(())
    }

    fn faulty(&mut self, record: Record, told: Reason) -> Result<(), IngestError> {
        self.ends.release(self.sink)?;
        self.sink.faulty(record, told)
    }

    fn directive(&mut self) {
        self.sink.directive();
    }

    fn beside(&mut self, line: u64, text: &[u8]) {
        self.sink.beside(line, text);
    }

    fn columns(&mut self, names: &[String]) -> Result<(), IngestError> {
        self.sink.columns(names)
    }
}

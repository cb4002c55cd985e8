//! What takes rows.

use crate::reading::layout::Layout;
use crate::report::Reason;
use crate::report::error::IngestError;
use crate::rows::records::batch::Batch;
use crate::rows::records::record::{Record, Row};

/// What takes the rows.
pub(crate) trait Sink {
    /// Takes a row. `closed` is false for a last row that ends within quotes.
    fn record(&mut self, record: Record, closed: bool) -> Result<(), IngestError>;

    /// Takes many rows, each of them closed: the same as one after the other.
    fn batch(&mut self, batch: Batch) -> Result<(), IngestError> {
        (0..batch.len()).try_for_each(|row| self.record(batch.record(row), true))
    }

    /// Takes a row about which its reader has something to tell. Its cells are in the order of the columns; those that
    /// the row does not have are empty.
    fn faulty(&mut self, record: Record, _told: Reason) -> Result<(), IngestError> {
        self.record(record, true)
    }

    /// Takes note of a line that says something about the file, and is no row.
    fn directive(&mut self) {}

    /// Takes the text of an object, or of what stands in the place of one, before the row that it is; whether it is a line.
    fn object(&mut self, _text: &[u8], _is_line: bool) {}

    /// Takes note of a line that stands beside the table, such as a title above it.
    fn beside(&mut self, _line: u64, _text: &[u8]) {}

    /// Takes note that from this line on a file has other columns than those before it.
    fn other_columns(&mut self, _line: u64, _difference: String) {}

    /// Takes rows that are the last of their file, each with what its reader has to tell about it: a total, or text behind the
    /// table, may be among them.
    fn ends(&mut self, rows: &[(Row, Option<Reason>)]) -> Result<(), IngestError> {
        rows.iter().try_for_each(|(row, told)| match *told {
            None => self.record(row.record(), true),
            Some(told) => self.faulty(row.record(), told),
        })
    }

    /// Takes the names of columns that stand elsewhere than in a row: first the header, then columns that come up later.
    fn columns(&mut self, _names: &[String]) -> Result<(), IngestError> {
        Ok(())
    }
}

/// What takes the rows of files, one file behind the other.
pub(crate) trait RowSink: Sink {
    /// A file begins, or a member of an archive.
    fn begin(&mut self, name: Option<&str>);

    /// What the text turned out to be laid out like; `told` where a closed mapping must be told that.
    fn set_layout(&mut self, layout: &Layout, told: bool);

    /// The names of the columns, once they are known.
    fn names(&self) -> Option<&[String]>;

    /// Is told how much of the files has been read and how much there is.
    ///
    /// # Errors
    /// [`IngestError::WillNotFit`].
    fn foresee(&mut self, _done: u64, _total: u64) -> Result<(), IngestError> {
        Ok(())
    }
}

//! Rows from text: csv-core's automaton, with buffers that grow up to the limits and the line of each row.

use super::error::IngestError;
use super::limits::Limits;
use super::report::Reason;
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

/// One row as it was written, quotes resolved.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record<'a> {
    /// The cells, one behind the other.
    pub bytes: &'a [u8],
    /// Where each cell ends.
    pub ends: &'a [usize],
    /// The line of the row's last character.
    pub last_line: u64,
}

impl<'a> Record<'a> {
    /// The cells in their order.
    pub(super) fn cells(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let bytes = self.bytes;
        let mut start = 0;
        self.ends.iter().map(move |&end| {
            let cell = bytes.get(start..end).unwrap_or_default();
            start = end;
            cell
        })
    }

    /// How many cells it has.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The line where the row begins: line feeds within quotes belong to it.
    pub(super) fn line(&self) -> u64 {
        self.last_line - line_feeds(self.bytes)
    }

    /// Whether there is nothing but blanks in it.
    pub(super) fn is_blank(&self) -> bool {
        self.bytes.iter().all(u8::is_ascii_whitespace)
    }
}

/// A row that is put together cell by cell.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    /// The line where it begins.
    pub line: u64,
}

impl Row {
    /// A row of its own with the cells of another.
    pub(super) fn copy(record: &Record) -> Self {
        Self { bytes: record.bytes.to_vec(), ends: record.ends.to_vec(), line: record.line() }
    }

    /// Appends a cell.
    pub(super) fn push(&mut self, cell: &[u8]) {
        self.bytes.extend_from_slice(cell);
        self.ends.push(self.bytes.len());
    }

    /// Takes the cells away.
    pub(super) fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }

    /// The row.
    pub(super) fn record(&self) -> Record<'_> {
        Record { bytes: &self.bytes, ends: &self.ends, last_line: self.line + line_feeds(&self.bytes) }
    }
}

fn line_feeds(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|&&byte| byte == b'\n').count() as u64
}

/// What takes the rows.
pub(super) trait Sink {
    /// Takes a row. `closed` is false for a last row that ends within quotes.
    fn record(&mut self, record: Record, closed: bool) -> Result<(), IngestError>;

    /// Takes a row about which its reader has something to tell. Its cells are in the order of the columns; those that
    /// the row does not have are empty.
    fn faulty(&mut self, record: Record, _told: Reason) -> Result<(), IngestError> {
        self.record(record, true)
    }

    /// Takes note of a line that says something about the file, and is no row.
    fn directive(&mut self) {}

    /// Takes the names of columns that stand elsewhere than in a row: first the header, then columns that come up later.
    fn columns(&mut self, _names: &[String]) -> Result<(), IngestError> {
        Ok(())
    }
}

/// The reader of rows.
pub(super) struct Records {
    reader: Reader,
    bytes: Vec<u8>,
    filled: usize,
    ends: Vec<usize>,
    cells: usize,
}

impl Records {
    pub(super) fn new(delimiter: u8) -> Self {
        let reader = ReaderBuilder::new().delimiter(delimiter).build();
        Self { reader, bytes: vec![0; 4096], filled: 0, ends: vec![0; 64], cells: 0 }
    }

    /// Takes text and hands on the rows that it completes.
    pub(super) fn push(&mut self, text: &[u8], limits: &Limits, sink: &mut impl Sink) -> Result<(), IngestError> {
        let mut rest = text;
        while !rest.is_empty() {
            let before = rest;
            let result = self.step(before, &mut rest);
            match result {
                ReadRecordResult::Record => {
                    let ended_by_feed =
                        before.len().checked_sub(rest.len() + 1).and_then(|last| before.get(last)) == Some(&b'\n');
                    self.hand_on(u64::from(ended_by_feed), true, limits, sink)?;
                }
                ReadRecordResult::OutputFull => self.more_bytes(limits)?,
                ReadRecordResult::OutputEndsFull => self.more_cells(limits)?,
                ReadRecordResult::InputEmpty | ReadRecordResult::End => return Ok(()),
            }
        }
        Ok(())
    }

    /// Hands on the last row, where the text does not end with a line end.
    pub(super) fn finish(&mut self, limits: &Limits, sink: &mut impl Sink) -> Result<(), IngestError> {
        // One more line feed ends the row, unless it stands within quotes: then it becomes part of the cell, the end of
        // the input ends the row, and the line feed is taken off again.
        let mut rest: &[u8] = b"\n";
        loop {
            let input = rest;
            match self.step(input, &mut rest) {
                ReadRecordResult::Record => {
                    let closed = !input.is_empty();
                    if !closed {
                        self.filled = self.filled.saturating_sub(1);
                        if let Some(end) = self.cells.checked_sub(1).and_then(|last| self.ends.get_mut(last)) {
                            *end = self.filled;
                        }
                    }
                    return self.hand_on(1, closed, limits, sink);
                }
                ReadRecordResult::OutputFull => self.more_bytes(limits)?,
                ReadRecordResult::OutputEndsFull => self.more_cells(limits)?,
                ReadRecordResult::InputEmpty if !input.is_empty() => {}
                ReadRecordResult::InputEmpty | ReadRecordResult::End => return Ok(()),
            }
        }
    }

    fn step(&mut self, input: &[u8], rest: &mut &[u8]) -> ReadRecordResult {
        let bytes = self.bytes.get_mut(self.filled..).unwrap_or_default();
        let ends = self.ends.get_mut(self.cells..).unwrap_or_default();
        let (result, read, written, ended) = self.reader.read_record(input, bytes, ends);
        self.filled += written;
        self.cells += ended;
        *rest = rest.get(read..).unwrap_or_default();
        result
    }

    fn hand_on(&mut self, feed: u64, closed: bool, limits: &Limits, sink: &mut impl Sink) -> Result<(), IngestError> {
        let bytes = self.bytes.get(..self.filled).unwrap_or_default();
        let ends = self.ends.get(..self.cells).unwrap_or_default();
        let record = Record { bytes, ends, last_line: self.reader.line() - feed };
        if ends.len() > limits.columns {
            return Err(IngestError::TooManyColumns { line: record.line(), limit: limits.columns });
        }
        if bytes.len() > limits.cell_bytes {
            if let Some(at) = record.cells().position(|cell| cell.len() > limits.cell_bytes) {
                let limit = limits.cell_bytes;
                return Err(IngestError::LongCell { line: record.line(), column: at + 1, limit });
            }
            if bytes.len() > limits.row_bytes {
                return Err(IngestError::LongRow { line: record.line(), limit: limits.row_bytes });
            }
        }
        sink.record(record, closed)?;
        self.filled = 0;
        self.cells = 0;
        Ok(())
    }

    fn more_bytes(&mut self, limits: &Limits) -> Result<(), IngestError> {
        let start = self.cells.checked_sub(1).and_then(|last| self.ends.get(last)).copied().unwrap_or(0);
        if self.filled - start > limits.cell_bytes {
            return Err(IngestError::LongCell { line: self.line(), column: self.cells + 1, limit: limits.cell_bytes });
        }
        if self.filled > limits.row_bytes {
            return Err(IngestError::LongRow { line: self.line(), limit: limits.row_bytes });
        }
        self.bytes.resize(self.bytes.len() * 2, 0);
        Ok(())
    }

    fn more_cells(&mut self, limits: &Limits) -> Result<(), IngestError> {
        if self.cells > limits.columns {
            return Err(IngestError::TooManyColumns { line: self.line(), limit: limits.columns });
        }
        self.ends.resize(self.ends.len() * 2, 0);
        Ok(())
    }

    fn line(&self) -> u64 {
        self.reader.line() - line_feeds(self.bytes.get(..self.filled).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Rows(Vec<(u64, Vec<String>, bool)>);

    impl Sink for Rows {
        fn record(&mut self, record: Record, closed: bool) -> Result<(), IngestError> {
            let cells = record.cells().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect();
            self.0.push((record.line(), cells, closed));
            Ok(())
        }
    }

    fn read(text: &str, slice: usize, limits: &Limits) -> Result<Vec<(u64, Vec<String>, bool)>, IngestError> {
        let mut records = Records::new(b',');
        let mut rows = Rows::default();
        for part in text.as_bytes().chunks(slice) {
            records.push(part, limits, &mut rows)?;
        }
        records.finish(limits, &mut rows)?;
        Ok(rows.0)
    }

    fn row(line: u64, cells: &[&str]) -> (u64, Vec<String>, bool) {
        (line, cells.iter().map(|&cell| cell.to_owned()).collect(), true)
    }

    #[test]
    fn rows_and_their_lines() {
        let lf = "a,b\n\n\"x\ny\",2\n3,\"q\"\"q\"\n,\nlast,1";
        let expected = vec![
            row(1, &["a", "b"]),
            row(3, &["x\ny", "2"]),
            row(5, &["3", "q\"q"]),
            row(6, &["", ""]),
            row(7, &["last", "1"]),
        ];
        for slice in 1..lf.len() {
            assert_eq!(read(lf, slice, &Limits::default()), Ok(expected.clone()), "slices of {slice}");
            assert_eq!(read(&format!("{lf}\n"), slice, &Limits::default()), Ok(expected.clone()));
            let crlf = read(
                &lf.replace("\ny", "\u{1}").replace('\n', "\r\n").replace('\u{1}', "\ny"),
                slice,
                &Limits::default(),
            );
            assert_eq!(crlf, Ok(expected.clone()));
        }
    }

    #[test]
    fn a_quote_never_closed_is_told() {
        for (text, closed) in
            [("a\n\"x", false), ("a\n\"x\n", false), ("a\n\"x\"", true), ("a\n\"x\"\"", false), ("a\nx\"", true)]
        {
            let rows = read(text, 3, &Limits::default()).unwrap();
            assert_eq!(rows.last().map(|row| row.2), Some(closed), "{text:?}");
        }
    }

    #[test]
    fn limits_hold_to_the_byte_in_any_slices() {
        let limits = Limits { columns: 100, cell_bytes: 5_000, row_bytes: 9_000, ..Limits::default() };
        for slice in [1, 7, 100_000] {
            let cells = |count: usize| format!("h\n\n{}\n", vec!["1"; count].join(","));
            assert!(read(&cells(100), slice, &limits).is_ok());
            assert_eq!(read(&cells(101), slice, &limits), Err(IngestError::TooManyColumns { line: 3, limit: 100 }));
            assert!(read(&format!("h\n{}", "x".repeat(5_000)), slice, &limits).is_ok());
            let long = IngestError::LongCell { line: 2, column: 2, limit: 5_000 };
            assert_eq!(read(&format!("h\n1,{}", "x".repeat(5_001)), slice, &limits), Err(long.clone()));
            assert_eq!(read(&format!("h\n1,\"{}", "x\n".repeat(50_000)), slice, &limits), Err(long));
            let three = format!("h\n{0},{0},{0}", "x".repeat(3_001));
            assert_eq!(read(&three, slice, &limits), Err(IngestError::LongRow { line: 2, limit: 9_000 }));
        }
    }
}

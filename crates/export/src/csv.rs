//! CSV out: RFC 4180 quoting, and text that a spreadsheet would run as a formula is defused.
//!
//! A text that begins with `=`, `+`, `-`, `@`, a tab or a carriage return gets a leading apostrophe (OWASP's advice against
//! CSV injection), and so does one that has such an apostrophe already: reading an export takes one off. A cell of a file
//! that is a number stays one.

use ingest::{Decimal, Delimiter, begins_like_formula, is_run_by_spreadsheets};
use telemetry::{Column, Data, MISSING_TIME, Table, write_time};

/// Stands for bytes that a text file cannot have.
const REPLACEMENT: &[u8] = "\u{fffd}".as_bytes();

/// Writes the cells of a CSV.
pub struct CsvWriter {
    written: Vec<u8>,
    delimiter: Delimiter,
    decimal: Decimal,
    /// Whether a cell of this row, and of the file, has been written.
    started: bool,
    begun: bool,
}

impl Default for CsvWriter {
    fn default() -> Self {
        Self::with(Delimiter::Comma, Decimal::Point)
    }
}

impl CsvWriter {
    /// A writer with this between cells, and this in numbers.
    pub fn with(delimiter: Delimiter, decimal: Decimal) -> Self {
        Self { written: Vec::new(), delimiter, decimal, started: false, begun: false }
    }

    /// Appends a text cell.
    pub fn text(&mut self, cell: &str) {
        self.cell(cell.as_bytes(), begins_like_formula(cell.as_bytes()));
    }

    /// Appends a cell of a file, as it stands there, which need not be UTF-8. A zero byte, which would make a file no text, is replaced as it is
    /// when it is read.
    pub fn bytes(&mut self, cell: &[u8]) {
        self.cell(cell, is_run_by_spreadsheets(cell, self.delimiter));
    }

    fn cell(&mut self, cell: &[u8], defuse: bool) {
        let is_first = !std::mem::replace(&mut self.begun, true);
        self.separate();
        let special = |byte: &u8| matches!(byte, b'"' | b'\n' | b'\r') || *byte == self.delimiter.byte();
        let quote = cell.iter().any(special)
            || cell.first() == Some(&b' ')
            || cell.last() == Some(&b' ')
            // A file is told by its first bytes.
            || is_first && cell.first().is_some_and(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_');
        if quote {
            self.written.push(b'"');
        }
        if defuse {
            self.written.push(b'\'');
        }
        if !quote && !cell.contains(&0) {
            self.written.extend_from_slice(cell);
            return;
        }
        for &byte in cell {
            match byte {
                b'"' => self.written.extend_from_slice(b"\"\""),
                0 => self.written.extend_from_slice(REPLACEMENT),
                byte => self.written.push(byte),
            }
        }
        if quote {
            self.written.push(b'"');
        }
    }

    /// Appends a number; NaN, for "missing", is an empty cell.
    pub fn number(&mut self, value: f64) {
        self.begun = true;
        self.separate();
        if !value.is_nan() {
            let text = value.to_string();
            let mark = |byte| if byte == b'.' && self.decimal == Decimal::Comma { b',' } else { byte };
            self.written.extend(text.bytes().map(mark));
        }
    }

    /// Appends a time, as ISO 8601 in UTC; a missing one is an empty cell.
    pub fn time(&mut self, milliseconds: i64) {
        self.begun = true;
        self.separate();
        if milliseconds != MISSING_TIME {
            let mut text = String::new();
            write_time(&mut text, milliseconds);
            self.written.extend_from_slice(text.as_bytes());
        }
    }

    /// Ends the row.
    pub fn end_row(&mut self) {
        self.written.push(b'\n');
        self.started = false;
    }

    /// How many bytes are waiting.
    pub fn len(&self) -> usize {
        self.written.len()
    }

    /// Whether nothing is waiting.
    pub fn is_empty(&self) -> bool {
        self.written.is_empty()
    }

    /// Takes out what was written so far, bytes that are no UTF-8 replaced.
    pub fn take(&mut self) -> String {
        let written = self.take_bytes();
        String::from_utf8(written).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
    }

    /// Takes out what was written so far.
    pub fn take_bytes(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.written)
    }

    fn separate(&mut self) {
        if self.started {
            self.written.push(self.delimiter.byte());
        }
        self.started = true;
    }
}

/// Appends a cell as it is held, in the unit of its field.
pub(super) fn write_cell(writer: &mut CsvWriter, column: &Column, row: usize) {
    match &column.data {
        Data::Number(values) => writer.number(values[row]),
        Data::Time(values) => writer.time(values[row]),
        Data::Category(values) => writer.text(values.label(row)),
        Data::Text(values) => writer.text(values.get(row)),
    }
}

/// Hands the CSV of a table whose columns are called by their fields to `sink`, piece by piece: generated sessions.
///
/// # Errors
/// The first error of the sink.
pub fn write_table<E>(table: &Table, mut sink: impl FnMut(String) -> Result<(), E>) -> Result<(), E> {
    let mut writer = CsvWriter::default();
    table.columns().iter().for_each(|column| writer.text(&column.name));
    writer.end_row();
    for row in 0..table.rows() {
        table.columns().iter().for_each(|column| write_cell(&mut writer, column, row));
        writer.end_row();
        if writer.len() > 1 << 20 {
            sink(writer.take())?;
        }
    }
    sink(writer.take())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_defused() {
        let mut writer = CsvWriter::default();
        writer.text("plain");
        writer.text("a \"quoted\", text\n");
        writer.text("=1+1");
        writer.text("-2,3");
        writer.number(-2.5);
        writer.number(f64::NAN);
        writer.text("");
        writer.end_row();
        writer.number(1e21);
        writer.end_row();
        assert_eq!(
            writer.take(),
            "plain,\"a \"\"quoted\"\", text\n\",'=1+1,\"'-2,3\",-2.5,,\n1000000000000000000000\n"
        );
    }
}

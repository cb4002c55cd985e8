//! CSV out: RFC 4180 quoting, and text that a spreadsheet would run as a formula is defused.
//!
//! A text cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return gets a leading apostrophe (OWASP's advice
//! against CSV injection); a number is written as it is, also a negative one.

use crate::telemetry::{Data, MISSING_TIME, Table, write_time};
use std::fmt::Write as _;

/// Writes the cells of a CSV into a text.
#[derive(Default)]
pub struct CsvWriter {
    text: String,
    started: bool,
}

impl CsvWriter {
    /// Appends a text cell.
    pub fn text(&mut self, cell: &str) {
        self.separate();
        let defuse = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\0']);
        let quote = cell.contains(['"', ',', '\n', '\r']) || cell.starts_with(' ') || cell.ends_with(' ');
        if quote {
            self.text.push('"');
        }
        if defuse {
            self.text.push('\'');
        }
        if quote {
            self.text.push_str(&cell.replace('"', "\"\""));
            self.text.push('"');
        } else {
            self.text.push_str(cell);
        }
    }

    /// Appends a number; NaN, for "missing", is an empty cell.
    pub fn number(&mut self, value: f64) {
        self.separate();
        if !value.is_nan() {
            // Writing into a String cannot fail.
            let _ = write!(self.text, "{value}");
        }
    }

    /// Appends a time, as ISO 8601 in UTC; a missing one is an empty cell.
    pub fn time(&mut self, milliseconds: i64) {
        self.separate();
        if milliseconds != MISSING_TIME {
            write_time(&mut self.text, milliseconds);
        }
    }

    /// Ends the row.
    pub fn end_row(&mut self) {
        self.text.push('\n');
        self.started = false;
    }

    /// How many bytes are waiting.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether nothing is waiting.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Takes out what was written so far.
    pub fn take(&mut self) -> String {
        std::mem::take(&mut self.text)
    }

    fn separate(&mut self) {
        if self.started {
            self.text.push(',');
        }
        self.started = true;
    }
}

/// Appends the names of all columns, then these; a name that is taken gets an underscore. Ends the row.
pub fn write_header(writer: &mut CsvWriter, table: &Table, more: &[&str]) {
    table.columns().iter().for_each(|column| writer.text(&column.name));
    for &name in more {
        let mut name = name.to_owned();
        while table.column(&name).is_some() {
            name.push('_');
        }
        writer.text(&name);
    }
    writer.end_row();
}

/// Appends the cells of a row, without ending it.
pub fn write_cells(writer: &mut CsvWriter, table: &Table, row: usize) {
    for column in table.columns() {
        match &column.data {
            Data::Number(values) => writer.number(values[row]),
            Data::Time(values) => writer.time(values[row]),
            Data::Category(values) => writer.text(values.label(row)),
            Data::Text(values) => writer.text(values.get(row)),
        }
    }
}

/// Hands the CSV of a table to `sink`, piece by piece.
///
/// # Errors
/// The first error of the sink.
pub fn write_table<E>(table: &Table, mut sink: impl FnMut(String) -> Result<(), E>) -> Result<(), E> {
    let mut writer = CsvWriter::default();
    write_header(&mut writer, table, &[]);
    for row in 0..table.rows() {
        write_cells(&mut writer, table, row);
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

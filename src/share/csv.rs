//! CSV out: RFC 4180 quoting, and text that a spreadsheet would run as a formula is defused.
//!
//! A text cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return gets a leading apostrophe (OWASP's advice
//! against CSV injection); a number is written as it is, also a negative one.

use crate::telemetry::{Data, MISSING_TIME, Table};
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

/// Writes UTC milliseconds as `2026-01-05T06:07:08.900Z`, without the fraction where it is zero.
pub fn write_time(text: &mut String, milliseconds: i64) {
    let (day, of_day) = (milliseconds.div_euclid(86_400_000), milliseconds.rem_euclid(86_400_000));
    let (year, month, day) = civil(day);
    let (seconds, fraction) = (of_day / 1000, of_day % 1000);
    let _ = write!(
        text,
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    );
    if fraction != 0 {
        let _ = write!(text, ".{fraction:03}");
    }
    text.push('Z');
}

/// Year, month and day of a day since 1970 in the proleptic Gregorian calendar. The year is counted from March, so that
/// the leap day is its last.
fn civil(day: i64) -> (i64, i64, i64) {
    const DAYS_OF_400_YEARS: i64 = 146_097;
    // 0000-03-01 is 719,468 days before 1970-01-01.
    let day = day + 719_468;
    let (era, of_era) = (day.div_euclid(DAYS_OF_400_YEARS), day.rem_euclid(DAYS_OF_400_YEARS));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (era * 400 + year + next, month, day)
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

    #[test]
    fn times_are_written_in_utc() {
        let written = |milliseconds| {
            let mut text = String::new();
            write_time(&mut text, milliseconds);
            text
        };
        assert_eq!(written(0), "1970-01-01T00:00:00Z");
        assert_eq!(written(951_782_400_000), "2000-02-29T00:00:00Z");
        assert_eq!(written(1_767_571_199_999), "2026-01-04T23:59:59.999Z");
        assert_eq!(written(-1), "1969-12-31T23:59:59.999Z");
        assert_eq!(written(4_107_542_400_000), "2100-03-01T00:00:00Z");
    }
}

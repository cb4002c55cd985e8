//! W3C extended log files (<https://www.w3.org/TR/WD-logfile>), as web servers and CDNs write them: lines that begin with
//! `#` tell of the file, `#Fields:` among them names the columns, and every other line is a row.
//!
//! - Cells stand between tabs where the first row has one, else between blanks, which `log_cells` tells apart.
//! - `date` and `time` become one column, `date time`.
//! - Header fields, `cs(…)` and `sc(…)`, are percent-decoded, twice where that leaves something to decode: CloudFront
//!   encodes them so. Addresses and queries stay as they are: what `%26` in them means is for their reader.
//! - A `#Fields:` line further on, or in another file, may name the same columns in another order.

use crate::reading::limits::Limits;
use crate::report::Reason;
use crate::report::error::IngestError;
use crate::rows::column_order::Order;
use crate::rows::header::Header;
use crate::rows::log_cells::{Blanks, split};
use crate::rows::records::record::Row;
use crate::rows::sink::Sink;
use crate::text::lines::Lines;
use percent_encoding::percent_decode;
use rules::Readers;
use std::borrow::Cow;

const FIELDS: &[u8] = b"#Fields:";
const DATE_TIME: &str = "date time";

/// Whether a text that begins like this is such a log.
pub(crate) fn begins(head: &[u8]) -> bool {
    let lines = head.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii).skip_while(|line| line.is_empty());
    lines.take_while(|line| line.starts_with(b"#")).any(|line| fields(line).is_some())
}

/// What stands behind `#Fields:`.
fn fields(line: &[u8]) -> Option<&[u8]> {
    let (start, rest) = line.split_at_checked(FIELDS.len())?;
    start.eq_ignore_ascii_case(FIELDS).then_some(rest)
}

/// The names in such a line.
fn names_of(fields: &[u8]) -> impl Iterator<Item = &[u8]> {
    fields.split(u8::is_ascii_whitespace).filter(|name| !name.is_empty())
}

/// The reader of rows.
pub(crate) struct W3c {
    lines: Lines,
    rows: Rows,
}

struct Rows {
    readers: Readers,
    /// The columns, once they are known.
    names: Option<Vec<String>>,
    fields: Fields,
    /// What separates cells, once there is a row.
    separator: Option<u8>,
    /// What blanks in a row mean in the file at hand.
    blanks: Blanks,
    row: Row,
}

/// What the last `#Fields:` line said.
#[derive(Default)]
struct Fields {
    /// Cells in a row.
    count: usize,
    /// Where each column comes from, in the order of the columns.
    sources: Vec<From>,
}

#[derive(Clone, Copy)]
enum From {
    Cell(usize),
    Header(usize),
    DateAndTime(usize, usize),
    /// The file does not have the column.
    Nowhere,
}

impl W3c {
    /// A reader for these rules.
    pub(crate) fn new(readers: Readers) -> Self {
        let fields = Fields::default();
        let rows = Rows { readers, names: None, fields, separator: None, blanks: Blanks::Unknown, row: Row::default() };
        Self { lines: Lines::default(), rows }
    }

    /// Is shown how a file begins.
    pub(crate) fn look_at(&mut self, head: &[u8]) {
        self.rows.blanks = Blanks::told_by(head, |line| fields(line).map(|names| names_of(names).count()));
    }

    /// Takes text and hands on the rows that it completes.
    pub(crate) fn push(&mut self, text: &[u8], limits: &Limits, sink: &mut dyn Sink) -> Result<(), IngestError> {
        let Self { lines, rows } = self;
        lines.push(text, limits, |number, line| rows.line(number, line, limits, sink))
    }

    /// Hands on the last row. The columns are kept for the next file.
    pub(crate) fn finish(&mut self, limits: &Limits, sink: &mut dyn Sink) -> Result<(), IngestError> {
        let Self { lines, rows } = self;
        lines.finish(|number, line| rows.line(number, line, limits, sink))?;
        rows.separator = None;
        Ok(())
    }
}

impl Rows {
    fn line(&mut self, number: u64, line: &[u8], limits: &Limits, sink: &mut dyn Sink) -> Result<(), IngestError> {
        // Files that were put one behind the other may each have one.
        let line = match line.strip_prefix(b"\xef\xbb\xbf") {
            Some(line) if self.readers == Readers::Common => line,
            _ => line,
        };
        if line.starts_with(b"#") {
            sink.directive();
            return match fields(line) {
                Some(names) => self.take_fields(number, names, limits, sink),
                None => Ok(()),
            };
        }
        if line.trim_ascii().is_empty() {
            return Ok(());
        }
        if self.names.is_none() {
            return Err(IngestError::NoFields { line: number });
        }
        let tab = if line.contains(&b'\t') { b'\t' } else { b' ' };
        let separator = *self.separator.get_or_insert(tab);
        let is_common = self.readers == Readers::Common;
        let (cells, told) = match separator {
            b' ' if is_common => self.blanks.cells(line, self.fields.count),
            _ => (split(line, separator, separator == b' ', is_common), None),
        };
        if let Some(at) = cells.iter().position(|cell| cell.len() > limits.cell_bytes) {
            return Err(IngestError::LongCell { line: number, column: at + 1, limit: limits.cell_bytes });
        }
        self.hand_on(number, &cells, told, sink)
    }

    fn hand_on(
        &mut self,
        number: u64,
        cells: &[Cow<[u8]>],
        told: Option<Reason>,
        sink: &mut dyn Sink,
    ) -> Result<(), IngestError> {
        let (found, columns) = (cells.len(), self.fields.count);
        let told = if told.is_some() {
            told
        } else if found < columns {
            Some(Reason::ShortRow { cells: found, columns })
        } else if found == columns {
            None
        } else if cells.iter().skip(columns).all(|cell| cell.trim_ascii().is_empty()) {
            Some(Reason::TrailingCells { cells: found, columns })
        } else {
            Some(Reason::LongRow { cells: found, columns })
        };
        let row = &mut self.row;
        row.clear();
        row.line = number;
        let cell = |at: usize| cells.get(at).map_or(&b""[..], AsRef::as_ref);
        for source in &self.fields.sources {
            match *source {
                From::Cell(at) => row.push(cell(at)),
                From::Nowhere => row.push(b""),
                From::Header(at) => row.push(&decoded(cell(at))),
                From::DateAndTime(date, time) => match (cell(date), cell(time)) {
                    (b"-" | b"", b"-" | b"") => row.push(b"-"),
                    // Half a time is none: it must not read as midnight.
                    (date, b"") => row.push(&[date, b" -"].concat()),
                    (date, time) => row.push(&[date, b" ", time].concat()),
                },
            }
        }
        // What stands beyond the last column belongs to none, and is not lost.
        cells.iter().skip(columns).for_each(|cell| row.push(cell));
        match told {
            None => sink.record(row.record(), true),
            Some(told) => sink.faulty(row.record(), told),
        }
    }

    fn take_fields(
        &mut self,
        number: u64,
        fields: &[u8],
        limits: &Limits,
        sink: &mut dyn Sink,
    ) -> Result<(), IngestError> {
        let fields: Vec<&[u8]> = names_of(fields).collect();
        if fields.is_empty() {
            return Err(IngestError::NoFields { line: number });
        }
        if fields.len() > limits.columns {
            return Err(IngestError::TooManyColumns { line: number, limit: limits.columns });
        }
        let place = |name: &[u8]| fields.iter().position(|field| field.eq_ignore_ascii_case(name));
        let both = place(b"date").zip(place(b"time"));
        let mut names = Vec::new();
        let mut sources = Vec::new();
        for (at, field) in fields.iter().enumerate() {
            match both {
                Some((date, time)) if at == date.min(time) => {
                    names.push(DATE_TIME.to_owned());
                    sources.push(From::DateAndTime(date, time));
                }
                Some((date, time)) if at == date.max(time) => {}
                _ => {
                    let is_header = [&b"cs("[..], b"sc("].iter().any(|start| field.starts_with(start));
                    names.push(String::from_utf8_lossy(field).into_owned());
                    sources.push(if is_header { From::Header(at) } else { From::Cell(at) });
                }
            }
        }
        let names = Header::told(&names, false, limits)?.names;
        if let Some(known) = &mut self.names {
            let order = match self.readers {
                Readers::First => Order::new(known, &names, number)?,
                Readers::Common => Order::of_all(known, &names, number, sink)?,
            };
            let source = |place: &Option<usize>| place.and_then(|place| sources.get(place)).copied();
            sources = order.places().iter().map(|place| source(place).unwrap_or(From::Nowhere)).collect();
        } else {
            sink.columns(&names)?;
            self.names = Some(names);
        }
        self.fields = Fields { count: fields.len(), sources };
        Ok(())
    }
}

fn decoded(cell: &[u8]) -> Cow<'_, [u8]> {
    let once: Cow<[u8]> = percent_decode(cell).into();
    match once {
        Cow::Owned(once) if once.contains(&b'%') => Cow::Owned(percent_decode(&once).collect()),
        once => once,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_fields_are_decoded_twice_at_most() {
        for (cell, expected) in [
            ("Mozilla/5.0%20(X)", "Mozilla/5.0 (X)"),
            ("Mozilla/5.0%2520(X)", "Mozilla/5.0 (X)"),
            ("100%", "100%"),
            ("%252520", "%20"),
            ("-", "-"),
        ] {
            assert_eq!(decoded(cell.as_bytes()), expected.as_bytes(), "{cell}");
        }
    }
}

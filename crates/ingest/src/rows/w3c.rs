//! W3C extended log files (<https://www.w3.org/TR/WD-logfile>), as web servers and CDNs write them: lines that begin with
//! `#` tell of the file, `#Fields:` among them names the columns, and every other line is a row.
//!
//! - Cells stand between tabs where the first row has one, else between blanks. In double quotes, `""` is one quote.
//! - `date` and `time` become one column, `date time`.
//! - Header fields, `cs(…)` and `sc(…)`, are percent-decoded, twice where that leaves something to decode: CloudFront
//!   encodes them so. Addresses and queries stay as they are: what `%26` in them means is for their reader.
//! - A `#Fields:` line further on, or in another file, may name the same columns in another order.

use crate::reading::limits::Limits;
use crate::report::Reason;
use crate::report::error::IngestError;
use crate::rows::column_order::Order;
use crate::rows::header::Header;
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
        let rows = Rows { readers, names: None, fields: Fields::default(), separator: None, row: Row::default() };
        Self { lines: Lines::default(), rows }
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
        let cells = split(line, *self.separator.get_or_insert(tab));
        if let Some(at) = cells.iter().position(|cell| cell.len() > limits.cell_bytes) {
            return Err(IngestError::LongCell { line: number, column: at + 1, limit: limits.cell_bytes });
        }
        self.hand_on(number, &cells, sink)
    }

    fn hand_on(&mut self, number: u64, cells: &[Cow<[u8]>], sink: &mut dyn Sink) -> Result<(), IngestError> {
        let (found, columns) = (cells.len(), self.fields.count);
        let told = if found < columns {
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
        let fields: Vec<&[u8]> = fields.split(u8::is_ascii_whitespace).filter(|name| !name.is_empty()).collect();
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

/// The cells of a line. Blanks in a row are one separator, tabs are not.
fn split(line: &[u8], separator: u8) -> Vec<Cow<'_, [u8]>> {
    let mut cells = Vec::new();
    let mut rest = line;
    loop {
        if separator == b' ' {
            rest = rest.trim_ascii_start();
            if rest.is_empty() {
                return cells;
            }
        }
        let behind = match quoted(rest, separator) {
            Some((cell, behind)) => {
                cells.push(Cow::Owned(cell));
                behind
            }
            None => {
                let end = rest.iter().position(|&byte| byte == separator).unwrap_or(rest.len());
                let (cell, behind) = rest.split_at(end);
                cells.push(Cow::Borrowed(cell));
                behind
            }
        };
        match behind.split_first() {
            Some((_, behind)) => rest = behind,
            None => return cells,
        }
    }
}

/// A cell in quotes, and what follows it: a separator, or nothing.
fn quoted(text: &[u8], separator: u8) -> Option<(Vec<u8>, &[u8])> {
    let mut rest = text.strip_prefix(b"\"")?;
    let mut cell = Vec::new();
    loop {
        let end = rest.iter().position(|&byte| byte == b'"')?;
        cell.extend_from_slice(rest.get(..end)?);
        rest = rest.get(end + 1..)?;
        match rest.first() {
            Some(b'"') => {
                cell.push(b'"');
                rest = rest.get(1..)?;
            }
            Some(&byte) if byte != separator => return None,
            _ => return Some((cell, rest)),
        }
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
    fn cells_of_a_line() {
        let cells = |line: &str, separator: u8| -> Vec<String> {
            let cells = split(line.as_bytes(), separator);
            cells.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect()
        };
        assert_eq!(cells("a b  - ", b' '), ["a", "b", "-"]);
        assert_eq!(cells("\"a \"\"b\"\" c\" 2", b' '), ["a \"b\" c", "2"]);
        assert_eq!(cells("a\t\t\"b c\"\t", b'\t'), ["a", "", "b c", ""]);
        assert_eq!(cells("\"a 2", b' '), ["\"a", "2"]);
        assert_eq!(cells("\"a\"b 2", b' '), ["\"a\"b", "2"]);
    }

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

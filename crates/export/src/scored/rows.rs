//! A file's own rows, each cell with what the file has in it, and the verdicts behind them: as CSV, or lines of JSON as they are
//! with the verdicts as keys behind their own.

use super::verdicts::Verdicts;
use crate::json_lines::JsonLinesWriter;
use crate::{CsvWriter, TableForm};
use analysis::{Quality, Sessions};
use ingest::{AddedColumns, Aside, Decimal, Delimiter, FileRow, FileRows, Reason, RowFate, RowPlaces, Tail};

/// Writes the rows of a file as they come.
pub(super) struct OwnRows<'a> {
    writer: Writer,
    verdicts: Verdicts<'a>,
    places: &'a RowPlaces,
    aside: Option<&'a Aside>,
    every: u32,
    /// How many sessions have been written.
    written: usize,
}

/// What writes them.
enum Writer {
    Csv(CsvWriter),
    JsonLines(JsonLinesWriter),
}

impl<'a> OwnRows<'a> {
    pub(super) fn new(
        sessions: &'a Sessions,
        quality: &Quality,
        places: &'a RowPlaces,
        every: u32,
        verdicts: Verdicts<'a>,
    ) -> Self {
        let delimiter = quality.columns.layout.delimited().map_or(Delimiter::Comma, |delimited| delimited.delimiter);
        let writer = Writer::Csv(CsvWriter::with(delimiter, decimal(quality, delimiter)));
        Self { writer, verdicts, places, aside: sessions.aside.as_ref(), every, written: 0 }
    }

    /// As what they are written; it is known when the first row has come.
    pub(super) fn form(&self) -> TableForm {
        match self.writer {
            Writer::Csv(_) => TableForm::Csv,
            Writer::JsonLines(_) => TableForm::JsonLines,
        }
    }

    /// How many bytes are waiting.
    pub(super) fn waiting(&self) -> usize {
        match &self.writer {
            Writer::Csv(writer) => writer.len(),
            Writer::JsonLines(writer) => writer.len(),
        }
    }

    /// Takes out what was written so far.
    pub(super) fn take_bytes(&mut self) -> Vec<u8> {
        match &mut self.writer {
            Writer::Csv(writer) => writer.take_bytes(),
            Writer::JsonLines(writer) => writer.take_bytes(),
        }
    }

    /// Why a row is no judged session; `None` where it is one.
    fn excluded(&self, row: &FileRow) -> Option<String> {
        match self.places.fate(row.number) {
            Some(RowFate::Judged(_) | RowFate::Part) => None,
            Some(RowFate::Aside(session)) => {
                let kind = self.aside.and_then(|aside| aside.kinds.get(session as usize));
                Some(format!("{}: kept apart", kind.map_or("failed", |kind| kind.label())))
            }
            Some(RowFate::Skipped) => Some(format!("skipped: of each {} rows the first is taken", self.every)),
            // Beyond the last row there is none in the same file.
            Some(RowFate::Rejected) | None => Some(match row.fault.filter(|_| row.is_refused()) {
                Some(reason) => format!("rejected: {}", reason.to_string().replace(", left out", "")),
                None => "rejected: an earlier row has the session".to_owned(),
            }),
        }
    }
}

impl FileRows for OwnRows<'_> {
    fn lines(&mut self) {
        self.writer = Writer::JsonLines(JsonLinesWriter::of(std::iter::empty()));
    }

    fn header<'a>(&mut self, names: impl Iterator<Item = &'a [u8]> + Clone) {
        let tail = if self.verdicts.are_explained() { Tail::Explained } else { Tail::Scored };
        let texts: Vec<String> = names.clone().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect();
        let of_file = texts.iter().map(String::as_str);
        match &mut self.writer {
            Writer::Csv(writer) => {
                let added = AddedColumns::beside(tail, of_file);
                names.for_each(|name| writer.bytes(name));
                added.names().iter().for_each(|name| writer.text(name));
                writer.end_row();
            }
            Writer::JsonLines(writer) => {
                let added = AddedColumns::beside_keys(tail, of_file);
                *writer = JsonLinesWriter::of(added.names().iter().map(String::as_str));
            }
        }
    }

    fn row(&mut self, row: &FileRow) {
        let excluded = self.excluded(row);
        if !self.verdicts.are_of_all() {
            let next = self.verdicts.session(self.written).map(RowFate::Judged);
            if next.is_none() || self.places.fate(row.number) != next {
                return;
            }
        }
        let Self { writer, verdicts, written, .. } = self;
        match writer {
            Writer::Csv(writer) => {
                let mut cells = 0;
                for cell in row.cells() {
                    writer.bytes(cell);
                    cells += 1;
                }
                (cells..row.columns).for_each(|_| writer.bytes(b""));
                match &excluded {
                    Some(why) => verdicts.write_excluded(why, writer),
                    None => verdicts.write(*written, writer),
                }
                row.surplus().for_each(|cell| writer.bytes(cell));
                writer.end_row();
            }
            Writer::JsonLines(writer) => {
                let text = row.object().unwrap_or_default();
                // Nothing can be added to what is no object.
                let is_object = !matches!(row.fault, Some(Reason::NoObject { .. }));
                if is_object && writer.begin_with(text) {
                    match &excluded {
                        Some(why) => verdicts.write_excluded(why, writer),
                        None => verdicts.write(*written, writer),
                    }
                    writer.end_row();
                } else {
                    writer.line(text);
                }
            }
        }
        if excluded.is_none() {
            *written += 1;
        }
    }
}

/// The decimal mark of a file: the comma where its columns of numbers have no other.
fn decimal(quality: &Quality, delimiter: Delimiter) -> Decimal {
    let mut marks = quality.columns.columns.iter().filter_map(|column| column.decimal).peekable();
    let are_commas = marks.peek().is_some() && marks.all(|mark| mark == Decimal::Comma);
    if are_commas && delimiter != Delimiter::Comma { Decimal::Comma } else { Decimal::Point }
}

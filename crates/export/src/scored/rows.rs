//! A file's own rows, each cell with what the file has in it, and the verdicts behind them.

use super::verdicts::Verdicts;
use crate::CsvWriter;
use analysis::{Quality, Sessions};
use ingest::{AddedColumns, Aside, Decimal, Delimiter, FileRow, FileRows, RowFate, RowPlaces, Tail};

/// Writes the rows of a file as they come.
pub(super) struct OwnRows<'a> {
    writer: CsvWriter,
    verdicts: Verdicts<'a>,
    places: &'a RowPlaces,
    aside: Option<&'a Aside>,
    every: u32,
    /// How many sessions have been written.
    written: usize,
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
        let writer = CsvWriter::with(delimiter, decimal(quality, delimiter));
        Self { writer, verdicts, places, aside: sessions.aside.as_ref(), every, written: 0 }
    }

    pub(super) fn writer_mut(&mut self) -> &mut CsvWriter {
        &mut self.writer
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
    fn header<'a>(&mut self, names: impl Iterator<Item = &'a [u8]> + Clone) {
        let tail = if self.verdicts.are_explained() { Tail::Explained } else { Tail::Scored };
        let texts: Vec<String> = names.clone().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect();
        let added = AddedColumns::beside(tail, texts.iter().map(String::as_str));
        names.for_each(|name| self.writer.bytes(name));
        added.names().iter().for_each(|name| self.writer.text(name));
        self.writer.end_row();
    }

    fn row(&mut self, row: &FileRow) {
        let excluded = self.excluded(row);
        if !self.verdicts.are_of_all() {
            let next = self.verdicts.session(self.written).map(RowFate::Judged);
            if next.is_none() || self.places.fate(row.number) != next {
                return;
            }
        }
        let mut cells = 0;
        for cell in row.cells() {
            self.writer.bytes(cell);
            cells += 1;
        }
        (cells..row.columns).for_each(|_| self.writer.bytes(b""));
        match excluded {
            Some(why) => self.verdicts.write_excluded(&why, &mut self.writer),
            None => {
                self.verdicts.write(self.written, &mut self.writer);
                self.written += 1;
            }
        }
        row.surplus().for_each(|cell| self.writer.bytes(cell));
        self.writer.end_row();
    }
}

/// The decimal mark of a file: the comma where its columns of numbers have no other.
fn decimal(quality: &Quality, delimiter: Delimiter) -> Decimal {
    let mut marks = quality.columns.columns.iter().filter_map(|column| column.decimal).peekable();
    let are_commas = marks.peek().is_some() && marks.all(|mark| mark == Decimal::Comma);
    if are_commas && delimiter != Delimiter::Comma { Decimal::Comma } else { Decimal::Point }
}

//! Sessions as they are held, where they stand in no row of a file: rolled up from several rows, or generated. The columns
//! of fields have the fields' names, which say the unit, and those of the file's own their own.

use super::verdicts::Verdicts;
use crate::CsvWriter;
use crate::csv::write_cell;
use crate::session_columns::{SessionColumn, names};
use analysis::Sessions;
use ingest::{AddedColumns, Tail};

/// Sessions written between two pauses.
const BLOCK: usize = 1024;

/// Writes sessions, block by block.
pub(super) struct TableRows<'a> {
    sessions: &'a Sessions,
    verdicts: Verdicts<'a>,
    columns: Vec<SessionColumn<'a>>,
    are_rolled_up: bool,
    next: usize,
}

impl<'a> TableRows<'a> {
    /// Writes the header.
    pub(super) fn begin(writer: &mut CsvWriter, sessions: &'a Sessions, verdicts: Verdicts<'a>) -> Self {
        let are_rolled_up = sessions.places.as_ref().is_some_and(|places| places.are_rolled_up());
        let tail = match (are_rolled_up, verdicts.are_explained()) {
            (true, true) => Tail::Sessions,
            (true, false) => Tail::ScoredSessions,
            (false, true) => Tail::Explained,
            (false, false) => Tail::Scored,
        };
        let columns = SessionColumn::all(sessions);
        let names = names(&columns);
        let added = AddedColumns::beside(tail, names.iter().map(String::as_str));
        names.iter().chain(added.names()).for_each(|name| writer.text(name));
        writer.end_row();
        Self { sessions, verdicts, columns, are_rolled_up, next: 0 }
    }

    /// How many sessions there are to write, and how many have been written.
    pub(super) fn progress(&self) -> (usize, usize) {
        (self.next, self.verdicts.len() + self.aside_len())
    }

    /// Writes another block of sessions, the judged ones first; `false` when there was none left.
    pub(super) fn write(&mut self, writer: &mut CsvWriter) -> bool {
        let (judged, all) = (self.verdicts.len(), self.verdicts.len() + self.aside_len());
        let end = all.min(self.next + BLOCK);
        let is_any = self.next < end;
        for place in self.next..end {
            match (place.checked_sub(judged), self.verdicts.session(place)) {
                (None, Some(session)) => {
                    self.write_cells(session, false, writer);
                    self.write_rows(session, false, writer);
                    self.verdicts.write(place, writer);
                }
                (at, _) => {
                    let (at, aside) = (at.unwrap_or_default(), self.sessions.aside.as_ref());
                    self.write_cells(at as u32, true, writer);
                    self.write_rows(at as u32, true, writer);
                    let kind = aside.and_then(|aside| aside.kinds.get(at));
                    let why = format!("{}: kept apart", kind.map_or("failed", |kind| kind.label()));
                    self.verdicts.write_excluded(&why, writer);
                }
            }
            writer.end_row();
        }
        self.next = end;
        is_any
    }

    /// Sessions that are kept apart, where all are written.
    fn aside_len(&self) -> usize {
        let aside = self.sessions.aside.as_ref().filter(|_| self.verdicts.are_of_all());
        aside.map_or(0, |aside| aside.table.rows())
    }

    /// Appends what is held of a session.
    fn write_cells(&self, session: u32, is_aside: bool, writer: &mut CsvWriter) {
        for column in &self.columns {
            match column.of(is_aside) {
                Some(column) => write_cell(writer, column, session as usize),
                None => writer.text(""),
            }
        }
    }

    /// Appends how many rows of the file a session was made of.
    fn write_rows(&self, session: u32, is_aside: bool, writer: &mut CsvWriter) {
        if !self.are_rolled_up {
            return;
        }
        let places = self.sessions.places.as_ref();
        let place =
            places.and_then(|places| if is_aside { places.of_aside(session) } else { Some(places.of_judged(session)) });
        writer.number(place.map_or(f64::NAN, |place| f64::from(place.rows)));
    }
}

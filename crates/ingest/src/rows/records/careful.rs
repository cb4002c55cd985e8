//! The careful way of one row: over any borders of the text, with every kind of quote, and with limits to the byte.

use super::marks::{Place, QUOTE};
use super::record::Record;
use super::unfinished::Unfinished;
use crate::reading::limits::Limits;
use crate::report::error::IngestError;

/// Where the last byte has left us.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// Between two rows.
    #[default]
    Between,
    /// At the beginning of a cell.
    Beginning,
    /// In a cell, or behind its closing quote with more text coming: a quote is a quote.
    Plain,
    /// Within quotes.
    Quoted,
    /// Behind a quote within quotes: the closing one, or the first of two.
    Quote,
}

/// A row while it is read, with its quotes resolved.
#[derive(Debug, Default)]
pub(super) struct Careful {
    state: State,
    row: Unfinished,
}

impl Careful {
    /// Whether a row has begun and not ended.
    pub(super) fn is_within_row(&self) -> bool {
        self.state != State::Between
    }

    /// The row that has ended.
    pub(super) fn record(&self) -> Record<'_> {
        self.row.record()
    }

    /// Forgets the row that has ended.
    pub(super) fn clear(&mut self) {
        self.row.clear();
    }

    /// Reads on from a place in a text with these marks, up to the row's end: whether it has come to it.
    pub(super) fn take(
        &mut self,
        text: &[u8],
        marks: &[u32],
        place: &mut Place,
        delimiter: u8,
        line: &mut u64,
        limits: &Limits,
    ) -> Result<bool, IngestError> {
        loop {
            let mark = marks.get(place.mark).map_or(text.len(), |&mark| mark as usize);
            if place.byte < mark {
                self.begin(*line);
                if self.state != State::Quoted {
                    self.state = State::Plain;
                }
                self.row.append(text.get(place.byte..mark).unwrap_or_default(), limits)?;
                place.byte = mark;
            }
            let Some(&byte) = text.get(mark) else { return Ok(false) };
            place.byte += 1;
            place.mark += 1;
            let is_end = byte == b'\n' || byte == b'\r';
            if !(is_end && self.state == State::Between) {
                self.begin(*line);
            }
            *line += u64::from(byte == b'\n');
            match self.state {
                State::Between => {}
                State::Quoted if byte == QUOTE => self.state = State::Quote,
                State::Quoted => self.row.append(&[byte], limits)?,
                State::Beginning if byte == QUOTE => self.state = State::Quoted,
                State::Quote if byte == QUOTE => {
                    self.state = State::Quoted;
                    self.row.append(&[byte], limits)?;
                }
                State::Plain if byte == QUOTE && byte != delimiter => self.row.append(&[byte], limits)?,
                State::Beginning | State::Plain | State::Quote => {
                    self.row.end_cell(limits)?;
                    self.state = if is_end { State::Between } else { State::Beginning };
                    if is_end {
                        return Ok(true);
                    }
                }
            }
        }
    }

    /// Ends the row at the end of all text: whether its quotes are closed, if there is one.
    pub(super) fn finish(&mut self, limits: &Limits) -> Result<Option<bool>, IngestError> {
        match std::mem::take(&mut self.state) {
            State::Between => Ok(None),
            state => self.row.end_cell(limits).map(|()| Some(state != State::Quoted)),
        }
    }

    fn begin(&mut self, line: u64) {
        if self.state == State::Between {
            self.state = State::Beginning;
            self.row.begin(line);
        }
    }
}

//! Rows from text: a splitter of our own, because every byte of a file passes here.
//!
//! `marks` finds the bytes that can mean something, many at a time. A row that lies in one piece of text, and whose quotes
//! are plain, is handed on as it stands there, many rows at once ([`Batch`]); every other row goes through `careful`, byte
//! run by byte run. What it means is what csv-core means by it, which is the oracle of the tests: quotes count at the
//! beginning of a cell alone, `""` within them is one, blank lines are no rows, and CR, LF and CRLF end one. Texts in other
//! quoting are read by `automaton`, a byte at a time; both put a row together as an `unfinished` one.

pub(crate) mod automaton;
pub(crate) mod batch;
mod careful;
mod marks;
#[cfg(test)]
mod oracle;
pub(crate) mod record;
#[cfg(test)]
mod tests;
mod unfinished;

use crate::cells::cell::Span;
use crate::reading::limits::Limits;
use crate::report::error::IngestError;
use crate::rows::sink::Sink;
use batch::{Batch, RowMark};
use careful::Careful;
use marks::{BYTE_ORDER_MARK, Marks, Place, QUOTE};

/// Text that is looked at together: what is found in it stays in the nearest caches.
const PIECE: usize = 64 << 10;

/// The reader of rows.
pub(crate) struct Records {
    delimiter: u8,
    /// What is looked for as a quote: the delimiter where nothing is one.
    quote: u8,
    /// Whether rows further on may begin with a byte order mark, which is none of their text.
    order_marks: bool,
    /// Bytes of such a mark with which the text before has ended.
    begun_mark: usize,
    begun: bool,
    /// The line of the next byte, counted by line feeds from 1.
    line: u64,
    marks: Marks,
    careful: Careful,
    spans: Vec<Span>,
    rows: Vec<RowMark>,
}

impl Records {
    pub(crate) fn new(delimiter: u8) -> Self {
        Self {
            delimiter,
            quote: QUOTE,
            order_marks: false,
            begun_mark: 0,
            begun: false,
            line: 1,
            marks: Marks::default(),
            careful: Careful::default(),
            spans: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// The same for a text that begins in this line, counted by line feeds.
    pub(crate) fn at_line(self, line: u64) -> Self {
        Self { line, ..self }
    }

    /// The same for text in which a quote is a character like any other.
    pub(crate) fn unquoted(self) -> Self {
        Self { quote: self.delimiter, ..self }
    }

    /// The same for files that were put one behind the other: a byte order mark at the beginning of a row is left out.
    pub(crate) fn with_order_marks(self) -> Self {
        Self { order_marks: true, ..self }
    }

    /// Takes text and hands on the rows that it completes.
    pub(crate) fn push(
        &mut self,
        text: &[u8],
        limits: &Limits,
        sink: &mut (impl Sink + ?Sized),
    ) -> Result<(), IngestError> {
        let mut text = text;
        if !self.begun && !text.is_empty() {
            self.begun = true;
            text = text.strip_prefix(&BYTE_ORDER_MARK).unwrap_or(text);
        }
        text.chunks(PIECE).try_for_each(|piece| self.piece(piece, limits, sink))
    }

    /// Hands on the last row, where the text does not end with a line end.
    pub(crate) fn finish(&mut self, limits: &Limits, sink: &mut (impl Sink + ?Sized)) -> Result<(), IngestError> {
        self.append_begun_mark(limits)?;
        match self.careful.finish(limits)? {
            Some(closed) => sink.record(self.careful.record(), closed),
            None => Ok(()),
        }
    }

    fn piece(&mut self, text: &[u8], limits: &Limits, sink: &mut (impl Sink + ?Sized)) -> Result<(), IngestError> {
        self.marks.find(text, self.delimiter, self.quote);
        let order_marks = self.order_marks && self.marks.may_hold_order_marks(text);
        let mut place = Place::default();
        if self.begun_mark > 0 {
            let rest = BYTE_ORDER_MARK.get(self.begun_mark..).unwrap_or_default();
            let alike = rest.len().min(text.len());
            if text.get(..alike) == rest.get(..alike) {
                self.begun_mark = if alike < rest.len() { self.begun_mark + alike } else { 0 };
                place.byte = alike;
            } else {
                self.append_begun_mark(limits)?;
            }
        }
        if self.careful.is_within_row() && !self.one_row(text, &mut place, limits, sink)? {
            return Ok(());
        }
        while place.byte < text.len() {
            if order_marks {
                self.begun_mark = skip_order_mark(text, &mut place.byte);
            }
            let begin = place.byte;
            self.plain_rows(text, &mut place, order_marks, limits);
            if !self.rows.is_empty() {
                let clean = self.marks.are_of_clean(text.get(begin..place.byte).unwrap_or_default());
                sink.batch(Batch { text, spans: &self.spans, rows: &self.rows, clean })?;
            }
            if place.byte < text.len() && !self.one_row(text, &mut place, limits, sink)? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// What looked like the beginning of a byte order mark was text.
    fn append_begun_mark(&mut self, limits: &Limits) -> Result<(), IngestError> {
        let text = BYTE_ORDER_MARK.get(..std::mem::take(&mut self.begun_mark)).unwrap_or_default();
        let (delimiter, line) = (self.delimiter, &mut self.line);
        self.careful.take(text, &[], &mut Place::default(), delimiter, line, limits).map(|_| ())
    }

    /// Reads one row with care; whether it ends in this text.
    fn one_row(
        &mut self,
        text: &[u8],
        place: &mut Place,
        limits: &Limits,
        sink: &mut (impl Sink + ?Sized),
    ) -> Result<bool, IngestError> {
        let ended = self.careful.take(text, self.marks.places(), place, self.delimiter, &mut self.line, limits)?;
        if ended {
            sink.record(self.careful.record(), true)?;
            self.careful.clear();
        }
        Ok(ended)
    }

    /// Reads rows as they stand in the text, up to one that does not end there or that wants care.
    fn plain_rows(&mut self, text: &[u8], place: &mut Place, order_marks: bool, limits: &Limits) {
        self.spans.clear();
        self.rows.clear();
        // A row of no more bytes than this has no cell that is too long either.
        let most_bytes = limits.cell_bytes.min(limits.row_bytes);
        let (delimiter, marks) = (self.delimiter, self.marks.places());
        // Where the row and its current cell begin, and the next mark.
        let (mut row, mut cell, mut at) = (place.byte, place.byte, place.mark);
        let mut first = 0;
        // Line feeds within the row's quotes.
        let mut feeds = 0;
        while let Some(&mark) = marks.get(at) {
            let mut mark = mark as usize;
            let mut byte = text.get(mark).copied().unwrap_or_default();
            at += 1;
            if byte == delimiter {
                self.spans.push(Span::new(cell, mark));
                cell = mark + 1;
                continue;
            }
            if byte == QUOTE {
                if mark != cell {
                    continue;
                }
                let Some(quoted) = quoted(text, marks, at) else { break };
                self.spans.push(Span::new(cell + 1, quoted.end));
                feeds += quoted.feeds;
                at = quoted.next;
                mark = quoted.end + 1;
                byte = text.get(mark).copied().unwrap_or_default();
                if byte == delimiter {
                    cell = mark + 1;
                    continue;
                }
            } else if mark > row {
                self.spans.push(Span::new(cell, mark));
            }
            // A line end.
            if mark > row {
                if mark - row > most_bytes || self.spans.len() - first > limits.columns {
                    break;
                }
                first = self.spans.len();
                self.rows.push(RowMark { end: first as u32, line: self.line });
            }
            self.line += feeds + u64::from(byte == b'\n');
            feeds = 0;
            row = mark + 1;
            cell = row;
            if order_marks {
                self.begun_mark = skip_order_mark(text, &mut row);
                cell = row;
            }
            *place = Place { byte: row, mark: at };
        }
        self.spans.truncate(first);
    }
}

/// Goes beyond a byte order mark at this place; how many bytes of one there are at the end of the text, where it may go on in
/// the next.
fn skip_order_mark(text: &[u8], place: &mut usize) -> usize {
    let rest = text.get(*place..).unwrap_or_default();
    if rest.starts_with(&BYTE_ORDER_MARK) {
        *place += BYTE_ORDER_MARK.len();
    } else if !rest.is_empty() && BYTE_ORDER_MARK.starts_with(rest) {
        *place = text.len();
        return rest.len();
    }
    0
}

/// A quoted cell that needs no change.
struct Quoted {
    /// Where its closing quote is.
    end: usize,
    /// Line feeds in it.
    feeds: u64,
    /// The mark behind the one that ends the cell.
    next: usize,
}

/// The quoted cell whose opening quote is the mark before this one: closed in this text, without a quote in it, and with a
/// delimiter or a line end right behind it.
fn quoted(text: &[u8], marks: &[u32], at: usize) -> Option<Quoted> {
    let mut feeds = 0;
    let mut next = at;
    let end = loop {
        let mark = *marks.get(next)? as usize;
        next += 1;
        match *text.get(mark)? {
            QUOTE => break mark,
            byte => feeds += u64::from(byte == b'\n'),
        }
    };
    let behind = *marks.get(next)? as usize;
    (behind == end + 1 && *text.get(behind)? != QUOTE).then_some(Quoted { end, feeds, next: next + 1 })
}

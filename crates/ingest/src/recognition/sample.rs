//! The first rows, from which it is told what the columns are.

use crate::cells::cell::Span;
use crate::report::{Outcome, Reason};
use crate::rows::records::record::{Record, Row};
use std::ops::Range;

/// The first rows, kept as they were read until the columns' types are told from them.
#[derive(Debug, Default)]
pub(crate) struct Sample {
    /// The cells of all rows, one behind the other.
    text: Vec<u8>,
    /// Where each stands in its row's part of the text.
    spans: Vec<Span>,
    rows: Vec<Kept>,
    /// Bytes of columns that an export has added: without them the sample would end elsewhere.
    added: usize,
}

/// A row of the sample.
#[derive(Clone, Copy, Debug, Default)]
struct Kept {
    /// Where its text and its cells end, which begin where those of the row before end.
    text: usize,
    spans: usize,
    line: u64,
    told: Option<Reason>,
}

impl Sample {
    /// Takes a row, what its reader has to tell about it, and which of its cells an export has added.
    pub(crate) fn push(&mut self, record: Record, told: Option<Reason>, added: Option<&Range<usize>>) {
        if let Some(added) = added {
            let cells = record.cells().skip(added.start).take(added.len());
            self.added += cells.map(|cell| cell.len() + size_of::<Span>()).sum::<usize>();
        }
        let begin = self.text.len();
        for cell in record.cells() {
            let start = self.text.len() - begin;
            self.text.extend_from_slice(cell);
            self.spans.push(Span::new(start, self.text.len() - begin));
        }
        self.rows.push(Kept { text: self.text.len(), spans: self.spans.len(), line: record.line(), told });
    }

    /// Makes room for columns that come up: rows get a cell without a value for each of them. What is wrong with a row is told
    /// with it from now on, as of the columns that there were.
    pub(crate) fn widen(&mut self, columns: Range<usize>, fault: impl Fn(&Record, Option<Reason>) -> Option<Reason>) {
        let mut wider = Self { added: self.added, ..Self::default() };
        let mut row = Row::default();
        for (record, told) in self.records() {
            let told = fault(&record, told);
            row.clear();
            row.line = record.line();
            if told.is_some_and(|reason| reason.rule().outcome() == Outcome::Rejected) {
                record.cells().for_each(|cell| row.push(cell));
            } else {
                let cells = record.cells().chain(std::iter::repeat(&b""[..]));
                cells.take(columns.start).for_each(|cell| row.push(cell));
                columns.clone().for_each(|_| row.push(b""));
            }
            wider.push(row.record(), told, None);
        }
        *self = wider;
    }

    /// Changes what is told about a row.
    pub(crate) fn tell(&mut self, row: usize, told: Option<Reason>) {
        if let Some(row) = self.rows.get_mut(row) {
            row.told = told;
        }
    }

    pub(crate) fn rows(&self) -> usize {
        self.rows.len()
    }

    /// The cells of all rows.
    pub(crate) fn cells(&self) -> usize {
        self.spans.len()
    }

    pub(crate) fn bytes(&self) -> usize {
        self.text.len() + self.spans.len() * size_of::<Span>() - self.added
    }

    /// The rows, each with what its reader had to tell about it.
    pub(crate) fn records(&self) -> impl Iterator<Item = (Record<'_>, Option<Reason>)> {
        let before = std::iter::once(Kept::default()).chain(self.rows.iter().copied());
        before.zip(&self.rows).map(|(before, row)| {
            let text = self.text.get(before.text..row.text).unwrap_or_default();
            let spans = self.spans.get(before.spans..row.spans).unwrap_or_default();
            (Record::new(text, spans, row.line), row.told)
        })
    }
}

//! The rows of files as they stand there, read a second time: what an export writes beside what became of them.
//!
//! The bytes walk the same way as when they were loaded, up to the rows. Each is handed on with its number, by which
//! [`crate::RowPlaces`] says what became of it, and with what is wrong with it as a whole.

use crate::columns::summary::ResolvedMapping;
use crate::container::identity::{FileIdentity, Identifier};
use crate::pipeline::Pipeline;
use crate::reading::layout::Layout;
use crate::reading::limits::Limits;
use crate::report::error::IngestError;
use crate::report::{Outcome, Reason};
use crate::rows::header::Header;
use crate::rows::reader::Recognition;
use crate::rows::records::record::{Record, Row};
use crate::rows::sink::{RowSink, Sink};
use rules::Rules;

/// A row of a file.
pub struct FileRow<'a> {
    /// Its number, from 1 and on over all files.
    pub number: u64,
    /// What is wrong with it as a whole, where something is. A row that was rejected without it was so for what it says.
    pub fault: Option<Reason>,
    /// How many columns the file has.
    pub columns: usize,
    record: Record<'a>,
    object: Option<&'a [u8]>,
    is_misplaced: bool,
}

impl<'a> FileRow<'a> {
    /// The text of the JSON object that it is, or of what stands in the place of one.
    pub fn object(&self) -> Option<&'a [u8]> {
        self.object
    }

    /// The cells of its columns, in the order of the columns; fewer where the row is short, none where it has none.
    pub fn cells(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        self.record.cells().take(if self.is_misplaced { 0 } else { self.columns })
    }

    /// The cells beyond the last column.
    ///
    /// Of a row that would read like any other where it stands, although it is none, all cells are there: a line that is
    /// no object, a header of another file, what follows a quote that is never closed.
    pub fn surplus(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        self.record.cells().skip(if self.is_misplaced { 0 } else { self.columns })
    }

    /// Whether it was left out for what is wrong with it as a whole.
    pub fn is_refused(&self) -> bool {
        self.fault.is_some_and(|reason| reason.rule().outcome() == Outcome::Rejected)
    }
}

/// What takes the rows of files.
pub trait FileRows {
    /// Takes note, before anything else, that the first row is a line of JSON: each row has a text then
    /// ([`FileRow::object`]).
    fn lines(&mut self) {}

    /// Takes the names of the columns, once, before any row: as they are written in the file, or as the reader has named them.
    fn header<'a>(&mut self, names: impl Iterator<Item = &'a [u8]> + Clone);

    /// Takes a row.
    fn row(&mut self, row: &FileRow);
}

/// Reads the rows of files that have been loaded before.
pub struct RowReader<T> {
    files: Pipeline<Verbatim<T>>,
    identifier: Identifier,
}

impl<T: FileRows> RowReader<T> {
    /// A reader of the files that were understood so, under these rules.
    pub fn new(understood: &ResolvedMapping, rules: Rules, taker: T) -> Self {
        let (limits, layout) = (Limits::default(), understood.layout.clone());
        let has_row = layout.has_header_row();
        let names = (!has_row).then(|| understood.header.clone());
        let (all, apart) = (understood.header.clone(), understood.apart.clone());
        let recognition = Recognition { layout: Some(layout.clone()), first_links: false, rules };
        let verbatim = Verbatim {
            limits,
            rules,
            layout,
            names,
            all,
            apart,
            header: None,
            object: Vec::new(),
            has_object: false,
            is_line: false,
            scratch: Row::default(),
            rows: 0,
            taker,
        };
        let files = Pipeline::new(recognition, limits, None, verbatim);
        Self { files, identifier: Identifier::default() }
    }

    /// Begins a file of this name, and ends the one before. To be called before each of several files.
    ///
    /// # Errors
    /// [`IngestError`] where the file before is incomplete.
    pub fn next_file(&mut self, name: &str) -> Result<(), IngestError> {
        self.files.next_file(name)
    }

    /// Takes the next bytes of the file.
    ///
    /// # Errors
    /// [`IngestError`] where it cannot be read as it was before.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), IngestError> {
        self.identifier.push(bytes);
        self.files.push(bytes)
    }

    /// What takes the rows.
    pub fn taker_mut(&mut self) -> &mut T {
        &mut self.files.sink_mut().taker
    }

    /// What has taken the rows, and what bytes they were read from.
    ///
    /// # Errors
    /// As [`Self::push`].
    pub fn finish(self) -> Result<(T, FileIdentity), IngestError> {
        let Verbatim { taker, .. } = self.files.finish()?;
        Ok((taker, self.identifier.finish()))
    }
}

struct Verbatim<T> {
    limits: Limits,
    rules: Rules,
    layout: Layout,
    /// The names of the columns, where they stand in no row.
    names: Option<Vec<String>>,
    /// The names of all columns, of further files, too.
    all: Vec<String>,
    /// Rows that are none of the table.
    apart: Vec<(u64, Reason)>,
    header: Option<Header>,
    /// The text of the object that comes next, whether there is one, and whether it is a line.
    object: Vec<u8>,
    has_object: bool,
    is_line: bool,
    scratch: Row,
    rows: u64,
    taker: T,
}

impl<T: FileRows> Verbatim<T> {
    /// The header where it stands in no row.
    fn told_header(&mut self) -> Result<(), IngestError> {
        if let Some(names) = self.names.take() {
            if self.is_line {
                self.taker.lines();
            }
            self.taker.header(names.iter().map(String::as_bytes));
            let header = Header::told(&names, self.layout.is_loose(), &self.limits)?;
            self.header = Some(header.with_added_keys(self.rules.own_exports()));
        }
        Ok(())
    }

    fn row(&mut self, record: Record, told: Option<Reason>) -> Result<(), IngestError> {
        self.told_header()?;
        self.rows += 1;
        let Some(header) = &self.header else { return Ok(()) };
        let is_apart = |&&(row, _): &&(u64, Reason)| row == self.rows;
        let apart = self.apart.iter().find(is_apart).map(|&(_, reason)| reason);
        let fault = header.fault(&record, apart.or(told));
        let is_refused = |fault: Option<Reason>| fault.is_some_and(|it| it.rule().outcome() == Outcome::Rejected);
        // Of a quote that is never closed nobody knows where its cells end.
        let is_misplaced =
            fault == Some(Reason::UnclosedQuote) || is_refused(fault) && !is_refused(header.fault(&record, None));
        let (number, columns) = (self.rows, self.all.len());
        // Where further files have more columns, what is beyond those of this one is beyond theirs, too.
        let found = header.names.len();
        let mut wide = Row::at(record.line());
        let record = if found < columns && !is_misplaced && !self.layout.is_loose() {
            let cells = record.cells().chain(std::iter::repeat(&b""[..]));
            cells.take(found).for_each(|cell| wide.push(cell));
            (found..columns).for_each(|_| wide.push(b""));
            record.cells().skip(found).for_each(|cell| wide.push(cell));
            wide.record()
        } else {
            record
        };
        let object = std::mem::take(&mut self.has_object).then_some(self.object.as_slice());
        let mut hand_on = |record| self.taker.row(&FileRow { number, fault, columns, record, object, is_misplaced });
        if fault == Some(Reason::UnclosedQuote) {
            // The quote is text of the file as what follows it is; nor can the cell be empty so.
            let last = record.len().saturating_sub(1);
            self.scratch.clear();
            for (at, cell) in record.cells().enumerate() {
                if at == last {
                    self.scratch.push(&[b"\"", cell].concat());
                } else {
                    self.scratch.push(cell);
                }
            }
            hand_on(self.scratch.record());
        } else {
            hand_on(record);
        }
        Ok(())
    }
}

impl<T: FileRows> Sink for Verbatim<T> {
    fn record(&mut self, record: Record, closed: bool) -> Result<(), IngestError> {
        if self.header.is_none() && self.names.is_none() {
            // As above the header when it was loaded.
            if record.is_blank() {
                return Ok(());
            }
            let own_exports = self.rules.own_exports();
            self.header = Some(Header::named(&record, &self.limits, own_exports, &mut Vec::new())?);
            let others = self.all.iter().skip(record.len()).map(String::as_bytes);
            self.taker.header(Vec::from_iter(record.cells().chain(others)).into_iter());
            return Ok(());
        }
        if self.header.is_none() && record.is_blank() && matches!(self.layout, Layout::Delimited(_)) {
            return Ok(());
        }
        self.row(record, (!closed).then_some(Reason::UnclosedQuote))
    }

    fn faulty(&mut self, record: Record, told: Reason) -> Result<(), IngestError> {
        self.row(record, Some(told))
    }

    fn object(&mut self, text: &[u8], is_line: bool) {
        self.object.clear();
        self.object.extend_from_slice(text);
        (self.has_object, self.is_line) = (true, is_line);
    }

    fn columns(&mut self, names: &[String]) -> Result<(), IngestError> {
        match &mut self.header {
            // Of a format that names its columns elsewhere than in a row all are known.
            Some(header) if header.names.len() < self.all.len() => header.extend(names, &self.limits),
            _ => self.told_header(),
        }
    }
}

impl<T: FileRows> RowSink for Verbatim<T> {
    fn begin(&mut self, _: Option<&str>) {}

    fn set_layout(&mut self, _: &Layout, _: bool) {}

    fn names(&self) -> Option<&[String]> {
        self.header.as_ref().map(|header| header.names.as_slice())
    }
}

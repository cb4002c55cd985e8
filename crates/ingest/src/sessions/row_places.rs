//! Where in its file each session stands, and what became of each row of the file: what a session without an identifier
//! is called by, and what a file's own rows are written by with the scores beside them. It costs a bit or two a row; where
//! rows were rolled up, 12 bytes a session.

use crate::columns::bit_sets::{Bits, Ranked};
use crate::columns::loaded_rows::LoadedRows;
use crate::report::{ReadFile, Report, displayed};
use crate::text::line_numbers::LineNumbers;
use std::fmt;

/// What became of a row of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowFate {
    /// It was not looked at, because only each so many-th row is taken.
    Skipped,
    /// It was left out for what is wrong with it; the report counts why.
    Rejected,
    /// It is the session with this number, from 0, among those that are judged: a row of the table.
    Judged(u32),
    /// It is the session with this number, from 0, among those that are kept apart.
    Aside(u32),
    /// It is one of several rows of a session.
    Part,
}

/// Where a session stands in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    /// The file, or the member of an archive, of the first row, where more than one was read.
    pub file: Option<&'a str>,
    /// The first row, from 1 and on over all files, as [`crate::Issue::row`].
    pub first: u64,
    /// The last row.
    pub last: u64,
    /// How many rows there are: fewer than from the first to the last where rows of others stand between them.
    pub rows: u32,
    /// The line of its file in which the first row begins, from 1, where it is known.
    pub line: Option<u64>,
}

/// `row 12 (line 14)`, `b.csv, row 12 (line 3)`, `rows 12 to 31 (first at line 14)`.
impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let Self { first, last, rows, .. } = self;
        if let Some(file) = self.file {
            write!(f, "{file}, ")?;
        }
        if *rows == 1 {
            write!(f, "row {first}")?;
        } else if u64::from(*rows) == last - first + 1 {
            write!(f, "rows {first} to {last}")?;
        } else {
            write!(f, "{rows} rows from {first} to {last}")?;
        }
        match self.line {
            Some(line) if *rows == 1 => write!(f, " (line {line})"),
            Some(line) => write!(f, " (first at line {line})"),
            None => Ok(()),
        }
    }
}

/// The rows that a session was rolled up from, by taken row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub first: u32,
    pub last: u32,
    pub rows: u32,
}

/// What calls a session by its place. It goes with the places as a value, so that a program that reads no file, which has no
/// places, has no words for them either: the page is loaded sooner.
#[derive(Clone, Copy, Debug)]
struct Naming(fn(&RowPlaces, &str, u32) -> String);

impl PartialEq for Naming {
    /// There is one.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// Where the sessions of files stand, and what became of the files' rows.
#[derive(Clone, Debug, PartialEq)]
pub struct RowPlaces {
    naming: Naming,
    /// Rows of the files.
    read: u64,
    /// The first of each so many is taken.
    every: u64,
    /// Taken rows that are in no session.
    lost: Ranked,
    /// Sessions, among all that were made, that are kept apart.
    aside: Ranked,
    /// The rows of each session that was made; `None` where each row is one.
    spans: Option<Vec<Span>>,
    lines: LineNumbers,
    /// Of which file the rows are, where there are several.
    files: Vec<ReadFile>,
}

impl RowPlaces {
    /// The places of the sessions made of these rows. `spans` are those of sessions of several rows.
    pub(crate) fn new(rows: LoadedRows, spans: Option<Vec<Span>>, aside: &[u32], report: &Report) -> Self {
        let (every, lost, lines) = rows.finish();
        let mut apart = Bits::default();
        aside.iter().for_each(|&session| {
            apart.set(session as usize);
        });
        let (read, files) = (report.read, report.files.clone());
        let naming = Naming(|places, id, judged| match displayed(id.as_bytes()) {
            id if id.is_empty() => places.of_judged(judged).to_string(),
            id => id,
        });
        Self { naming, read, every, lost, aside: Ranked::new(apart), spans, lines, files }
    }

    /// What the session with this number among those that are judged is called: its identifier, shortened to 80 letters and
    /// without control and direction characters; where it has none, its rows.
    pub fn name(&self, id: &str, judged: u32) -> String {
        (self.naming.0)(self, id, judged)
    }

    /// Rows of the files, those that were skipped and rejected among them.
    pub fn rows(&self) -> u64 {
        self.read
    }

    /// Whether sessions were made of several rows each: then a row says only that it is part of one.
    pub fn are_rolled_up(&self) -> bool {
        self.spans.is_some()
    }

    /// Where the session in this row of the table of judged ones stands.
    pub fn of_judged(&self, session: u32) -> Place<'_> {
        self.place(self.aside.other(session as usize))
    }

    /// Where this session of those that are kept apart stands; `None` beyond them.
    pub fn of_aside(&self, session: u32) -> Option<Place<'_>> {
        self.aside.member(session as usize).map(|made| self.place(made))
    }

    /// What became of a row, from 1 and on over all files; `None` beyond the last.
    pub fn fate(&self, row: u64) -> Option<RowFate> {
        let before = row.checked_sub(1).filter(|&before| before < self.read)?;
        if !before.is_multiple_of(self.every) {
            return Some(RowFate::Skipped);
        }
        let taken = (before / self.every) as usize;
        Some(if self.lost.has(taken) {
            RowFate::Rejected
        } else if self.spans.is_some() {
            RowFate::Part
        } else {
            let made = taken - self.lost.before(taken);
            let apart = self.aside.before(made);
            if self.aside.has(made) { RowFate::Aside(apart as u32) } else { RowFate::Judged((made - apart) as u32) }
        })
    }

    /// The line of its file in which a row begins that was not skipped, from 1, where it is known.
    pub fn line(&self, row: u64) -> Option<u64> {
        self.lines.of(row)
    }

    /// The file, or the member of an archive, in which a row stands, where more than one was read.
    pub fn file(&self, row: u64) -> Option<&str> {
        let (last, ended) = self.files.split_last()?;
        let mut rows = 0;
        let file = ended.iter().find(|file| {
            rows += file.rows;
            row <= rows
        });
        Some(&file.unwrap_or(last).name)
    }

    fn place(&self, made: usize) -> Place<'_> {
        let span = match self.spans.as_ref().map(|spans| spans.get(made)) {
            Some(Some(&span)) => span,
            // Beyond the last there is none: its number, so that nothing is named after another.
            _ => {
                let taken = self.lost.other(made) as u32;
                Span { first: taken, last: taken, rows: 1 }
            }
        };
        let row = |taken: u32| u64::from(taken) * self.every + 1;
        let (first, last) = (row(span.first), row(span.last));
        Place { file: self.file(first), first, last, rows: span.rows, line: self.lines.of(first) }
    }
}

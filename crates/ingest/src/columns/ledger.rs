//! The ledger of rows: how many were read, loaded, repaired, rejected and skipped, which they were, and what was wrong
//! with them.

use crate::columns::loaded_rows::LoadedRows;
use crate::reading::limits::Limits;
use crate::report::error::IngestError;
use crate::report::{Issue, OtherColumns, Reason, Renamed, Report, Rule};
use std::num::NonZeroU32;

/// The ledger of rows. What it counts always adds up: loaded + rejected + skipped = read, once the sample is settled.
pub(crate) struct Ledger {
    report: Report,
    rows: LoadedRows,
    /// The first of each so many rows is taken.
    every: u64,
    /// Rows that can be taken.
    most_rows: u64,
    /// Issues that are kept in full.
    most_issues: usize,
}

impl Ledger {
    /// The ledger of rows of which the first of each so many is taken.
    pub(crate) fn new(every: NonZeroU32, limits: &Limits) -> Self {
        Self {
            report: Report::default(),
            rows: LoadedRows::new(every),
            every: u64::from(every.get()),
            most_rows: limits.rows,
            most_issues: limits.issues,
        }
    }

    /// A file of this name begins, or a member of an archive.
    pub(crate) fn begin_file(&mut self, name: Option<&str>) {
        self.report.begin_file(name, self.report.read);
    }

    /// A line says something about the file, and is no row.
    pub(crate) fn directive(&mut self) {
        self.report.directives += 1;
    }

    /// A line stands beside the table.
    pub(crate) fn beside(&mut self, line: u64, text: &[u8]) {
        self.report.beside.add(line, text, self.report.files.last());
    }

    /// From this line on a file has other columns than those before it.
    pub(crate) fn other_columns(&mut self, line: u64, difference: String) {
        let file = self.report.files.last().map(|file| file.name.clone());
        self.report.other_columns.push(OtherColumns { file, line, difference });
    }

    /// How often a rule has applied so far.
    pub(crate) fn count_of(&self, rule: Rule) -> u64 {
        self.report.count(rule)
    }

    /// Where columns whose names are repaired are written down.
    pub(crate) fn renamed(&mut self) -> &mut Vec<Renamed> {
        &mut self.report.renamed
    }

    /// Counts a row that was read; whether it is one of those to be taken.
    #[inline]
    pub(crate) fn count(&mut self) -> bool {
        let is_wanted = self.every == 1 || self.report.read.is_multiple_of(self.every);
        self.report.read += 1;
        self.report.skipped += u64::from(!is_wanted);
        is_wanted
    }

    /// Whether the next row is one of those to be taken.
    pub(crate) fn takes_next(&self) -> bool {
        self.report.read.is_multiple_of(self.every)
    }

    /// The first of each so many rows is taken.
    pub(crate) fn every(&self) -> u64 {
        self.every
    }

    /// Rows that were read, and so the number of the last.
    pub(crate) fn read(&self) -> u64 {
        self.report.read
    }

    /// Rows in the columns.
    pub(crate) fn loaded(&self) -> u64 {
        self.report.loaded
    }

    /// Rows that were left out for what is wrong with them.
    pub(crate) fn rejected(&self) -> u64 {
        self.report.rejected
    }

    /// Rows that were taken: loaded or rejected.
    pub(crate) fn taken(&self) -> u64 {
        self.report.loaded + self.report.rejected
    }

    /// The row, from 1, that is the so many-th to be taken, from 0.
    pub(crate) fn row_of(&self, taken: u64) -> u64 {
        self.rows.row_of(taken)
    }

    /// Where the so many-th loaded row, from 0, stands: the row of the file, and its line where that is known.
    pub(crate) fn place(&mut self, loaded: usize) -> (u64, Option<u64>) {
        let row = self.rows.place(loaded as u32);
        (row, self.rows.line(row))
    }

    /// # Errors
    /// [`IngestError::TooManyRows`] where so many more cannot be taken.
    pub(crate) fn check_room_for(&self, more: u64) -> Result<(), IngestError> {
        let limit = self.most_rows;
        if self.taken() + more > limit { Err(IngestError::TooManyRows { limit }) } else { Ok(()) }
    }

    /// Notes in which line a row begins. Rows come in their order.
    #[inline(always)]
    pub(crate) fn begins(&mut self, row: u64, line: u64) {
        self.rows.begins(row, line);
    }

    /// Writes down what is wrong with a row, or with a cell of it.
    #[inline]
    pub(crate) fn tell(&mut self, reason: Reason, issue: impl FnOnce() -> Issue) {
        self.report.add(self.most_issues, reason, issue);
    }

    /// So many more rows are loaded.
    pub(crate) fn load(&mut self, more: u64) {
        self.report.loaded += more;
    }

    /// A row that is loaded was repaired.
    pub(crate) fn repair(&mut self, row: u64) {
        self.report.repaired += 1;
        self.rows.repair(row);
    }

    /// A row is left out.
    pub(crate) fn reject(&mut self, row: u64) {
        self.report.rejected += 1;
        self.rows.reject(row);
    }

    /// The report of all rows, and which of them are loaded.
    ///
    /// # Errors
    /// [`IngestError::NothingLoaded`] where there are rows, and all were rejected.
    pub(crate) fn finish(mut self) -> Result<(Report, LoadedRows), IngestError> {
        self.report.end_files();
        if self.report.read > 0 && self.report.loaded == 0 {
            let first = self.report.issues.first().map_or_else(String::new, Issue::to_string);
            return Err(IngestError::NothingLoaded { read: self.report.read, first });
        }
        Ok((self.report, self.rows))
    }
}

//! Where findings are written down: counted by rule, with the place of what they are about, each row or session once.

use crate::ingest::loaded_rows::{Bits, LoadedRows};
use crate::ingest::report::{HardFailure, Issue, Reason, Report, displayed};
use crate::telemetry::{Column, Data, Field, MISSING_CATEGORY, MISSING_TIME, Table, write_time};

/// Something that is wrong with a row of a table.
#[derive(Clone, Copy, Debug)]
pub(in crate::ingest) struct Finding {
    /// The row.
    pub at: u32,
    /// The column that shows it.
    pub field: Field,
    /// What is wrong.
    pub reason: Reason,
}

/// What the rows of the table are at present.
enum Subjects {
    /// Rows of the file: these of the loaded ones, or all.
    Rows(Option<Vec<u32>>),
    /// Sessions of several rows: the first row of each, and which were repaired.
    Sessions { first: Vec<u32>, repaired: Bits },
}

/// The report while checks are made.
pub(in crate::ingest) struct Log {
    report: Report,
    rows: LoadedRows,
    limit: usize,
    subjects: Subjects,
}

impl Log {
    /// A log about the rows of a file, of which so many issues are kept in full.
    pub fn new(report: Report, rows: LoadedRows, limit: usize) -> Self {
        Self { report, rows, limit, subjects: Subjects::Rows(None) }
    }

    /// From now on the rows of the table are sessions that begin with these rows.
    pub fn sessions(&mut self, first: Vec<u32>) {
        self.report.sessions.made = first.len() as u64;
        self.subjects = Subjects::Sessions { first, repaired: Bits::default() };
    }

    /// From now on each row is a session.
    pub fn rows_are_sessions(&mut self) {
        self.report.sessions.made = self.report.loaded;
    }

    /// From now on the table has these of its rows alone.
    pub fn keep(&mut self, rows: &[u32]) {
        if let Subjects::Rows(loaded) = &mut self.subjects {
            let kept = match loaded {
                Some(loaded) => rows.iter().map(|&row| loaded[row as usize]).collect(),
                None => rows.to_vec(),
            };
            *loaded = Some(kept);
        }
    }

    /// Whether the rows of the table are rows of the file.
    pub fn is_about_rows(&self) -> bool {
        matches!(self.subjects, Subjects::Rows(_))
    }

    /// The cell that shows the finding stays as it is.
    pub fn tell(&mut self, table: &Table, finding: Finding) {
        self.add(table, finding.at, table.field(finding.field), finding.reason);
    }

    /// The cell that shows the finding was repaired.
    pub fn repair(&mut self, table: &Table, finding: Finding) {
        let loaded = self.loaded(finding.at);
        let is_new = match &mut self.subjects {
            Subjects::Rows(_) => self.rows.repair_loaded(loaded),
            Subjects::Sessions { repaired, .. } => !repaired.set(finding.at as usize),
        };
        match self.subjects {
            Subjects::Rows(_) => self.report.repaired += u64::from(is_new),
            Subjects::Sessions { .. } => self.report.sessions.repaired += u64::from(is_new),
        }
        self.add(table, finding.at, table.field(finding.field), finding.reason);
    }

    /// A label of this column was repaired.
    pub fn respell(&mut self, table: &Table, at: u32, column: &Column) {
        let loaded = self.loaded(at);
        self.report.repaired += u64::from(self.rows.repair_loaded(loaded));
        self.add(table, at, Some(column), Reason::OtherSpelling);
    }

    /// A row of the file is left out; `column` shows why.
    pub fn reject(&mut self, table: &Table, at: u32, column: Option<&Column>, reason: Reason) {
        let loaded = self.loaded(at);
        self.report.repaired -= u64::from(self.rows.is_repaired(loaded));
        self.report.loaded -= 1;
        self.report.rejected += 1;
        self.add(table, at, column, reason);
    }

    /// A session is kept apart.
    pub fn set_aside(&mut self, table: &Table, at: u32, kind: HardFailure) {
        self.report.sessions.aside += 1;
        self.add(table, at, None, Reason::HardFailure { kind });
    }

    /// The report, with what became of the sessions.
    pub fn finish(mut self) -> Report {
        let sessions = &mut self.report.sessions;
        if let Subjects::Rows(_) = self.subjects {
            sessions.repaired = self.report.repaired;
            sessions.rejected = sessions.made - self.report.loaded;
        }
        sessions.judged = sessions.made - sessions.aside - sessions.rejected;
        self.report
    }

    /// The report as it stands.
    pub fn report(&self) -> &Report {
        &self.report
    }

    fn loaded(&self, at: u32) -> u32 {
        match &self.subjects {
            Subjects::Rows(None) => at,
            Subjects::Rows(Some(rows)) | Subjects::Sessions { first: rows, .. } => {
                rows.get(at as usize).copied().unwrap_or(at)
            }
        }
    }

    fn add(&mut self, table: &Table, at: u32, column: Option<&Column>, reason: Reason) {
        let (loaded, is_session) = (self.loaded(at), !self.is_about_rows());
        let rows = &mut self.rows;
        self.report.add(self.limit, reason, || Issue {
            file: None,
            row: rows.place(loaded),
            line: 0,
            session: is_session.then(|| name_of(table, at)),
            column: column.map(|column| column.name.clone()),
            value: column.map_or_else(String::new, |column| displayed(shown(&column.data, at as usize).as_bytes())),
            reason,
        });
    }
}

/// The session's identifier, or else its number.
fn name_of(table: &Table, at: u32) -> String {
    match table.texts(Field::SessionId).map(|texts| texts.get(at as usize)) {
        Some(id) if !id.is_empty() => displayed(id.as_bytes()),
        _ => (u64::from(at) + 1).to_string(),
    }
}

/// A cell as text.
fn shown(data: &Data, at: usize) -> String {
    match data {
        Data::Number(values) if !values[at].is_nan() => values[at].to_string(),
        Data::Time(values) if values[at] != MISSING_TIME => {
            let mut text = String::new();
            write_time(&mut text, values[at]);
            text
        }
        Data::Category(values) if values.codes()[at] != MISSING_CATEGORY => values.label(at).to_owned(),
        Data::Text(values) => values.get(at).to_owned(),
        _ => String::new(),
    }
}

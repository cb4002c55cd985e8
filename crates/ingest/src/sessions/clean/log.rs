//! Where findings are written down: counted by rule, with the place of what they are about, each row or session once.

use crate::columns::bit_sets::Bits;
use crate::columns::loaded_rows::LoadedRows;
use crate::report::{HardFailure, Issue, Reason, Report, displayed};
use crate::sessions::row_places::{RowPlaces, Span};
use telemetry::{Column, Data, Field, MISSING_CATEGORY, MISSING_TIME, Table, write_time};

/// Something that is wrong with a row of a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Finding {
    /// The row.
    pub at: u32,
    /// The column that shows it.
    pub field: Field,
    /// What is wrong.
    pub reason: Reason,
}

/// What the rows of the table are at present.
enum Subjects {
    /// Rows of the file.
    Rows,
    /// Sessions of several rows: the rows of each, and which were repaired.
    Sessions { spans: Vec<Span>, repaired: Bits },
}

/// The report while checks are made.
pub(crate) struct Log {
    report: Report,
    rows: LoadedRows,
    limit: usize,
    subjects: Subjects,
}

impl Log {
    /// A log about the rows of a file, of which so many issues are kept in full.
    pub fn new(report: Report, rows: LoadedRows, limit: usize) -> Self {
        Self { report, rows, limit, subjects: Subjects::Rows }
    }

    /// From now on the rows of the table are sessions of these loaded rows, and `left_out` are in none.
    pub fn sessions(&mut self, mut spans: Vec<Span>, left_out: impl Iterator<Item = u32>) {
        for Span { first, last, .. } in &mut spans {
            (*first, *last) = (self.rows.taken(*first) as u32, self.rows.taken(*last) as u32);
        }
        self.rows.leave_out(left_out);
        self.report.sessions.made = spans.len() as u64;
        self.subjects = Subjects::Sessions { spans, repaired: Bits::default() };
    }

    /// From now on each row is a session.
    pub fn rows_are_sessions(&mut self) {
        self.report.sessions.made = self.report.loaded;
    }

    /// From now on the table, which had so many rows, has these of them alone.
    pub fn keep(&mut self, rows: &[u32], of: usize) {
        let mut kept = rows.iter().copied().peekable();
        self.rows.leave_out((0..of as u32).filter(|row| kept.next_if_eq(row).is_none()));
    }

    /// Whether the rows of the table are rows of the file.
    pub fn is_about_rows(&self) -> bool {
        matches!(self.subjects, Subjects::Rows)
    }

    /// The cell that shows the finding stays as it is.
    pub fn tell(&mut self, table: &Table, finding: Finding) {
        self.add(table, finding.at, table.field(finding.field), finding.reason);
    }

    /// The cell that shows the finding was repaired.
    pub fn repair(&mut self, table: &Table, finding: Finding) {
        match &mut self.subjects {
            Subjects::Rows => self.report.repaired += u64::from(self.rows.repair_loaded(finding.at)),
            Subjects::Sessions { repaired, .. } => {
                self.report.sessions.repaired += u64::from(!repaired.set(finding.at as usize));
            }
        }
        self.add(table, finding.at, table.field(finding.field), finding.reason);
    }

    /// A label of this column was repaired in a row.
    pub fn respell(&mut self, table: &Table, at: u32, column: &Column) {
        self.report.repaired += u64::from(self.rows.repair_loaded(at));
        self.add(table, at, Some(column), Reason::OtherSpelling);
    }

    /// A row of the file is left out; `column` shows why.
    pub fn reject(&mut self, table: &Table, at: u32, column: Option<&Column>, reason: Reason) {
        self.report.repaired -= u64::from(self.rows.is_repaired(at));
        self.report.loaded -= 1;
        self.report.rejected += 1;
        self.add(table, at, column, reason);
    }

    /// A session is kept apart.
    pub fn set_aside(&mut self, table: &Table, at: u32, kind: HardFailure) {
        self.report.sessions.aside += 1;
        self.add(table, at, None, Reason::HardFailure { kind });
    }

    /// The report, with what became of the sessions, and where each is, of which these are kept apart.
    pub fn finish(mut self, aside: &[u32]) -> (Report, RowPlaces) {
        let sessions = &mut self.report.sessions;
        if let Subjects::Rows = self.subjects {
            sessions.repaired = self.report.repaired;
            sessions.rejected = sessions.made - self.report.loaded;
        }
        sessions.judged = sessions.made - sessions.aside - sessions.rejected;
        let spans = if let Subjects::Sessions { spans, .. } = self.subjects { Some(spans) } else { None };
        let places = RowPlaces::new(self.rows, spans, aside, &self.report);
        (self.report, places)
    }

    /// The report as it stands.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// The row of the file in which this row of the table begins.
    fn row(&mut self, at: u32) -> u64 {
        match &self.subjects {
            Subjects::Rows => self.rows.place(at),
            Subjects::Sessions { spans, .. } => {
                self.rows.row_of(spans.get(at as usize).map_or(0, |span| u64::from(span.first)))
            }
        }
    }

    fn add(&mut self, table: &Table, at: u32, column: Option<&Column>, reason: Reason) {
        let row = self.row(at);
        let session = match &self.subjects {
            Subjects::Rows => None,
            Subjects::Sessions { spans, .. } => {
                Some(name_of(table, at, spans.get(at as usize).map_or(1, |span| span.rows)))
            }
        };
        self.report.add(self.limit, reason, || Issue {
            file: None,
            row,
            line: 0,
            session,
            column: column.map(|column| column.name.clone()),
            value: column.map_or_else(String::new, |column| displayed(shown(column, at as usize).as_bytes())),
            reason,
        });
    }
}

/// The session's identifier, or else how many rows it has: its first row is told in any case.
fn name_of(table: &Table, at: u32, rows: u32) -> String {
    match table.texts(Field::SessionId).map(|texts| texts.get(at as usize)) {
        Some(id) if !id.is_empty() => displayed(id.as_bytes()),
        _ if rows == 1 => "of 1 row".to_owned(),
        _ => format!("of {rows} rows"),
    }
}

/// A cell as text. A number of a field has its unit: the file may have it in another.
fn shown(column: &Column, at: usize) -> String {
    match &column.data {
        Data::Number(values) if !values[at].is_nan() => {
            format!("{}{}", values[at], column.field.map_or("", |field| field.unit().symbol()))
        }
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

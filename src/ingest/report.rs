//! What happened to the rows and to the sessions made of them: counts that add up, and the first issues in full.

use super::clean::Check;
use crate::telemetry::Field;
use std::fmt;

/// What became of a row, or of a session, with an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is loaded, with the cell repaired.
    Repaired,
    /// It is left out.
    Rejected,
    /// It is loaded and kept apart from those that are judged.
    Aside,
}

impl Outcome {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Repaired => "repaired",
            Outcome::Rejected => "rejected",
            Outcome::Aside => "kept apart",
        }
    }
}

macro_rules! rules {
    ($( $variant:ident, $outcome:ident, $label:literal; )*) => {
        /// The kinds of issues a row can have.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Rule {
            $( #[doc = $label] $variant, )*
        }

        impl Rule {
            /// Every rule.
            pub const ALL: &[Rule] = &[ $( Rule::$variant, )* ];

            /// What became of the row.
            pub fn outcome(self) -> Outcome {
                match self { $( Rule::$variant => Outcome::$outcome, )* }
            }

            /// The rule's name, one word, for a table that a program reads.
            pub fn name(self) -> &'static str {
                match self { $( Rule::$variant => stringify!($variant), )* }
            }

            /// The rule in a few words, for a table of counts.
            pub fn label(self) -> &'static str {
                match self { $( Rule::$variant => $label, )* }
            }
        }
    };
}

rules! {
    NotANumber, Repaired, "text in a number column, left empty";
    NotFinite, Repaired, "infinite or too large number, left empty";
    OutOfRange, Repaired, "number that cannot be true of a session, left empty";
    NotATime, Repaired, "text in a time column, left empty";
    ImplausibleTime, Repaired, "number that is no plausible time, left empty";
    NotAFlag, Repaired, "neither yes nor no, left empty";
    NotCmcd, Repaired, "text that is no CMCD, left out";
    LateKey, Repaired, "key of CMCD that no earlier row has, left out";
    NotUtf8, Repaired, "bytes that are not UTF-8, shown replaced";
    ZeroByte, Repaired, "zero bytes in text, shown replaced";
    ShortRow, Repaired, "row with too few cells, the rest left empty";
    TrailingCells, Repaired, "row with empty cells beyond the last column, cut off";
    LongRow, Rejected, "row with more cells than columns";
    EmptyRow, Rejected, "row without any value";
    RepeatedHeader, Rejected, "the header once more";
    UnclosedQuote, Rejected, "row with a quote that is never closed";
    NoObject, Rejected, "line that is no JSON object";
    DoubleKey, Repaired, "JSON object that has a key twice, the last one kept";
    FutureTime, Repaired, "time after the day of opening, left empty";
    OtherSpelling, Repaired, "label spelt unlike most, spelt like them";
    NoGroup, Rejected, "row without what rows are grouped by";
    DuplicateSession, Rejected, "session that an earlier row has";
    UnstartedStartup, Repaired, "startup time of a view that never started, left empty";
    StallsWithoutDuration, Repaired, "stalls without a duration, both left empty";
    DurationWithoutStalls, Repaired, "duration of stalls without a stall, both left empty";
    ShortWatch, Repaired, "watch time shorter than the stalls in it, left empty";
    HardFailure, Aside, "view that failed, kept apart";
}

impl Rule {
    /// The check that applies it; `None` for rules that always apply.
    pub fn check(self) -> Option<Check> {
        match self {
            Rule::OutOfRange => Some(Check::Range),
            Rule::FutureTime => Some(Check::Future),
            Rule::OtherSpelling => Some(Check::Spelling),
            Rule::DuplicateSession => Some(Check::Duplicate),
            Rule::UnstartedStartup => Some(Check::Unstarted),
            Rule::StallsWithoutDuration | Rule::DurationWithoutStalls => Some(Check::Stalls),
            Rule::ShortWatch => Some(Check::Watch),
            Rule::HardFailure => Some(Check::Failures),
            _ => None,
        }
    }
}

macro_rules! failures {
    ($( $variant:ident, $label:literal; )*) => {
        /// How a view failed for everybody to see, so that it is no silent failure.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum HardFailure {
            $( #[doc = $label] $variant, )*
        }

        impl HardFailure {
            /// Every kind.
            pub const ALL: &[HardFailure] = &[ $( HardFailure::$variant, )* ];

            /// The kind in words.
            pub fn label(self) -> &'static str {
                match self { $( HardFailure::$variant => $label, )* }
            }
        }
    };
}

failures! {
    StartupFailed, "startup failed";
    ExitBeforeStart, "exit before start";
    PlaybackFailed, "playback failed";
}

/// What is wrong, with what is needed to say so.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reason {
    /// [`Rule::NotANumber`]
    NotANumber,
    /// [`Rule::NotFinite`]
    NotFinite,
    /// [`Rule::OutOfRange`]: outside [`Field::range`], after conversion to the field's unit.
    OutOfRange {
        /// The field.
        field: Field,
    },
    /// [`Rule::NotATime`]
    NotATime,
    /// [`Rule::ImplausibleTime`]: not between 1976 and 2286 in the column's unit.
    ImplausibleTime,
    /// [`Rule::NotAFlag`]
    NotAFlag,
    /// [`Rule::NotCmcd`]: a cell, or a part of one.
    NotCmcd,
    /// [`Rule::LateKey`]: the first rows decide which keys become columns.
    LateKey,
    /// [`Rule::NotUtf8`]
    NotUtf8 {
        /// The first such byte of the cell, from 1.
        byte: usize,
    },
    /// [`Rule::ZeroByte`]
    ZeroByte {
        /// The first such byte of the cell, from 1.
        byte: usize,
    },
    /// [`Rule::ShortRow`]
    ShortRow {
        /// Cells in the row.
        cells: usize,
        /// Columns in the header.
        columns: usize,
    },
    /// [`Rule::TrailingCells`]
    TrailingCells {
        /// Cells in the row.
        cells: usize,
        /// Columns in the header.
        columns: usize,
    },
    /// [`Rule::LongRow`]
    LongRow {
        /// Cells in the row.
        cells: usize,
        /// Columns in the header.
        columns: usize,
    },
    /// [`Rule::EmptyRow`]
    EmptyRow,
    /// [`Rule::RepeatedHeader`]
    RepeatedHeader,
    /// [`Rule::UnclosedQuote`]: everything up to the end of the file stands in one cell.
    UnclosedQuote,
    /// [`Rule::NoObject`]
    NoObject {
        /// What it is instead.
        fault: JsonFault,
        /// The byte of the line, or of the object, where that is found, from 1.
        byte: usize,
    },
    /// [`Rule::DoubleKey`]
    DoubleKey,
    /// [`Rule::FutureTime`]
    FutureTime,
    /// [`Rule::OtherSpelling`]
    OtherSpelling,
    /// [`Rule::NoGroup`]: this field is empty.
    NoGroup {
        /// The field.
        field: Field,
    },
    /// [`Rule::DuplicateSession`]
    DuplicateSession,
    /// [`Rule::UnstartedStartup`]
    UnstartedStartup,
    /// [`Rule::StallsWithoutDuration`]
    StallsWithoutDuration,
    /// [`Rule::DurationWithoutStalls`]
    DurationWithoutStalls,
    /// [`Rule::ShortWatch`]
    ShortWatch {
        /// The stalls in it, milliseconds.
        stalled: f64,
    },
    /// [`Rule::HardFailure`]
    HardFailure {
        /// How it failed.
        kind: HardFailure,
    },
}

/// Why a text is no JSON object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonFault {
    /// It is no JSON.
    Syntax,
    /// It ends too early.
    CutOff,
    /// It is a number, a text, a list.
    OtherValue,
}

impl Reason {
    /// The rule under which it is counted.
    pub fn rule(self) -> Rule {
        match self {
            Reason::NotANumber => Rule::NotANumber,
            Reason::NotFinite => Rule::NotFinite,
            Reason::OutOfRange { .. } => Rule::OutOfRange,
            Reason::NotATime => Rule::NotATime,
            Reason::ImplausibleTime => Rule::ImplausibleTime,
            Reason::NotAFlag => Rule::NotAFlag,
            Reason::NotCmcd => Rule::NotCmcd,
            Reason::LateKey => Rule::LateKey,
            Reason::NotUtf8 { .. } => Rule::NotUtf8,
            Reason::ZeroByte { .. } => Rule::ZeroByte,
            Reason::ShortRow { .. } => Rule::ShortRow,
            Reason::TrailingCells { .. } => Rule::TrailingCells,
            Reason::LongRow { .. } => Rule::LongRow,
            Reason::EmptyRow => Rule::EmptyRow,
            Reason::RepeatedHeader => Rule::RepeatedHeader,
            Reason::UnclosedQuote => Rule::UnclosedQuote,
            Reason::NoObject { .. } => Rule::NoObject,
            Reason::DoubleKey => Rule::DoubleKey,
            Reason::FutureTime => Rule::FutureTime,
            Reason::OtherSpelling => Rule::OtherSpelling,
            Reason::NoGroup { .. } => Rule::NoGroup,
            Reason::DuplicateSession => Rule::DuplicateSession,
            Reason::UnstartedStartup => Rule::UnstartedStartup,
            Reason::StallsWithoutDuration => Rule::StallsWithoutDuration,
            Reason::DurationWithoutStalls => Rule::DurationWithoutStalls,
            Reason::ShortWatch { .. } => Rule::ShortWatch,
            Reason::HardFailure { .. } => Rule::HardFailure,
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match *self {
            Reason::NotANumber => f.write_str("is not a number, left empty"),
            Reason::NotFinite => f.write_str("is not a finite number, left empty"),
            Reason::OutOfRange { field } => {
                let unit = field.unit().symbol();
                match field.range() {
                    (low, high) if high.is_finite() => {
                        write!(f, "is not between {low} and {high}{unit} as a {} is, left empty", field.name())
                    }
                    (low, _) => write!(f, "is less than {low}{unit}, the least {}, left empty", field.name()),
                }
            }
            Reason::NotATime => f.write_str("is not a time, left empty"),
            Reason::ImplausibleTime => f.write_str("is not a time between 1976 and 2286, left empty"),
            Reason::NotAFlag => f.write_str("is neither yes nor no, left empty"),
            Reason::NotCmcd => f.write_str("is not all CMCD: what cannot be read is left out"),
            Reason::LateKey => f.write_str("is a key that none of the first rows has, left out"),
            Reason::NotUtf8 { byte } => write!(f, "is not UTF-8 at its byte {byte}, shown replaced"),
            Reason::ZeroByte { byte } => write!(f, "has a zero byte at its byte {byte}, shown replaced"),
            Reason::ShortRow { cells, columns } => {
                write!(f, "the row has {cells} of {columns} cells, the rest left empty")
            }
            Reason::TrailingCells { cells, columns } => {
                write!(f, "the row has {cells} cells for {columns} columns; the surplus is empty and was cut off")
            }
            Reason::LongRow { cells, columns } => {
                write!(f, "the row has {cells} cells for {columns} columns, left out; is a cell not quoted?")
            }
            Reason::EmptyRow => f.write_str("the row has no value, left out"),
            Reason::RepeatedHeader => f.write_str("the row is the header once more, left out"),
            Reason::UnclosedQuote => {
                f.write_str("a quote is never closed, so that the rest of the file stands in one cell, left out")
            }
            Reason::NoObject { fault, byte } => {
                let what = match fault {
                    JsonFault::Syntax => "this is no JSON from",
                    JsonFault::CutOff => "this JSON object ends too early at",
                    JsonFault::OtherValue => "this is JSON, but no object at",
                };
                write!(f, "{what} byte {byte} of the line on, left out")
            }
            Reason::DoubleKey => f.write_str("the object has a key twice, the last one kept"),
            Reason::FutureTime => f.write_str("is after the day on which the file was opened, left empty"),
            Reason::OtherSpelling => f.write_str("is mostly spelt otherwise, and is spelt so"),
            Reason::NoGroup { field } => {
                write!(f, "the row has no {}, by which rows are grouped, left out", field.name())
            }
            Reason::DuplicateSession => f.write_str("is a session that an earlier row has, left out"),
            Reason::UnstartedStartup => f.write_str("is the startup time of a view that never started, left empty"),
            Reason::StallsWithoutDuration => f.write_str("is a count of stalls whose duration is 0, both left empty"),
            Reason::DurationWithoutStalls => f.write_str("is a duration of stalls whose count is 0, both left empty"),
            Reason::ShortWatch { stalled } => write!(f, "is shorter than the stalls in it, {stalled}ms, left empty"),
            Reason::HardFailure { kind } => write!(f, "{}: kept apart, no silent failure", kind.label()),
        }
    }
}

/// One thing that was wrong with a row, or with a session.
#[derive(Clone, Debug, PartialEq)]
pub struct Issue {
    /// The file, or the member of an archive, where more than one was read.
    pub file: Option<String>,
    /// The data row, from 1 and on over all files: headers and blank lines are not counted, rejected rows are. Of a session
    /// of several rows, the first.
    pub row: u64,
    /// The line in the file where the row begins, from 1, counted by line feeds; 0 where the row was looked at after all
    /// rows had been read, and its line is not known any more.
    pub line: u64,
    /// The session of several rows that it is about; `None` where it is about the row.
    pub session: Option<String>,
    /// The column's name, where it is about one cell.
    pub column: Option<String>,
    /// The cell, shortened, without control and direction characters.
    pub value: String,
    /// What is wrong and what was done.
    pub reason: Reason,
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{file}, ")?;
        }
        match &self.session {
            Some(session) => write!(f, "session {session} (from row {})", self.row)?,
            None => write!(f, "row {}", self.row)?,
        }
        if self.line > 0 {
            write!(f, " (line {})", self.line)?;
        }
        match &self.column {
            Some(column) => {
                write!(f, ", column \"{}\": \"{}\" {}", displayed(column.as_bytes()), self.value, self.reason)
            }
            None => write!(f, ": {}", self.reason),
        }
    }
}

/// Why a column does not have the name of the header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RenamedBecause {
    /// The header has none.
    Empty,
    /// An earlier column has it.
    Duplicate,
    /// It is not UTF-8.
    NotUtf8,
}

/// A column whose name was repaired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    /// The column, from 1.
    pub column: usize,
    /// The name in the header, shortened.
    pub from: String,
    /// The name it was given.
    pub to: String,
    /// Why.
    pub because: RenamedBecause,
}

impl fmt::Display for Renamed {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let to = displayed(self.to.as_bytes());
        match self.because {
            RenamedBecause::Empty => write!(f, "column {} has no name and is called \"{to}\"", self.column),
            RenamedBecause::Duplicate => {
                write!(f, "column {} is another \"{}\" and is called \"{to}\"", self.column, self.from)
            }
            RenamedBecause::NotUtf8 => write!(f, "the name of column {} is not UTF-8 and reads \"{to}\"", self.column),
        }
    }
}

/// A file, or a member of an archive, among several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadFile {
    /// Its name, behind that of its archive.
    pub name: String,
    /// Data rows in it.
    pub rows: u64,
}

/// So many issues of each rule are kept in full however many others there are.
const EXAMPLES: u64 = 5;

/// What became of the sessions. `made = judged + aside + rejected`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SessionCounts {
    /// Sessions made of the rows: as many as rows, where each row is a session.
    pub made: u64,
    /// Those with at least one repair, in the rows or in what came of them, not counting rejected ones. Where rows are
    /// grouped, only repairs of the session count, not those of its rows.
    pub repaired: u64,
    /// Those in the table that is judged.
    pub judged: u64,
    /// Those kept apart.
    pub aside: u64,
    /// Those left out.
    pub rejected: u64,
}

/// What a column of the judged sessions lacks. Nothing is done about it.
#[derive(Clone, Debug, PartialEq)]
pub enum ColumnFinding {
    /// All sessions that have a value have the same.
    Constant {
        /// The column.
        column: String,
    },
    /// More than 99 % of the sessions have no value.
    NearlyEmpty {
        /// The column.
        column: String,
        /// Sessions without a value.
        missing: u64,
    },
}

/// What was read. `loaded + rejected + skipped = read`; `repaired` counts rows among the loaded ones.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Data rows in the file. A blank line is no row.
    pub read: u64,
    /// Rows in the table, or in the sessions that the table has.
    pub loaded: u64,
    /// Loaded rows with at least one repair.
    pub repaired: u64,
    /// Rows left out for what is wrong with them.
    pub rejected: u64,
    /// Rows not looked at, where only each so many-th row is taken.
    pub skipped: u64,
    /// What became of the sessions.
    pub sessions: SessionCounts,
    /// The first issues, in the order in which they were found: what is wrong with the cells in the order of the file,
    /// then what the checks found, one check after the other. The first few of each rule are always among them.
    pub issues: Vec<Issue>,
    /// Columns that tell sessions little apart.
    pub columns: Vec<ColumnFinding>,
    /// Columns whose names were repaired.
    pub renamed: Vec<Renamed>,
    /// Lines that say something about a file, and are no rows: `#Fields` and the like.
    pub directives: u64,
    /// The files, and the members of archives, in the order in which they were read, where there is more than one.
    pub files: Vec<ReadFile>,
    /// Data rows before the last of them.
    before: u64,
    counts: [u64; Rule::ALL.len()],
}

impl Report {
    /// How often each rule applied, for the rules that did: a row can have several issues.
    pub fn counts(&self) -> impl Iterator<Item = (Rule, u64)> + '_ {
        Rule::ALL.iter().map(|&rule| (rule, self.count(rule))).filter(|&(_, count)| count > 0)
    }

    /// How often a rule applied.
    pub fn count(&self, rule: Rule) -> u64 {
        self.counts[rule as usize]
    }

    /// All issues, those not kept in full included.
    pub fn total_issues(&self) -> u64 {
        self.counts.iter().sum()
    }

    pub(super) fn add(&mut self, limit: usize, reason: Reason, issue: impl FnOnce() -> Issue) {
        let count = &mut self.counts[reason.rule() as usize];
        *count += 1;
        if self.issues.len() < limit || *count <= EXAMPLES {
            let mut issue = issue();
            issue.file = self.file_of(issue.row);
            self.issues.push(issue);
        }
    }

    /// Another file begins behind so many rows in all.
    pub(super) fn begin_file(&mut self, name: Option<&str>, rows: u64) {
        self.end_file(rows);
        self.before = rows;
        self.files.push(ReadFile { name: name.unwrap_or_default().to_owned(), rows: 0 });
    }

    /// The last file has ended, and so many rows were read in all.
    fn end_file(&mut self, rows: u64) {
        if let Some(last) = self.files.last_mut() {
            last.rows = rows - self.before.min(rows);
        }
    }

    /// Forgets the name of the only file: it need not be told.
    pub(super) fn end_files(&mut self) {
        self.end_file(self.read);
        if self.files.len() < 2 {
            (self.before, self.files) = (0, Vec::new());
            self.issues.iter_mut().for_each(|issue| issue.file = None);
        }
    }

    fn file_of(&self, row: u64) -> Option<String> {
        let (last, ended) = self.files.split_last()?;
        let mut rows = 0;
        let file = ended.iter().find(|file| {
            rows += file.rows;
            row <= rows
        });
        Some(file.unwrap_or(last).name.clone())
    }
}

/// More bytes than this change nothing about how they are shown.
pub(super) const MOST_DISPLAYED: usize = SHOWN * 8 + 1;

/// Characters that are shown.
const SHOWN: usize = 80;

/// Bytes of a file as they can be shown: at most 80 characters, bytes that are not UTF-8 replaced, control characters and
/// those that change the direction of writing left out.
pub(super) fn displayed(bytes: &[u8]) -> String {
    // Four bytes a character at most, and room for what is left out.
    let start = &bytes[..bytes.len().min(SHOWN * 8)];
    let text = String::from_utf8_lossy(start);
    let mut shown = text.chars().filter(|&letter| !letter.is_control() && !is_direction(letter));
    let mut result: String = shown.by_ref().take(SHOWN).collect();
    if shown.next().is_some() || start.len() < bytes.len() {
        result.push('…');
    }
    result
}

fn is_direction(letter: char) -> bool {
    matches!(letter, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_safe_to_show() {
        assert_eq!(displayed(b"a\x00b\r\n\x1bc"), "abc");
        assert_eq!(displayed("\u{202e}live\u{2066}\u{feff}".as_bytes()), "live");
        assert_eq!(displayed(b"caf\xe9"), "caf\u{fffd}");
        assert_eq!(displayed(&[b'x'; 80]), "x".repeat(80));
        assert_eq!(displayed(&[b'x'; 5000]), format!("{}…", "x".repeat(80)));
    }

    #[test]
    fn only_the_first_issues_are_kept_and_all_are_counted() {
        let mut report = Report::default();
        for row in 0..20 {
            let reason = if row == 13 { Reason::EmptyRow } else { Reason::NotATime };
            report.add(7, reason, || Issue {
                file: None,
                row,
                line: row,
                session: None,
                column: None,
                value: String::new(),
                reason,
            });
        }
        assert_eq!(report.issues.iter().map(|issue| issue.row).collect::<Vec<_>>(), [0, 1, 2, 3, 4, 5, 6, 13]);
        assert_eq!(report.total_issues(), 20);
        assert_eq!(report.counts().collect::<Vec<_>>(), [(Rule::NotATime, 19), (Rule::EmptyRow, 1)]);
    }
}

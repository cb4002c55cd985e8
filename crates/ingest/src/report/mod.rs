//! What happened to the rows and to the sessions made of them: counts that add up, and the first issues in full.

mod beside;
pub(crate) mod error;
mod issue;
pub(crate) mod other_format;
mod reason;
mod renamed;
mod rule;

pub use beside::{Beside, BesideLine, OtherColumns};
pub use issue::Issue;
pub(crate) use issue::MOST_DISPLAYED;
pub use issue::displayed;
pub use reason::{JsonFault, ReadAs, Reason};
pub use renamed::{Renamed, RenamedBecause};
pub use rule::{HardFailure, Outcome, Rule};

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
    /// which columns late rows have turned, then what the checks found, one check after the other. The first few of each rule are always among them.
    pub issues: Vec<Issue>,
    /// Columns that tell sessions little apart.
    pub columns: Vec<ColumnFinding>,
    /// Columns whose names were repaired.
    pub renamed: Vec<Renamed>,
    /// Lines that say something about a file, and are no rows: `#Fields` and the like.
    pub directives: u64,
    /// Lines that stand beside the table.
    pub beside: Beside,
    /// Files whose columns are not those of the files before: all are columns of the one table.
    pub other_columns: Vec<OtherColumns>,
    /// The files, and the members of archives, in the order in which they were read, where there is more than one.
    pub files: Vec<ReadFile>,
    /// Data rows before the last of them.
    before: u64,
    counts: RuleCounts,
}

/// How often each rule applied.
#[derive(Clone, Debug, PartialEq)]
struct RuleCounts([u64; Rule::ALL.len()]);

impl Default for RuleCounts {
    fn default() -> Self {
        Self([0; Rule::ALL.len()])
    }
}

impl Report {
    /// How often each rule applied, for the rules that did: a row can have several issues.
    pub fn counts(&self) -> impl Iterator<Item = (Rule, u64)> + '_ {
        Rule::ALL.iter().map(|&rule| (rule, self.count(rule))).filter(|&(_, count)| count > 0)
    }

    /// How often a rule applied.
    pub fn count(&self, rule: Rule) -> u64 {
        self.counts.0[rule as usize]
    }

    /// All issues, those not kept in full included.
    pub fn total_issues(&self) -> u64 {
        self.counts.0.iter().sum()
    }

    pub(crate) fn add(&mut self, limit: usize, reason: Reason, issue: impl FnOnce() -> Issue) {
        let count = &mut self.counts.0[reason.rule() as usize];
        *count += 1;
        if self.issues.len() < limit || *count <= EXAMPLES {
            let mut issue = issue();
            issue.file = self.file_of(issue.row);
            self.issues.push(issue);
        }
    }

    /// Another file begins behind so many rows in all.
    pub(crate) fn begin_file(&mut self, name: Option<&str>, rows: u64) {
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
    pub(crate) fn end_files(&mut self) {
        self.end_file(self.read);
        if self.files.len() < 2 {
            (self.before, self.files) = (0, Vec::new());
            self.issues.iter_mut().for_each(|issue| issue.file = None);
            self.beside.first.iter_mut().for_each(|line| line.file = None);
            self.other_columns.iter_mut().for_each(|other| other.file = None);
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

#[cfg(test)]
mod tests {
    use super::*;

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

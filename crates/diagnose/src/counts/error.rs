//! Why a table is no table of counts.

/// Why a table is no table of counts, with the row.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CountsError {
    /// There is no such column.
    #[error("there is no column \"{name}\"; there are {columns}")]
    NoColumn {
        /// The name asked for.
        name: String,
        /// The names that there are.
        columns: String,
    },
    /// A cell is no count.
    #[error("row {row}: {column} is \"{value}\", which is no whole number from 0 to 4294967295")]
    NoCount {
        /// The row, from 1.
        row: u64,
        /// The column.
        column: String,
        /// What stands there.
        value: String,
    },
    /// More are bad than there are.
    #[error("row {row}: {bad} of {sessions} sessions are bad")]
    MoreBad {
        /// The row, from 1.
        row: u64,
        /// The bad ones.
        bad: u32,
        /// All.
        sessions: u32,
    },
    /// A cell is no time.
    #[error("row {row}: {column} is \"{value}\", which is no number and no time")]
    NoTime {
        /// The row, from 1.
        row: u64,
        /// The column.
        column: String,
        /// What stands there.
        value: String,
    },
    /// A cell is a number where a time was asked for, and no unix time, or the other way round.
    #[error("row {row}: {column} is \"{value}\", which cannot be compared with \"{asked}\"")]
    OtherTime {
        /// The row, from 1.
        row: u64,
        /// The column.
        column: String,
        /// What stands there.
        value: String,
        /// What was asked for.
        asked: String,
    },
    /// What was asked for is no time.
    #[error("\"{0}\" is no number and no time")]
    AskedNoTime(String),
    /// The time asked for ends where it begins, or before.
    #[error("\"{until}\" is not after \"{from}\"")]
    EmptyTime {
        /// When it begins.
        from: String,
        /// When it has ended.
        until: String,
    },
    /// A row is damaged.
    #[error("row {row}: {why}")]
    Damaged {
        /// The row, from 1.
        row: u64,
        /// What is wrong with it.
        why: String,
    },
    /// A column has too many values.
    #[error("{0} has more than 65535 values: leave it out")]
    TooManyValues(String),
    /// There is no row of those that are to be explained.
    #[error("no row is of that time and meets the conditions")]
    Nothing,
    /// A row is of both groups.
    #[error("row {row} is in both groups: choose groups that have no row in common")]
    Overlap {
        /// The row, from 1.
        row: u64,
    },
    /// There is nothing bad to be explained.
    #[error("none of the sessions is bad")]
    NoneBad,
    /// There is nothing good to compare with.
    #[error("all of the sessions are bad: there are no others to compare with")]
    AllBad,
    /// There is nothing to compare with.
    #[error("no row is of those to compare with, or of an earlier time")]
    NoBaseline,
    /// More rows than can be counted.
    #[error("there are more than 4294967295 rows")]
    TooManyRows,
}

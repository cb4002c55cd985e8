//! What is wrong with a row or a session, with all that is needed to say so in a sentence.

use super::rule::{HardFailure, Rule};
use crate::cells::numbers::Decimal;
use crate::cells::time_format::TimeFormat;
use std::fmt;
use telemetry::format::quantity;
use telemetry::{Field, Unit};

/// What is wrong, with what is needed to say so.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reason {
    /// [`Rule::NotANumber`]
    NotANumber,
    /// [`Rule::OtherDecimalMark`]
    OtherDecimalMark,
    /// [`Rule::OtherUnit`]
    OtherUnit,
    /// [`Rule::NoUnit`]
    NoUnit,
    /// [`Rule::ReadOtherwise`]
    ReadOtherwise {
        /// How its column is read.
        read_as: ReadAs,
    },
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
    /// [`Rule::OtherUnixUnit`]
    OtherUnixUnit,
    /// [`Rule::LocalTimeTwice`]: clocks were set back.
    LocalTimeTwice,
    /// [`Rule::LocalTimeNever`]: clocks were set forward.
    LocalTimeNever,
    /// [`Rule::NotAFlag`]
    NotAFlag,
    /// [`Rule::NotCmcd`]: a cell, or a part of one.
    NotCmcd,
    /// [`Rule::LateKey`]: the first rows decide which keys become columns.
    LateKey,
    /// [`Rule::SecondCmcd`]: a retried request has the data of each attempt.
    SecondCmcd,
    /// [`Rule::DraftCmcd`]
    DraftCmcd,
    /// [`Rule::MendedCmcd`]
    MendedCmcd,
    /// [`Rule::LingeringError`]
    LingeringError,
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
    /// [`Rule::Total`]
    Total,
    /// [`Rule::TextBehind`]
    TextBehind,
    /// [`Rule::UnclearCells`]
    UnclearCells,
    /// [`Rule::NoLogLine`]
    NoLogLine,
    /// [`Rule::DurationsDisagree`]: with what comes of another source.
    DurationsDisagree {
        /// The other source, in words.
        source: &'static str,
        /// What it comes to, seconds.
        other: f64,
    },
}

/// How all rows of a column say that it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadAs {
    /// As numbers with this decimal mark.
    Numbers(Decimal),
    /// As names that look like numbers.
    Codes,
    /// As labels or texts.
    Labels,
    /// As numbers of which nobody can tell what the mark in them means.
    Open,
    /// As dates in this order.
    Dates(TimeFormat),
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
            Reason::OtherDecimalMark => Rule::OtherDecimalMark,
            Reason::OtherUnit => Rule::OtherUnit,
            Reason::NoUnit => Rule::NoUnit,
            Reason::ReadOtherwise { .. } => Rule::ReadOtherwise,
            Reason::NotFinite => Rule::NotFinite,
            Reason::OutOfRange { .. } => Rule::OutOfRange,
            Reason::NotATime => Rule::NotATime,
            Reason::ImplausibleTime => Rule::ImplausibleTime,
            Reason::OtherUnixUnit => Rule::OtherUnixUnit,
            Reason::LocalTimeTwice => Rule::LocalTimeTwice,
            Reason::LocalTimeNever => Rule::LocalTimeNever,
            Reason::NotAFlag => Rule::NotAFlag,
            Reason::NotCmcd => Rule::NotCmcd,
            Reason::LateKey => Rule::LateKey,
            Reason::SecondCmcd => Rule::SecondCmcd,
            Reason::DraftCmcd => Rule::DraftCmcd,
            Reason::MendedCmcd => Rule::MendedCmcd,
            Reason::LingeringError => Rule::LingeringError,
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
            Reason::Total => Rule::Total,
            Reason::TextBehind => Rule::TextBehind,
            Reason::UnclearCells => Rule::UnclearCells,
            Reason::NoLogLine => Rule::NoLogLine,
            Reason::DurationsDisagree { .. } => Rule::DurationsDisagree,
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match *self {
            Reason::NotANumber => f.write_str("is not a number, left empty"),
            Reason::ReadOtherwise { read_as } => {
                let how = match read_as {
                    ReadAs::Numbers(Decimal::Point) => "numbers with a decimal point",
                    ReadAs::Numbers(Decimal::Comma) => "numbers with a decimal comma",
                    ReadAs::Codes => "codes, digit for digit",
                    ReadAs::Labels => "labels",
                    ReadAs::Open => "numbers whose decimal mark is to be chosen",
                    ReadAs::Dates(TimeFormat::DayFirst) => "dates with the day first",
                    ReadAs::Dates(TimeFormat::MonthFirst) => "dates with the month first",
                    ReadAs::Dates(_) => "dates with the year first",
                };
                write!(
                    f,
                    "decides: with all rows the column is read as {how}, otherwise than its first rows let expect"
                )
            }
            Reason::OtherDecimalMark => {
                f.write_str("is a number with another decimal mark than most of its column, left empty")
            }
            Reason::OtherUnit => f.write_str("is a number in a unit that does not fit its column, left empty"),
            Reason::NoUnit => f.write_str("is a number without a unit in a column of numbers with one, left empty"),
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
            Reason::OtherUnixUnit => f.write_str(
                "is a unix time in another unit than most of the column, read in the unit that its size tells",
            ),
            Reason::LocalTimeTwice => {
                f.write_str("is a time that clocks showed twice, as they were set back, taken for the first")
            }
            Reason::LocalTimeNever => {
                f.write_str("is a time that clocks never showed, as they were set forward, moved forward as they were")
            }
            Reason::NotAFlag => f.write_str("is neither yes nor no, left empty"),
            Reason::NotCmcd => f.write_str("is not all CMCD: what cannot be read is left out"),
            Reason::LateKey => f.write_str("is a key that none of the first rows has, left out"),
            Reason::SecondCmcd => f.write_str("has CMCD more than once, the last one kept"),
            Reason::DraftCmcd => f.write_str("has CMCD under the name of its first draft, read like any other"),
            Reason::LingeringError => f.write_str(
                "is an error code that stays in the requests behind the error, left as it is: no sign of a failure",
            ),
            Reason::MendedCmcd => f.write_str("has CMCD with more quotes than it should, read without them"),
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
            Reason::Total => f.write_str("the row is the total of the others, left out"),
            Reason::TextBehind => f.write_str("the row is text behind the table, left out"),
            Reason::UnclearCells => f.write_str(
                "the row has blanks that may be empty cells, and does not come to its number of cells, left out",
            ),
            Reason::NoLogLine => f.write_str("the line is not of the log's form, left out"),
            Reason::DurationsDisagree { source, other } => {
                write!(f, "is not what {source} comes to, {}, left as it is", quantity(other, Unit::Seconds))
            }
            Reason::HardFailure { kind } => write!(f, "{}: kept apart, no silent failure", kind.label()),
        }
    }
}

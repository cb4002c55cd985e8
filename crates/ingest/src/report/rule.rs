//! The rules by which rows and sessions are loaded, repaired, rejected or kept apart: names, and what becomes of a row.

use crate::reading::checks::Check;

/// What became of a row, or of a session, with an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is loaded, with the cell repaired.
    Repaired,
    /// It is left out.
    Rejected,
    /// It is loaded and kept apart from those that are judged.
    Aside,
    /// It is loaded as it is.
    Told,
}

impl Outcome {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Repaired => "repaired",
            Outcome::Rejected => "rejected",
            Outcome::Aside => "kept apart",
            Outcome::Told => "left as it is",
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
    OtherUnixUnit, Repaired, "unix time in another unit than its column's, read by its size";
    LocalTimeTwice, Repaired, "local time that occurs twice, taken for the first";
    LocalTimeNever, Repaired, "local time that never occurs, moved forward with the clocks";
    NotAFlag, Repaired, "neither yes nor no, left empty";
    NotCmcd, Repaired, "text that is no CMCD, left out";
    LateKey, Repaired, "key of CMCD that no earlier row has, left out";
    SecondCmcd, Repaired, "request with CMCD more than once, the last one kept";
    DraftCmcd, Told, "CMCD under the name of its first draft, read like any other";
    MendedCmcd, Repaired, "CMCD with more quotes than it should have, read without them";
    LingeringError, Told, "error code of CMCD that stays in later requests: no sign that the session failed";
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
    OtherDecimalMark, Repaired, "number with another decimal mark than its column's, left empty";
    OtherUnit, Repaired, "number in a unit that does not fit its column, left empty";
    NoUnit, Repaired, "number without the unit that its column's cells have, left empty";
    ReadOtherwise, Told, "column that is read otherwise than its first rows let expect";
    Total, Rejected, "total of the other rows";
    TextBehind, Rejected, "text behind the table";
    UnclearCells, Rejected, "row of a log whose blanks do not tell its cells apart";
    NoLogLine, Rejected, "line that is not of the log's form";
    DurationsDisagree, Told, "duration that another one contradicts by more than a factor of 2, left as it is";
}

impl Rule {
    /// Whether a cell under it was not understood, so that what it says is lost.
    pub fn loses_cell(self) -> bool {
        matches!(
            self,
            Rule::NotANumber
                | Rule::NotFinite
                | Rule::OtherDecimalMark
                | Rule::OtherUnit
                | Rule::NoUnit
                | Rule::NotATime
                | Rule::ImplausibleTime
                | Rule::NotAFlag
        )
    }

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

//! Why a column was taken for what it was, in words.

use crate::cells::units::SourceUnit;
use crate::reading::mapping::Detail;
use std::fmt;
use telemetry::{Field, Kind, Unit};

/// Why a column was taken for what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The user said so.
    ByHand,
    /// It has the field's own name.
    Name,
    /// It has the field's own name but for spelling.
    Spelling,
    /// Its name is known to mean the field.
    Synonym,
    /// Every word of its name is known, and together they mean the field.
    Parts {
        /// The field.
        field: Field,
        /// The unit that the name tells.
        unit: Option<SourceUnit>,
    },
    /// The product that wrote the file gives it this meaning.
    Source {
        /// The product.
        source: &'static str,
        /// The unit that it documents.
        unit: Option<SourceUnit>,
    },
    /// In the files of this product, the name means no field.
    NoField {
        /// The product.
        source: &'static str,
    },
    /// Its cells hold Common Media Client Data.
    Cmcd,
    /// It is made of a column of days and one of times of day.
    DateAndTime {
        /// The column of days.
        date: String,
        /// The column of times of day.
        time: String,
    },
    /// Chosen by hand, with a unit or a way to read it that does not fit; that was left to the reader.
    Unfit {
        /// What it was to be taken for; none for a column under its own name.
        field: Option<Field>,
        /// What does not fit.
        detail: Detail,
    },
    /// This program has added it to a table of all sessions.
    Mark,
    /// Its name is not known.
    Unknown,
    /// It counts from the start of the recording in this unit: no time of day, and the length of nothing.
    Elapsed {
        /// The unit.
        unit: SourceUnit,
    },
    /// Its name means a field that another column has, by the user's choice or by a closer name, or as the first.
    HeldByOther {
        /// The field.
        field: Field,
        /// The column that has it.
        other: String,
    },
    /// Its name means a field, but its cells are of another kind.
    OtherContent {
        /// The field.
        field: Field,
    },
    /// It holds dates of which nobody can tell whether the day comes first or the month: the user is asked.
    AmbiguousDates,
    /// It holds numbers whose only mark may stand before a fraction or between thousands: the user is asked.
    AmbiguousNumbers {
        /// The field that its name means.
        field: Option<Field>,
    },
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Why::ByHand => f.write_str("chosen by hand"),
            Why::Name => f.write_str("recognised by its name"),
            Why::Spelling => f.write_str("recognised by its name, spelt differently"),
            Why::Synonym => f.write_str("its name is known to mean this"),
            Why::Parts { field, unit } => {
                write!(f, "its name is understood as: {}", field.label())?;
                match unit {
                    None => Ok(()),
                    Some(unit @ (SourceUnit::Count | SourceUnit::Fraction)) => write!(f, ", {}", unit.name()),
                    Some(unit) => write!(f, ", in {}", unit.name()),
                }
            }
            Why::Source { source, unit: Some(unit) } => write!(f, "{source}: {}", unit.name()),
            Why::Source { source, unit: None } => write!(f, "{source}: its name means this"),
            Why::NoField { source } => write!(f, "{source}: its name means no field, kept under its own name"),
            Why::DateAndTime { date, time } => write!(f, "made of \"{date}\" and \"{time}\", which say it together"),
            Why::Cmcd => f.write_str("its cells hold CMCD: each key becomes a column"),
            Why::Unfit { field: Some(field), detail } => {
                write!(f, "chosen by hand; a {} is not read as \"{detail}\", so that was not done", field.name())
            }
            Why::Unfit { field: None, detail } => {
                write!(
                    f,
                    "chosen by hand; a column under its own name is not read as \"{detail}\", so that was not done"
                )
            }
            Why::Mark => f.write_str("added when this table was written: which sessions are kept apart, is found anew"),
            Why::Unknown => f.write_str("its name is not known: kept under its own name"),
            Why::Elapsed { unit } => {
                write!(f, "it counts {} from the start, and is no time of day: kept under its own name", unit.name())
            }
            Why::HeldByOther { field, other } => {
                write!(f, "would be {}, but \"{other}\" is taken for that: kept under its own name", field.name())
            }
            Why::AmbiguousDates => {
                f.write_str("it holds dates, but day and month cannot be told apart: choose which comes first")
            }
            Why::AmbiguousNumbers { .. } => f.write_str(
                "it holds numbers such as 1.204, and nothing tells whether that is a little more than 1 or 1204: choose the decimal mark",
            ),
            Why::OtherContent { field } => {
                let expected = match field.kind() {
                    Kind::Number if field.unit() == Unit::Flag => "yes or no",
                    Kind::Number => "numbers",
                    Kind::Time => "times",
                    Kind::Category | Kind::Text => "labels",
                };
                write!(f, "named like {}, but its cells are not {expected}: kept under its own name", field.name())
            }
        }
    }
}

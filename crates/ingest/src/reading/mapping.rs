//! What the user says about columns; about every other column the reader decides by itself.

use crate::cells::numbers::Decimal;
use crate::cells::time_format::TimeFormat;
use crate::cells::units::SourceUnit;
use std::fmt;
use std::str::FromStr;
use telemetry::Field;

/// What a column is to be taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assignment {
    /// This field. The unit is told as for a recognised column.
    Field(Field),
    /// Nothing known: kept under its own name.
    Own,
    /// Not loaded at all.
    Ignore,
    /// The label to judge a detection by; never a feature.
    ///
    /// Empty and missing cells and `0`, `false`, `no`, `none`, `normal`, `ok`, `good` and `healthy` mean "no fault",
    /// every other text names one.
    Truth,
    /// Common Media Client Data (CTA-5004): each of its keys becomes a column `cmcd_KEY`, for which a choice can be made in
    /// turn. The column itself is not loaded.
    Cmcd,
}

impl fmt::Display for Assignment {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            Assignment::Field(field) => field.name(),
            Assignment::Own => "own",
            Assignment::Ignore => "ignore",
            Assignment::Truth => "truth",
            Assignment::Cmcd => "cmcd",
        })
    }
}

impl FromStr for Assignment {
    type Err = MappingError;

    fn from_str(text: &str) -> Result<Self, MappingError> {
        match text {
            "own" => Ok(Assignment::Own),
            "ignore" => Ok(Assignment::Ignore),
            "cmcd" => Ok(Assignment::Cmcd),
            "truth" => Ok(Assignment::Truth),
            _ => Field::from_name(text).map(Assignment::Field).ok_or_else(|| MappingError::Unknown(text.to_owned())),
        }
    }
}

/// How the cells of a column are read, where that is chosen rather than told from its name and content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Its numbers are in this unit.
    Unit(SourceUnit),
    /// Its times are written like this.
    Time(TimeFormat),
    /// Its labels are the letters of Common Media Client Data: `v` for video, `l` for live.
    Letters,
    /// Its cells are labels, whatever they look like: only under its own name.
    Labels,
    /// Its cells are numbers, even where they are written as names are: only under its own name.
    Numbers,
}

const LETTERS: &str = "cmcd";
const LABELS: &str = "labels";
const NUMBERS: &str = "numbers";

impl fmt::Display for Detail {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            Detail::Unit(unit) => unit.code(),
            Detail::Time(format) => format.name(),
            Detail::Letters => LETTERS,
            Detail::Labels => LABELS,
            Detail::Numbers => NUMBERS,
        })
    }
}

impl FromStr for Detail {
    type Err = MappingError;

    fn from_str(text: &str) -> Result<Self, MappingError> {
        let word = match text {
            LETTERS => Some(Detail::Letters),
            LABELS => Some(Detail::Labels),
            NUMBERS => Some(Detail::Numbers),
            _ => None,
        };
        let unit = word.or_else(|| SourceUnit::from_code(text).map(Detail::Unit));
        unit.or_else(|| TimeFormat::from_name(text).map(Detail::Time))
            .ok_or_else(|| MappingError::UnknownDetail(text.to_owned()))
    }
}

/// What a column is to be taken for, and how it is read: `startup_time_ms`, `startup_time_ms:s`, `bitrate_kbps:mbps:comma`,
/// `own:point`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What it is taken for.
    pub assignment: Assignment,
    /// How it is read; `None` leaves that to the reader.
    pub detail: Option<Detail>,
    /// The decimal mark of its numbers; `None` leaves that to the reader.
    pub decimal: Option<Decimal>,
}

impl From<Assignment> for Choice {
    fn from(assignment: Assignment) -> Self {
        Self { assignment, detail: None, decimal: None }
    }
}

impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.assignment.fmt(f)?;
        if let Some(detail) = self.detail {
            write!(f, ":{detail}")?;
        }
        self.decimal.map_or(Ok(()), |decimal| write!(f, ":{}", decimal.name()))
    }
}

impl FromStr for Choice {
    type Err = MappingError;

    fn from_str(text: &str) -> Result<Self, MappingError> {
        let (text, decimal) = match text.rsplit_once(':').map(|(before, last)| (before, Decimal::from_name(last))) {
            Some((before, Some(decimal))) => (before, Some(decimal)),
            _ => (text, None),
        };
        let (assignment, detail) = match text.split_once(':') {
            Some((assignment, detail)) => (assignment, Some(detail.parse()?)),
            None => (text, None),
        };
        Ok(Self { assignment: assignment.parse()?, detail, decimal })
    }
}

/// A choice that contradicts another, or means nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    /// No such assignment.
    #[error("\"{0}\" is neither a field nor one of own, ignore, truth, cmcd")]
    Unknown(String),
    /// No such unit or time format.
    #[error("\"{0}\" is neither a unit nor a way to write times")]
    UnknownDetail(String),
    /// Two columns for one field, or two truths.
    #[error("\"{first}\" and \"{second}\" cannot both be taken for {assignment}")]
    Twice {
        /// The field or the truth.
        assignment: Assignment,
        /// The column that has it.
        first: String,
        /// The column that was to have it, too.
        second: String,
    },
}

/// The user's choices by column name, in the order they were made. The default leaves everything to the reader.
///
/// The name is the column's as loaded: as in the header, or as the reader repaired it (`column 3`, `name (2)`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    choices: Vec<(String, Choice)>,
    closed: bool,
}

impl Mapping {
    /// Chooses for a column, in place of an earlier choice for it.
    ///
    /// # Errors
    /// [`MappingError::Twice`] where another column has this field, or is the truth, already.
    pub fn assign(&mut self, column: &str, choice: impl Into<Choice>) -> Result<(), MappingError> {
        let choice = choice.into();
        let assignment = choice.assignment;
        if matches!(assignment, Assignment::Field(_) | Assignment::Truth)
            && let Some((first, _)) =
                self.choices.iter().find(|(name, other)| name != column && other.assignment == assignment)
        {
            return Err(MappingError::Twice { assignment, first: first.clone(), second: column.to_owned() });
        }
        match self.choices.iter_mut().find(|(name, _)| name == column) {
            Some((_, old)) => *old = choice,
            None => self.choices.push((column.to_owned(), choice)),
        }
        Ok(())
    }

    /// The mapping under which nothing is recognised beyond the choices made: every other column keeps its own name.
    /// What a plan holds, so that names learnt later do not change what an old link reads.
    pub fn closed(self) -> Self {
        Self { closed: true, ..self }
    }

    /// The same choices, beyond which names are recognised again.
    pub fn opened(self) -> Self {
        Self { closed: false, ..self }
    }

    /// Whether every column without a choice keeps its own name.
    pub fn is_closed(&self) -> bool {
        self.closed
    }

    /// Leaves a column to the reader again.
    pub fn clear(&mut self, column: &str) {
        self.choices.retain(|(name, _)| name != column);
    }

    /// The choice for a column, if one was made.
    pub fn get(&self, column: &str) -> Option<Assignment> {
        self.choice(column).map(|choice| choice.assignment)
    }

    /// How a column is to be read, if that was chosen.
    pub fn detail(&self, column: &str) -> Option<Detail> {
        self.choice(column)?.detail
    }

    /// The decimal mark of a column's numbers, if that was chosen.
    pub fn decimal(&self, column: &str) -> Option<Decimal> {
        self.choice(column)?.decimal
    }

    fn choice(&self, column: &str) -> Option<Choice> {
        self.choices.iter().find(|(name, _)| name == column).map(|&(_, choice)| choice)
    }

    /// The choices in their order.
    pub fn choices(&self) -> &[(String, Choice)] {
        &self.choices
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_choice_for_a_column_counts() {
        let mut mapping = Mapping::default();
        mapping.assign("Stalls", Assignment::Field(Field::RebufferCount)).unwrap();
        mapping.assign("note", Assignment::Ignore).unwrap();
        mapping.assign("note", Assignment::Own).unwrap();
        assert_eq!(mapping.get("note"), Some(Assignment::Own));
        assert_eq!(mapping.choices().len(), 2);
        mapping.assign("join", "startup_time_ms:s".parse::<Choice>().unwrap()).unwrap();
        assert_eq!(mapping.detail("join"), Some(Detail::Unit(SourceUnit::Seconds)));
        for (_, choice) in mapping.choices() {
            assert_eq!(choice.to_string().parse(), Ok(*choice));
        }
        for text in ["startup_time_ms:s:comma", "bitrate_kbps:comma", "own:point", "own:labels", "own:numbers:comma"] {
            assert_eq!(text.parse::<Choice>().map(|choice| choice.to_string()), Ok(text.to_owned()));
        }
        for text in [
            "own:comma:s",
            "own:comma:comma",
            "comma",
            ":comma",
            "nonsense",
            "cdn:nonsense",
            "nonsense:s",
            "cdn:",
            ":s",
        ] {
            assert!(text.parse::<Choice>().is_err(), "{text}");
        }
    }

    #[test]
    fn contradictions_are_refused() {
        let mut mapping = Mapping::default();
        mapping.assign("a", Assignment::Field(Field::Cdn)).unwrap();
        let error = mapping.assign("b", Assignment::Field(Field::Cdn)).unwrap_err();
        assert_eq!(error.to_string(), "\"a\" and \"b\" cannot both be taken for cdn");
        mapping.assign("a", Assignment::Field(Field::Cdn)).unwrap();
        mapping.clear("a");
        mapping.assign("b", Assignment::Field(Field::Cdn)).unwrap();
    }
}

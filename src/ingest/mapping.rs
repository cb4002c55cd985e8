//! What the user says about columns; about every other column the reader decides by itself.

use super::time_format::TimeFormat;
use crate::telemetry::Field;
use std::fmt;
use std::str::FromStr;

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
}

impl fmt::Display for Assignment {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            Assignment::Field(field) => field.name(),
            Assignment::Own => "own",
            Assignment::Ignore => "ignore",
            Assignment::Truth => "truth",
        })
    }
}

impl FromStr for Assignment {
    type Err = MappingError;

    fn from_str(text: &str) -> Result<Self, MappingError> {
        match text {
            "own" => Ok(Assignment::Own),
            "ignore" => Ok(Assignment::Ignore),
            "truth" => Ok(Assignment::Truth),
            _ => Field::from_name(text).map(Assignment::Field).ok_or_else(|| MappingError::Unknown(text.to_owned())),
        }
    }
}

/// A choice that contradicts another, or means nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    /// No such assignment.
    #[error("\"{0}\" is neither a field nor one of own, ignore, truth")]
    Unknown(String),
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
    choices: Vec<(String, Assignment)>,
    times: Vec<(String, TimeFormat)>,
    closed: bool,
}

impl Mapping {
    /// Chooses for a column, in place of an earlier choice for it.
    ///
    /// # Errors
    /// [`MappingError::Twice`] where another column has this field, or is the truth, already.
    pub fn assign(&mut self, column: &str, assignment: Assignment) -> Result<(), MappingError> {
        if matches!(assignment, Assignment::Field(_) | Assignment::Truth)
            && let Some((first, _)) = self.choices.iter().find(|(name, other)| name != column && *other == assignment)
        {
            return Err(MappingError::Twice { assignment, first: first.clone(), second: column.to_owned() });
        }
        match self.choices.iter_mut().find(|(name, _)| name == column) {
            Some((_, old)) => *old = assignment,
            None => self.choices.push((column.to_owned(), assignment)),
        }
        Ok(())
    }

    /// The mapping under which nothing is recognised beyond the choices made: every other column keeps its own name.
    /// What a plan holds, so that names learnt later do not change what an old link reads.
    pub fn closed(self) -> Self {
        Self { closed: true, ..self }
    }

    /// Whether every column without a choice keeps its own name.
    pub fn is_closed(&self) -> bool {
        self.closed
    }

    /// Chooses how a column writes its times, which makes it a column of times; `None` leaves that to the reader again.
    pub fn set_time_format(&mut self, column: &str, format: Option<TimeFormat>) {
        self.times.retain(|(name, _)| name != column);
        self.times.extend(format.map(|format| (column.to_owned(), format)));
    }

    /// The choice of how a column writes its times, if one was made.
    pub fn time_format(&self, column: &str) -> Option<TimeFormat> {
        self.times.iter().find(|(name, _)| name == column).map(|&(_, format)| format)
    }

    /// Leaves a column to the reader again.
    pub fn clear(&mut self, column: &str) {
        self.choices.retain(|(name, _)| name != column);
    }

    /// The choice for a column, if one was made.
    pub fn get(&self, column: &str) -> Option<Assignment> {
        self.choices.iter().find(|(name, _)| name == column).map(|&(_, assignment)| assignment)
    }

    /// The choices in their order.
    pub fn choices(&self) -> &[(String, Assignment)] {
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
        for (_, assignment) in mapping.choices() {
            assert_eq!(assignment.to_string().parse(), Ok(*assignment));
        }
        assert!("nonsense".parse::<Assignment>().is_err());
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

//! The rules by which a result was made: one number that names how files are read, what is derived from what they hold, and
//! the defaults.
//!
//! A plan, a link and a saved model carry the number, so that what was made once keeps its digits when a later version
//! reads or derives better. **What differs between two numbers stands in the table below** (or in a module named after a
//! column of it), and whoever needs to know asks for that column, never for the number.
//!
//! New rules are a new row at the end of the table; the rows before it never change.

use std::fmt;

/// The number of a set of rules: 1 where a plan does not say.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Rules(&'static RuleSet);

/// What one number stands for.
#[derive(Debug, PartialEq, Eq)]
struct RuleSet {
    number: u32,
    names: ColumnNames,
    derivations: Derivations,
    empty_sessions: EmptySessions,
    own_exports: OwnExports,
    readers: Readers,
}

/// How much is understood of a column's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnNames {
    /// Whole names of a list, with a unit at the end.
    Listed,
    /// Those, and names taken apart into words and a unit, with synonyms for each word.
    TakenApart,
}

/// Where quantities come from that a file does not state but that follow from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Derivations {
    /// Each feature knows its own two or three sources; the watch time of rolled-up rows comes from their times.
    ByFeature,
    /// They are derived once, before anything uses them, in one order of preference (`qoe::derive`).
    BeforeUse,
}

/// What becomes of a session that has no value in any feature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmptySessions {
    /// It is scored like any other.
    Judged,
    /// It is kept apart.
    KeptApart,
}

/// How a file is read that this program has exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnExports {
    /// Like any other.
    Verbatim,
    /// The apostrophe that keeps a spreadsheet from running a cell is taken off again.
    WithoutApostrophes,
    /// The same, and tables of all sessions and JSON lines are known as exports, too.
    OfEveryForm,
}

/// Which forms of numbers, times, tables and logs are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// Plain ones, told from the first rows: digits with a decimal mark, times in few formats, a table from the first line on.
    First,
    /// Every form that is common among people, told from all rows.
    Common,
}

/// What differs between the numbers, from 1 on.
const TABLE: &[RuleSet] = &[
    RuleSet {
        number: 1,
        names: ColumnNames::Listed,
        derivations: Derivations::ByFeature,
        empty_sessions: EmptySessions::Judged,
        own_exports: OwnExports::Verbatim,
        readers: Readers::First,
    },
    RuleSet {
        number: 2,
        names: ColumnNames::TakenApart,
        derivations: Derivations::BeforeUse,
        empty_sessions: EmptySessions::KeptApart,
        own_exports: OwnExports::WithoutApostrophes,
        readers: Readers::First,
    },
    RuleSet {
        number: 3,
        names: ColumnNames::TakenApart,
        derivations: Derivations::BeforeUse,
        empty_sessions: EmptySessions::KeptApart,
        own_exports: OwnExports::OfEveryForm,
        readers: Readers::Common,
    },
];

impl Rules {
    /// The rules of whatever does not name any: links and models from before there was a number.
    pub const FIRST: Rules = Rules(&TABLE[0]);

    /// Today's rules, by which everything new is made.
    pub const LATEST: Rules = Rules(&TABLE[TABLE.len() - 1]);

    /// The rules of this number.
    ///
    /// # Errors
    /// [`RulesError`] where this version knows no such number.
    pub fn of_number(number: u32) -> Result<Self, RulesError> {
        let found = TABLE.iter().find(|rules| rules.number == number);
        found.map(Self).ok_or(RulesError { number, latest: Self::LATEST.number() })
    }

    /// The number.
    pub fn number(self) -> u32 {
        self.0.number
    }

    /// How much is understood of a column's name.
    pub fn names(self) -> ColumnNames {
        self.0.names
    }

    /// Where quantities come from that a file does not state.
    pub fn derivations(self) -> Derivations {
        self.0.derivations
    }

    /// What becomes of a session that has no value in any feature.
    pub fn empty_sessions(self) -> EmptySessions {
        self.0.empty_sessions
    }

    /// How a file is read that this program has exported.
    pub fn own_exports(self) -> OwnExports {
        self.0.own_exports
    }

    /// Which forms of numbers, times, tables and logs are read.
    pub fn readers(self) -> Readers {
        self.0.readers
    }
}

impl Default for Rules {
    /// [`Rules::LATEST`]
    fn default() -> Self {
        Self::LATEST
    }
}

impl fmt::Debug for Rules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rules({})", self.0.number)
    }
}

/// A number of rules that this version does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.words())]
pub struct RulesError {
    /// The number.
    pub number: u32,
    /// The greatest that is known.
    pub latest: u32,
}

impl RulesError {
    fn words(&self) -> &'static str {
        if self.number > self.latest { "made by a newer StreamGuard" } else { "must be a whole number from 1" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_of_the_places() {
        for (place, rules) in TABLE.iter().enumerate() {
            assert_eq!(rules.number as usize, place + 1);
            assert_eq!(Rules::of_number(rules.number), Ok(Rules(rules)));
        }
        assert_eq!((Rules::FIRST.number(), Rules::default()), (1, Rules::LATEST));
    }

    #[test]
    fn an_unknown_number_is_refused_with_its_reason() {
        let refused = |number| Rules::of_number(number).expect_err("unknown").to_string();
        assert_eq!(refused(0), "must be a whole number from 1");
        assert_eq!(refused(Rules::LATEST.number() + 1), "made by a newer StreamGuard");
    }

    /// What a number once stood for, it stands for ever.
    #[test]
    fn the_first_rules_are_frozen() {
        let first = Rules::FIRST;
        assert_eq!(first.names(), ColumnNames::Listed);
        assert_eq!(first.derivations(), Derivations::ByFeature);
        assert_eq!(first.empty_sessions(), EmptySessions::Judged);
        assert_eq!(first.own_exports(), OwnExports::Verbatim);
        assert_eq!(first.readers(), Readers::First);
    }
}

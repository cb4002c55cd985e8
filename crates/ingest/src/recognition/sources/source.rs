//! A product whose files are recognised: the names that tell it from others, and what its columns mean.

use crate::cells::units::SourceUnit;
use rules::{ColumnNames, Readers, Rules};
use telemetry::Field;

/// A product that writes files.
#[derive(Debug)]
pub(crate) struct Source {
    /// Its name for people.
    pub name: &'static str,
    /// What a row is.
    pub rows: Rows,
    /// Stands before every name of the table.
    pub(super) prefix: &'static str,
    /// Names, without the prefix, that tell it from others; the project's own fields are none.
    pub(super) signs: &'static [&'static str],
    /// With fewer of these it may be anything.
    pub(super) least: usize,
    /// Of two columns for one field, the one that stands first here has it.
    pub(super) columns: &'static [Meaning],
}

/// What was learnt of a source after links were handed out: of no say under the rules of before.
#[derive(Debug)]
pub(super) struct Later {
    /// The name of the source.
    pub(super) source: &'static str,
    /// The number of the rules under which it was learnt.
    pub(super) since: Since,
    /// Names that others write, too. They tell the source only beside two of its signs.
    pub(super) signs: &'static [&'static str],
    pub(super) columns: &'static [Meaning],
}

/// The rules from which on something is known of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Since {
    /// Where names are taken apart.
    TakenApart,
    /// Where files are read in every common form.
    Common,
}

impl Since {
    /// Whether it is known under these rules.
    pub(super) fn is_known(self, rules: Rules) -> bool {
        match self {
            Since::TakenApart => rules.names() == ColumnNames::TakenApart,
            Since::Common => rules.readers() == Readers::Common,
        }
    }
}

/// What a row of a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rows {
    /// A session, by documentation.
    Sessions,
    /// A request or a sample: several make a session.
    Parts,
    /// One or the other.
    Either,
    /// A sum over many sessions.
    Totals,
    /// A measurement of the network, of which none belongs to a player.
    Measurements,
}

/// What a name means.
#[derive(Debug)]
pub(crate) struct Meaning {
    pub(super) name: &'static str,
    /// `None`: no field, whatever the name means elsewhere.
    pub field: Option<Field>,
    /// The documented unit.
    pub unit: Option<SourceUnit>,
    /// Whether its cells are letters that stand for words.
    pub letters: bool,
}

pub(super) const fn is(name: &'static str, field: Field) -> Meaning {
    Meaning { name, field: Some(field), unit: None, letters: false }
}

pub(super) const fn of(name: &'static str, field: Field, unit: SourceUnit) -> Meaning {
    Meaning { name, field: Some(field), unit: Some(unit), letters: false }
}

pub(super) const fn letters(name: &'static str, field: Field) -> Meaning {
    Meaning { name, field: Some(field), unit: None, letters: true }
}

pub(super) const fn none(name: &'static str) -> Meaning {
    Meaning { name, field: None, unit: None, letters: false }
}

//! Where a file comes from, told from the company its columns keep, and what its names mean there.
//!
//! A name alone says little: `bitrate` may be in any unit, `session_id` may be a visit of many views, `d` may be
//! anything. Among names that only one product writes, it has that product's meaning and unit. Each table holds only
//! what was read in the product's public documentation or sources; a unit is given only where it is documented.
//!
//! Nothing of this speaks under a closed mapping: a link says by itself what each column is.

mod cmcd;
mod own;
mod products;

#[cfg(test)]
mod tests;

use crate::cells::units::SourceUnit;
use crate::rows::normal_name::normalise;
use rules::ColumnNames;
use telemetry::Field;

pub(crate) use cmcd::KEYS;

/// A product that writes files.
#[derive(Debug)]
pub(crate) struct Source {
    /// Its name for people.
    pub name: &'static str,
    /// What a row is.
    pub rows: Rows,
    /// Stands before every name of the table.
    prefix: &'static str,
    /// Names, without the prefix, that tell it from others; the project's own fields are none.
    signs: &'static [&'static str],
    /// With fewer of these it may be anything.
    least: usize,
    /// Of two columns for one field, the one that stands first here has it.
    columns: &'static [Meaning],
}

/// What was learnt of a source after links were handed out: of no say under the first rules.
#[derive(Debug)]
struct Later {
    /// The name of the source.
    source: &'static str,
    /// Names that others write, too. They tell the source only beside two of its signs.
    signs: &'static [&'static str],
    columns: &'static [Meaning],
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
}

/// What a name means.
#[derive(Debug)]
pub(crate) struct Meaning {
    name: &'static str,
    /// `None`: no field, whatever the name means elsewhere.
    pub field: Option<Field>,
    /// The documented unit.
    pub unit: Option<SourceUnit>,
    /// Whether its cells are letters that stand for words.
    pub letters: bool,
}

const fn is(name: &'static str, field: Field) -> Meaning {
    Meaning { name, field: Some(field), unit: None, letters: false }
}

const fn of(name: &'static str, field: Field, unit: SourceUnit) -> Meaning {
    Meaning { name, field: Some(field), unit: Some(unit), letters: false }
}

const fn letters(name: &'static str, field: Field) -> Meaning {
    Meaning { name, field: Some(field), unit: None, letters: true }
}

const fn none(name: &'static str) -> Meaning {
    Meaning { name, field: None, unit: None, letters: false }
}

/// Every source. Where two have as many signs, it is the first.
const ALL: &[&Source] = &[
    &own::STREAMGUARD,
    &products::MUX,
    &products::BITMOVIN,
    &products::CONVIVA,
    &products::NEW_RELIC,
    &products::CTA_2066,
    &cmcd::CLOUDFRONT,
    &cmcd::TOOLKIT,
    &cmcd::NAMED_KEYS,
    &cmcd::KEYS,
];

/// The source whose names these are: the one with the most signs.
pub(crate) fn recognise<'a>(names: impl Iterator<Item = &'a str>, by: ColumnNames) -> Option<&'static Source> {
    let names: Vec<String> = names.map(normalise).collect();
    let mut best: Option<(usize, &'static Source)> = None;
    for &source in ALL {
        let count = |signs: &[&str]| {
            signs.iter().filter(|&&sign| names.iter().any(|name| source.bare(name) == Some(sign))).count()
        };
        let own = count(source.signs);
        let signs = own + source.later(by).filter(|_| own >= 2).map_or(0, |later| count(later.signs));
        if signs >= source.least && best.is_none_or(|(most, _)| signs > most) {
            best = Some((signs, source));
        }
    }
    best.map(|(_, source)| source)
}

impl Source {
    /// What a name means here, and its place in the table.
    pub(crate) fn meaning(&self, name: &str, by: ColumnNames) -> Option<(usize, &'static Meaning)> {
        let name = normalise(name);
        let bare = self.bare(&name)?;
        let later = self.later(by).map_or_else(Default::default, |later| later.columns);
        self.columns.iter().chain(later).enumerate().find(|(_, meaning)| meaning.name == bare)
    }

    fn later(&self, by: ColumnNames) -> Option<&'static Later> {
        match by {
            ColumnNames::Listed => None,
            ColumnNames::TakenApart => products::LATER.iter().find(|later| later.source == self.name),
        }
    }

    fn bare<'a>(&self, name: &'a str) -> Option<&'a str> {
        name.strip_prefix(self.prefix)
    }
}

/// A column of a source: its name, its field and unit, and whether its cells are letters.
pub type Documented = (String, Option<Field>, Option<SourceUnit>, bool);

/// Every product whose files are recognised, with its columns: the signs that are no columns of it have no field.
pub fn documented() -> Vec<(&'static str, Vec<Documented>)> {
    let columns = |source: &&'static Source| {
        let known = source.columns.iter().map(|it| (it.name, it.field, it.unit, it.letters));
        let is_known = |sign: &&&str| source.columns.iter().all(|it| it.name != **sign);
        let signs = source.signs.iter().filter(is_known).map(|sign| (*sign, Field::from_name(sign), None, false));
        let prefixed = |(name, field, unit, letters)| (format!("{}{name}", source.prefix), field, unit, letters);
        (source.name, known.chain(signs).map(prefixed).collect())
    };
    ALL.iter().map(columns).collect()
}

//! Where a file comes from, told from the company its columns keep, and what its names mean there.
//!
//! A name alone says little: `bitrate` may be in any unit, `session_id` may be a visit of many views, `d` may be
//! anything. Among names that only one product writes, it has that product's meaning and unit. Each table holds only
//! what was read in the product's public documentation or sources; a unit is given only where it is documented.
//!
//! Nothing of this speaks under a closed mapping: a link says by itself what each column is.

pub(crate) mod cmcd;
mod own;
mod products;
pub(crate) mod source;

#[cfg(test)]
mod tests;

use crate::cells::units::SourceUnit;
use crate::rows::normal_name::normalise;
use rules::ColumnNames;
use source::{Later, Meaning, Source};
use telemetry::Field;

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

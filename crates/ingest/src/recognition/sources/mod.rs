//! Where a file comes from, told from the company its columns keep, and what its names mean there.
//!
//! A name alone says little: `bitrate` may be in any unit, `session_id` may be a visit of many views, `d` may be
//! anything. Among names that only one product writes, it has that product's meaning and unit. Each table holds only
//! what was read in the product's public documentation or sources; a unit is given only where it is documented.
//!
//! Nothing of this speaks under a closed mapping: a link says by itself what each column is.

pub(crate) mod cmcd;
mod own;
mod players;
mod products;
mod servers;
pub(crate) mod source;
mod tables;

pub(crate) use tables::OF_PLAYERS;

#[cfg(test)]
mod tests;

use crate::cells::units::SourceUnit;
use crate::recognition::names::recognise_by;
use crate::recognition::plan::Encoded;
use crate::rows::normal_name::normalise;
use rules::{Readers, Rules};
use source::{Later, Meaning, Rows, Source};
use telemetry::Field;

/// The first sources. Where two have as many signs, it is the first.
const FIRST: &[&Source] = &[
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

/// Those that are known where files are read in every common form.
const COMMON: &[&Source] = &[
    &servers::DATASTREAM,
    &servers::JELLYFIN,
    &players::SHAKA,
    &players::MEDIA3,
    &players::HLS_JS,
    &tables::YOUTUBE,
    &tables::NETWORK_LOG,
];

/// Every source that is known under these rules.
fn known(rules: Rules) -> impl Iterator<Item = &'static Source> {
    let common = if rules.readers() == Readers::Common { COMMON } else { &[] };
    FIRST.iter().chain(common).copied()
}

/// The source whose names these are, or whose cells where there are no names: the one with the most signs.
pub(crate) fn recognise(names: &[String], columns: &[Vec<&[u8]>], rules: Rules) -> Option<&'static Source> {
    let by_cells = || match rules.readers() {
        Readers::First => None,
        Readers::Common => servers::by_cells(names, columns.get(..names.len())?),
    };
    by_names(names.iter().map(String::as_str), rules).or_else(by_cells)
}

/// Whether a column tells of a player, whatever else is measured beside it.
fn is_of_player(name: &str, rules: Rules) -> bool {
    recognise_by(name, rules).is_some_and(|known| OF_PLAYERS.contains(&known.field))
}

fn by_names<'a>(names: impl Iterator<Item = &'a str> + Clone, rules: Rules) -> Option<&'static Source> {
    let is_of_players = names.clone().any(|name| is_of_player(name, rules));
    let names: Vec<(String, Option<String>)> = names.map(|name| (normalise(name), own_part(name, rules))).collect();
    let mut best: Option<(usize, &'static Source)> = None;
    // Sessions may come with what their radio measured.
    for source in known(rules).filter(|source| !(is_of_players && source.rows == Rows::Measurements)) {
        let is = |name: &str, sign: &str| source.bare(name) == Some(sign);
        let count = |signs: &[&str]| {
            let has = |sign: &&&str| {
                names.iter().any(|(name, part)| is(name, sign) || part.as_ref().is_some_and(|part| is(part, sign)))
            };
            signs.iter().filter(has).count()
        };
        let own = count(source.signs);
        let later = source.later(rules).filter(|_| own >= 2).map(|later| count(later.signs));
        let measured = if source.rows == Rows::Measurements { tables::measured(&names) } else { 0 };
        let signs = (own + later.sum::<usize>()).max(measured);
        if signs >= source.least && best.is_none_or(|(most, _)| signs > most) {
            best = Some((signs, source));
        }
    }
    best.map(|(_, source)| source)
}

/// How the cells of such a column are encoded in the files of this source.
pub(crate) fn encoded(source: &Source, name: &str) -> Encoded {
    let name = normalise(name);
    let known = servers::ENCODED.iter().filter(|_| source.name == servers::DATASTREAM.name);
    known.copied().find(|(encoded, _)| *encoded == name).map(|(_, how)| how).unwrap_or_default()
}

/// Whether such a column holds numbers in the files of this source, even where no row has one.
pub(crate) fn is_measured(source: &Source, name: &str) -> bool {
    let name = normalise(name);
    source.name == tables::NETWORK_LOG.name && tables::MEASURED.iter().any(|part| name.contains(part))
}

/// The last part of the name of an object within an object, `stats.loadLatency`, which has the product's name there.
fn own_part(name: &str, rules: Rules) -> Option<String> {
    let (_, part) = name.rsplit_once('.')?;
    (rules.readers() == Readers::Common).then(|| normalise(part))
}

impl Source {
    /// What a name means here, and its place in the table.
    pub(crate) fn meaning(&self, name: &str, rules: Rules) -> Option<(usize, &'static Meaning)> {
        self.meaning_of(&normalise(name), rules).or_else(|| self.meaning_of(&own_part(name, rules)?, rules))
    }

    fn meaning_of(&self, name: &str, rules: Rules) -> Option<(usize, &'static Meaning)> {
        let bare = self.bare(name)?;
        let later = self.later(rules).flat_map(|later| later.columns);
        self.columns.iter().chain(later).enumerate().find(|(_, meaning)| meaning.name == bare)
    }

    fn later(&self, rules: Rules) -> impl Iterator<Item = &'static Later> + use<> {
        let name = self.name;
        let known = move |later: &&Later| later.source == name && later.since.is_known(rules);
        products::LATER.iter().chain(cmcd::LATER).filter(known)
    }

    fn bare<'a>(&self, name: &'a str) -> Option<&'a str> {
        name.strip_prefix(self.prefix)
    }
}

/// A column of a source: its name, its field and unit, and whether its cells are letters.
pub type Documented = (String, Option<Field>, Option<SourceUnit>, bool);

/// Every product whose files are recognised by the names of their columns, with these: the signs that are no columns of it have no field.
pub fn documented() -> Vec<(&'static str, Vec<Documented>)> {
    let columns = |source: &&'static Source| {
        let known = source.columns.iter().map(|it| (it.name, it.field, it.unit, it.letters));
        let is_known = |sign: &&&str| source.columns.iter().all(|it| it.name != **sign);
        let signs = source.signs.iter().filter(is_known).map(|sign| (*sign, Field::from_name(sign), None, false));
        let prefixed = |(name, field, unit, letters)| (format!("{}{name}", source.prefix), field, unit, letters);
        (source.name, known.chain(signs).map(prefixed).collect())
    };
    FIRST.iter().chain(COMMON).filter(|source| !source.signs.is_empty()).map(columns).collect()
}

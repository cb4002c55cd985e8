//! What a column's name means in a file that is opened for the first time: where the file comes from, or anywhere.

use super::common_names;
use super::evidence::Evidence;
use super::names::{self, Closeness, Known};
use super::sources::cmcd::KEYS;
use super::sources::source::Source;
use super::told_unit::UnitSource;
use super::why::Why;
use crate::cells::units::SourceUnit;
use rules::{Readers, Rules};
use telemetry::Field;

/// Columns of keys stand behind those of the file in every table.
const BEHIND: usize = 10_000;

/// What a name means in a file that is opened for the first time.
#[derive(Debug)]
pub(crate) struct Meant {
    /// `None`: no field, whatever the name means elsewhere.
    pub field: Option<Field>,
    pub unit: Option<(SourceUnit, UnitSource)>,
    pub letters: bool,
    /// Whether all of the name is accounted for, by a product's documentation or word by word: where it tells no unit,
    /// its end is none.
    pub whole: bool,
    pub why: Why,
    pub rank: Rank,
}

impl Meant {
    /// What a column's name means: in the files of its source, or anywhere.
    pub(crate) fn of(name: &str, source: Option<&'static Source>, evidence: &Evidence, rules: Rules) -> Option<Self> {
        source.and_then(|source| Self::in_source(name, source, rules, 0, evidence)).or_else(|| {
            let known = names::recognise_by(name, rules).or_else(|| {
                let is_common = rules.readers() == Readers::Common;
                Some(name)
                    .filter(|name| is_common && common_names::is_date(name) && evidence.mostly(has_time_of_day))?;
                Some(Known { field: Field::Timestamp, closeness: Closeness::Parts, unit: None })
            })?;
            Some(Self {
                field: Some(known.field),
                unit: known.unit.map(|unit| (unit, UnitSource::Name)),
                letters: false,
                whole: known.closeness == Closeness::Parts,
                why: known.why(),
                rank: (2 + known.closeness as u8, false, 0),
            })
        })
    }

    /// What a column's name means where columns are called by the fields that they are, in the fields' units.
    pub(crate) fn of_field_name(name: &str) -> Option<Self> {
        let field = Field::from_name(name)?;
        let unit = SourceUnit::of_field(field).map(|unit| (unit, UnitSource::Name));
        Some(Self { field: Some(field), unit, letters: false, whole: true, why: Why::Name, rank: (1, false, 0) })
    }

    /// What a key of Common Media Client Data means.
    pub(crate) fn of_key(key: &str, evidence: &Evidence) -> Option<Self> {
        Self::in_source(key, &KEYS, Rules::FIRST, BEHIND, evidence)
    }

    fn in_source(
        name: &str,
        source: &'static Source,
        rules: Rules,
        behind: usize,
        evidence: &Evidence,
    ) -> Option<Self> {
        let (place, meaning) = source.meaning(name, rules)?;
        Some(Self {
            field: meaning.field,
            unit: meaning.unit.map(|unit| (unit, UnitSource::Source)),
            letters: meaning.letters,
            whole: true,
            why: match meaning.field {
                Some(_) => Why::Source { source: source.name, unit: meaning.unit },
                None => Why::NoField { source: source.name },
            },
            rank: (1, evidence.filled == 0, behind + place),
        })
    }
}

/// Whether a date comes with a time of day: `2026-03-01T12:00`.
fn has_time_of_day(cell: &[u8]) -> bool {
    cell.len() >= "2026-03-01 12:00".len() && cell.contains(&b':')
}

/// Which of two columns has a field, the lesser: how its meaning is known, whether it is empty, its place in the table.
pub(crate) type Rank = (u8, bool, usize);

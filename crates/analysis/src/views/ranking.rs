//! The table of sessions, sorted by what the user chose.

use super::Cell;
use super::order::{key, lowest};
use crate::Analysis;
use features::Measure;
use serde::{Deserialize, Serialize};
use telemetry::{Data, Field, Kind, MISSING_TIME};

/// Which way to sort.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Order {
    /// The greatest first.
    #[default]
    Falling,
    /// The least first.
    Rising,
}

/// What to show.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RankingQuery {
    /// The column to sort by: `score`, or a column of the sessions.
    pub by: String,
    /// Which way.
    pub order: Order,
    /// Only flagged sessions, or all.
    pub flagged_only: bool,
    /// How many sessions to skip.
    pub skip: u32,
    /// How many to show at most.
    pub show: u32,
}

/// A column of the table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RankingColumn {
    /// The name of the session's column.
    pub name: String,
    /// The field's name, where it is known.
    pub field: Option<String>,
    /// Whether its values are numbers.
    pub numeric: bool,
}

/// A session of the table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RankingRow {
    /// The session's row among all.
    pub row: u32,
    /// What it is called.
    pub name: String,
    /// Its score.
    pub score: f64,
    /// Whether it is flagged.
    pub flagged: bool,
    /// Its values, in the order of the columns.
    pub cells: Vec<Cell>,
}

/// A stretch of the sorted table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ranking {
    /// The columns.
    pub columns: Vec<RankingColumn>,
    /// The rows asked for.
    pub rows: Vec<RankingRow>,
    /// How many rows there are in all.
    pub total: u32,
}

/// The fields that the table shows where the sessions have them: who, when, where, and how bad.
const SHOWN: &[Field] = &[
    Field::SessionId,
    Field::Timestamp,
    Field::DeviceType,
    Field::DeviceModel,
    Field::NetworkType,
    Field::CountryCode,
    Field::Isp,
    Field::StartupTimeMs,
    Field::RebufferCount,
    Field::BufferingRatio,
    Field::BitrateKbps,
    Field::DroppedFramesPct,
    Field::WatchTimeS,
];

/// At most so many columns beside the score.
const COLUMNS: usize = 14;

/// The columns of the table: known fields first, then the plan's own columns, then whatever numbers there are.
pub fn rankable(analysis: &Analysis) -> Vec<RankingColumn> {
    let table = &analysis.sessions.table;
    let columns = table.columns();
    let known = SHOWN.iter().filter_map(|&field| columns.iter().position(|column| column.field == Some(field)));
    let own = analysis.plan.features.iter().filter_map(|feature| match &feature.measure {
        Measure::Column(name) => columns.iter().position(|column| column.name == *name),
        _ => None,
    });
    let mut chosen: Vec<usize> = Vec::new();
    let choose = |chosen: &mut Vec<usize>, place: usize| {
        if !chosen.contains(&place) && chosen.len() < COLUMNS {
            chosen.push(place);
        }
    };
    known.chain(own).for_each(|place| choose(&mut chosen, place));
    if chosen.len() < COLUMNS / 2 {
        let of_kind = |kind: Kind| {
            columns.iter().enumerate().filter(move |(_, column)| match column.data {
                Data::Number(_) => kind == Kind::Number,
                Data::Category(_) => kind == Kind::Category,
                Data::Text(_) | Data::Time(_) => false,
            })
        };
        let few = of_kind(Kind::Category).take(3).chain(of_kind(Kind::Number)).take(COLUMNS / 2);
        few.for_each(|(place, _)| choose(&mut chosen, place));
    }
    chosen
        .into_iter()
        .map(|place| RankingColumn {
            name: columns[place].name.clone(),
            field: columns[place].field.map(|field| field.name().to_owned()),
            numeric: matches!(columns[place].data, Data::Number(_)),
        })
        .collect()
}

/// A stretch of the sorted table. Ties keep the order of the sessions; missing values come last either way.
pub fn rank(analysis: &Analysis, query: &RankingQuery) -> Ranking {
    let table = &analysis.sessions.table;
    let keys = Keys::of(analysis, &query.by);
    let keyed: Vec<(u64, u32)> = (0..table.rows() as u32)
        .filter(|&row| !query.flagged_only || analysis.is_flagged(row as usize))
        .map(|row| match (keys.key(row as usize), query.order) {
            (None, _) => (u64::MAX, row),
            (Some(key), Order::Rising) => (key, row),
            (Some(key), Order::Falling) => (!key, row),
        })
        .collect();
    let total = keyed.len() as u32;
    let skip = (query.skip as usize).min(keyed.len());
    let end = skip.saturating_add(query.show as usize).min(keyed.len());
    let columns = rankable(analysis);
    let rows = lowest(keyed, end)[skip..]
        .iter()
        .map(|&(_, row)| RankingRow {
            row,
            name: analysis.sessions.name(row),
            score: analysis.scores[row as usize],
            flagged: analysis.is_flagged(row as usize),
            cells: columns
                .iter()
                .filter_map(|column| table.column(&column.name))
                .map(|column| Cell::of(column, row as usize))
                .collect(),
        })
        .collect();
    Ranking { columns, rows, total }
}

/// What rows are compared by.
enum Keys<'a> {
    Numbers(&'a [f64]),
    Times(&'a [i64]),
    /// Codes and the alphabetical place of each label.
    Categories(&'a [u16], Vec<u32>),
    /// The alphabetical place of each row's text, [`NO_TEXT`] for none.
    Texts(Vec<u32>),
}

const NO_TEXT: u32 = u32::MAX;

impl<'a> Keys<'a> {
    /// The keys of a column, or of the score for a name that no column has.
    fn of(analysis: &'a Analysis, name: &str) -> Self {
        match analysis.sessions.table.column(name).map(|column| &column.data) {
            Some(Data::Number(values)) => Keys::Numbers(values),
            Some(Data::Time(values)) => Keys::Times(values),
            Some(Data::Text(values)) => {
                Keys::Texts(places((0..values.len()).map(|row| values.get(row)).collect::<Vec<_>>().as_slice()))
            }
            Some(Data::Category(values)) => {
                let labels: Vec<&str> = values.labels().iter().map(String::as_str).collect();
                Keys::Categories(values.codes(), places(&labels))
            }
            None => Keys::Numbers(&analysis.scores),
        }
    }

    /// A row's key, `None` where it has no value.
    fn key(&self, row: usize) -> Option<u64> {
        match self {
            Keys::Numbers(values) => Some(values[row]).filter(|value| !value.is_nan()).map(key),
            // The sign bit turned round orders signed numbers as unsigned ones.
            Keys::Times(values) => {
                Some(values[row]).filter(|&time| time != MISSING_TIME).map(|time| time as u64 ^ 1 << 63)
            }
            Keys::Categories(codes, places) => places.get(usize::from(codes[row])).map(|&place| u64::from(place)),
            Keys::Texts(places) => Some(places[row]).filter(|&place| place != NO_TEXT).map(u64::from),
        }
    }
}

/// The alphabetical place of each text; equal texts have one place, and an empty one has [`NO_TEXT`].
fn places(texts: &[&str]) -> Vec<u32> {
    let mut order: Vec<(&str, u32)> = texts.iter().copied().zip(0..).collect();
    order.sort_unstable();
    let mut places = vec![NO_TEXT; texts.len()];
    let present = order.chunk_by(|a, b| a.0 == b.0).filter(|group| !group[0].0.is_empty());
    for (place, group) in present.enumerate() {
        for &(_, index) in group {
            places[index as usize] = place as u32;
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_placed_alphabetically() {
        assert_eq!(places(&["b", "", "a", "b", "c"]), [1, NO_TEXT, 0, 1, 2]);
    }
}

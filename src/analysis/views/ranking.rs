//! The table of sessions, sorted by what the user chose.

use super::Cell;
use crate::analysis::Analysis;
use crate::features::Measure;
use crate::telemetry::{Data, Field, Kind};
use serde::{Deserialize, Serialize};

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
    let mut order: Vec<u32> =
        (0..table.rows() as u32).filter(|&row| !query.flagged_only || analysis.is_flagged(row as usize)).collect();
    let skip = (query.skip as usize).min(order.len());
    let end = skip.saturating_add(query.show as usize).min(order.len());
    let key = Key::of(analysis, &query.by);
    let compare = |a: &u32, b: &u32| key.compare(*a as usize, *b as usize, query.order).then(a.cmp(b));
    // Only what is shown has to be in order: the rest of a million rows stays unsorted.
    if end < order.len() {
        order.select_nth_unstable_by(end, compare);
    }
    order[..end].sort_unstable_by(compare);
    let columns = rankable(analysis);
    let total = order.len() as u32;
    let rows = order[skip..end]
        .iter()
        .map(|&row| RankingRow {
            row,
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
enum Key<'a> {
    Numbers(&'a [f64]),
    Times(&'a [i64]),
    /// Codes and the alphabetical place of each label.
    Categories(&'a [u16], Vec<u32>),
    Texts(&'a crate::telemetry::Texts),
}

impl<'a> Key<'a> {
    /// The key of a column, or of the score for a name that no column has.
    fn of(analysis: &'a Analysis, name: &str) -> Self {
        match analysis.sessions.table.column(name).map(|column| &column.data) {
            Some(Data::Number(values)) => Key::Numbers(values),
            Some(Data::Time(values)) => Key::Times(values),
            Some(Data::Text(values)) => Key::Texts(values),
            Some(Data::Category(values)) => {
                let mut order: Vec<usize> = (0..values.labels().len()).collect();
                order.sort_by(|&a, &b| values.labels()[a].cmp(&values.labels()[b]));
                let mut places = vec![0; order.len()];
                order.into_iter().enumerate().for_each(|(place, label)| places[label] = place as u32);
                Key::Categories(values.codes(), places)
            }
            None => Key::Numbers(&analysis.scores),
        }
    }

    fn compare(&self, a: usize, b: usize, order: Order) -> std::cmp::Ordering {
        fn ordered<T>(
            a: Option<T>,
            b: Option<T>,
            order: Order,
            by: impl Fn(T, T) -> std::cmp::Ordering,
        ) -> std::cmp::Ordering {
            match (a, b) {
                (None, None) => std::cmp::Ordering::Equal,
                (None, Some(_)) => std::cmp::Ordering::Greater,
                (Some(_), None) => std::cmp::Ordering::Less,
                (Some(a), Some(b)) => match order {
                    Order::Rising => by(a, b),
                    Order::Falling => by(b, a),
                },
            }
        }
        match self {
            Key::Numbers(values) => {
                let value = |row: usize| Some(values[row]).filter(|value| !value.is_nan());
                ordered(value(a), value(b), order, |a, b| a.total_cmp(&b))
            }
            Key::Times(values) => {
                let value = |row: usize| Some(values[row]).filter(|&time| time != crate::telemetry::MISSING_TIME);
                ordered(value(a), value(b), order, |a, b| a.cmp(&b))
            }
            Key::Categories(codes, places) => {
                let value = |row: usize| places.get(usize::from(codes[row])).copied();
                ordered(value(a), value(b), order, |a, b| a.cmp(&b))
            }
            Key::Texts(texts) => {
                let value = |row: usize| Some(texts.get(row)).filter(|text| !text.is_empty());
                ordered(value(a), value(b), order, |a, b| a.cmp(b))
            }
        }
    }
}

//! What is asked of the table of sessions and of one session, and the answers.

use crate::dimension::Dimension;
use crate::filters::Filters;
use analysis::views::{Cell, Explanation, Firmness};
use serde::{Deserialize, Serialize};
use telemetry::Unit;

/// More rows are not answered at once, whoever asks.
pub const MOST_SHOWN: u32 = 1000;

/// Which sessions the table has, and in which order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Order {
    /// The filters.
    pub filters: Filters,
    /// A text that one of the identifiers or labels must have in it, capital or small ASCII letters alike; empty for any.
    pub search: String,
    /// What is sorted by, and whether rising; by falling score where nothing is said. A missing value comes last either way,
    /// equal ones in the order of the sessions.
    pub sort: Option<(Dimension, bool)>,
}

/// A stretch of the table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RowsAsked {
    /// The table.
    pub order: Order,
    /// The columns; empty for the table's own choice.
    pub columns: Vec<Dimension>,
    /// The place of the first row, from 0.
    pub skip: u32,
    /// How many rows, at most [`MOST_SHOWN`].
    pub show: u32,
    /// A session whose place in the order is to be found.
    pub find: Option<u32>,
}

/// A session of the table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Listed {
    /// Its row among all sessions.
    pub row: u32,
    /// Its score.
    pub score: f64,
    /// Whether it is flagged.
    pub flagged: bool,
    /// Its values, in the order of the columns.
    pub cells: Vec<Cell>,
}

/// A stretch of the table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rows {
    /// The columns: those asked for that the sessions have.
    pub columns: Vec<Dimension>,
    /// The place of the first row.
    pub skip: u32,
    /// The rows.
    pub rows: Vec<Listed>,
    /// How many sessions the table has in all.
    pub total: u32,
    /// The place of the session that was to be found; none where the table has it not.
    pub found: Option<u32>,
}

/// Everything about a session.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SessionAsked {
    /// Its row among all sessions.
    pub row: u32,
    /// The table that it is looked at in: what is previous and next.
    pub order: Order,
}

/// The sessions that a session can fairly be compared with: those of its device type on its network type; where there are
/// fewer than 30 of them, those of its device type; where these are fewer than 30, too, all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cohort {
    /// The device type that they have in common; none where they are not grouped by it. Empty where it is not known.
    pub device: Option<String>,
    /// The network type that they have in common; none where they are not grouped by it. Empty where it is not known.
    pub network: Option<String>,
    /// How many sessions it has, this one among them.
    pub sessions: u32,
}

/// How the values of a group of sessions are spread, and where one of them stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Distribution {
    /// Sessions that have a value.
    pub sessions: u32,
    /// How many of them are in each bin. The first and the last have what lies beyond the bins, too.
    pub counts: Vec<u32>,
    /// The median, by nearest rank; NaN where there is no value.
    pub median: f64,
    /// The share of the values that are less than the session's, and half of those that are equal to it (the session's own
    /// among them): 0 to 1; NaN where the session has none.
    pub percentile: f64,
}

/// Where a session stands by one number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// Which number.
    pub dimension: Dimension,
    /// Its name for people.
    pub label: String,
    /// Its unit.
    pub unit: Unit,
    /// The session's value; NaN where it is missing.
    pub value: f64,
    /// The ends of the bins, rising; at most 41, and none where no session has a value. Both distributions have these bins.
    pub edges: Vec<f64>,
    /// The bin that the session is in.
    pub bin: Option<u16>,
    /// Among its cohort.
    pub cohort: Distribution,
    /// Among all.
    pub all: Distribution,
}

/// A session like another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Neighbour {
    /// Its row among all sessions.
    pub row: u32,
    /// How far it is, in interquartile ranges.
    pub distance: f64,
    /// Its score.
    pub score: f64,
    /// Whether it is flagged.
    pub flagged: bool,
    /// What it is called.
    pub name: String,
    /// Its fault, where the truth is known; empty for none.
    pub truth: Option<String>,
    /// Its features, in the order of the plan, on their scales.
    pub features: Vec<f64>,
}

/// Everything about a session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SessionPage {
    /// Its values, its score, what each feature did to it, and its fault.
    pub explanation: Explanation,
    /// What would change the verdict.
    pub firmness: Firmness,
    /// What it is compared with.
    pub cohort: Cohort,
    /// Where it stands by each number.
    pub standings: Vec<Standing>,
    /// The sessions most like it, the nearest first.
    pub neighbours: Vec<Neighbour>,
    /// Its place in the table, from 0; none where the table has it not.
    pub place: Option<u32>,
    /// The row of the session before it in the table; where the table has it not, none.
    pub previous: Option<u32>,
    /// The row of the session behind it; where the table has it not, the table's first.
    pub next: Option<u32>,
    /// How many sessions the table has.
    pub listed: u32,
}

//! One value of one session, as it is shown.

use serde::{Deserialize, Serialize};
use telemetry::{Column, Data, MISSING_TIME};

/// A value of a session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Cell {
    /// There is none.
    Missing,
    /// A number, in the field's unit.
    Number(f64),
    /// UTC milliseconds since 1970.
    Time(f64),
    /// A label or an identifier.
    Text(String),
}

impl Cell {
    /// The value of a column at a row.
    pub fn of(column: &Column, row: usize) -> Self {
        match &column.data {
            Data::Number(values) if values[row].is_nan() => Cell::Missing,
            Data::Number(values) => Cell::Number(values[row]),
            Data::Time(values) if values[row] == MISSING_TIME => Cell::Missing,
            Data::Time(values) => Cell::Time(values[row] as f64),
            Data::Category(values) => Cell::text(values.label(row)),
            Data::Text(values) => Cell::text(values.get(row)),
        }
    }

    fn text(text: &str) -> Self {
        if text.is_empty() { Cell::Missing } else { Cell::Text(text.to_owned()) }
    }
}

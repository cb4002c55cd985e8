//! The columns of a table, as messages name them.

use ingest::SourceUnit;
use telemetry::{Data, Table};

/// The columns that hold numbers.
pub fn number_columns(table: &Table) -> Vec<&str> {
    let numbers = table.columns().iter().filter(|column| matches!(column.data, Data::Number(_)));
    numbers.map(|column| column.name.as_str()).collect()
}

/// The columns that hold numbers, those that are no field with the unit that their names end in: what they measure is not
/// known, but how `--map` reads it is.
pub fn with_units(table: &Table) -> Vec<String> {
    let unit = |name: &str| SourceUnit::at_end_of(name).filter(|&unit| unit != SourceUnit::Count);
    let named = number_columns(table).into_iter().map(|name| match unit(name) {
        Some(unit) if table.column(name).is_some_and(|column| column.field.is_none()) => {
            format!("{name} ({})", unit.name())
        }
        _ => name.to_owned(),
    });
    named.collect()
}

/// Names in a row, the first thirty of them.
pub fn enumerate(names: &[&str]) -> String {
    const SHOWN: usize = 30;
    let shown = names[..names.len().min(SHOWN)].join(", ");
    match names.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

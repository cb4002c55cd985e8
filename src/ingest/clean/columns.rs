//! Columns that tell sessions little apart. They are told of, and nothing is done about them.

use crate::ingest::report::ColumnFinding;
use crate::telemetry::{Column, Data, MISSING_CATEGORY, MISSING_TIME, Table, Unit};

/// The findings about the columns of a table. Flags are none: those of failures are all the same once these are kept apart.
pub(in crate::ingest) fn findings(table: &Table) -> Vec<ColumnFinding> {
    let rows = table.rows() as u64;
    let finding = |name: &str, data: &Data| {
        let (missing, is_constant) = match data {
            Data::Number(values) => look(values.iter().copied(), |value| value.is_nan()),
            Data::Time(values) => look(values.iter().copied(), |&value| value == MISSING_TIME),
            Data::Category(values) => look(values.codes().iter().copied(), |&code| code == MISSING_CATEGORY),
            Data::Text(values) => look((0..values.len()).map(|row| values.get(row)), |text| text.is_empty()),
        };
        if missing * 100 > rows * 99 {
            Some(ColumnFinding::NearlyEmpty { column: name.to_owned(), missing })
        } else if is_constant && rows > 1 {
            Some(ColumnFinding::Constant { column: name.to_owned() })
        } else {
            None
        }
    };
    let is_flag = |column: &&Column| column.field.is_some_and(|field| field.unit() == Unit::Flag);
    let columns = table.columns().iter().filter(|column| !is_flag(column));
    columns.filter_map(|column| finding(&column.name, &column.data)).collect()
}

/// How many values are missing, and whether the others are all the same.
fn look<T: PartialEq>(values: impl Iterator<Item = T>, is_missing: impl Fn(&T) -> bool) -> (u64, bool) {
    let (mut missing, mut first, mut same) = (0, None, true);
    for value in values {
        if is_missing(&value) {
            missing += 1;
        } else {
            match &first {
                None => first = Some(value),
                Some(first) => same &= *first == value,
            }
        }
    }
    (missing, same && first.is_some())
}

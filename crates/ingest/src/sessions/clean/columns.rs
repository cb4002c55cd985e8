//! Columns that tell sessions little apart. They are told of, and nothing is done about them.

use crate::report::ColumnFinding;
use telemetry::{Column, Data, MISSING_CATEGORY, MISSING_TIME, Table, Unit};

/// The findings about the columns of a table. Flags are none: those of failures are all the same once these are kept apart.
pub(crate) fn findings(table: &Table) -> Vec<ColumnFinding> {
    let rows = table.rows() as u64;
    let finding = |name: &str, data: &Data| {
        let (missing, is_constant) = match data {
            Data::Number(values) => look(values.iter().copied(), |value| value.is_nan()),
            Data::Time(values) => look(values.iter().copied(), |&value| value == MISSING_TIME),
            Data::Category(values) => look(values.codes().iter().copied(), |&code| code == MISSING_CATEGORY),
            Data::Text(values) => {
                let texts = (0..values.len()).map(|row| values.get(row)).filter(|text| !text.is_empty());
                (values.empty() as u64, are_same(texts))
            }
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
fn look<T: PartialEq>(values: impl Iterator<Item = T> + Clone, is_missing: impl Fn(&T) -> bool + Copy) -> (u64, bool) {
    (values.clone().filter(is_missing).count() as u64, are_same(values.filter(|value| !is_missing(value))))
}

/// Whether there are values, and all are the same. In nearly every column the second one tells.
fn are_same<T: PartialEq>(mut values: impl Iterator<Item = T>) -> bool {
    values.next().is_some_and(|first| values.all(|value| value == first))
}

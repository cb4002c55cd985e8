//! Times from cells, in each of the formats in which columns write them.

use crate::cells::dates::{self, Order};
use crate::cells::iso::iso;
use crate::cells::missing::{MissingRule, is_missing};
use crate::cells::numbers::{self, Decimal, Number};
use crate::cells::time_format::{TimeFormat, UnixUnit};

/// Whether a cell is a time in any spelling but a number.
pub(crate) fn seems_time(cell: &[u8]) -> bool {
    // The shortest one is `1/3/2024`.
    cell.len() >= 8
        && !cell.iter().all(u8::is_ascii_digit)
        && (dates::iso_other(cell).is_some()
            || [Order::Year, Order::Day, Order::Month].iter().any(|&order| dates::ordered(cell, order).is_some()))
}

/// What a cell of a time column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Time {
    /// UTC milliseconds since 1970.
    Value(i64),
    /// No value.
    Missing,
    /// A number, but not a plausible time in the column's unit.
    Implausible,
    /// Something else.
    Not,
}

/// Reads a cell in this format.
pub(crate) fn parse(cell: &[u8], format: TimeFormat) -> Time {
    let written = |time: Option<i64>| match time {
        Some(time) => Time::Value(time),
        None if is_missing(cell, MissingRule::All) => Time::Missing,
        None => Time::Not,
    };
    match format {
        TimeFormat::Iso => written(iso(cell)),
        TimeFormat::IsoOther => written(dates::iso_other(cell)),
        TimeFormat::YearFirst => written(dates::ordered(cell, Order::Year)),
        TimeFormat::DayFirst => written(dates::ordered(cell, Order::Day)),
        TimeFormat::MonthFirst => written(dates::ordered(cell, Order::Month)),
        TimeFormat::Unix(unit) => match numbers::parse(cell, Decimal::Point) {
            Number::Value(value) => unit.milliseconds(value).map_or(Time::Implausible, Time::Value),
            Number::Missing => Time::Missing,
            Number::NotFinite => Time::Implausible,
            Number::Not => Time::Not,
        },
    }
}

/// A day or a moment as ISO 8601 has it, UTC milliseconds; without a zone it is UTC.
pub fn parse_time(text: &str) -> Option<i64> {
    iso(text.as_bytes())
}

/// The moment of a unix time between 1976 and 2286, its unit told by its size, UTC milliseconds; none of any other number.
pub fn unix_time(value: f64) -> Option<i64> {
    UnixUnit::of(value)?.milliseconds(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_in_a_chosen_order() {
        assert_eq!(parse(b"13/01/2024", TimeFormat::MonthFirst), Time::Not);
        assert_eq!(parse(b"NA", TimeFormat::DayFirst), Time::Missing);
    }

    #[test]
    fn unix_times_by_magnitude() {
        let table = [
            (1_435_156_788.09, UnixUnit::Seconds),
            (1_435_156_788_090.0, UnixUnit::Milliseconds),
            (1_435_156_788_090_000.0, UnixUnit::Microseconds),
            (1_435_156_788_090_000_000.0, UnixUnit::Nanoseconds),
        ];
        for (value, unit) in table {
            assert_eq!(UnixUnit::of(value), Some(unit));
            assert_eq!(unit.milliseconds(value), Some(1_435_156_788_090));
            assert_eq!(unix_time(value), Some(1_435_156_788_090));
        }
        for value in [0.0, -1.0, 300.0, 1e5, 1e25, f64::NAN, f64::INFINITY] {
            assert_eq!((UnixUnit::of(value), unix_time(value)), (None, None), "{value}");
        }
        let seconds = TimeFormat::Unix(UnixUnit::Seconds);
        assert_eq!(parse(b"0", seconds), Time::Implausible);
        assert_eq!(parse(b"null", seconds), Time::Missing);
        assert_eq!(parse(b"soon", seconds), Time::Not);
    }
}

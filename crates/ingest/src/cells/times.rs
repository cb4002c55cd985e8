//! Times from cells, in each of the formats in which columns write them.

use crate::cells::dates::{self, Order};
use crate::cells::iso::{self, iso};
use crate::cells::missing::{MissingRule, is_missing};
use crate::cells::moment::Moment;
use crate::cells::numbers::{self, Decimal, Number};
use crate::cells::time_format::{TimeFormat, UnixUnit};
use crate::cells::written::{self, Written};
use crate::cells::zone::{Local, Zone};
use crate::cells::{date_times, serial};
use rules::Readers;

/// Whether a cell is a time in any spelling that the first rules know, but a number.
pub(crate) fn seems_time(cell: &[u8]) -> bool {
    // The shortest one is `1/3/2024`.
    cell.len() >= 8
        && !cell.iter().all(u8::is_ascii_digit)
        && (dates::iso_other(cell).is_some()
            || [Order::Year, Order::Day, Order::Month].iter().any(|&order| dates::ordered(cell, order).is_some()))
}

/// How the cells of a time column are read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct TimeForm {
    pub format: TimeFormat,
    pub readers: Readers,
    /// The decimal mark of its numbers.
    pub decimal: Decimal,
}

/// What a cell of a time column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Time {
    /// UTC milliseconds since 1970.
    Value(i64),
    /// The same of a local time that occurs twice: the first.
    Twice(i64),
    /// The same of a local time that never occurs: as much later as clocks were set forward.
    Never(i64),
    /// The same of a unix time in another unit than the column's.
    OtherUnit(i64),
    /// No value.
    Missing,
    /// A number, but not a plausible time in the column's unit.
    Implausible,
    /// Something else.
    Not,
}

impl TimeForm {
    /// Reads a cell. What does not say its zone is of this one, or else UTC.
    pub(crate) fn read(self, cell: &[u8], zone: Option<&Zone>) -> Time {
        match self.format {
            TimeFormat::Unix(_) | TimeFormat::UnixBySize | TimeFormat::Excel(_) => self.number(cell, zone),
            _ => match self.written(cell) {
                Some(moment) => in_zone(moment, zone).unwrap_or(Time::Not),
                None if is_missing(cell, MissingRule::of(self.readers)) => Time::Missing,
                None => Time::Not,
            },
        }
    }

    /// The moment that a cell writes.
    fn written(self, cell: &[u8]) -> Option<Moment> {
        // What the first rules know is read quickly, and as the same.
        let first = match self.format {
            TimeFormat::Iso => iso::moment(cell),
            TimeFormat::IsoOther => dates::iso_other_moment(cell),
            TimeFormat::YearFirst => dates::ordered_moment(cell, Order::Year),
            TimeFormat::DayFirst => dates::ordered_moment(cell, Order::Day),
            TimeFormat::MonthFirst => dates::ordered_moment(cell, Order::Month),
            _ => None,
        };
        let is_known_to_first = self.format.is_of_first_rules();
        match (first, self.readers) {
            (first, Readers::First) if is_known_to_first => return first,
            (Some(moment), _) if moment.ahead.is_none_or(date_times::is_offset) => return Some(moment),
            _ => {}
        }
        let written = date_times::read(cell)?;
        match self.format {
            TimeFormat::YearFirst => written.by(date_times::Order::Year),
            TimeFormat::DayFirst => written.by(date_times::Order::Day),
            TimeFormat::MonthFirst => written.by(date_times::Order::Month),
            _ => written.plain(),
        }
    }

    fn number(self, cell: &[u8], zone: Option<&Zone>) -> Time {
        let is_first = self.readers == Readers::First;
        let value = match numbers::parse(cell, if is_first { Decimal::Point } else { self.decimal }) {
            Number::Value(value) => value,
            Number::Missing => return Time::Missing,
            Number::NotFinite => return Time::Implausible,
            Number::Not if is_first => return Time::Not,
            Number::Not => match written::read(cell) {
                Written::Number(number) if number.unit.is_none() => match number.value(self.decimal) {
                    Some(value) => value,
                    None => return Time::Not,
                },
                Written::Missing => return Time::Missing,
                _ => return Time::Not,
            },
        };
        let read = match self.format {
            TimeFormat::Unix(unit) => match unit.milliseconds(value) {
                None if !is_first => unix_time(value).map(Time::OtherUnit),
                time => time.map(Time::Value),
            },
            TimeFormat::Excel(system) => {
                serial::local(value, system).and_then(|local| in_zone(Moment { local, ahead: None }, zone))
            }
            _ => unix_time(value).map(Time::Value),
        };
        read.unwrap_or(Time::Implausible)
    }
}

/// The moment in UTC; where it does not say its zone, by the clocks of this one.
fn in_zone(moment: Moment, zone: Option<&Zone>) -> Option<Time> {
    match (moment.ahead, zone) {
        (None, Some(zone)) => zone.moment(moment.local).map(of_local),
        _ => moment.utc().map(Time::Value),
    }
}

fn of_local(local: Local) -> Time {
    match local {
        Local::Once(time) => Time::Value(time),
        Local::Twice(time) => Time::Twice(time),
        Local::Never(time) => Time::Never(time),
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
    use crate::cells::time_format::DateSystem;

    fn read(cell: &str, format: TimeFormat, readers: Readers) -> Time {
        TimeForm { format, readers, decimal: Decimal::Point }.read(cell.as_bytes(), None)
    }

    #[test]
    fn cells_in_a_chosen_order() {
        for readers in [Readers::First, Readers::Common] {
            assert_eq!(read("13/01/2024", TimeFormat::MonthFirst, readers), Time::Not);
            assert_eq!(read("NA", TimeFormat::DayFirst, readers), Time::Missing);
        }
        let noon = Time::Value(1_772_366_400_000);
        for format in [TimeFormat::Iso, TimeFormat::IsoOther, TimeFormat::DayFirst, TimeFormat::Mixed] {
            // What reads the same for everybody is read in each format.
            assert_eq!(read("Mar 1, 2026 @ 12:00", format, Readers::Common), noon);
            let first = if format == TimeFormat::Mixed { noon } else { Time::Not };
            assert_eq!(read("Mar 1, 2026 @ 12:00", format, Readers::First), first);
        }
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
            let by_size = read(&value.to_string(), TimeFormat::UnixBySize, Readers::Common);
            assert_eq!(by_size, Time::Value(1_435_156_788_090));
        }
        for value in [0.0, -1.0, 300.0, 1e5, 1e25, f64::NAN, f64::INFINITY] {
            assert_eq!((UnixUnit::of(value), unix_time(value)), (None, None), "{value}");
        }
        let seconds = TimeFormat::Unix(UnixUnit::Seconds);
        for readers in [Readers::First, Readers::Common] {
            assert_eq!(read("0", seconds, readers), Time::Implausible);
            assert_eq!(read("null", seconds, readers), Time::Missing);
            assert_eq!(read("soon", seconds, readers), Time::Not);
        }
        assert_eq!(read("1435156788090", seconds, Readers::First), Time::Implausible);
        assert_eq!(read("1435156788090", seconds, Readers::Common), Time::OtherUnit(1_435_156_788_090));
    }

    #[test]
    fn numbers_with_a_decimal_comma() {
        let comma = |cell: &[u8], format| {
            TimeForm { format, readers: Readers::Common, decimal: Decimal::Comma }.read(cell, None)
        };
        assert_eq!(comma(b"1435156788,09", TimeFormat::Unix(UnixUnit::Seconds)), Time::Value(1_435_156_788_090));
        assert_eq!(comma(b"46082,5", TimeFormat::Excel(DateSystem::From1900)), Time::Value(1_772_366_400_000));
        assert_eq!(comma(b"60", TimeFormat::Excel(DateSystem::From1900)), Time::Implausible);
    }
}

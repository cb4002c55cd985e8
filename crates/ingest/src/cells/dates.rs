//! Times in other spellings than `iso` reads: the rest of what exports write of ISO 8601, and days before months,
//! months before days, with twelve hours or twenty-four.

use crate::cells::iso::{self, Cursor, zone};
use crate::cells::moment::{Moment, clock, midnight};

/// In which order a date's parts stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// `2024/3/1`
    Year,
    /// `1/3/2024`
    Day,
    /// `3/1/2024`
    Month,
}

/// Reads what `iso` reads, and further spellings of ISO 8601: the basic format (`20240301T123045Z`), and a blank before
/// the zone.
pub(crate) fn iso_other(cell: &[u8]) -> Option<i64> {
    iso_other_moment(cell)?.utc()
}

/// The same as it is written.
pub(crate) fn iso_other_moment(cell: &[u8]) -> Option<Moment> {
    iso::moment(cell).or_else(|| basic(cell)).or_else(|| extended(cell))
}

fn basic(cell: &[u8]) -> Option<Moment> {
    let mut cursor = Cursor(cell.trim_ascii());
    let date = (cursor.digits(4)?, cursor.digits(2)?, cursor.digits(2)?);
    if cursor.0.is_empty() {
        return day(date);
    }
    cursor.take(b"Tt")?;
    let (hour, minute) = (cursor.digits(2)?, cursor.digits(2)?);
    let (second, fraction) = match cursor.0.first() {
        Some(b'0'..=b'9') => (cursor.digits(2)?, fraction(&mut cursor)?),
        _ => (0, 0),
    };
    let time = clock(hour, minute, second)? + fraction;
    zoned(date, time, &mut cursor)
}

fn extended(cell: &[u8]) -> Option<Moment> {
    let mut cursor = Cursor(cell.trim_ascii());
    let year = cursor.digits(4)?;
    cursor.take(b"-")?;
    let month = cursor.digits(2)?;
    cursor.take(b"-")?;
    let date = (year, month, cursor.digits(2)?);
    cursor.take(b"Tt ")?;
    let time = time_of_day(&mut cursor)?;
    zoned(date, time, &mut cursor)
}

/// Reads a date with its parts in this order between `/`, `.` or `-`, alone or with `H:MM[:SS[.f…]]` behind a blank, a comma
/// or `T`, that with or without `AM` or `PM`, and with or without a zone. Without one it is UTC.
pub(crate) fn ordered(cell: &[u8], order: Order) -> Option<i64> {
    ordered_moment(cell, order)?.utc()
}

/// The same as it is written.
pub(crate) fn ordered_moment(cell: &[u8], order: Order) -> Option<Moment> {
    let mut cursor = Cursor(cell.trim_ascii());
    let first = if order == Order::Year { cursor.digits(4)? } else { one_or_two(&mut cursor)? };
    let mark = cursor.take(b"/.-")?;
    let second = one_or_two(&mut cursor)?;
    cursor.take(&[mark])?;
    let third = if order == Order::Year { one_or_two(&mut cursor)? } else { cursor.digits(4)? };
    let date = match order {
        Order::Year => (first, second, third),
        Order::Day => (third, second, first),
        Order::Month => (third, first, second),
    };
    if cursor.0.is_empty() {
        return day(date);
    }
    if cursor.take(b",Tt ")? == b',' {
        blanks(&mut cursor);
    }
    let time = time_of_day(&mut cursor)?;
    zoned(date, time, &mut cursor)
}

fn one_or_two(cursor: &mut Cursor) -> Option<u32> {
    let first = cursor.digits(1)?;
    Some(cursor.digits(1).map_or(first, |second| first * 10 + second))
}

/// Milliseconds since midnight.
fn time_of_day(cursor: &mut Cursor) -> Option<i64> {
    let hour = one_or_two(cursor)?;
    cursor.take(b":")?;
    let minute = cursor.digits(2)?;
    let (mut second, mut parts) = (0, 0);
    if cursor.take(b":").is_some() {
        second = cursor.digits(2)?;
        parts = fraction(cursor)?;
    }
    let before = cursor.0;
    blanks(cursor);
    let hour = match half_of_day(cursor) {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(half) => hour % 12 + 12 * half,
        None => {
            cursor.0 = before;
            hour
        }
    };
    Some(clock(hour, minute, second)? + parts)
}

/// 0 for `AM`, 1 for `PM`.
fn half_of_day(cursor: &mut Cursor) -> Option<u32> {
    let (word, rest) = cursor.0.split_at_checked(2)?;
    let half = [&b"am"[..], b"pm"].iter().position(|half| half.eq_ignore_ascii_case(word))?;
    cursor.0 = rest;
    Some(half as u32)
}

/// Milliseconds of the fraction of a second, if there is one; what is beyond them is cut off.
fn fraction(cursor: &mut Cursor) -> Option<i64> {
    if cursor.take(b".,").is_none() {
        return Some(0);
    }
    let (mut milliseconds, mut weight, mut any) = (0, 100, false);
    while let Some(digit) = cursor.digits(1) {
        milliseconds += i64::from(digit) * weight;
        weight /= 10;
        any = true;
    }
    any.then_some(milliseconds)
}

/// Blanks, those that do not break included: browsers put one before `PM`.
fn blanks(cursor: &mut Cursor) {
    while let Some(rest) =
        [&b" "[..], "\u{a0}".as_bytes(), "\u{202f}".as_bytes()].iter().find_map(|blank| cursor.0.strip_prefix(*blank))
    {
        cursor.0 = rest;
    }
}

fn day((year, month, day): (u32, u32, u32)) -> Option<Moment> {
    Some(Moment { local: midnight(year, month, day)?, ahead: None })
}

/// A time of a day with its zone, which a blank may stand before, and nothing may follow.
fn zoned((year, month, day): (u32, u32, u32), time: i64, cursor: &mut Cursor) -> Option<Moment> {
    let midnight = midnight(year, month, day)?;
    blanks(cursor);
    let ahead = zone(cursor)?;
    cursor.0.is_empty().then_some(Moment { local: midnight + time, ahead })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cells::moment::days_in_month;
    use proptest::prelude::*;

    const NOON: i64 = 1_709_294_400_000; // 2024-03-01T12:00:00Z

    #[test]
    fn other_spellings_of_iso() {
        let table = [
            ("20240301T120000Z", Some(NOON)),
            ("20240301T120000.250Z", Some(NOON + 250)),
            ("20240301T1200", Some(NOON)),
            ("20240301T140000+0200", Some(NOON)),
            ("20240301T070000-05", Some(NOON)),
            ("20240301", Some(NOON - 43_200_000)),
            ("00010101T000000+0100", None),
            ("99991231T235960Z", None),
            ("9999-12-31 23:30:00 -0100", None),
            ("2024-03-01 14:00:00 +0200", Some(NOON)),
            ("2024-03-01 14:00:00.5 +02:00", Some(NOON + 500)),
            ("2024-03-01T12:00:00Z", Some(NOON)),
            ("20240230T120000Z", None),
            ("20240301T250000Z", None),
            ("20240301T12000", None),
            ("2024-03-01 12:00 CET", None),
            ("20240301T120000.Z", None),
            ("", None),
        ];
        for (text, expected) in table {
            assert_eq!(iso_other(text.as_bytes()), expected, "{text:?}");
        }
    }

    #[test]
    fn dates_in_three_orders() {
        let table = [
            ("01/03/2024 12:00", Order::Day, Some(NOON)),
            ("1.3.2024 12:00:00", Order::Day, Some(NOON)),
            ("1-3-2024 12:00:00.250", Order::Day, Some(NOON + 250)),
            ("03/01/2024 12:00", Order::Month, Some(NOON)),
            ("3/1/2024, 12:00:00 PM", Order::Month, Some(NOON)),
            ("3/1/2024, 12:00:00\u{202f}PM", Order::Month, Some(NOON)),
            ("3/1/2024 12:00am", Order::Month, Some(NOON - 43_200_000)),
            ("3/1/2024 1:00 pm", Order::Month, Some(NOON + 3_600_000)),
            ("3/1/2024 14:00 +02:00", Order::Month, Some(NOON)),
            ("3/1/2024 12:00:00 UTC", Order::Month, Some(NOON)),
            ("2024/03/01 12:00:00", Order::Year, Some(NOON)),
            ("2024.3.1", Order::Year, Some(NOON - 43_200_000)),
            ("31/12/2024", Order::Month, None),
            ("12/31/2024", Order::Day, None),
            ("1/3.2024", Order::Day, None),
            ("1/3/24", Order::Day, None),
            ("3/1/2024 13:00 PM", Order::Month, None),
            ("3/1/2024 0:00 PM", Order::Month, None),
            ("3/1/2024 12", Order::Month, None),
            ("3/1/2024 12:00 noon", Order::Month, None),
            ("30/02/2024", Order::Day, None),
        ];
        for (text, order, expected) in table {
            assert_eq!(ordered(text.as_bytes(), order), expected, "{text:?} {order:?}");
        }
    }

    proptest! {
        #[test]
        fn every_order_says_the_same(
            days in -100_000_i64..100_000,
            second in 0_i64..86_400,
            mark in prop::sample::select(vec!['/', '.', '-']),
            twelve in any::<bool>(),
        ) {
            // The date by counting on: slow, and nothing to do with the code above.
            let (mut year, mut month, mut day) = (1970, 1, 1);
            for _ in 0..days.abs() {
                if days > 0 {
                    day += 1;
                    if day > days_in_month(year, month) { day = 1; month += 1; }
                    if month > 12 { month = 1; year += 1; }
                } else {
                    day -= 1;
                    if day == 0 {
                        month -= 1;
                        if month == 0 { month = 12; year -= 1; }
                        day = days_in_month(year, month);
                    }
                }
            }
            let (hour, minute, rest) = (second / 3600, second / 60 % 60, second % 60);
            let time = if twelve {
                let half = if hour < 12 { "AM" } else { "PM" };
                format!("{}:{minute:02}:{rest:02} {half}", if hour % 12 == 0 { 12 } else { hour % 12 })
            } else {
                format!("{hour:02}:{minute:02}:{rest:02}")
            };
            let expected = Some((days * 86_400 + second) * 1000);
            let read = |text: String, order| ordered(text.as_bytes(), order);
            prop_assert_eq!(read(format!("{day}{mark}{month}{mark}{year} {time}"), Order::Day), expected);
            prop_assert_eq!(read(format!("{month:02}{mark}{day:02}{mark}{year} {time}"), Order::Month), expected);
            prop_assert_eq!(read(format!("{year}{mark}{month}{mark}{day} {time}"), Order::Year), expected);
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..40), text in "[0-9/.:,TZ +apm-]{0,30}") {
            for bytes in [&bytes[..], text.as_bytes()] {
                iso_other(bytes);
                let _ = [Order::Year, Order::Day, Order::Month].map(|order| ordered(bytes, order));
            }
        }
    }
}

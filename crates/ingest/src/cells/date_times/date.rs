//! The day of a time.

use super::style::{Mark, Style};
use super::words::{self, blanks};
use crate::cells::iso::Cursor;

/// One digit or two.
#[derive(Clone, Copy, Debug)]
pub(super) struct Short {
    pub value: u32,
    pub digits: u32,
}

/// The parts of a date.
#[derive(Clone, Copy, Debug)]
pub(super) enum Date {
    Whole {
        year: u32,
        month: u32,
        day: u32,
    },
    /// Day and month in an order that it does not tell, and the year.
    YearLast([u32; 3]),
    /// The same with a year of two digits, which may come first.
    Short([Short; 3]),
    /// The year stands behind the time.
    YearBehind {
        month: u32,
        day: u32,
    },
}

/// A year of two digits as POSIX has it: from 1969 to 2068.
pub(super) fn full_year(short: Short) -> Option<u32> {
    let century = if short.value < 69 { 2000 } else { 1900 };
    (short.digits == 2).then_some(century + short.value)
}

/// Takes a date.
pub(super) fn date(cursor: &mut Cursor) -> Option<(Date, Style, Mark)> {
    match digits_ahead(cursor) {
        0 => month_first(cursor),
        1 | 2 => short_first(cursor),
        4 => year_first(cursor),
        8 => Some((joined(cursor)?, Style::Iso, Mark::None)),
        12 | 14 | 17 => Some((joined(cursor)?, Style::Iso, Mark::Joined)),
        _ => None,
    }
}

/// Takes a year of four digits.
pub(super) fn year(cursor: &mut Cursor) -> Option<u32> {
    if digits_ahead(cursor) == 4 { cursor.digits(4) } else { None }
}

fn digits_ahead(cursor: &Cursor) -> usize {
    cursor.0.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// Takes one digit or two, where there are no more.
fn short(cursor: &mut Cursor) -> Option<Short> {
    match digits_ahead(cursor) {
        count @ (1 | 2) => Some(Short { value: cursor.digits(count)?, digits: count as u32 }),
        _ => None,
    }
}

/// `20260301`
fn joined(cursor: &mut Cursor) -> Option<Date> {
    Some(Date::Whole { year: cursor.digits(4)?, month: cursor.digits(2)?, day: cursor.digits(2)? })
}

/// `2026-03-01`, `2026/3/1`, `2026.03.01`, `2026_03_01`; `2026-Mar-01`, `2026 Mar 1`.
fn year_first(cursor: &mut Cursor) -> Option<(Date, Style, Mark)> {
    let year = cursor.digits(4)?;
    let mark = cursor.take(b"-/._ ")?;
    if let Some(month) = words::month(cursor) {
        again(cursor, mark)?;
        let day = short(cursor)?.value;
        return Some((Date::Whole { year, month, day }, Style::Named, Mark::Byte(mark)));
    }
    if mark == b' ' {
        return None;
    }
    let month = short(cursor)?;
    cursor.take(&[mark])?;
    let day = short(cursor)?;
    let style = if mark == b'-' && month.digits == 2 && day.digits == 2 { Style::Iso } else { Style::YearFirst };
    Some((Date::Whole { year, month: month.value, day: day.value }, style, Mark::Byte(mark)))
}

/// `1/3/2026`, `1.3.2026`, `1. 3. 2026`, `1-3-26`; `1 Mar 2026`, `01-Mar-2026`, `01-Mar-26`, `1. March 2026`, `1st March, 2026`.
fn short_first(cursor: &mut Cursor) -> Option<(Date, Style, Mark)> {
    let first = short(cursor)?;
    words::skip_ordinal(cursor);
    let mark = mark(cursor, b"/.- ")?;
    if let Some(month) = words::month(cursor) {
        let day = first.value;
        // `1. March 2026` has its second mark from elsewhere.
        if mark == b'.' && cursor.0.first().is_some_and(|&byte| byte == b' ') {
            blanks(cursor);
        } else {
            again(cursor, mark)?;
        }
        let year = match year(cursor) {
            Some(year) => year,
            // `01-Mar-26`, as databases have it.
            None if matches!(mark, b'-' | b'/') => full_year(short(cursor)?)?,
            None => return None,
        };
        return Some((Date::Whole { year, month, day }, Style::Named, Mark::Byte(mark)));
    }
    if mark == b' ' {
        return None;
    }
    let second = short(cursor)?;
    if self::mark(cursor, b"/.-")? != mark {
        return None;
    }
    if let Some(year) = year(cursor) {
        return Some((Date::YearLast([first.value, second.value, year]), Style::YearLast, Mark::Byte(mark)));
    }
    Some((Date::Short([first, second, short(cursor)?]), Style::ShortYear, Mark::Byte(mark)))
}

/// `Mar 1, 2026`, `March 1 2026`, `Mar-01-2026`, and `Mar  1` before a time with the year behind it.
fn month_first(cursor: &mut Cursor) -> Option<(Date, Style, Mark)> {
    let month = words::month(cursor)?;
    let mark = mark(cursor, b"/- ")?;
    let day = short(cursor)?.value;
    words::skip_ordinal(cursor);
    let whole = Cursor(cursor.0);
    if again(cursor, mark).is_some()
        && let Some(year) = year(cursor)
    {
        return Some((Date::Whole { year, month, day }, Style::Named, Mark::Byte(mark)));
    }
    cursor.0 = whole.0;
    (mark == b' ').then_some((Date::YearBehind { month, day }, Style::Named, Mark::Byte(mark)))
}

/// Takes a mark, with further blanks behind a blank or a full stop.
fn mark(cursor: &mut Cursor, marks: &[u8]) -> Option<u8> {
    let mark = cursor.take(marks)?;
    if matches!(mark, b' ' | b'.') {
        blanks(cursor);
    }
    Some(mark)
}

/// Takes the same mark once more; a comma may stand before blanks.
fn again(cursor: &mut Cursor, mark: u8) -> Option<()> {
    if mark == b' ' {
        cursor.take(b",");
    }
    self::mark(cursor, &[mark]).map(|_| ())
}

//! The time of day.

use super::style::Mark;
use super::words::blanks;
use crate::cells::iso::Cursor;
use crate::cells::moment::clock;

/// Takes the time of day behind a date whose parts have this mark between them, milliseconds since midnight.
pub(super) fn behind_date(cursor: &mut Cursor, date: Mark) -> Option<i64> {
    let digits = cursor.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
    match digits {
        // `20260301T1200`, `20260301_120000`, `20260301120000250`.
        4 if matches!(date, Mark::None | Mark::Joined) => joined(cursor, false),
        6 => joined(cursor, true),
        9 if date == Mark::Joined => {
            let time = clock(cursor.digits(2)?, cursor.digits(2)?, cursor.digits(2)?)?;
            Some(time + i64::from(cursor.digits(3)?))
        }
        _ => time(cursor),
    }
}

/// Hours, minutes and perhaps seconds with nothing between them.
fn joined(cursor: &mut Cursor, seconds: bool) -> Option<i64> {
    let (hour, minute) = (cursor.digits(2)?, cursor.digits(2)?);
    if !seconds {
        return clock(hour, minute, 0);
    }
    let time = clock(hour, minute, cursor.digits(2)?)?;
    Some(time + fraction(cursor, b".,")?)
}

/// Takes `H:MM[:SS[.f…]]`, or the same with full stops, or `H-MM-SS`; that with `AM` or `PM` or without, and `H PM`.
pub(super) fn time(cursor: &mut Cursor) -> Option<i64> {
    let hour = one_or_two(cursor)?;
    let (mut minute, mut second, mut parts) = (0, 0, 0);
    let mark = cursor.take(b":.-");
    if let Some(mark) = mark {
        minute = cursor.digits(2)?;
        if cursor.take(&[mark]).is_some() {
            second = cursor.digits(2)?;
            parts = match cursor.take(b":") {
                // `12:00:00:250`: the last are milliseconds, and all of them.
                Some(_) => i64::from(cursor.digits(3)?),
                None => fraction(cursor, b".,")?,
            };
        } else if mark == b'-' {
            return None;
        }
        // A number goes on: `12:005`.
        if cursor.0.first().is_some_and(u8::is_ascii_digit) {
            return None;
        }
    }
    let hour = match half_of_day(cursor) {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(half) => hour % 12 + 12 * half,
        None if mark.is_none() => return None,
        None => hour,
    };
    Some(clock(hour, minute, second)? + parts)
}

fn one_or_two(cursor: &mut Cursor) -> Option<u32> {
    let first = cursor.digits(1)?;
    Some(cursor.digits(1).map_or(first, |second| first * 10 + second))
}

/// Takes the fraction of a second behind one of these marks, if there is one; parts of a millisecond are cut off.
fn fraction(cursor: &mut Cursor, marks: &[u8]) -> Option<i64> {
    if cursor.take(marks).is_none() {
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

/// Takes `AM`, `pm`, `a.m.`, `p. m.`: 0 before noon, 1 after; nothing where there is none.
fn half_of_day(cursor: &mut Cursor) -> Option<u32> {
    let mut ahead = Cursor(cursor.0);
    blanks(&mut ahead);
    let half = match ahead.take(b"aApP")? {
        b'a' | b'A' => 0,
        _ => 1,
    };
    if ahead.take(b".").is_some() {
        blanks(&mut ahead);
    }
    ahead.take(b"mM")?;
    ahead.take(b".");
    cursor.0 = ahead.0;
    Some(half)
}

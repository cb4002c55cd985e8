//! Times as ISO 8601 writes them, and its usual relatives: a cell, and many cells of one day quickly.

use super::cell::Cell;
use super::moment::{Moment, days_in_month, days_since_1970};

/// Takes digits, marks and zones off the front of a cell.
pub(crate) struct Cursor<'a>(pub(crate) &'a [u8]);

impl Cursor<'_> {
    pub(crate) fn digits(&mut self, count: usize) -> Option<u32> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        let mut value = 0;
        for byte in digits {
            value = value * 10 + u32::from(byte.is_ascii_digit().then(|| byte - b'0')?);
        }
        self.0 = rest;
        Some(value)
    }

    pub(crate) fn take(&mut self, marks: &[u8]) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        marks.contains(&first).then(|| {
            self.0 = rest;
            first
        })
    }
}

/// Reads `YYYY-MM-DD`, alone or with `T` or a blank and `HH:MM[:SS[.f…]]`, alone or with `Z`, ` UTC`, `±HH`, `±HHMM` or
/// `±HH:MM`. Parts of a millisecond are cut off; a leap second is the first of the next minute. Without a zone it is UTC.
pub(crate) fn iso(cell: &[u8]) -> Option<i64> {
    moment(cell)?.utc()
}

/// The same as it is written.
pub(crate) fn moment(cell: &[u8]) -> Option<Moment> {
    let mut cursor = Cursor(cell.trim_ascii());
    let year = cursor.digits(4)?;
    cursor.take(b"-")?;
    let month = cursor.digits(2)?;
    cursor.take(b"-")?;
    let day = cursor.digits(2)?;
    if year == 0 || !(1..=12).contains(&month) || day == 0 || day > days_in_month(year, month) {
        return None;
    }
    let midnight = days_since_1970(year, month, day) * 86_400_000;
    if cursor.0.is_empty() {
        return Some(Moment { local: midnight, ahead: None });
    }
    cursor.take(b"Tt ")?;
    let hour = cursor.digits(2)?;
    cursor.take(b":")?;
    let minute = cursor.digits(2)?;
    let mut second = 0;
    let mut milliseconds = 0;
    if cursor.take(b":").is_some() {
        second = cursor.digits(2)?;
        if cursor.take(b".,").is_some() {
            let mut weight = 100;
            let mut any = false;
            while let Some(digit) = cursor.digits(1) {
                milliseconds += digit * weight;
                weight /= 10;
                any = true;
            }
            if !any {
                return None;
            }
        }
    }
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let ahead = zone(&mut cursor)?;
    if !cursor.0.is_empty() {
        return None;
    }
    let seconds = i64::from(hour * 3600 + minute * 60 + second);
    Some(Moment { local: midnight + seconds * 1000 + i64::from(milliseconds), ahead })
}

/// The day of the cell before: many rows of a file are of one day.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LastDay {
    /// The bytes `YYYY-MM-`, and the number of the day in the month.
    date: (u64, u64),
    /// Its beginning.
    midnight: i64,
}

impl Default for LastDay {
    /// None: no month has such a day.
    fn default() -> Self {
        Self { date: (0, u64::MAX), midnight: 0 }
    }
}

/// The quick way for `YYYY-MM-DDTHH:MM:SS` with `T` or a blank, with milliseconds or without, with `Z` or without: the same
/// time as [`iso`], or `None` where that has to decide.
#[inline(always)]
pub(crate) fn quick(cell: Cell, last: &mut LastDay) -> Option<i64> {
    let length = cell.len();
    if !(19..=24).contains(&length) {
        return None;
    }
    let ahead = cell.ahead::<24>()?;
    let word = |at: usize| Some(u64::from_le_bytes(*ahead.get(at..)?.first_chunk::<8>()?));
    let (date, clock, rest) = (word(0)?, word(8)?, word(16)?);
    let (with_fraction, with_zone) = match length {
        19 => (false, false),
        20 => (false, true),
        23 => (true, false),
        24 => (true, true),
        _ => return None,
    };
    // The mark between date and time.
    let between = (clock >> 16) as u8;
    let clock = pairs(clock & !0xff_0000 | u64::from(b'T') << 16, b"00T00:00")?;
    let second = pairs(rest & 0xff_ffff | u64::from_le_bytes(*b"\0\0\0.000Z"), b":00.000Z")? >> 8 & 0xff;
    let millisecond = if with_fraction {
        let [.., hundreds, tens, units, _] =
            (pattern(rest & !(0xff << 56) | u64::from(b'Z') << 56, b":00.000Z")?).to_le_bytes();
        i64::from(hundreds) * 100 + i64::from(tens) * 10 + i64::from(units)
    } else {
        0
    };
    let zone = if with_fraction { rest >> 56 } else { rest >> 24 } as u8;
    if !matches!(between, b'T' | b't' | b' ') || (with_zone && !matches!(zone, b'Z' | b'z')) {
        return None;
    }
    let (hour, minute) = (clock >> 24 & 0xff, clock >> 48 & 0xff);
    // A leap second may lead into the next year.
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let day_digits = clock & 0xff;
    if last.date != (date, day_digits) {
        let date_pairs = pairs(date, b"0000-00-")?;
        let [century, _, of_century, _, _, month, ..] = date_pairs.to_le_bytes();
        let year = u32::from(century) * 100 + u32::from(of_century);
        let (month, day) = (u32::from(month), day_digits as u32);
        if year == 0 || !(1..=12).contains(&month) || day == 0 || day > days_in_month(year, month) {
            return None;
        }
        *last = LastDay { date: (date, day_digits), midnight: days_since_1970(year, month, day) * 86_400_000 };
    }
    let seconds = (hour * 3600 + minute * 60 + second) as i64;
    Some(last.midnight + seconds * 1000 + millisecond)
}

/// Whether a cell that [`quick`] reads says its zone.
#[inline(always)]
pub(crate) fn says_zone(cell: Cell) -> bool {
    matches!(cell.len(), 20 | 24)
}

/// Eight bytes of text less a pattern: digits by their values where the pattern has `0`, zeros where it has its own mark.
#[inline(always)]
fn pattern(word: u64, pattern: &[u8; 8]) -> Option<u64> {
    let values = word ^ u64::from_le_bytes(*pattern);
    // What must be added so that all but a digit, or all but the mark, has its highest bit set.
    let beyond = u64::from_le_bytes(pattern.map(|byte| if byte == b'0' { 0x80 - 10 } else { 0x7f }));
    ((values.wrapping_add(beyond) | values) & 0x8080_8080_8080_8080 == 0).then_some(values)
}

/// The same, with each digit at the beginning of two taken together with the next.
#[inline(always)]
fn pairs(word: u64, text: &[u8; 8]) -> Option<u64> {
    let values = pattern(word, text)?;
    Some(values.wrapping_mul(10).wrapping_add(values >> 8))
}

/// Seconds ahead of UTC, or that none are written.
pub(crate) fn zone(cursor: &mut Cursor) -> Option<Option<i32>> {
    if cursor.0.is_empty() {
        return Some(None);
    }
    if cursor.take(b"Zz").is_some() {
        return Some(Some(0));
    }
    if cursor.0.trim_ascii_start().eq_ignore_ascii_case(b"utc") {
        cursor.0 = &[];
        return Some(Some(0));
    }
    let sign = if cursor.take(b"+-")? == b'-' { -1 } else { 1 };
    let hours = cursor.digits(2)?;
    let minutes = if cursor.0.is_empty() {
        0
    } else {
        cursor.take(b":");
        cursor.digits(2)?
    };
    (hours <= 23 && minutes <= 59).then(|| Some(sign * (hours * 60 + minutes) as i32 * 60))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn written_times() {
        let table = [
            ("1970-01-01", Some(0)),
            ("1970-01-01T00:00", Some(0)),
            ("1969-12-31T23:59:59.999Z", Some(-1)),
            ("2015-06-24T14:39:48.090Z", Some(1_435_156_788_090)),
            ("2015-06-24 14:39:48.09", Some(1_435_156_788_090)),
            ("2015-06-24 14:39:48.0909999", Some(1_435_156_788_090)),
            ("2015-06-24t14:39:48z", Some(1_435_156_788_000)),
            ("2015-06-24 14:39:48 UTC", Some(1_435_156_788_000)),
            ("2015-06-24T16:39:48+02:00", Some(1_435_156_788_000)),
            ("2015-06-24T16:39:48+0200", Some(1_435_156_788_000)),
            ("2015-06-24T16:39:48+02", Some(1_435_156_788_000)),
            ("2015-06-24T09:09:48-05:30", Some(1_435_156_788_000)),
            (" 2000-02-29 ", Some(951_782_400_000)),
            ("2016-12-31T23:59:60Z", Some(1_483_228_800_000)),
            ("0001-01-01", Some(-62_135_596_800_000)),
            ("0001-01-01T00:59+01:00", None),
            ("0001-01-01T01:00+01:00", Some(-62_135_596_800_000)),
            ("9999-12-31T23:59:59.999Z", Some(253_402_300_799_999)),
            ("9999-12-31T23:59:60Z", None),
            ("9999-12-31T23:00:00-01:00", None),
            ("9999-12-31T22:59:59-01:00", Some(253_402_300_799_000)),
            ("1900-02-29", None),
            ("2015-13-01", None),
            ("2015-00-01", None),
            ("2015-06-31", None),
            ("2015-06-00", None),
            ("0000-01-01", None),
            ("2015-6-24", None),
            ("24.06.2015", None),
            ("06/24/2015", None),
            ("2015-06-24T24:00:00", None),
            ("2015-06-24T14:60", None),
            ("2015-06-24T14", None),
            ("2015-06-24T14:39:48.", None),
            ("2015-06-24T14:39:48+24:00", None),
            ("2015-06-24T14:39:48 CEST", None),
            ("2015-06-24T14:39:48Zx", None),
            ("20150624", None),
            ("", None),
        ];
        for (text, expected) in table {
            assert_eq!(iso(text.as_bytes()), expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn the_quick_way_agrees_where_it_answers(
            texts in prop::collection::vec("(19|20)[0-9]{2}-[01][0-9]-[0-3][0-9][Tt ][0-2][0-9]:[0-6][0-9]:[0-6][0-9]([.][0-9]{3})?[Zz]?|[0-9T:.Z -]{18,25}|2024-0[12]-2[89]T12:00:59Z", 1..6),
        ) {
            let mut last = LastDay::default();
            for text in texts {
                let padded = format!("{text},12345678");
                if let Some(time) = quick(Cell::new(padded.as_bytes(), 0, text.len()), &mut last) {
                    prop_assert_eq!(Some(time), iso(text.as_bytes()), "{}", text);
                } else if let Some(time) = iso(text.as_bytes()) {
                    let is_leap_second = text.get(17..19) == Some("60");
                    prop_assert!(is_leap_second || text.ends_with(' ') || text.starts_with(' ') || ![19, 20, 23, 24].contains(&text.len()), "{text}: {time}");
                }
            }
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            iso(&bytes);
        }
    }
}

//! The zone of a time: an offset, or a word whose meaning is certain.

use super::words::{blanks, letters};
use crate::cells::iso::Cursor;

/// Words of zones, with the hours that they are ahead of UTC: universal time, and the American ones as RFC 2822 has them.
const WORDS: [(&str, i32); 12] = [
    ("Z", 0),
    ("UTC", 0),
    ("GMT", 0),
    ("UT", 0),
    ("EST", -5),
    ("EDT", -4),
    ("CST", -6),
    ("CDT", -5),
    ("MST", -7),
    ("MDT", -6),
    ("PST", -8),
    ("PDT", -7),
];

/// The offsets that clocks have on earth, in seconds: what is beyond is something else, as the end in `12:00-13:00` is.
const OFFSETS: std::ops::RangeInclusive<i32> = -12 * 3600..=14 * 3600;

/// Whether clocks are so many seconds ahead of UTC anywhere on earth.
pub(crate) fn is_offset(seconds: i32) -> bool {
    OFFSETS.contains(&seconds)
}

/// Takes a word that is known, with an offset from it where universal time has one (`GMT+0100`): seconds ahead of UTC.
pub(super) fn word(cursor: &mut Cursor) -> Option<i32> {
    let word = letters(cursor);
    let &(_, hours) = WORDS.iter().find(|(known, _)| known.as_bytes().eq_ignore_ascii_case(word))?;
    let mut ahead = Cursor(cursor.0.get(word.len()..)?);
    let behind = ahead.0;
    blanks(&mut ahead);
    if hours == 0
        && word.len() > 1
        && let Some(offset) = offset(&mut ahead)
    {
        cursor.0 = ahead.0;
        return Some(offset);
    }
    cursor.0 = behind;
    Some(hours * 3600)
}

/// Takes all that stands behind the time: seconds ahead of UTC, or that none are written. A name in brackets behind the
/// offset says the same again.
pub(super) fn behind_time(cursor: &mut Cursor) -> Option<Option<i32>> {
    blanks(cursor);
    if cursor.0.is_empty() {
        return Some(None);
    }
    if let Some(word) = in_brackets(cursor.0) {
        let mut word = Cursor(word);
        let ahead = self::word(&mut word)?;
        return word.0.is_empty().then_some(Some(ahead));
    }
    let ahead = word(cursor).or_else(|| offset(cursor))?;
    blanks(cursor);
    (cursor.0.is_empty() || in_brackets(cursor.0).is_some()).then_some(Some(ahead))
}

/// What stands in brackets, where nothing stands behind them.
fn in_brackets(text: &[u8]) -> Option<&[u8]> {
    let within = |open: &[u8], close: &[u8]| text.strip_prefix(open)?.strip_suffix(close);
    let inner = within(b"(", b")").or_else(|| within(b"[", b"]"))?;
    let is_name = !inner.is_empty() && !inner.iter().any(|byte| b"()[]".contains(byte));
    is_name.then_some(inner)
}

/// Takes `+1`, `+01`, `+0100`, `+01:00`, `−01:00`: seconds ahead of UTC.
fn offset(cursor: &mut Cursor) -> Option<i32> {
    let mut ahead = Cursor(cursor.0);
    let is_behind = match ahead.0.strip_prefix("\u{2212}".as_bytes()) {
        Some(rest) => {
            ahead.0 = rest;
            true
        }
        None => ahead.take(b"+-")? == b'-',
    };
    let digits = ahead.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (hours, minutes) = match digits {
        1 | 2 => {
            let hours = ahead.digits(digits)?;
            (hours, if ahead.take(b":").is_some() { ahead.digits(2)? } else { 0 })
        }
        4 => (ahead.digits(2)?, ahead.digits(2)?),
        _ => return None,
    };
    if minutes > 59 || ahead.0.first().is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let seconds = (hours * 3600 + minutes * 60) as i32;
    let seconds = if is_behind { -seconds } else { seconds };
    if !is_offset(seconds) {
        return None;
    }
    cursor.0 = ahead.0;
    Some(seconds)
}

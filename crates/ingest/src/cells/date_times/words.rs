//! Words of dates, in English, and what stands between them.

use crate::cells::iso::Cursor;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// What stands for a month or a weekday beside its name and the first three letters of it.
const OTHERS: [(&str, &str); 4] =
    [("sept", "september"), ("tues", "tuesday"), ("thur", "thursday"), ("thurs", "thursday")];

/// Letters at the beginning.
pub(super) fn letters<'a>(cursor: &Cursor<'a>) -> &'a [u8] {
    let end = cursor.0.iter().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(cursor.0.len());
    cursor.0.get(..end).unwrap_or_default()
}

/// Which of these words it is, and whether it is short for it.
fn place(word: &[u8], words: &[&str]) -> Option<(usize, bool)> {
    let long = OTHERS.iter().find(|(short, _)| short.as_bytes().eq_ignore_ascii_case(word)).map(|(_, long)| *long);
    words.iter().enumerate().find_map(|(place, whole)| {
        let is_whole = whole.as_bytes().eq_ignore_ascii_case(word);
        let is_short = long == Some(*whole)
            || word.len() == 3 && whole.as_bytes().get(..3).is_some_and(|short| short.eq_ignore_ascii_case(word));
        (is_whole || is_short).then_some((place, !is_whole))
    })
}

/// Takes a month, from 1; a short one may have a full stop behind it.
pub(super) fn month(cursor: &mut Cursor) -> Option<u32> {
    let word = letters(cursor);
    let (place, is_short) = place(word, &MONTHS)?;
    cursor.0 = cursor.0.get(word.len()..)?;
    if is_short {
        cursor.take(b".");
    }
    Some(place as u32 + 1)
}

/// Takes a weekday with what separates it from the date, if there is one. That it is the date's is not asked: the date says
/// the day by itself.
pub(super) fn skip_weekday(cursor: &mut Cursor) {
    let word = letters(cursor);
    if place(word, &WEEKDAYS).is_none() {
        return;
    }
    let mut ahead = Cursor(cursor.0.get(word.len()..).unwrap_or_default());
    let stops = [ahead.take(b"."), ahead.take(b",")];
    let before = ahead.0.len();
    blanks(&mut ahead);
    if ahead.0.len() < before || stops.contains(&Some(b',')) {
        cursor.0 = ahead.0;
    }
}

/// Takes what makes a number an ordinal: `1st`.
pub(super) fn skip_ordinal(cursor: &mut Cursor) {
    skip(cursor, &[b"st", b"nd", b"rd", b"th"]);
}

/// Takes one of these words, in whatever letters; whether there was one.
pub(super) fn skip(cursor: &mut Cursor, words: &[&[u8]]) -> bool {
    let found = words.iter().find_map(|word| {
        let (start, rest) = cursor.0.split_at_checked(word.len())?;
        let ends = !word.ends_with(b"t") || !rest.first().is_some_and(u8::is_ascii_alphabetic);
        (start.eq_ignore_ascii_case(word) && ends).then_some(rest)
    });
    if let Some(rest) = found {
        cursor.0 = rest;
    }
    found.is_some()
}

/// Takes blanks, those that do not break included: browsers put one before `PM`.
pub(super) fn blanks(cursor: &mut Cursor) {
    const BLANKS: [&[u8]; 3] = [b" ", "\u{a0}".as_bytes(), "\u{202f}".as_bytes()];
    while let Some(rest) = BLANKS.iter().find_map(|blank| cursor.0.strip_prefix(*blank)) {
        cursor.0 = rest;
    }
}

//! Numbers as people and their programs write them: with thousands marks, units, currencies, brackets, and durations.
//!
//! One cell leaves open what only its column can tell: whether the mark in `1.204` stands before a fraction or between
//! thousands, whether `02100` counts something or names it. So a cell is taken apart here, and `recognition` decides over all
//! cells of the column.
//!
//! `digits` reads digits and the marks among them into a `number`, `durations` clocks and ISO 8601 durations, `unit` is what stands beside a
//! number, and `blanks` may stand in one.

mod blanks;
mod digits;
mod durations;
mod number;
#[cfg(test)]
mod tests;
pub(crate) mod unit;

use super::missing::{MissingRule, is_missing};
use super::numbers::Decimal;
use blanks::is_blank;
pub(crate) use number::{Mark, WrittenNumber};
use unit::CellUnit;

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Written {
    /// A number.
    Number(WrittenNumber),
    /// A text in digits and letters that programs take for a number, and that is a name: hexadecimal, a phone number.
    Code,
    /// No value.
    Missing,
    /// `inf`, or beyond the range of a double.
    NotFinite,
    /// Something else.
    Not,
}

/// Reads a cell.
pub(crate) fn read(cell: &[u8]) -> Written {
    if is_missing(cell, MissingRule::Common) {
        return Written::Missing;
    }
    // The quick refusal of nearly every other text: no number is longer, and all have a digit or are `inf`.
    if cell.len() > MOST_BYTES {
        return Written::Not;
    }
    let has_digit = cell.iter().any(u8::is_ascii_digit);
    let Some(text) = std::str::from_utf8(cell).ok().filter(|text| has_digit || text.len() < 16) else {
        return Written::Not;
    };
    let text = text.trim_matches(is_blank);
    if !has_digit || text.ends_with("#INF") {
        return if is_infinite(text) { Written::NotFinite } else { Written::Not };
    }
    if let Some(number) = durations::read(text) {
        return Written::Number(number);
    }
    match quantity(text) {
        Some(number) if number.value(Decimal::Point).or(number.value(Decimal::Comma)).is_none() => Written::NotFinite,
        Some(number) => Written::Number(number),
        None if is_code(text) => Written::Code,
        None => Written::Not,
    }
}

/// Bytes of the longest cell that is read as a number.
const MOST_BYTES: usize = 400;

/// A number with a sign, and what stands around it.
fn quantity(text: &str) -> Option<WrittenNumber> {
    let (text, in_brackets) = match text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => (inner.trim_matches(is_blank), true),
        None => (text, false),
    };
    let (text, sign) = split_sign(text);
    let (before, text) = unit::split_currency(text);
    // A sign may stand behind the currency: `$-5`.
    let (text, second) = split_sign(text);
    let digits = digits::read(text)?;
    let mut behind = digits.rest.trim_matches(is_blank);
    let mut trailing = None;
    if let Some(rest) = behind.strip_suffix('-') {
        (behind, trailing) = (rest.trim_end_matches(is_blank), Some(true));
    }
    // One sign at most, and none within brackets, which are one.
    let mut signs = [sign, second, trailing, in_brackets.then_some(true)].into_iter().flatten();
    let negative = signs.next();
    if signs.next().is_some() {
        return None;
    }
    let unit = match (before, behind) {
        (unit, "") => unit,
        (None, word) => Some(CellUnit::of_word(word)?),
        (Some(_), _) => return None,
    };
    let is_bare = negative.is_none() && unit.is_none();
    if digits.is_grouped_by_blanks && negative == Some(false) {
        // `+49 151 123` is a phone number.
        return None;
    }
    let mut number = WrittenNumber::bare(digits.digits.signed(negative == Some(true)), digits.mark);
    number.is_like_code = is_bare && digits.is_like_code;
    number.is_ungrouped = digits.is_ungrouped;
    number.unit = unit;
    Some(number)
}

/// Splits a sign off the beginning: whether it is minus.
fn split_sign(text: &str) -> (&str, Option<bool>) {
    for (sign, is_minus) in [("-", true), ("\u{2212}", true), ("\u{2013}", true), ("+", false)] {
        if let Some(rest) = text.strip_prefix(sign) {
            return (rest.trim_start_matches(is_blank), Some(is_minus));
        }
    }
    (text, None)
}

fn is_infinite(text: &str) -> bool {
    let word = text.strip_prefix(['-', '+']).unwrap_or(text);
    word == "∞" || ["inf", "infinity", "1.#inf"].iter().any(|name| name.eq_ignore_ascii_case(word))
}

/// Whether a text of digits is a name that some programs take for a number.
fn is_code(text: &str) -> bool {
    let hexadecimal = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"));
    if hexadecimal.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit())) {
        return true;
    }
    // Phone numbers: with the sign of a country's number or an area in brackets, and nothing but blanks, hyphens and slashes
    // between the digits.
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    digits >= 5
        && text.starts_with(['+', '('])
        && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b' ' | b'-' | b'/' | b'(' | b')' | b'+'))
}

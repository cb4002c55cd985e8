//! Numbers as people and their programs write them: with thousands marks, units, currencies, brackets, and durations.
//!
//! One cell leaves open what only its column can tell: whether the mark in `1.204` stands before a fraction or between
//! thousands, whether `02100` counts something or names it. So a cell is taken apart here, and `recognition` decides over all
//! cells of the column.
//!
//! `digits` reads digits and the marks among them, `durations` clocks and ISO 8601 durations, `unit` is what stands beside a
//! number.

mod digits;
mod durations;
#[cfg(test)]
mod tests;
pub(crate) mod unit;

use super::missing::{MissingRule, is_missing};
use super::numbers::Decimal;
pub(crate) use digits::Digits;
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

/// A number, as far as its cell alone tells it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct WrittenNumber {
    digits: Digits,
    /// What the mark in it means.
    pub mark: Mark,
    /// What stands beside it.
    pub unit: Option<CellUnit>,
    /// Whether it is written as names are: a whole number with a zero before it, of more digits than a double holds, or
    /// with an exponent that has neither sign nor fraction (`32E0134`).
    pub is_like_code: bool,
    /// Whether it is hours, minutes and seconds with colons between them.
    pub is_clock: bool,
    /// Whether it has four digits or more before its fraction, and no mark between thousands.
    pub is_ungrouped: bool,
}

/// What the marks in a number mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// Nothing in it depends on the decimal mark.
    None,
    /// It can only be read with this decimal mark.
    Shows(Decimal),
    /// Its only mark, this one, has three digits behind it and up to three before it: it can be either.
    Open(Decimal),
}

impl WrittenNumber {
    /// The number with this decimal mark, in the unit that the cell says, or in a base unit of its dimension
    /// ([`unit::Dimension`]); `None` where it cannot be read so, or is no finite number.
    pub(crate) fn value(&self, decimal: Decimal) -> Option<f64> {
        self.scaled(decimal, 0)
    }

    /// The same times a power of ten, rounded once.
    pub(crate) fn scaled(&self, decimal: Decimal, power: i32) -> Option<f64> {
        let digits = match self.mark {
            Mark::Shows(shown) if shown != decimal => return None,
            Mark::Open(mark) if mark != decimal => self.digits.value_of_whole(self.power() + power),
            _ => self.digits.value(self.power() + power),
        };
        let value = match &self.unit {
            Some(unit) => unit.times(digits),
            None => digits,
        };
        value.is_finite().then_some(value)
    }

    fn power(&self) -> i32 {
        self.unit.as_ref().map_or(0, CellUnit::power)
    }

    /// Whether it is zero.
    pub(crate) fn is_zero(&self) -> bool {
        self.digits.is_zero()
    }

    fn bare(digits: Digits, mark: Mark) -> Self {
        Self { digits, mark, unit: None, is_like_code: false, is_clock: false, is_ungrouped: false }
    }
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

/// Blanks, those that do not break included.
pub(super) fn is_blank(letter: char) -> bool {
    letter.is_ascii_whitespace() || matches!(letter, '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{2007}')
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

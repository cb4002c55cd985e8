//! Numbers from cells: the same bits as `str::parse::<f64>`, short decimals without its cost.

use crate::cells::cell::Cell;
use crate::cells::missing::{MissingRule, is_missing};
use std::str::FromStr;

/// What separates whole from fraction in a column's numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Decimal {
    /// `1.5`
    #[default]
    Point,
    /// `1,5`
    Comma,
}

impl Decimal {
    /// Its name in plans and links.
    pub fn name(self) -> &'static str {
        match self {
            Decimal::Point => "point",
            Decimal::Comma => "comma",
        }
    }

    /// The mark of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Decimal::Point, Decimal::Comma].into_iter().find(|decimal| decimal.name() == name)
    }

    /// The other one.
    pub(crate) fn other(self) -> Self {
        match self {
            Decimal::Point => Decimal::Comma,
            Decimal::Comma => Decimal::Point,
        }
    }

    /// The byte itself.
    pub(crate) fn mark(self) -> u8 {
        match self {
            Decimal::Point => b'.',
            Decimal::Comma => b',',
        }
    }
}

impl FromStr for Decimal {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::from_name(name).ok_or(())
    }
}

/// What a cell of a number column holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Number {
    /// A finite number.
    Value(f64),
    /// No value.
    Missing,
    /// `inf`, or beyond the range of a double.
    NotFinite,
    /// Something else.
    Not,
}

/// Powers of ten that a double holds exactly.
const EXACT_POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// Reads a cell. Blanks around the number are allowed, thousands separators are not.
pub(crate) fn parse(cell: &[u8], decimal: Decimal) -> Number {
    let cell = cell.trim_ascii();
    if let Some(value) = short_decimal(cell, decimal.mark()) {
        return Number::Value(value);
    }
    if is_missing(cell, MissingRule::All) {
        return Number::Missing;
    }
    // The quick refusal of nearly every other text: `inf` is all that begins with a letter.
    if !matches!(cell.first(), Some(b'0'..=b'9' | b'+' | b'-' | b'.' | b',' | b'i' | b'I' | b'n' | b'N')) {
        return Number::Not;
    }
    let parsed = match decimal {
        Decimal::Point => std::str::from_utf8(cell).ok().and_then(|text| text.parse::<f64>().ok()),
        Decimal::Comma => with_point(cell),
    };
    match parsed {
        Some(value) if value.is_finite() => Number::Value(value),
        Some(_) => Number::NotFinite,
        None => Number::Not,
    }
}

/// A cell with a decimal comma that is too long for the quick way: rare enough for a copy.
fn with_point(cell: &[u8]) -> Option<f64> {
    let text = std::str::from_utf8(cell).ok()?;
    if text.contains('.') { None } else { text.replacen(',', ".", 1).parse().ok() }
}

/// The quick way for up to 19 digits with at most 22 of them behind the mark: digits and power of ten are both exact
/// doubles, so that one division rounds once, correctly (Clinger 1990, *How to read floating point numbers accurately*).
fn short_decimal(cell: &[u8], mark: u8) -> Option<f64> {
    shaped(cell, mark).map(|(value, _)| value)
}

/// How a plain decimal is written, by which a column tells what its marks mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    /// Digits before the mark, or all where it has none.
    pub before: u32,
    /// Digits behind the mark, where it has one.
    pub behind: Option<u32>,
    /// Whether its first digit is a zero.
    pub zero_first: bool,
    /// Whether it has a sign.
    pub signed: bool,
}

/// A plain decimal, as [`short_decimal`] reads it, with its shape.
fn shaped(cell: &[u8], mark: u8) -> Option<(f64, Shape)> {
    let (negative, digits) = match cell.split_first()? {
        (b'-', rest) => (true, rest),
        (b'+', rest) => (false, rest),
        _ => (false, cell),
    };
    if digits.len() > 20 {
        return None;
    }
    let mut mantissa = 0_u64;
    let mut seen = 0_usize;
    let mut behind = None;
    for (at, &byte) in digits.iter().enumerate() {
        let digit = byte.wrapping_sub(b'0');
        if digit < 10 {
            mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(digit));
            seen += 1;
        } else if byte == mark && behind.is_none() {
            behind = Some(digits.len() - at - 1);
        } else {
            return None;
        }
    }
    // 19 digits cannot overflow the u64; beyond 2^53 the digits are no exact double.
    if seen == 0 || seen > 19 || mantissa > 1 << 53 {
        return None;
    }
    let value = mantissa as f64 / EXACT_POWERS[behind.unwrap_or(0)];
    let shape = Shape {
        before: (digits.len() - behind.map_or(0, |behind| behind + 1)) as u32,
        behind: behind.map(|behind| behind as u32),
        zero_first: digits.first() == Some(&b'0'),
        signed: digits.len() < cell.len(),
    };
    Some((if negative { -value } else { value }, shape))
}

/// A plain decimal with its shape: what [`parse`] makes of it, or `None` where that has to decide.
#[inline]
pub(crate) fn plain(cell: &[u8], decimal: Decimal) -> Option<(f64, Shape)> {
    shaped(cell, decimal.mark())
}

/// The quickest way, for a cell of up to 16 bytes that is a plain decimal, blanks excluded, or up to 20 bytes with less
/// haste: the same number as [`parse`], or `None` where that has to decide.
#[inline(always)]
pub(crate) fn quick(cell: Cell, mark: u8) -> Option<f64> {
    quick_shaped(cell, mark).map(|(value, _)| value)
}

/// As [`quick`], with how the number is written.
#[inline(always)]
pub(crate) fn quick_shaped(cell: Cell, mark: u8) -> Option<(f64, Shape)> {
    if let Some(word) = cell.word() {
        return eight_bytes(word, cell.len() as u32, mark);
    }
    match cell.words() {
        Some(words) => sixteen_bytes(words, cell.len() as u32, mark),
        None => shaped(cell.bytes(), mark),
    }
}

/// This byte in each of eight places.
const fn each(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// The number of a little-endian word of up to 8 bytes of text: all of its digits are worked on at once (Lamport 1975,
/// *Multiple byte processing with full-word instructions*).
#[inline(always)]
fn eight_bytes(word: u64, length: u32, mark: u8) -> Option<(f64, Shape)> {
    let sign = word as u8;
    let signed = matches!(sign, b'-' | b'+');
    let (word, length) = if signed { (word >> 8, length - 1) } else { (word, length) };
    if length == 0 {
        return None;
    }
    // Digits become their values, the last one in the highest byte; the places before the first become zeros.
    let mut digits = (word ^ each(b'0')) << (64 - 8 * length);
    let mut behind = None;
    if let Some(place) = place_of(digits, mark) {
        if length == 1 {
            return None;
        }
        digits = without(digits, place);
        behind = Some(7 - place);
    }
    if !are_digits(digits) {
        return None;
    }
    let value = f64::from(joined(digits)) / EXACT_POWERS.get(behind.unwrap_or(0) as usize)?;
    let before = length - behind.map_or(0, |behind| behind + 1);
    let shape = Shape { before, behind, zero_first: word as u8 == b'0', signed };
    Some((if sign == b'-' { -value } else { value }, shape))
}

/// The same for 9 to 16 bytes of text in two words.
#[inline(always)]
fn sixteen_bytes([low, high]: [u64; 2], length: u32, mark: u8) -> Option<(f64, Shape)> {
    let sign = low as u8;
    let signed = matches!(sign, b'-' | b'+');
    let (low, high, length) = if signed { (low >> 8 | high << 56, high >> 8, length - 1) } else { (low, high, length) };
    let zero_first = low as u8 == b'0';
    let (low, high) = (low ^ each(b'0'), high ^ each(b'0'));
    let before = 128 - 8 * length.clamp(8, 16);
    // The digits end with the highest byte of the second word. A shift by all 64 bits is one by 1 and one by 63.
    let mut first = if before == 64 { 0 } else { low << before };
    let mut last = if before == 64 { low } else { high << before | (low >> 1) >> (63 - before) };
    let mut behind = None;
    if let Some(place) = place_of(last, mark) {
        last = without(last, place) | first >> 56;
        first <<= 8;
        behind = Some(7 - place);
    } else if let Some(place) = place_of(first, mark) {
        first = without(first, place);
        behind = Some(15 - place);
    }
    if !are_digits(first) || !are_digits(last) {
        return None;
    }
    let mantissa = u64::from(joined(first)) * 100_000_000 + u64::from(joined(last));
    // Beyond this the digits are no exact double.
    if mantissa > 1 << 53 {
        return None;
    }
    let value = mantissa as f64 / EXACT_POWERS.get(behind.unwrap_or(0) as usize)?;
    let before = length - behind.map_or(0, |behind| behind + 1);
    Some((if sign == b'-' { -value } else { value }, Shape { before, behind, zero_first, signed }))
}

/// The first byte of digits that is the mark.
#[inline(always)]
fn place_of(digits: u64, mark: u8) -> Option<u32> {
    // The lowest byte that is the mark has its highest bit set here, and no lower byte has.
    let apart = digits ^ each(mark ^ b'0');
    let is_mark = apart.wrapping_sub(each(1)) & !apart & each(0x80);
    if is_mark == 0 { None } else { Some(is_mark.trailing_zeros() / 8) }
}

/// Digits without the byte at a place: those before it move up by one, and a zero comes first.
#[inline(always)]
fn without(digits: u64, place: u32) -> u64 {
    let before = digits & !(u64::MAX << (8 * place));
    let after = digits & ((u64::MAX << (8 * place)) << 8);
    before << 8 | after
}

/// Whether every byte is a digit's value.
#[inline(always)]
fn are_digits(digits: u64) -> bool {
    (digits.wrapping_add(each(0x80 - 10)) | digits) & each(0x80) == 0
}

/// Eight digits as one number: first pairs of them, then fours, then all.
#[inline(always)]
fn joined(digits: u64) -> u32 {
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8) & 0x00ff_00ff_00ff_00ff;
    let fours = pairs.wrapping_mul(100).wrapping_add(pairs >> 16) & 0x0000_ffff_0000_ffff;
    fours.wrapping_mul(10_000).wrapping_add(fours >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn value(text: &str) -> Option<u64> {
        match parse(text.as_bytes(), Decimal::Point) {
            Number::Value(value) => Some(value.to_bits()),
            _ => None,
        }
    }

    #[test]
    fn cells_and_what_they_hold() {
        let table = [
            ("0", Number::Value(0.0)),
            (" 12.5\t", Number::Value(12.5)),
            ("+3", Number::Value(3.0)),
            ("-1", Number::Value(-1.0)),
            (".5", Number::Value(0.5)),
            ("5.", Number::Value(5.0)),
            ("1e3", Number::Value(1000.0)),
            ("1E-3", Number::Value(0.001)),
            ("9007199254740993", Number::Value(9007199254740992.0)),
            ("", Number::Missing),
            ("NaN", Number::Missing),
            ("-", Number::Missing),
            ("inf", Number::NotFinite),
            ("-Infinity", Number::NotFinite),
            ("1e999", Number::NotFinite),
            ("1,5", Number::Not),
            ("1.2.3", Number::Not),
            ("1_000", Number::Not),
            ("0x10", Number::Not),
            ("12 ms", Number::Not),
            ("+", Number::Not),
            (".", Number::Not),
            ("\u{ff11}", Number::Not),
        ];
        for (text, expected) in table {
            assert_eq!(parse(text.as_bytes(), Decimal::Point), expected, "{text:?}");
        }
        assert_eq!(value("-0"), Some((-0.0_f64).to_bits()));
        assert_eq!(parse(b"\xff1", Decimal::Point), Number::Not);
    }

    #[test]
    fn decimal_commas() {
        assert_eq!(parse(b"1,5", Decimal::Comma), Number::Value(1.5));
        assert_eq!(parse(b"-0,25e2", Decimal::Comma), Number::Value(-25.0));
        assert_eq!(parse(b"12", Decimal::Comma), Number::Value(12.0));
        assert_eq!(parse(b"1.5", Decimal::Comma), Number::Not);
        assert_eq!(parse(b"1.000,5", Decimal::Comma), Number::Not);
        assert_eq!(parse(b"1,2,3", Decimal::Comma), Number::Not);
        assert_eq!(parse("9".repeat(500).as_bytes(), Decimal::Comma), Number::NotFinite);
    }

    proptest! {
        #[test]
        fn same_bits_as_the_standard_library(text in "[+-]?[0-9]{0,21}(\\.[0-9]{0,21})?([eE][+-]?[0-9]{1,3})?") {
            let expected = text.parse::<f64>().ok().filter(|value| value.is_finite()).map(f64::to_bits);
            prop_assert_eq!(value(&text), expected);
            let comma = parse(text.replace('.', ",").as_bytes(), Decimal::Comma);
            let comma = if let Number::Value(value) = comma { Some(value.to_bits()) } else { None };
            prop_assert_eq!(comma, expected);
        }

        #[test]
        fn the_quickest_way_agrees_where_it_answers(text in "[+-]?[0-9]{0,12}[.,]?[0-9]{0,12}|[+-]?[0-9]{0,4}[.,]?[0-9]{0,4}|[ -~]{0,17}|\\PC{0,4}", behind in "[0-9.,;\n]{0,20}", comma in any::<bool>()) {
            let decimal = if comma { Decimal::Comma } else { Decimal::Point };
            let whole = format!("{text}{behind}");
            let cell = Cell::new(whole.as_bytes(), 0, text.len());
            let plain = parse(text.as_bytes(), decimal);
            match quick(cell, decimal.mark()) {
                Some(value) => {
                    prop_assert!(matches!(plain, Number::Value(other) if other.to_bits() == value.to_bits()), "{text}");
                    let shapes = (quick_shaped(cell, decimal.mark()), shaped(text.as_bytes(), decimal.mark()));
                    prop_assert_eq!(shapes.0.map(|(_, shape)| shape), shapes.1.map(|(_, shape)| shape), "{}", text);
                }
                // A short plain decimal is never left to the plain way.
                None => prop_assert!(whole.len() < 16 || text.len() > 8 || !matches!(plain, Number::Value(_)) || !text.trim_start_matches(['+', '-']).bytes().all(|byte| byte.is_ascii_digit() || byte == decimal.mark()), "{text}"),
            }
        }

        #[test]
        fn printed_doubles_come_back(bits in any::<u64>()) {
            let number = f64::from_bits(bits);
            prop_assume!(number.is_finite());
            prop_assert_eq!(value(&number.to_string()), Some(bits));
            prop_assert_eq!(value(&format!("{number:e}")), Some(bits));
        }

        #[test]
        fn short_decimals_take_the_quick_way(whole in 0_u32.., digits in 0_usize..6) {
            let text = format!("{whole}.{:0digits$}", 7);
            prop_assert_eq!(short_decimal(text.as_bytes(), b'.').map(f64::to_bits), text.parse::<f64>().ok().map(f64::to_bits));
        }
    }
}

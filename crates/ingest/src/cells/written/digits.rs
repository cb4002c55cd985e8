//! Digits, and the marks that stand among them.

use super::blanks::is_blank;
use crate::cells::numbers::Decimal;

/// A number's digits as a plain decimal: the same bits as the standard library makes of them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Digits {
    /// `[-]WHOLE[.FRACTION]`, without any other mark.
    text: String,
    /// The exponent that is written.
    exponent: i32,
}

impl Digits {
    /// Whole digits and those of a fraction.
    pub(super) fn new(whole: &str, fraction: &str, exponent: i32) -> Self {
        let mut text = String::with_capacity(whole.len() + fraction.len() + 3);
        text.push_str(if whole.is_empty() { "0" } else { whole });
        if !fraction.is_empty() {
            text.push('.');
            text.push_str(fraction);
        }
        Self { text, exponent }
    }

    /// With this sign.
    pub(super) fn signed(mut self, negative: bool) -> Self {
        if negative {
            self.text.insert(0, '-');
        }
        self
    }

    /// Times a power of ten, rounded once; infinite beyond the range of a double.
    pub(super) fn value(&self, power: i32) -> f64 {
        parsed(&self.text, self.exponent + power)
    }

    /// The same where the mark stands between thousands.
    pub(super) fn value_of_whole(&self, power: i32) -> f64 {
        parsed(&self.text.replacen('.', "", 1), self.exponent + power)
    }

    pub(super) fn is_zero(&self) -> bool {
        self.text.bytes().all(|byte| matches!(byte, b'0' | b'.' | b'-'))
    }
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

fn parsed(text: &str, power: i32) -> f64 {
    let value = if power == 0 { text.parse() } else { format!("{text}e{power}").parse() };
    // Digits with at most one point among them always are a number.
    value.unwrap_or(f64::NAN)
}

/// Digits at the beginning of a text.
pub(super) struct Found<'a> {
    pub digits: Digits,
    pub mark: Mark,
    pub is_like_code: bool,
    pub is_ungrouped: bool,
    pub is_grouped_by_blanks: bool,
    /// What stands behind them.
    pub rest: &'a str,
}

/// Reads the digits at the beginning of a text, with marks between thousands and before the fraction, and an exponent.
pub(super) fn read(text: &str) -> Option<Found<'_>> {
    let Runs { runs, marks, rest } = split(text)?;
    let exponent = exponent(rest);
    let (power, rest) = exponent.unwrap_or((0, rest));
    // Digits that letters follow at once and that are no unit are told by whoever reads those.
    let whole: String = runs.concat();
    let found = |digits, mark| Found {
        digits,
        mark,
        is_like_code: false,
        is_ungrouped: runs.first().is_some_and(|run| run.len() > 3),
        is_grouped_by_blanks: false,
        rest,
    };
    match (runs.as_slice(), marks.as_slice()) {
        ([], _) | (_, []) => {
            let is_exponent_of_code = exponent.is_some() && !has_sign(text, whole.len());
            let is_like_code = is_exponent_of_code || whole.len() > 1 && whole.starts_with('0') || !is_exact(&whole);
            (!whole.is_empty()).then(|| Found { is_like_code, ..found(Digits::new(&whole, "", power), Mark::None) })
        }
        (&[before, behind], &[mark @ ('.' | ',')]) => {
            let decimal = if mark == '.' { Decimal::Point } else { Decimal::Comma };
            let digits = Digits::new(before, behind, power);
            let is_group =
                exponent.is_none() && behind.len() == 3 && (1..=3).contains(&before.len()) && !before.starts_with('0');
            match (before, behind) {
                ("", "") => None,
                _ => Some(found(digits, if is_group { Mark::Open(decimal) } else { Mark::Shows(decimal) })),
            }
        }
        _ if exponent.is_some() => None,
        (runs, marks) => {
            let (last, groups) = marks.split_last()?;
            let is_fraction = groups.first().is_some_and(|first| first != last);
            let (mark, grouped, fraction) = match is_fraction {
                true => (*groups.first()?, runs.get(..runs.len() - 1)?, *runs.last()?),
                false => (*last, runs, ""),
            };
            let same = if is_fraction { groups } else { marks };
            if same.iter().any(|other| *other != mark) || !are_groups(grouped, mark) {
                return None;
            }
            let shows = match (is_fraction, mark, last) {
                (true, _, '.') => Mark::Shows(Decimal::Point),
                (true, _, ',') => Mark::Shows(Decimal::Comma),
                (true, ..) => return None,
                (false, '.', _) => Mark::Shows(Decimal::Comma),
                (false, ',', _) => Mark::Shows(Decimal::Point),
                (false, ..) => Mark::None,
            };
            Some(Found {
                is_ungrouped: false,
                is_grouped_by_blanks: mark == ' ',
                ..found(Digits::new(&grouped.concat(), fraction, power), shows)
            })
        }
    }
}

/// Runs of digits with a mark between each two.
struct Runs<'a> {
    runs: Vec<&'a str>,
    marks: Vec<char>,
    rest: &'a str,
}

fn split(text: &str) -> Option<Runs<'_>> {
    let (mut runs, mut marks, mut rest) = (Vec::new(), Vec::new(), text);
    loop {
        let end = rest.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(rest.len());
        let (run, behind) = rest.split_at_checked(end)?;
        runs.push(run);
        rest = behind;
        let Some(next) = rest.chars().next() else { break };
        let after = rest.get(next.len_utf8()..)?;
        let mark = match next {
            '.' | ',' => next,
            '\'' | '\u{2019}' => '\'',
            '_' => '_',
            // A blank belongs to the number where a group of three digits follows it.
            _ if is_blank(next) => ' ',
            _ => break,
        };
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        if matches!(mark, ' ' | '\'' | '_') && digits != 3 {
            break;
        }
        if run.is_empty() && !runs.iter().any(|run| !run.is_empty()) && (digits == 0 || !marks.is_empty()) {
            return None;
        }
        marks.push(mark);
        rest = after;
    }
    // A full stop behind the digits ends them: `5.`; a comma does not.
    Some(Runs { runs, marks, rest })
}

/// Whether runs of digits are thousands: three digits behind each mark, one to three before the first; with commas those of
/// India, too: two digits behind each but the last.
fn are_groups(runs: &[&str], mark: char) -> bool {
    let (Some((first, rest)), Some(last)) = (runs.split_first(), runs.last()) else { return false };
    if first.is_empty() || first.starts_with('0') || first.len() > 3 || rest.is_empty() {
        return false;
    }
    let are_thousands = rest.iter().all(|run| run.len() == 3);
    let between = rest.get(..rest.len() - 1).unwrap_or_default();
    let are_lakhs = mark == ',' && first.len() <= 2 && last.len() == 3 && between.iter().all(|run| run.len() == 2);
    are_thousands || are_lakhs
}

/// An exponent at the beginning of what stands behind digits, and what stands behind it.
fn exponent(text: &str) -> Option<(i32, &str)> {
    let behind = text.strip_prefix(['e', 'E'])?;
    let digits = behind.strip_prefix(['-', '+']).unwrap_or(behind);
    let count = digits.bytes().take_while(u8::is_ascii_digit).count();
    let rest = digits.get(count..)?;
    let sign = behind.len() - digits.len();
    // Beyond four digits it is no number that anybody means.
    if count == 0 || count > 4 {
        return None;
    }
    let written = behind.get(..sign + count)?;
    Some((written.strip_prefix('+').unwrap_or(written).parse().ok()?, rest))
}

/// Whether the exponent behind so many digits has a sign.
fn has_sign(text: &str, digits: usize) -> bool {
    text.as_bytes().get(digits + 1).is_some_and(|byte| matches!(byte, b'-' | b'+'))
}

/// Whether a double holds all of these digits.
fn is_exact(whole: &str) -> bool {
    whole.len() <= 15 || whole.parse::<u64>().is_ok_and(|value| value <= 1 << 53)
}

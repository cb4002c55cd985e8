//! Durations: `h:mm:ss` and `mm:ss`, ISO 8601's `PT1M30S`, and hours, minutes and seconds in words (`1h 2m 3s`).

use super::blanks::is_blank;
use super::digits::{Digits, Mark};
use super::number::WrittenNumber;
use super::unit::{CellUnit, Dimension};
use crate::cells::numbers::Decimal;

/// Reads a duration; `None` where the text is none, or a number with a single unit.
pub(super) fn read(text: &str) -> Option<WrittenNumber> {
    let (text, negative) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    let (seconds, fraction, is_clock, decimal) = clock(text).or_else(|| iso(text)).or_else(|| in_words(text))?;
    let mut number = WrittenNumber::bare(Digits::new(&seconds.to_string(), fraction, 0).signed(negative), Mark::None);
    // Its own mark is certain, and says how the file writes fractions.
    number.mark = decimal.map_or(Mark::None, Mark::Shows);
    number.unit = Some(CellUnit::SECONDS);
    number.is_clock = is_clock;
    Some(number)
}

type Duration<'a> = (u64, &'a str, bool, Option<Decimal>);

/// `[d.]h:mm:ss[.f]`, `h:mm:ss`, `mm:ss`.
fn clock(text: &str) -> Option<Duration<'_>> {
    let (days, text) = match text.split_once(" days ").or_else(|| text.split_once(" day ")) {
        Some((days, rest)) => (days.parse::<u32>().ok()?, rest),
        None => match text.split_once('.') {
            // .NET writes days before a full stop.
            Some((days, rest)) if rest.contains(':') && !days.contains(':') => (days.parse::<u32>().ok()?, rest),
            _ => (0, text),
        },
    };
    let (whole, fraction, decimal) = match text.split_once(['.', ',']) {
        Some((whole, fraction)) => {
            let decimal = if text.contains('.') { Decimal::Point } else { Decimal::Comma };
            (whole, fraction, Some(decimal))
        }
        None => (text, "", None),
    };
    if decimal.is_some() && !(1..=9).contains(&fraction.len()) || !is_digits(fraction) {
        return None;
    }
    let mut parts = whole.split(':');
    let parts = [parts.next()?, parts.next()?, parts.next().unwrap_or_default(), parts.next().map_or("", |_| "no")];
    let (hours, minutes, seconds) = match parts {
        [minutes, seconds, "", ""] => ("0", minutes, seconds),
        [hours, minutes, seconds, ""] => (hours, minutes, seconds),
        _ => return None,
    };
    let is_first = |part: &str| (1..=6).contains(&part.len()) && is_digits(part);
    let is_sixtieth = |part: &str| part.len() == 2 && is_digits(part) && part < "60";
    let has_hours = !matches!(parts, [_, _, "", ""]);
    if !is_sixtieth(seconds) || !is_first(if has_hours { hours } else { minutes }) || has_hours && !is_sixtieth(minutes)
    {
        return None;
    }
    let number = |part: &str| part.parse::<u64>().ok();
    let total = u64::from(days) * 86_400 + number(hours)? * 3_600 + number(minutes)? * 60 + number(seconds)?;
    Some((total, fraction, true, decimal))
}

/// `P1DT2H3M4.5S`: without years and months, whose length nobody knows.
fn iso(text: &str) -> Option<Duration<'_>> {
    let body = text.strip_prefix(['P', 'p'])?;
    let (days, time) = body.split_once(['T', 't']).unwrap_or((body, ""));
    if body.is_empty() || time.is_empty() && body.contains(['T', 't']) {
        return None;
    }
    let (mut total, mut fraction, mut decimal) = (0_u64, "", None);
    let mut take = |part: &mut &'_ str, letter: char, seconds: u64| -> Option<()> {
        let Some((number, rest)) = part.split_once([letter, letter.to_ascii_lowercase()]) else { return Some(()) };
        if number.is_empty() || !is_digits(number) || number.len() > 9 {
            return None;
        }
        total = total.checked_add(number.parse::<u64>().ok()?.checked_mul(seconds)?)?;
        *part = rest;
        Some(())
    };
    let (mut days, mut time) = (days, time);
    take(&mut days, 'W', 7 * 86_400)?;
    take(&mut days, 'D', 86_400)?;
    take(&mut time, 'H', 3_600)?;
    take(&mut time, 'M', 60)?;
    if let Some(seconds) = time.strip_suffix(['S', 's']) {
        let (whole, parts) = match seconds.split_once(['.', ',']) {
            Some((whole, parts)) => {
                decimal = Some(if seconds.contains('.') { Decimal::Point } else { Decimal::Comma });
                (whole, parts)
            }
            None => (seconds, ""),
        };
        let is_right = !whole.is_empty() && is_digits(whole) && is_digits(parts) && whole.len() <= 9;
        if !is_right || decimal.is_some() && !(1..=9).contains(&parts.len()) {
            return None;
        }
        total = total.checked_add(whole.parse().ok()?)?;
        (fraction, time) = (parts, "");
    }
    (days.is_empty() && time.is_empty()).then_some((total, fraction, false, decimal))
}

/// `1h 2m 3s`, `2 days 3 hours`, `1 min 30 s`: two parts at least, each smaller than the one before.
fn in_words(text: &str) -> Option<Duration<'_>> {
    let (mut rest, mut total, mut last, mut parts) = (text, 0_u64, u64::MAX, 0);
    while !rest.is_empty() {
        let count = rest.bytes().take_while(u8::is_ascii_digit).count();
        let number: u64 = rest.get(..count).filter(|digits| (1..=9).contains(&digits.len()))?.parse().ok()?;
        let behind = rest.get(count..)?.trim_start_matches(is_blank);
        let letters = behind.bytes().take_while(u8::is_ascii_alphabetic).count();
        let seconds = match behind.get(..letters)? {
            // Alone it could be metres or millions.
            "m" => 60,
            word => CellUnit::of_word(word)?.whole_seconds()?,
        };
        if seconds >= last {
            return None;
        }
        (last, parts) = (seconds, parts + 1);
        total = total.checked_add(number.checked_mul(seconds)?)?;
        rest = behind.get(letters..)?.trim_start_matches(|letter| is_blank(letter) || letter == ',');
    }
    (parts >= 2).then_some((total, "", false, None))
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

impl CellUnit {
    /// How many seconds one is, where it is a duration of whole seconds.
    fn whole_seconds(&self) -> Option<u64> {
        let seconds = [1.0, 60.0, 3_600.0, 86_400.0, 604_800.0];
        let is_time = self.dimension() == Dimension::Time && self.power() >= 3;
        let value = is_time.then(|| Digits::new("1", "", 0).value(self.power() - 3)).map(|power| self.times(power))?;
        seconds.into_iter().find(|&known| known == value.round()).map(|known| known as u64)
    }
}

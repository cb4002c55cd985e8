//! Numbers, units and times as people read them, in one place, so that every view writes them alike.
//!
//! Independent of the browser's locale, so that two people who look at one link read the same text. Missing values
//! (NaN) are an en dash, and no value whatever makes a function here panic.

use crate::{Unit, parse_number};

/// What stands for a value that is not there.
pub const MISSING: &str = "–";
/// Between groups of three digits, and between a number and its unit: narrow, and never broken over two lines.
pub const THIN_SPACE: char = '\u{202f}';
const MINUS: char = '\u{2212}';
/// As many significant digits as telemetry is worth.
pub const DIGITS: usize = 3;

/// A whole number of things, grouped by thin spaces: `12 345`.
pub fn count(value: u64) -> String {
    grouped(&value.to_string())
}

/// So many things with their name: `1 session`, `12 345 sessions`.
pub fn things(count: u64, one: &str) -> String {
    format!("{} {one}{}", self::count(count), if count == 1 { "" } else { "s" })
}

/// A share between 0 and 1 as a percentage: `5%`, `12.3%`, `0.04%`.
pub fn share(value: f64) -> String {
    if !value.is_finite() {
        return unbounded(value);
    }
    let percent = value * 100.0;
    if percent != 0.0 && percent.abs() < 0.005 {
        return format!("{}0.01%", if percent < 0.0 { ">\u{2212}" } else { "<" });
    }
    let decimals = if percent.abs() < 9.995 { 2 } else { 1 };
    format!("{}%", fixed(percent, decimals))
}

/// A part of a whole as a percentage; an en dash where the whole is empty.
pub fn part(part: u64, whole: u64) -> String {
    if whole == 0 { MISSING.into() } else { share(part as f64 / whole as f64) }
}

/// A number with at most this many significant digits, without trailing zeros: `1 230`, `0.0123`, `4.5e12`.
pub fn significant(value: f64, digits: usize) -> String {
    if !value.is_finite() {
        return unbounded(value);
    }
    if value == 0.0 {
        return "0".into();
    }
    let digits = digits.clamp(1, 17);
    // Scientific notation rounds to significant digits exactly; the exponent then says where the point stands.
    let scientific = format!("{value:.*e}", digits - 1);
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if !(-6..15).contains(&exponent) {
        return format!("{}e{exponent}", trimmed(mantissa)).replace('-', &MINUS.to_string());
    }
    let rounded: f64 = parse_number(&scientific).unwrap_or(value);
    fixed(rounded, (digits as i32 - 1 - exponent).max(0) as usize)
}

/// A number with a sign, also when it is positive: `+1.2`, `−0.3`, `0`.
pub fn signed(value: f64, digits: usize) -> String {
    let text = significant(value, digits);
    if value > 0.0 && text != "0" { format!("+{text}") } else { text }
}

/// A round number in little room, for axes: `2500`, `150k`, `2.5M`.
pub fn compact(value: f64) -> String {
    let steps = [(1e9, "G"), (1e6, "M"), (1e3, "k")];
    let step =
        if value.abs() < 1e5 || value.abs() >= 1e12 { None } else { steps.iter().find(|step| value.abs() >= step.0) };
    step.map_or_else(|| significant(value, 6), |(size, symbol)| significant(value / size, 6) + symbol)
}

/// A score in (0, 1), with as many digits as tell two sessions apart: `0.612`.
pub fn score(value: f64) -> String {
    if value.is_finite() { format!("{value:.3}") } else { unbounded(value) }
}

/// A quantity with its unit: `850 ms`, `1.25 s`, `5.2 Mbps`, `3.4%`.
pub fn quantity(value: f64, unit: Unit) -> String {
    if !value.is_finite() {
        return unbounded(value);
    }
    if unit == Unit::Ratio {
        return share(value);
    }
    let (factor, symbol) = display_unit(unit, value.abs());
    with_unit(&significant(value * factor, DIGITS), symbol)
}

/// The unit in which quantities up to `greatest` are best read, and the factor that brings them there.
pub fn display_unit(unit: Unit, greatest: f64) -> (f64, &'static str) {
    match unit {
        // Three significant digits of 999.9 are 1000: it is written in the larger unit already.
        Unit::Milliseconds if greatest >= 999.5 => (1e-3, "s"),
        Unit::KilobitsPerSecond if greatest >= 999.5 => (1e-3, "Mbps"),
        Unit::Ratio => (100.0, "%"),
        other => (1.0, other.symbol()),
    }
}

/// A number's text followed by its unit; `%` and `×` stand close to the number.
pub fn with_unit(number: &str, symbol: &str) -> String {
    match symbol {
        "" => number.to_owned(),
        "%" | "×" => format!("{number}{symbol}"),
        _ => format!("{number}{THIN_SPACE}{symbol}"),
    }
}

/// A length of time: `15 s`, `5 min`, `3 h`, `7 d`.
pub fn span(milliseconds: f64) -> String {
    if !milliseconds.is_finite() {
        return unbounded(milliseconds);
    }
    let units = [(86_400_000.0, "d"), (3_600_000.0, "h"), (60_000.0, "min"), (1000.0, "s")];
    let (length, symbol) = units.into_iter().find(|(length, _)| milliseconds.abs() >= *length).unwrap_or((1.0, "ms"));
    with_unit(&significant(milliseconds / length, DIGITS), symbol)
}

/// A moment to the minute, UTC: `2026-01-05 14:00`.
pub fn utc_minute(milliseconds: f64) -> String {
    moment(milliseconds, |at| format!("{} {:02}:{:02}", at.date(), at.hour, at.minute))
}

/// A moment to the second, UTC: `2026-01-05 14:00:07`.
pub fn utc_second(milliseconds: f64) -> String {
    moment(milliseconds, |at| format!("{} {:02}:{:02}:{:02}", at.date(), at.hour, at.minute, at.second))
}

/// A day, UTC: `2026-01-05`.
pub fn utc_date(milliseconds: f64) -> String {
    moment(milliseconds, |at| at.date())
}

/// A point in time in the proleptic Gregorian calendar, UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Civil {
    /// The year; year 0 is 1 BC.
    pub year: i64,
    /// The month, 1 to 12.
    pub month: u32,
    /// The day of the month, 1 to 31.
    pub day: u32,
    /// The hour, 0 to 23.
    pub hour: u32,
    /// The minute, 0 to 59.
    pub minute: u32,
    /// The second, 0 to 59.
    pub second: u32,
}

impl Civil {
    /// No year beyond ±275,000: the span of a JavaScript date.
    const FARTHEST: f64 = 8.64e15;

    /// The calendar's reading of UTC milliseconds since 1970; `None` for what is no date.
    pub fn from_ms(milliseconds: f64) -> Option<Self> {
        if milliseconds.is_nan() || milliseconds.abs() > Self::FARTHEST {
            return None;
        }
        let seconds = (milliseconds.floor() as i64).div_euclid(1000);
        let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400) as u32);
        // Howard Hinnant's "chrono-compatible low-level date algorithms": years start in March, so that the leap day
        // is a year's last, and 400 of them always have 146,097 days.
        let shifted = days + 719_468;
        let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march_month = (5 * day_of_year + 2) / 153;
        let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
        Some(Self {
            year: year_of_era + era * 400 + i64::from(month <= 2),
            month: month as u32,
            day: (day_of_year - (153 * march_month + 2) / 5 + 1) as u32,
            hour: second / 3600,
            minute: second / 60 % 60,
            second: second % 60,
        })
    }

    /// UTC milliseconds since 1970 of the first moment of a month, 1 to 12 (by the inverse of the same algorithm).
    pub fn month_start_ms(year: i64, month: u32) -> f64 {
        let year = if month <= 2 { year - 1 } else { year };
        let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let march_month = i64::from((month + 9) % 12);
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + (153 * march_month + 2) / 5;
        (era * 146_097 + day_of_era - 719_468) as f64 * 86_400_000.0
    }

    fn date(&self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

fn moment(milliseconds: f64, text: impl Fn(Civil) -> String) -> String {
    Civil::from_ms(milliseconds).map_or_else(|| MISSING.into(), text)
}

fn unbounded(value: f64) -> String {
    if value.is_nan() {
        MISSING.into()
    } else if value > 0.0 {
        "∞".into()
    } else {
        format!("{MINUS}∞")
    }
}

/// A finite number with so many decimals, trailing zeros cut, digits grouped.
fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let text = trimmed(&text);
    let (sign, text) = match text.strip_prefix('-') {
        Some("0") => ("", "0"),
        Some(rest) => ("\u{2212}", rest),
        None => ("", text),
    };
    match text.split_once('.') {
        Some((whole, fraction)) => format!("{sign}{}.{fraction}", grouped(whole)),
        None => format!("{sign}{}", grouped(text)),
    }
}

fn trimmed(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

/// Digits in groups of three, from five digits on: four are read at a glance.
fn grouped(digits: &str) -> String {
    if digits.len() < 5 {
        return digits.to_owned();
    }
    let mut text = String::with_capacity(digits.len() * 2);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(THIN_SPACE);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        text.replace(THIN_SPACE, " ").replace(MINUS, "-")
    }

    #[test]
    fn counts_are_grouped() {
        for (value, text) in [(0, "0"), (999, "999"), (1234, "1234"), (12_345, "12 345"), (1_000_000, "1 000 000")] {
            assert_eq!(plain(&count(value)), text);
        }
    }

    #[test]
    fn shares_keep_what_matters() {
        let cases = [
            (0.05, "5%"),
            (0.0512, "5.12%"),
            (0.1234, "12.3%"),
            (0.09996, "10%"),
            (1.0, "100%"),
            (0.0, "0%"),
            (0.00001, "<0.01%"),
            (f64::NAN, "–"),
        ];
        for (value, text) in cases {
            assert_eq!(share(value), text);
        }
        assert_eq!(part(1, 0), MISSING);
    }

    #[test]
    fn things_agree_with_their_number() {
        for (count, text) in [(0, "0 sessions"), (1, "1 session"), (12_345, "12 345 sessions")] {
            assert_eq!(plain(&things(count, "session")), text);
        }
    }

    #[test]
    fn significant_digits() {
        let cases = [
            (1234.5, "1230"),
            (12_345.6, "12 300"),
            (0.012_345, "0.0123"),
            (9.999, "10"),
            (-2.5, "-2.5"),
            (0.000_000_12, "1.2e-7"),
            (1e20, "1e20"),
            (-0.0, "0"),
            (f64::NEG_INFINITY, "-∞"),
            (f64::MAX, "1.8e308"),
            (5e-324, "4.94e-324"),
        ];
        for (value, text) in cases {
            assert_eq!(plain(&significant(value, 3)), text, "{value}");
        }
        for (value, text) in [(2500.0, "2500"), (150e3, "150k"), (-2.5e6, "-2.5M"), (1e12, "1 000 000 000 000")] {
            assert_eq!(plain(&compact(value)), text);
        }
        assert_eq!(plain(&signed(1.26, 2)), "+1.3");
        assert_eq!(plain(&signed(-1.26, 2)), "-1.3");
        assert_eq!(signed(f64::NAN, 2), MISSING);
    }

    #[test]
    fn units_change_at_a_thousand() {
        let cases = [
            (850.0, Unit::Milliseconds, "850 ms"),
            (999.4, Unit::Milliseconds, "999 ms"),
            (999.6, Unit::Milliseconds, "1 s"),
            (1250.0, Unit::Milliseconds, "1.25 s"),
            (800.0, Unit::KilobitsPerSecond, "800 kbps"),
            (5200.0, Unit::KilobitsPerSecond, "5.2 Mbps"),
            (0.034, Unit::Ratio, "3.4%"),
            (3.4, Unit::Percent, "3.4%"),
            (3.0, Unit::None, "3"),
            (f64::NAN, Unit::Milliseconds, "–"),
        ];
        for (value, unit, text) in cases {
            assert_eq!(plain(&quantity(value, unit)), text);
        }
    }

    #[test]
    fn times_are_utc() {
        assert_eq!(utc_minute(1_767_621_600_000.0), "2026-01-05 14:00");
        assert_eq!(utc_second(-1.0), "1969-12-31 23:59:59");
        assert_eq!(utc_date(951_782_400_000.0), "2000-02-29");
        assert_eq!(utc_date(-62_167_219_200_000.0), "0000-01-01");
        for value in [f64::NAN, f64::INFINITY, 1e300, -1e300] {
            assert_eq!(utc_minute(value), MISSING);
        }
        assert_eq!(plain(&span(3_600_000.0)), "1 h");
        assert_eq!(plain(&span(900_000.0)), "15 min");
    }

    #[test]
    fn a_month_starts_where_the_calendar_says() {
        for year in [-400, 0, 1970, 1999, 2000, 2024, 2100] {
            for month in 1..=12 {
                let at = Civil::from_ms(Civil::month_start_ms(year, month)).unwrap();
                assert_eq!((at.year, at.month, at.day, at.hour), (year, month, 1, 0));
            }
        }
    }
}

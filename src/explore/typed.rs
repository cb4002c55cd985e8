//! What is typed for a filter, read: numbers, and times as a browser's date field writes them, UTC.

use crossfilter::Test;
use crossfilter::dimension::Nature;
use telemetry::format::Civil;

const DAY: f64 = 86_400_000.0;

/// The range that was typed, an end left open where nothing is.
///
/// # Errors
/// What is wrong, for the user.
pub fn range(nature: Nature, low: &str, high: &str) -> Result<Test, String> {
    let end = |text: &str, open: f64| match (text.trim(), nature) {
        ("", _) => Ok(open),
        (text, Nature::Time) => time(text).ok_or_else(|| format!("{text} is no time.")),
        (text, _) => number(text).ok_or_else(|| format!("{text} is no number.")),
    };
    let (low, high) = (end(low, f64::NEG_INFINITY)?, end(high, f64::INFINITY)?);
    if low.is_infinite() && high.is_infinite() {
        return Err("Fill in at least one end.".into());
    }
    if low < high { Ok(Test::Between(low, high)) } else { Err("The first must be less than the second.".into()) }
}

fn number(text: &str) -> Option<f64> {
    text.parse::<f64>().ok().filter(|number| number.is_finite())
}

/// `2026-01-05T14:00`, also with seconds and a fraction, as UTC milliseconds.
pub fn time(text: &str) -> Option<f64> {
    let (date, clock) = text.split_once(['T', ' '])?;
    let mut parts = date.splitn(3, '-');
    let year: i64 = parts.next()?.parse().ok().filter(|year| (0..=9999).contains(year))?;
    let month: u32 = parts.next()?.parse().ok().filter(|month| (1..=12).contains(month))?;
    let day: u32 = parts.next()?.parse().ok()?;
    let mut parts = clock.splitn(3, ':');
    let hour: u32 = parts.next()?.parse().ok().filter(|hour| *hour < 24)?;
    let minute: u32 = parts.next()?.parse().ok().filter(|minute| *minute < 60)?;
    let second: f64 = parts.next().unwrap_or("0").parse().ok().filter(|second| (0.0..60.0).contains(second))?;
    let start = Civil::month_start_ms(year, month);
    let at = start + f64::from(day) * DAY - DAY;
    // The 31st of a short month is a day of the next.
    let civil = Civil::from_ms(at)?;
    if (civil.year, civil.month, civil.day) != (year, month, day) {
        return None;
    }
    Some(at + f64::from(hour) * 3_600_000.0 + f64::from(minute) * 60_000.0 + (second * 1000.0).round())
}

/// An end of a range as it is put into a field; nothing where it is open.
pub fn written(nature: Nature, value: f64) -> String {
    if !value.is_finite() {
        return String::new();
    }
    if nature != Nature::Time {
        return value.to_string();
    }
    let Some(at) = Civil::from_ms(value) else { return String::new() };
    let Civil { year, month, day, hour, minute, second } = at;
    let fraction = value.rem_euclid(1000.0);
    let fraction = if fraction > 0.0 { format!(".{:03}", fraction.floor()) } else { String::new() };
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_typed_is_a_range_or_said_to_be_none() {
        let range = |low: &str, high: &str| super::range(Nature::Number, low, high);
        assert_eq!(range("2000", " 8e3 "), Ok(Test::Between(2000.0, 8000.0)));
        assert_eq!(range("", "0.5"), Ok(Test::Between(f64::NEG_INFINITY, 0.5)));
        assert_eq!(range("-1", ""), Ok(Test::Between(-1.0, f64::INFINITY)));
        for (low, high, words) in [
            ("", "", "Fill in at least one end."),
            ("5", "5", "The first must be less than the second."),
            ("x", "5", "x is no number."),
            ("1", "inf", "inf is no number."),
        ] {
            assert_eq!(range(low, high), Err(words.into()));
        }
        let times = super::range(Nature::Time, "2026-01-05T14:00", "");
        assert_eq!(times, Ok(Test::Between(1_767_621_600_000.0, f64::INFINITY)));
        assert!(super::range(Nature::Time, "14:00", "").is_err());
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in ["", "2026-01-05", "2026-02-29T00:00", "2026-13-01T00:00", "2026-01-00T00:00", "2026-01-05T24:00"] {
            assert_eq!(time(text), None, "{text}");
        }
        assert_eq!(time("2024-02-29T23:59:59.999"), Some(1_709_251_199_999.0));
        assert_eq!(time("1969-12-31T23:59:59"), Some(-1000.0));
    }

    proptest! {
        #[test]
        fn times_come_back(milliseconds in -62_167_219_200_000_i64..253_402_300_800_000) {
            let value = milliseconds as f64;
            prop_assert_eq!(time(&written(Nature::Time, value)), Some(value));
        }

        #[test]
        fn numbers_come_back(value in any::<f64>().prop_filter("finite", |value| value.is_finite())) {
            prop_assert_eq!(number(&written(Nature::Number, value)), Some(value));
        }

        #[test]
        fn no_text_panics(text in any::<String>(), other in any::<String>()) {
            let _ = time(&text);
            let _ = range(Nature::Time, &text, &other);
        }
    }
}

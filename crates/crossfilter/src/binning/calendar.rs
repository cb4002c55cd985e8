//! Ends of bins of times: seconds to hours, days, weeks from Monday on, months, years, in UTC.

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// The first Monday of 1970.
const MONDAY: i64 = 4 * DAY;
/// No time beyond is on an axis: some 280,000 years, which numbers keep to the millisecond.
const FAR: f64 = 8.64e15;

/// A width of bins.
#[derive(Clone, Copy)]
enum Width {
    /// Milliseconds, counted from a time.
    Fixed(i64, i64),
    /// Months, counted from January 1970.
    Months(i64),
}

/// Widths that people read at a glance.
const WIDTHS: &[Width] = &[
    Width::Fixed(1, 0),
    Width::Fixed(10, 0),
    Width::Fixed(100, 0),
    Width::Fixed(SECOND, 0),
    Width::Fixed(5 * SECOND, 0),
    Width::Fixed(15 * SECOND, 0),
    Width::Fixed(30 * SECOND, 0),
    Width::Fixed(MINUTE, 0),
    Width::Fixed(5 * MINUTE, 0),
    Width::Fixed(15 * MINUTE, 0),
    Width::Fixed(30 * MINUTE, 0),
    Width::Fixed(HOUR, 0),
    Width::Fixed(2 * HOUR, 0),
    Width::Fixed(3 * HOUR, 0),
    Width::Fixed(6 * HOUR, 0),
    Width::Fixed(12 * HOUR, 0),
    Width::Fixed(DAY, 0),
    Width::Fixed(7 * DAY, MONDAY),
    Width::Months(1),
    Width::Months(3),
    Width::Months(12),
    Width::Months(60),
    Width::Months(120),
    Width::Months(1200),
];

impl Width {
    /// Which bin a time is in.
    fn bin(self, time: i64) -> i64 {
        match self {
            Self::Fixed(width, from) => (time - from).div_euclid(width),
            Self::Months(months) => month(time.div_euclid(DAY)).div_euclid(months),
        }
    }

    /// When a bin starts.
    fn start(self, bin: i64) -> i64 {
        match self {
            Self::Fixed(width, from) => bin * width + from,
            Self::Months(months) => first_day(bin * months) * DAY,
        }
    }
}

/// The ends of bins from the one of the first time to that of the last.
pub(super) fn edges(first: f64, last: f64, most: usize) -> Vec<f64> {
    let whole = |time: f64| libm::floor(time.clamp(-FAR, FAR)) as i64;
    let (first, last) = (whole(first), whole(last));
    let bins = |width: Width| width.bin(last) - width.bin(first) + 1;
    let fits = |width: &Width| bins(*width) <= most as i64;
    // Spans of thousands of years still have their bins, each as wide as it takes.
    let millennia = || Width::Months(12_000 * (bins(Width::Months(12_000)) / (most as i64 - 1).max(1) + 1));
    let width = WIDTHS.iter().copied().find(fits).unwrap_or_else(millennia);
    (width.bin(first)..=width.bin(last) + 1).map(|bin| width.start(bin) as f64).collect()
}

/// The first day, counted from 1970, of a month, counted from January 1970, in the proleptic Gregorian calendar.
fn first_day(month: i64) -> i64 {
    // Counted from March of year 0 the leap day is the last of its year, and the months' lengths follow one line.
    let from_march = month + 1970 * 12 - 2;
    let (year, month) = (from_march.div_euclid(12), from_march.rem_euclid(12));
    let of_year = (153 * month + 2) / 5;
    365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + of_year - 719_468
}

/// The month, counted from January 1970, of a day.
fn month(day: i64) -> i64 {
    // 400 years are 146,097 days and 4,800 months.
    let mut month = (day * 4800).div_euclid(146_097);
    while first_day(month) > day {
        month -= 1;
    }
    while first_day(month + 1) <= day {
        month += 1;
    }
    month
}

#[cfg(test)]
mod tests {
    use super::*;
    use telemetry::write_time;

    fn written(time: f64) -> String {
        let mut text = String::new();
        write_time(&mut text, time as i64);
        text
    }

    #[test]
    fn months_begin_on_their_first() {
        for month in -5000..5000_i64 {
            let text = written((first_day(month) * DAY) as f64);
            let expected = (1970 + month.div_euclid(12), month.rem_euclid(12) + 1);
            assert_eq!(text, format!("{:04}-{:02}-01T00:00:00Z", expected.0, expected.1));
            assert_eq!(super::month(first_day(month)), month);
            assert_eq!(super::month(first_day(month) - 1), month - 1);
        }
    }

    #[test]
    fn bins_follow_the_calendar() {
        let week = edges(1_767_571_200_000.0, 1_768_175_999_999.0, 200);
        assert_eq!(week.len(), 169, "hours of a week");
        let year = edges(1_767_571_200_000.0, 1_767_571_200_000.0 + 365.0 * 86_400_000.0, 60);
        assert!(written(year[0]).starts_with("2026-01-05"), "weeks begin on a Monday: {}", written(year[0]));
        let years = edges(0.0, 50.0 * 366.0 * 86_400_000.0, 60);
        assert!(years.iter().all(|&end| written(end).ends_with("-01-01T00:00:00Z")));
        for (first, last) in [(f64::MIN, f64::MAX), (5.0, 5.0), (-1.0, 0.0)] {
            let edges = edges(first, last, 100);
            assert!(edges.len() >= 2 && edges.len() <= 101 && edges.is_sorted_by(|a, b| a < b), "{edges:?}");
        }
    }
}

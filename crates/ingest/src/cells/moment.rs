//! A moment as a cell writes it: the clock on somebody's wall, and where that wall is, as far as it says so.

/// A moment as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    /// Milliseconds from 1970 on, by the clock on the wall.
    pub local: i64,
    /// Seconds that this clock is ahead of UTC; none where the cell does not say.
    pub ahead: Option<i32>,
}

impl Moment {
    /// UTC milliseconds; without a zone it is UTC. What is not within the years 1 to 9999 of UTC is no time.
    pub(crate) fn utc(self) -> Option<i64> {
        in_years(self.local - i64::from(self.ahead.unwrap_or(0)) * 1000)
    }
}

/// The first moment of the year 1 and the first of the year 10000, UTC milliseconds: between them a year has the four digits
/// with which it is written and read.
const YEARS: std::ops::Range<i64> = -62_135_596_800_000..253_402_300_800_000;

/// A time that can be written and read again; a zone, or a leap second, can lead out of the years that can.
pub(crate) fn in_years(time: i64) -> Option<i64> {
    YEARS.contains(&time).then_some(time)
}

/// The midnight with which a day begins, milliseconds from 1970 on; none where there is no such day in the years 1 to 9999.
pub(crate) fn midnight(year: u32, month: u32, day: u32) -> Option<i64> {
    let is_day =
        (1..=9999).contains(&year) && (1..=12).contains(&month) && day >= 1 && day <= days_in_month(year, month);
    is_day.then(|| days_since_1970(year, month, day) * 86_400_000)
}

/// Milliseconds since midnight; none where a clock does not show that. A leap second is the first of the next minute.
pub(crate) fn clock(hour: u32, minute: u32, second: u32) -> Option<i64> {
    (hour <= 23 && minute <= 59 && second <= 60).then(|| i64::from(hour * 3600 + minute * 60 + second) * 1000)
}

fn is_leap(year: u32) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

pub(crate) fn days_in_month(year: u32, month: u32) -> u32 {
    match month {
        2 => 28 + u32::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 in the proleptic Gregorian calendar, for years from 1.
pub(crate) fn days_since_1970(year: u32, month: u32, day: u32) -> i64 {
    const BEFORE_MONTH: [u32; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    const BEFORE_1970: i64 = 719_162;
    let before = i64::from(year - 1);
    let leap_day = u32::from(month > 2 && is_leap(year));
    before * 365 + before / 4 - before / 100 + before / 400 - BEFORE_1970
        + i64::from(BEFORE_MONTH[month as usize - 1] + leap_day + day - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_day_follows_the_day_before(year in 1_u32..9999, month in 1_u32..=12, day in 1_u32..=31) {
            prop_assume!(day <= days_in_month(year, month));
            let next = if day < days_in_month(year, month) { (year, month, day + 1) }
                else if month < 12 { (year, month + 1, 1) } else { (year + 1, 1, 1) };
            prop_assert_eq!(days_since_1970(year, month, day) + 1, days_since_1970(next.0, next.1, next.2));
        }
    }

    #[test]
    fn a_day_is_one_of_its_month() {
        assert_eq!(midnight(1970, 1, 1), Some(0));
        assert_eq!(midnight(2024, 2, 29), Some(1_709_164_800_000));
        for (year, month, day) in [(0, 1, 1), (2023, 2, 29), (2024, 13, 1), (2024, 0, 1), (2024, 1, 0), (10_000, 1, 1)]
        {
            assert_eq!(midnight(year, month, day), None);
        }
    }
}

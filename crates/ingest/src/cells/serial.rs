//! Days as spreadsheets count them, with the time of day as a fraction.

use crate::cells::time_format::DateSystem;

/// Milliseconds from 1970 on of such a number, rounded; none where the system has no such day. Day 60 of 1900 is a day that
/// never was, and what is before day 1 is a time of day alone.
pub(crate) fn local(value: f64, system: DateSystem) -> Option<i64> {
    const DAY: f64 = 86_400_000.0;
    let day = value.floor();
    let (epoch, days) = match system {
        // Before the day that never was, one day less has been counted.
        DateSystem::From1900 if (1.0..60.0).contains(&day) => (-25_568, 1.0..60.0),
        DateSystem::From1900 => (-25_569, 61.0..2_958_466.0),
        DateSystem::From1904 => (-24_107, 0.0..2_957_004.0),
    };
    // The fraction is exact: the day has the same binary digits.
    days.contains(&day).then(|| (day as i64 + epoch) * 86_400_000 + ((value - day) * DAY).round() as i64)
}

/// Whether a number is a day between 1990 and 2100 in the system of 1900.
pub(crate) fn is_plausible(value: f64) -> bool {
    (32_874.0..73_051.0).contains(&value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cells::moment::midnight;

    #[test]
    fn days_of_both_systems() {
        use DateSystem::{From1900, From1904};
        let day = |year, month, day| midnight(year, month, day);
        let table = [
            (1.0, From1900, day(1900, 1, 1)),
            (59.0, From1900, day(1900, 2, 28)),
            (59.75, From1900, day(1900, 2, 28).map(|day| day + 64_800_000)),
            (60.0, From1900, None),
            (60.5, From1900, None),
            (61.0, From1900, day(1900, 3, 1)),
            (46_082.0, From1900, day(2026, 3, 1)),
            (46_082.5, From1900, day(2026, 3, 1).map(|day| day + 43_200_000)),
            // 12:00:31.250
            (46_082.500_361_689_82, From1900, day(2026, 3, 1).map(|day| day + 43_231_250)),
            (46_082.999_999_999, From1900, day(2026, 3, 2)),
            (2_958_465.0, From1900, day(9999, 12, 31)),
            (2_958_466.0, From1900, None),
            (0.5, From1900, None),
            (-1.0, From1900, None),
            (0.0, From1904, day(1904, 1, 1)),
            (60.0, From1904, day(1904, 3, 1)),
            (44_620.0, From1904, day(2026, 3, 1)),
            (2_957_003.0, From1904, day(9999, 12, 31)),
            (2_957_004.0, From1904, None),
            (-0.5, From1904, None),
            (f64::NAN, From1900, None),
            (f64::INFINITY, From1904, None),
        ];
        for (value, system, expected) in table {
            assert_eq!(local(value, system), expected, "{value} {system:?}");
        }
        assert_eq!((is_plausible(32_873.9), is_plausible(32_874.0), is_plausible(73_051.0)), (false, true, false));
        assert_eq!(local(32_874.0, From1900), day(1990, 1, 1));
        assert_eq!(local(73_051.0, From1900), day(2100, 1, 1));
    }
}

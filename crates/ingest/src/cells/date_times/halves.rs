//! A day and a time of day that stand in two cells.

use super::clock::time;
use super::{read, zone};
use crate::cells::iso::Cursor;
use crate::cells::missing::{MissingRule, is_missing};

/// Whether a cell is a day without a time, in whatever order of its parts.
pub(crate) fn is_day(cell: &[u8]) -> bool {
    read(cell).is_some_and(|written| !written.is_timed)
}

/// Whether a cell is a time of day and nothing else, with its zone or without.
pub(crate) fn is_time_of_day(cell: &[u8]) -> bool {
    let mut cursor = Cursor(cell.trim_ascii());
    time(&mut cursor).is_some() && zone::behind_time(&mut cursor).is_some()
}

/// Writes both as one cell. Half a time is none: it must not read as midnight, and is shown with what is missing.
pub(crate) fn join(day: &[u8], time: &[u8], missing: MissingRule, cell: &mut Vec<u8>) {
    cell.clear();
    let halves = [day, time].map(|half| if is_missing(half, missing) { b"-" } else { half.trim_ascii() });
    if halves != [b"-", b"-"] {
        cell.extend_from_slice(halves[0]);
        cell.push(b' ');
        cell.extend_from_slice(halves[1]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_told_from_wholes() {
        for day in ["2026-03-01", "1/3/2026", "Mar 1, 2026", "20260301", "31.12.26"] {
            assert!(is_day(day.as_bytes()) && !is_time_of_day(day.as_bytes()), "{day}");
        }
        // `01.03.26` can be both: names tell.
        assert!(is_day(b"01.03.26") && is_time_of_day(b"01.03.26"));
        for time in ["12:00", "9:05:31.250", "12.00.31", "1:05 PM", "12:00:31Z", "12:00 +0100", "12-00-31"] {
            assert!(is_time_of_day(time.as_bytes()) && !is_day(time.as_bytes()), "{time}");
        }
        for other in ["", "2026-03-01 12:00", "12", "1200", "25:00", "12:00 CET", "90:00", "1.5", "12:00 x"] {
            assert!(!is_time_of_day(other.as_bytes()) && !is_day(other.as_bytes()), "{other}");
        }
    }

    #[test]
    fn halves_are_joined() {
        let joined = |day: &str, time: &str| {
            let mut cell = b"before".to_vec();
            join(day.as_bytes(), time.as_bytes(), MissingRule::All, &mut cell);
            String::from_utf8(cell).expect("text")
        };
        assert_eq!(joined("1/3/2026 ", "12:00"), "1/3/2026 12:00");
        assert_eq!((joined("1/3/2026", ""), joined("NA", "12:00")), ("1/3/2026 -".into(), "- 12:00".into()));
        assert_eq!(joined("", "null"), "");
    }
}

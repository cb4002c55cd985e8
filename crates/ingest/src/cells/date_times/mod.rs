//! Times as people and their programs write them: the date with its month as a word or a number, in any order; the time of
//! day with 24 hours or twice 12; the zone as an offset or a word whose meaning is certain.
//!
//! What a cell alone leaves open (which of three numbers is the day) stays open here, and is decided for a column. What is
//! not understood to its last byte is no time: weeks and days of a year (`2026-W09`, `2026-060`), a date without its year, a
//! zone whose word means several (`CST` does in China, `IST` in three countries; the American ones are those of RFC 2822).

mod clock;
mod date;
mod halves;
mod style;
mod words;
mod zone;

use crate::cells::iso::Cursor;
use crate::cells::moment::{Moment, midnight};
use date::Date;
use style::Mark;

pub(crate) use halves::{is_day, is_time_of_day, join};
pub(crate) use style::{Order, Style};
pub(crate) use zone::is_offset;

/// A longer cell is no time. The longest are those of browsers, which write out the name of the zone.
const LONGEST: usize = 96;

/// What a cell can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DateTime {
    pub style: Style,
    /// Whether it says a time of the day.
    pub is_timed: bool,
    readings: [Option<Moment>; 3],
}

impl DateTime {
    /// What it means where the parts of a date stand in this order. Where it is plain, that makes no difference.
    pub(crate) fn by(&self, order: Order) -> Option<Moment> {
        let [year, day, month] = self.readings;
        match order {
            Order::Year => year,
            Order::Day => day,
            Order::Month => month,
        }
    }

    /// What it means where that is certain.
    pub(crate) fn plain(&self) -> Option<Moment> {
        self.by(Order::Year).filter(|_| self.style.is_plain())
    }
}

/// Reads a cell to its last byte.
pub(crate) fn read(cell: &[u8]) -> Option<DateTime> {
    let cell = cell.trim_ascii();
    if cell.len() > LONGEST {
        return None;
    }
    // `[01/Mar/2026:12:00:00 +0000]`
    let cell = cell.strip_prefix(b"[").and_then(|cell| cell.strip_suffix(b"]")).unwrap_or(cell);
    let mut cursor = Cursor(cell);
    words::skip_weekday(&mut cursor);
    let (date, style, mark) = date::date(&mut cursor)?;
    let mut date = date;
    let (mut time, mut ahead) = (0, None);
    let is_timed = !cursor.0.is_empty();
    if is_timed {
        between(&mut cursor, style, mark)?;
        time = clock::behind_date(&mut cursor, mark)?;
        if let Date::YearBehind { month, day } = date {
            // `Mar  1 12:00:00 2026`, and `Mar  1 12:00:00 UTC 2026`.
            words::blanks(&mut cursor);
            ahead = zone::word(&mut cursor);
            words::blanks(&mut cursor);
            date = Date::Whole { year: date::year(&mut cursor)?, month, day };
        }
        ahead = match (ahead, zone::behind_time(&mut cursor)?) {
            (Some(_), Some(_)) => return None,
            (ahead, behind) => ahead.or(behind),
        };
    }
    let style = match style {
        Style::ShortYear if !is_timed && mark != Mark::Byte(b'/') => Style::BareShortYear,
        style => style,
    };
    let at = |(year, month, day): (u32, u32, u32)| {
        let moment = Moment { local: midnight(year, month, day)? + time, ahead };
        moment.utc().map(|_| moment)
    };
    let readings = match date {
        Date::YearBehind { .. } => return None,
        Date::Whole { year, month, day } => [at((year, month, day)); 3],
        Date::YearLast([first, second, year]) => [None, at((year, second, first)), at((year, first, second))],
        Date::Short([first, second, third]) => [
            date::full_year(first).and_then(|year| at((year, second.value, third.value))),
            date::full_year(third).and_then(|year| at((year, second.value, first.value))),
            date::full_year(third).and_then(|year| at((year, first.value, second.value))),
        ],
    };
    readings.iter().any(Option::is_some).then_some(DateTime { style, is_timed, readings })
}

/// Takes what stands between date and time.
fn between(cursor: &mut Cursor, style: Style, mark: Mark) -> Option<()> {
    if mark == Mark::Joined {
        return Some(());
    }
    // `01/Mar/2026:12:00:00`, as web servers have it.
    if mark == Mark::Byte(b'/') && style == Style::Named && cursor.take(b":").is_some() {
        return Some(());
    }
    // `2026-03-01-12.00.00`, as databases have it. With less behind it, it is the zone of a day: `2026-03-01-05:00`.
    if matches!(style, Style::Iso | Style::YearFirst) && cursor.0.len() > "-05:00".len() && cursor.take(b"-").is_some()
    {
        return Some(());
    }
    if cursor.take(b"Tt_").is_some() {
        return Some(());
    }
    let before = cursor.0.len();
    cursor.take(b",");
    words::blanks(cursor);
    if words::skip(cursor, &[b"@", b"at"]) {
        words::blanks(cursor);
    }
    (cursor.0.len() < before).then_some(())
}

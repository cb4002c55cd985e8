//! What the first rows say about a column's times: how many cells are some, and how they are written.

use super::nearly_all;
use crate::cells::dates::{self, Order};
use crate::cells::iso::iso;
use crate::cells::time_format::TimeFormat;
use crate::cells::{date_times, times};
use date_times::Style;
use rules::Readers;

/// How many cells of a column are times, by how they are written.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct TimeEvidence {
    /// ISO 8601 as it is mostly written.
    iso: usize,
    others: Others,
}

/// The same in other spellings, to each kind of readers.
#[derive(Clone, Copy, Debug)]
enum Others {
    First(First),
    Common(Common),
}

impl Default for Others {
    fn default() -> Self {
        Others::Common(Common::default())
    }
}

/// In the spellings that the first rules know.
#[derive(Clone, Copy, Debug, Default)]
struct First {
    /// Other spellings: ISO 8601 in any, the year first, or else the day or the month; of those, the ones that can be either,
    /// and the ones that can only be one.
    iso_other: usize,
    year_first: usize,
    either_first: usize,
    day_first: usize,
    month_first: usize,
}

/// In all common spellings.
#[derive(Clone, Copy, Debug, Default)]
struct Common {
    /// Those that read the same for everybody, by how they are written.
    iso: usize,
    year_first: usize,
    named: usize,
    /// Those with the day and the month in an order that has to be told.
    ordered: usize,
    /// How many of those are no time with the year, the day or the month first, and where the first of them stands.
    not_by: [usize; 3],
    first_not: [Option<usize>; 3],
    /// Digits alone, that are a date or a date with a time as digits: `20260301`, `20260301120000`.
    digits: usize,
}

/// What is known of a column of times in another spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OtherTimes {
    Are(TimeFormat),
    /// No value tells day and month apart, or some say one thing and some the other.
    Ambiguous,
}

impl TimeEvidence {
    /// What is to be known to these readers.
    pub(super) fn to(readers: Readers) -> Self {
        let others = match readers {
            Readers::First => Others::First(First::default()),
            Readers::Common => Others::default(),
        };
        Self { iso: 0, others }
    }

    /// Takes note of a cell that holds a value.
    pub(super) fn take(&mut self, cell: &[u8]) {
        let iso = iso(cell).is_some();
        self.iso += usize::from(iso);
        match &mut self.others {
            Others::First(first) if times::seems_time(cell) => first.take(cell, iso),
            Others::First(_) => {}
            // What ISO 8601 has is mostly that, and need not be read in any other way.
            Others::Common(common) if iso => common.iso += 1,
            Others::Common(common) => common.take(cell, 1, 0),
        }
    }

    /// Whether at least nine of ten of so many cells with a value are ISO 8601 times.
    pub(super) fn are_iso(&self, filled: usize) -> bool {
        nearly_all(self.iso, filled)
    }

    /// Whether at least nine of ten of so many are dates, or dates with a time, of digits alone.
    pub(super) fn are_digits(&self, filled: usize) -> bool {
        matches!(&self.others, Others::Common(common) if nearly_all(common.digits, filled))
    }

    /// How they are written, where at least nine of ten of so many are times in a spelling other than [`TimeFormat::Iso`].
    pub(super) fn other(&self, filled: usize) -> Option<OtherTimes> {
        match &self.others {
            Others::First(first) => first.other(filled),
            Others::Common(common) => common.other(filled),
        }
    }
}

impl First {
    fn take(&mut self, cell: &[u8], iso: bool) {
        self.iso_other += usize::from(iso || dates::iso_other(cell).is_some());
        let is = |order| dates::ordered(cell, order).is_some();
        self.year_first += usize::from(is(Order::Year));
        match (is(Order::Day), is(Order::Month)) {
            (true, true) => self.either_first += 1,
            (true, false) => self.day_first += 1,
            (false, true) => self.month_first += 1,
            (false, false) => {}
        }
    }

    fn other(&self, filled: usize) -> Option<OtherTimes> {
        let dates = self.either_first + self.day_first + self.month_first;
        Some(if nearly_all(self.iso_other, filled) {
            OtherTimes::Are(TimeFormat::IsoOther)
        } else if nearly_all(self.year_first, filled) {
            OtherTimes::Are(TimeFormat::YearFirst)
        } else if !nearly_all(dates, filled) {
            return None;
        } else {
            match (self.day_first, self.month_first) {
                (1.., 0) => OtherTimes::Are(TimeFormat::DayFirst),
                (0, 1..) => OtherTimes::Are(TimeFormat::MonthFirst),
                _ => OtherTimes::Ambiguous,
            }
        })
    }
}

/// The orders of a date, with the formats in which they are read.
const ORDERS: [(date_times::Order, TimeFormat); 3] = [
    (date_times::Order::Year, TimeFormat::YearFirst),
    (date_times::Order::Day, TimeFormat::DayFirst),
    (date_times::Order::Month, TimeFormat::MonthFirst),
];

impl Common {
    /// Takes note of so many equal cells, the first of which stands at this place.
    fn take(&mut self, cell: &[u8], count: usize, place: usize) {
        // The quick refusal of most other texts and numbers: a time has a digit, and six bytes at the least.
        if cell.len() < 6 || !cell.iter().any(u8::is_ascii_digit) {
            return;
        }
        let Some(written) = date_times::read(cell) else { return };
        if cell.trim_ascii().iter().all(u8::is_ascii_digit) {
            self.digits += count;
            return;
        }
        match written.style {
            Style::Iso => self.iso += count,
            Style::YearFirst => self.year_first += count,
            Style::Named => self.named += count,
            Style::YearLast | Style::ShortYear => {
                self.ordered += count;
                for (at, (order, _)) in ORDERS.iter().enumerate() {
                    if written.by(*order).is_none() {
                        self.not_by[at] += count;
                        self.first_not[at].get_or_insert(place);
                    }
                }
            }
            // Whoever reads it as a time has to say so.
            Style::BareShortYear => {}
        }
    }

    fn other(&self, filled: usize) -> Option<OtherTimes> {
        let plain = self.iso + self.year_first + self.named;
        if nearly_all(plain, filled) && self.ordered == 0 {
            let one = [
                (self.iso, TimeFormat::IsoOther),
                (self.year_first, TimeFormat::YearFirst),
                (self.named, TimeFormat::Named),
            ];
            let one = one.iter().find(|(cells, _)| nearly_all(*cells, filled));
            return Some(OtherTimes::Are(one.map_or(TimeFormat::Mixed, |&(_, format)| format)));
        }
        if !nearly_all(plain + self.ordered, filled) {
            return None;
        }
        let mut open = ORDERS.iter().zip(self.not_by).filter(|(_, not)| *not == 0).map(|((_, format), _)| *format);
        Some(match (open.next(), open.next()) {
            (Some(format), None) => OtherTimes::Are(format),
            _ => OtherTimes::Ambiguous,
        })
    }
}

/// The order of dates in which all cells of a column with a value are written, where they tell it, with the place of the cell
/// that does: each is given with how often it is there and the place where it is first.
pub(crate) fn told_order<'a>(cells: impl Iterator<Item = (&'a [u8], usize, usize)>) -> Option<(TimeFormat, usize)> {
    let (mut dates, mut filled) = (Common::default(), 0);
    for (cell, count, place) in cells {
        filled += count;
        dates.take(cell, count, place);
    }
    let OtherTimes::Are(told) = dates.other(filled)? else { return None };
    // It is told once no other order is left.
    let others = ORDERS.iter().zip(dates.first_not).filter(|((_, format), _)| *format != told);
    let place = others.filter_map(|(_, place)| place).max()?;
    Some((told, place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_cell_among_many_tells_the_order() {
        let told =
            |cells: &[&str]| told_order(cells.iter().enumerate().map(|(place, cell)| (cell.as_bytes(), 1, place)));
        assert_eq!(told(&["1/2/2026", "3/4/2026", "13/4/2026", "14/4/2026"]), Some((TimeFormat::DayFirst, 2)));
        assert_eq!(told(&["1/2/2026 12:00", "4/13/2026"]), Some((TimeFormat::MonthFirst, 1)));
        assert_eq!(told(&["01/02/03", "04/01/31", "99/12/31"]), Some((TimeFormat::YearFirst, 2)));
        assert_eq!(told(&["1/2/2026", "3/4/2026"]), None);
        assert_eq!(told(&["13/4/2026", "4/13/2026"]), None);
        assert_eq!(told(&["13/4/2026", "x", "y"]), None);
        assert_eq!(told(&[]), None);
    }
}

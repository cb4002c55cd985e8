//! What the first rows say about a column's times: how many cells are some, and how they are written.

use super::nearly_all;
use crate::cells::dates::{self, Order};
use crate::cells::iso::iso;
use crate::cells::time_format::TimeFormat;
use crate::cells::times;

/// How many cells of a column are times, by how they are written.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct TimeEvidence {
    /// ISO 8601 as it is mostly written.
    iso: usize,
    /// Other spellings: ISO 8601 in any, the year first, or else the day or the month; of those, the ones that can be either,
    /// and the ones that can only be one.
    iso_other: usize,
    year_first: usize,
    either_first: usize,
    day_first: usize,
    month_first: usize,
}

/// What is known of a column of times in another spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OtherTimes {
    Are(TimeFormat),
    /// No value tells day and month apart, or some say one thing and some the other.
    Ambiguous,
}

impl TimeEvidence {
    /// Takes note of a cell that holds a value.
    pub(super) fn take(&mut self, cell: &[u8]) {
        let iso = iso(cell).is_some();
        self.iso += usize::from(iso);
        if times::seems_time(cell) {
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
    }

    /// Whether at least nine of ten of so many cells with a value are ISO 8601 times.
    pub(super) fn are_iso(&self, filled: usize) -> bool {
        nearly_all(self.iso, filled)
    }

    /// How they are written, where at least nine of ten of so many are times in a spelling other than [`TimeFormat::Iso`].
    pub(super) fn other(&self, filled: usize) -> Option<OtherTimes> {
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

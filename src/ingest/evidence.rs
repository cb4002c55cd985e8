//! What the first rows say about each column: how many cells read as numbers and times, and how large they are.

use super::dates::{self, Order};
use super::flags::{self, Flag};
use super::missing::{MissingRule, is_missing};
use super::numbers::{self, Decimal, Number};
use super::records::{Record, Row, Span};
use super::report::Reason;
use super::time_format::TimeFormat;
use super::times::{self, UnixUnit};

/// The first rows, kept as they were read until the columns' types are told from them.
#[derive(Debug, Default)]
pub(super) struct Sample {
    rows: Vec<(Row, Option<Reason>)>,
    bytes: usize,
}

impl Sample {
    /// Takes a row, and what its reader has to tell about it.
    pub(super) fn push(&mut self, record: Record, told: Option<Reason>) {
        self.bytes += record.bytes() + record.len() * size_of::<Span>();
        self.rows.push((Row::copy(&record), told));
    }

    pub(super) fn rows(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// The rows, each with what its reader had to tell about it.
    pub(super) fn records(&self) -> impl Iterator<Item = (Record<'_>, Option<Reason>)> {
        self.rows.iter().map(|(row, told)| (row.record(), *told))
    }
}

/// What the cells of one column are like.
#[derive(Clone, Debug, Default)]
pub(super) struct Evidence {
    /// Cells with a value.
    pub filled: usize,
    /// Cells that are numbers, with a decimal point and with a decimal comma.
    point_numbers: usize,
    comma_numbers: usize,
    /// Those of them that show which it is.
    shows_point: usize,
    shows_comma: usize,
    /// Cells that are ISO 8601 times.
    iso: usize,
    /// Cells that are times in another spelling: ISO 8601 in any, the year first, or else the day or the month; of those,
    /// the ones that can be either, and the ones that can only be one.
    iso_other: usize,
    year_first: usize,
    either_first: usize,
    day_first: usize,
    month_first: usize,
    /// Cells that say yes or no.
    flags: usize,
    /// Different values.
    pub distinct: usize,
}

impl Evidence {
    pub(super) fn of<'a>(cells: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut evidence = Self::default();
        let mut values = Vec::new();
        for cell in cells.filter(|cell| !is_missing(cell, MissingRule::All)) {
            evidence.filled += 1;
            values.push(cell);
            let number = |decimal| matches!(numbers::parse(cell, decimal), Number::Value(_) | Number::NotFinite);
            if number(Decimal::Point) {
                evidence.point_numbers += 1;
                evidence.shows_point += usize::from(cell.contains(&b'.'));
            }
            if number(Decimal::Comma) {
                evidence.comma_numbers += 1;
                evidence.shows_comma += usize::from(cell.contains(&b','));
            }
            let iso = times::iso(cell).is_some();
            evidence.iso += usize::from(iso);
            if times::seems_time(cell) {
                evidence.iso_other += usize::from(iso || dates::iso_other(cell).is_some());
                let is = |order| dates::ordered(cell, order).is_some();
                evidence.year_first += usize::from(is(Order::Year));
                match (is(Order::Day), is(Order::Month)) {
                    (true, true) => evidence.either_first += 1,
                    (true, false) => evidence.day_first += 1,
                    (false, true) => evidence.month_first += 1,
                    (false, false) => {}
                }
            }
            evidence.flags += usize::from(matches!(flags::parse(cell), Flag::Value(_)));
        }
        sort_distinct(&mut values);
        evidence.distinct = values.len();
        evidence
    }

    /// The decimal mark that the column shows, if all that show one show the same.
    pub(super) fn decimal(&self) -> Option<Decimal> {
        match (self.shows_point, self.shows_comma) {
            (0, 0) => None,
            (0, _) if self.nearly_all(self.comma_numbers) => Some(Decimal::Comma),
            _ => Some(Decimal::Point),
        }
    }

    /// Whether it shows its mark as a column of numbers: `1.5` among version numbers shows nothing about the file.
    pub(super) fn votes(&self) -> Option<Decimal> {
        self.decimal().filter(|&decimal| self.is_number(decimal))
    }

    /// Whether at least nine of ten values are numbers.
    pub(super) fn is_number(&self, decimal: Decimal) -> bool {
        self.nearly_all(match decimal {
            Decimal::Point => self.point_numbers,
            Decimal::Comma => self.comma_numbers,
        })
    }

    /// Whether at least nine of ten values are ISO 8601 times.
    pub(super) fn is_iso(&self) -> bool {
        self.nearly_all(self.iso)
    }

    /// How it writes its times, where at least nine of ten values are such in a spelling other than [`TimeFormat::Iso`].
    pub(super) fn other_times(&self) -> Option<OtherTimes> {
        let dates = self.either_first + self.day_first + self.month_first;
        Some(if self.nearly_all(self.iso_other) {
            OtherTimes::Are(TimeFormat::IsoOther)
        } else if self.nearly_all(self.year_first) {
            OtherTimes::Are(TimeFormat::YearFirst)
        } else if !self.nearly_all(dates) {
            return None;
        } else {
            match (self.day_first, self.month_first) {
                (1.., 0) => OtherTimes::Are(TimeFormat::DayFirst),
                (0, 1..) => OtherTimes::Are(TimeFormat::MonthFirst),
                _ => OtherTimes::Ambiguous,
            }
        })
    }

    /// Whether at least nine of ten values say yes or no.
    pub(super) fn is_flag(&self) -> bool {
        self.nearly_all(self.flags)
    }

    /// Whether it is an identifier or free text rather than a category.
    pub(super) fn is_text(&self) -> bool {
        is_text(self.filled, self.distinct)
    }

    fn nearly_all(&self, cells: usize) -> bool {
        self.filled > 0 && cells * 10 >= self.filled * 9
    }
}

/// What is known of a column of times in another spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OtherTimes {
    Are(TimeFormat),
    /// No value tells day and month apart, or some say one thing and some the other.
    Ambiguous,
}

/// Each value once, in order.
pub(super) fn sort_distinct(values: &mut Vec<&[u8]>) {
    values.sort_unstable();
    values.dedup();
}

/// Whether so many values of which so many are different are identifiers rather than categories.
pub(super) fn is_text(filled: usize, distinct: usize) -> bool {
    filled > 1000 && distinct * 2 > filled
}

/// How large the numbers of a column are.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sizes {
    /// The median of the positive numbers.
    pub median: Option<f64>,
    /// The greatest number.
    pub greatest: Option<f64>,
    /// The unit in which at least nine of ten numbers are unix times.
    pub unix: Option<UnixUnit>,
}

impl Sizes {
    pub(super) fn of<'a>(cells: impl Iterator<Item = &'a [u8]>, decimal: Decimal) -> Self {
        let mut numbers: Vec<f64> = cells
            .filter_map(|cell| match numbers::parse(cell, decimal) {
                Number::Value(value) => Some(value),
                _ => None,
            })
            .collect();
        numbers.sort_unstable_by(f64::total_cmp);
        let positive = &numbers[numbers.partition_point(|&value| value <= 0.0)..];
        let median = positive.get(positive.len() / 2).copied();
        let unix = median.and_then(UnixUnit::of).filter(|&unit| {
            numbers.iter().filter(|&&value| UnixUnit::of(value) == Some(unit)).count() * 10 >= numbers.len() * 9
        });
        Self { median, greatest: numbers.last().copied(), unix }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(cells: &[&str]) -> Evidence {
        Evidence::of(cells.iter().map(|cell| cell.as_bytes()))
    }

    #[test]
    fn nine_of_ten_make_a_number_column() {
        let mut cells = vec!["1.5"; 9];
        cells.push("text");
        cells.extend(["", "NA", "null"]);
        assert!(evidence(&cells).is_number(Decimal::Point));
        cells.push("more text");
        assert!(!evidence(&cells).is_number(Decimal::Point));
        assert!(!evidence(&["", "NA"]).is_number(Decimal::Point));
        assert!(evidence(&["2020-01-01", "2020-01-02 10:00"]).is_iso());
    }

    #[test]
    fn the_decimal_mark_must_be_consistent() {
        assert_eq!(evidence(&["1,5", "2", "3,25"]).votes(), Some(Decimal::Comma));
        assert_eq!(evidence(&["1.5", "2"]).votes(), Some(Decimal::Point));
        assert_eq!(evidence(&["1,5", "2.5"]).decimal(), Some(Decimal::Point));
        assert_eq!(evidence(&["1", "2"]).decimal(), None);
        assert_eq!(evidence(&["wifi, home", "1,5", "x"]).votes(), None);
    }

    #[test]
    fn sizes_of_numbers() {
        let sizes = |cells: &[&str]| Sizes::of(cells.iter().map(|cell| cell.as_bytes()), Decimal::Point);
        assert_eq!(sizes(&["-1", "0", "3", "5", "4"]).median, Some(4.0));
        assert_eq!(sizes(&["-1", "7", "x"]).greatest, Some(7.0));
        assert_eq!(sizes(&[]).median, None);
        assert_eq!(sizes(&["1435156788.09", "1435157232.92"]).unix, Some(UnixUnit::Seconds));
        assert_eq!(sizes(&["1435156788.09", "12"]).unix, None);
    }
}

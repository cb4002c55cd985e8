//! What the first rows say about each column: how many cells read as numbers and times, and how large they are.

use crate::cells::distinct::sort_distinct;
use crate::cells::flags::{self, Flag};
use crate::cells::missing::{MissingRule, is_missing};
use crate::cells::numbers::{self, Decimal, Number};
use crate::cells::time_format::UnixUnit;
use std::cell::OnceCell;
use times::TimeEvidence;

pub(crate) use times::OtherTimes;

mod times;

/// What the cells of one column are like.
#[derive(Clone, Debug, Default)]
pub(crate) struct Evidence<'a> {
    /// Cells with a value.
    pub filled: usize,
    /// All cells.
    cells: &'a [&'a [u8]],
    /// How large the numbers are, with a decimal point and with a decimal comma.
    sizes: [Sizes; 2],
    /// Cells that are numbers, with a decimal point and with a decimal comma.
    point_numbers: usize,
    comma_numbers: usize,
    /// Those of them that show which it is.
    shows_point: usize,
    shows_comma: usize,
    /// Cells that are times, by how they are written.
    times: TimeEvidence,
    /// Cells that say yes or no.
    flags: usize,
    distinct: OnceCell<usize>,
}

impl<'a> Evidence<'a> {
    pub(crate) fn of(cells: &'a [&'a [u8]]) -> Self {
        let mut evidence = Self { cells, ..Self::default() };
        // The finite numbers, each with the decimal mark that it shows.
        let mut numbers: Vec<(f64, Option<Decimal>)> = Vec::with_capacity(cells.len());
        for cell in evidence.values() {
            evidence.filled += 1;
            numbers.extend(evidence.number(cell));
            evidence.times.take(cell);
            evidence.flags += usize::from(matches!(flags::parse(cell), Flag::Value(_)));
        }
        evidence.sizes = [Decimal::Point, Decimal::Comma].map(|decimal| {
            let is_of_mark = |(_, shows): &&(f64, Option<Decimal>)| shows.is_none_or(|shows| shows == decimal);
            Sizes::of(numbers.iter().filter(is_of_mark).map(|&(value, _)| value))
        });
        evidence
    }

    /// The cells with a value.
    fn values(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        self.cells.iter().copied().filter(|cell| !is_missing(cell, MissingRule::All))
    }

    /// Takes note of a cell as a number. One with a point is none of decimal commas, and the other way round; one with
    /// neither is the same with both.
    fn number(&mut self, cell: &[u8]) -> Option<(f64, Option<Decimal>)> {
        let (mut point, mut comma) = (false, false);
        for byte in cell {
            point |= *byte == b'.';
            comma |= *byte == b',';
        }
        let shows = match (point, comma) {
            (true, true) => return None,
            (true, false) => Some(Decimal::Point),
            (false, true) => Some(Decimal::Comma),
            (false, false) => None,
        };
        let value = match numbers::parse(cell, shows.unwrap_or_default()) {
            Number::Value(value) => Some(value),
            Number::NotFinite => None,
            Number::Missing | Number::Not => return None,
        };
        self.point_numbers += usize::from(shows != Some(Decimal::Comma));
        self.comma_numbers += usize::from(shows != Some(Decimal::Point));
        self.shows_point += usize::from(shows == Some(Decimal::Point));
        self.shows_comma += usize::from(shows == Some(Decimal::Comma));
        value.map(|value| (value, shows))
    }

    /// How many different values there are.
    pub(crate) fn distinct(&self) -> usize {
        *self.distinct.get_or_init(|| {
            let mut values: Vec<&[u8]> = self.values().collect();
            sort_distinct(&mut values);
            values.len()
        })
    }

    /// Whether most of its values are such.
    pub(crate) fn mostly(&self, are: impl Fn(&[u8]) -> bool) -> bool {
        2 * self.values().filter(|value| are(value)).count() > self.filled
    }

    /// How large its numbers are, with this decimal mark.
    pub(crate) fn sizes(&self, decimal: Decimal) -> Sizes {
        let [point, comma] = self.sizes;
        match decimal {
            Decimal::Point => point,
            Decimal::Comma => comma,
        }
    }

    /// The decimal mark that the column shows, if all that show one show the same.
    pub(crate) fn decimal(&self) -> Option<Decimal> {
        match (self.shows_point, self.shows_comma) {
            (0, 0) => None,
            (0, _) if self.nearly_all(self.comma_numbers) => Some(Decimal::Comma),
            _ => Some(Decimal::Point),
        }
    }

    /// Whether it shows its mark as a column of numbers: `1.5` among version numbers shows nothing about the file.
    pub(crate) fn votes(&self) -> Option<Decimal> {
        self.decimal().filter(|&decimal| self.is_number(decimal))
    }

    /// Whether at least nine of ten values are numbers.
    pub(crate) fn is_number(&self, decimal: Decimal) -> bool {
        self.nearly_all(match decimal {
            Decimal::Point => self.point_numbers,
            Decimal::Comma => self.comma_numbers,
        })
    }

    /// Whether at least nine of ten values are ISO 8601 times.
    pub(crate) fn is_iso(&self) -> bool {
        self.times.are_iso(self.filled)
    }

    /// How it writes its times, where at least nine of ten values are such in a spelling other than ISO 8601's first.
    pub(crate) fn other_times(&self) -> Option<OtherTimes> {
        self.times.other(self.filled)
    }

    /// Whether at least nine of ten values say yes or no.
    pub(crate) fn is_flag(&self) -> bool {
        self.nearly_all(self.flags)
    }

    /// Whether it is an identifier or free text rather than a category.
    pub(crate) fn is_text(&self) -> bool {
        self.filled > TEXT_ABOVE && is_text(self.filled, self.distinct())
    }

    fn nearly_all(&self, cells: usize) -> bool {
        nearly_all(cells, self.filled)
    }
}

/// Whether so many of the filled cells are at least nine of ten.
fn nearly_all(cells: usize, filled: usize) -> bool {
    filled > 0 && cells * 10 >= filled * 9
}

/// So many values are categories, whatever they are.
const TEXT_ABOVE: usize = 1000;

/// Whether so many values of which so many are different are identifiers rather than categories.
pub(crate) fn is_text(filled: usize, distinct: usize) -> bool {
    filled > TEXT_ABOVE && distinct * 2 > filled
}

/// How large the numbers of a column are.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sizes {
    /// The median of the positive numbers.
    pub median: Option<f64>,
    /// The greatest number.
    pub greatest: Option<f64>,
    /// The unit in which at least nine of ten numbers are unix times.
    pub unix: Option<UnixUnit>,
}

impl Sizes {
    /// Of finite numbers.
    fn of(numbers: impl Iterator<Item = f64> + Clone) -> Self {
        let mut positive: Vec<f64> = numbers.clone().filter(|&value| value > 0.0).collect();
        let middle = positive.len() / 2;
        let median = (!positive.is_empty()).then(|| *positive.select_nth_unstable_by(middle, f64::total_cmp).1);
        let unix = median.and_then(UnixUnit::of).filter(|&unit| {
            let (all, of_unit) =
                (numbers.clone().count(), numbers.clone().filter(|&value| UnixUnit::of(value) == Some(unit)));
            of_unit.count() * 10 >= all * 9
        });
        Self { median, greatest: numbers.max_by(f64::total_cmp), unix }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with<T>(cells: &[&str], told: impl Fn(&Evidence) -> T) -> T {
        let cells: Vec<&[u8]> = cells.iter().map(|cell| cell.as_bytes()).collect();
        told(&Evidence::of(&cells))
    }

    #[test]
    fn nine_of_ten_make_a_number_column() {
        let mut cells = vec!["1.5"; 9];
        cells.push("text");
        cells.extend(["", "NA", "null"]);
        let is_number = |cells: &[&str]| with(cells, |evidence| evidence.is_number(Decimal::Point));
        assert!(is_number(&cells));
        cells.push("more text");
        assert!(!is_number(&cells));
        assert!(!is_number(&["", "NA"]));
        assert!(with(&["2020-01-01", "2020-01-02 10:00"], |evidence| evidence.is_iso()));
    }

    #[test]
    fn the_decimal_mark_must_be_consistent() {
        assert_eq!(with(&["1,5", "2", "3,25"], |evidence| evidence.votes()), Some(Decimal::Comma));
        assert_eq!(with(&["1.5", "2"], |evidence| evidence.votes()), Some(Decimal::Point));
        assert_eq!(with(&["1,5", "2.5"], |evidence| evidence.decimal()), Some(Decimal::Point));
        assert_eq!(with(&["1", "2"], |evidence| evidence.decimal()), None);
        assert_eq!(with(&["wifi, home", "1,5", "x"], |evidence| evidence.votes()), None);
    }

    #[test]
    fn a_number_is_one_with_the_mark_that_it_shows_and_with_both_where_it_shows_none() {
        for cell in
            ["1.5", "1,5", "15", "1,234.5", "1.2.3", "1,2,3", ".5", ",5", "-", "inf", "+nan", "1e5", "x,y", "v.1"]
        {
            let counted = with(&[cell], |evidence| [evidence.point_numbers, evidence.comma_numbers]);
            let parsed = [Decimal::Point, Decimal::Comma].map(|decimal| {
                let parsed = numbers::parse(cell.as_bytes(), decimal);
                let sizes = with(&[cell], |evidence| evidence.sizes(decimal));
                assert_eq!(
                    sizes.greatest,
                    if let Number::Value(value) = parsed { Some(value) } else { None },
                    "{cell}"
                );
                usize::from(matches!(parsed, Number::Value(_) | Number::NotFinite))
            });
            assert_eq!(counted, parsed, "{cell}");
        }
        let distinct = |cells: &[&str]| with(cells, |evidence| evidence.distinct());
        assert_eq!(distinct(&["b", "a", "", "b", "NA"]), 2);
    }

    #[test]
    fn sizes_of_numbers() {
        let sizes = |cells: &[&str]| with(cells, |evidence| evidence.sizes(Decimal::Point));
        assert_eq!(sizes(&["-1", "0", "3", "5", "4"]).median, Some(4.0));
        assert_eq!(sizes(&["-1", "7", "x"]).greatest, Some(7.0));
        assert_eq!(sizes(&[]).median, None);
        assert_eq!(sizes(&["1435156788.09", "1435157232.92"]).unix, Some(UnixUnit::Seconds));
        assert_eq!(sizes(&["1435156788.09", "12"]).unix, None);
    }
}

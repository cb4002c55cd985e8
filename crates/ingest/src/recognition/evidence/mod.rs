//! What the first rows say about each column: how many cells read as numbers and times, and how large they are.

use crate::cells::distinct::sort_distinct;
use crate::cells::flags::{self, Flag};
use crate::cells::missing::{MissingRule, is_missing};
use crate::cells::numbers::{Decimal, plain};
use crate::cells::serial;
use crate::cells::time_format::UnixUnit;
use crate::cells::written::{self, Written};
use crate::recognition::written_as::WrittenAs;
use numbers::NumberEvidence;
use plain_numbers::PlainNumbers;
use rules::Readers;
use std::cell::OnceCell;
use times::TimeEvidence;

pub(crate) use times::{OtherTimes, told_order};

pub(crate) mod numbers;
mod plain_numbers;
mod times;

/// What the cells of one column are like.
#[derive(Clone, Debug, Default)]
pub(crate) struct Evidence<'a> {
    /// Cells with a value.
    pub filled: usize,
    /// All cells.
    cells: &'a [&'a [u8]],
    /// What they say about its numbers.
    numbers: Numbers,
    /// Cells that are times, by how they are written.
    times: TimeEvidence,
    /// Cells that say yes or no.
    flags: usize,
    distinct: OnceCell<usize>,
    missing: MissingRule,
}

/// What the cells say about numbers, to each kind of readers.
#[derive(Clone, Debug)]
enum Numbers {
    First(PlainNumbers),
    Common(Box<NumberEvidence>),
}

impl Default for Numbers {
    fn default() -> Self {
        Numbers::Common(Box::default())
    }
}

impl<'a> Evidence<'a> {
    pub(crate) fn of(cells: &'a [&'a [u8]], readers: Readers) -> Self {
        let mut evidence =
            Self { cells, missing: MissingRule::of(readers), times: TimeEvidence::to(readers), ..Self::default() };
        let (mut plain, mut common) = (PlainNumbers::default(), NumberEvidence::default());
        for cell in evidence.cells {
            if readers == Readers::Common {
                common.take(cell);
            }
            if is_missing(cell, evidence.missing) {
                continue;
            }
            evidence.filled += 1;
            if readers == Readers::First {
                plain.take(cell);
            }
            evidence.times.take(cell);
            evidence.flags += usize::from(matches!(flags::parse(cell), Flag::Value(_)));
        }
        evidence.numbers = match readers {
            Readers::First => Numbers::First(plain),
            Readers::Common => Numbers::Common(Box::new(common)),
        };
        evidence
    }

    /// The cells with a value.
    fn values(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let missing = self.missing;
        self.cells.iter().copied().filter(move |cell| !is_missing(cell, missing))
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

    /// What the cells say about numbers as people write them; `None` to the first readers.
    pub(crate) fn common_numbers(&self) -> Option<&NumberEvidence> {
        match &self.numbers {
            Numbers::Common(numbers) => Some(numbers),
            Numbers::First(_) => None,
        }
    }

    /// How large its numbers without a unit are, with this decimal mark.
    pub(crate) fn sizes(&self, decimal: Decimal) -> Sizes {
        match &self.numbers {
            Numbers::First(numbers) => numbers.sizes(decimal),
            Numbers::Common(_) => {
                let value = |cell: &[u8]| match plain(cell, decimal) {
                    Some((value, _)) => Some(value),
                    None => match written::read(cell) {
                        Written::Number(number) if number.unit.is_none() => number.value(decimal),
                        _ => None,
                    },
                };
                let values: Vec<f64> = self.values().filter_map(value).collect();
                Sizes::of(values.iter().copied())
            }
        }
    }

    /// The decimal mark that the column shows, if all that show one show the same: to the first readers.
    pub(crate) fn decimal(&self) -> Option<Decimal> {
        match &self.numbers {
            Numbers::First(numbers) => numbers.decimal(self.filled),
            Numbers::Common(_) => None,
        }
    }

    /// Whether it shows its mark as a column of numbers: `1.5` among version numbers shows nothing about the file.
    pub(crate) fn votes(&self) -> Option<Decimal> {
        self.decimal().filter(|&decimal| self.is_plain_number(decimal))
    }

    /// Whether at least nine of ten values are plain numbers: to the first readers.
    fn is_plain_number(&self, decimal: Decimal) -> bool {
        match &self.numbers {
            Numbers::First(numbers) => numbers.are_nearly_all(decimal, self.filled),
            Numbers::Common(_) => false,
        }
    }

    /// How the first readers read it with this decimal mark.
    pub(crate) fn written_plainly(&self, decimal: Decimal) -> WrittenAs {
        WrittenAs::plain(decimal, self.is_plain_number(decimal), self.filled)
    }

    /// Whether at least nine of ten values are ISO 8601 times.
    pub(crate) fn is_iso(&self) -> bool {
        self.times.are_iso(self.filled)
    }

    /// How it writes its times, where at least nine of ten values are such in a spelling other than ISO 8601's first.
    pub(crate) fn other_times(&self) -> Option<OtherTimes> {
        self.times.other(self.filled)
    }

    /// Whether at least nine of ten values are dates, or dates with a time, of digits alone.
    pub(crate) fn is_date_of_digits(&self) -> bool {
        self.times.are_digits(self.filled)
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
    /// Whether at least nine of ten are unix times, each in the unit that its size tells.
    pub unix_by_size: bool,
    /// Whether at least nine of ten are days of this time as spreadsheets count them.
    pub serial: bool,
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
        let nine_of_ten = |is: fn(f64) -> bool| {
            nearly_all(numbers.clone().filter(|&value| is(value)).count(), numbers.clone().count())
        };
        Self {
            median,
            unix,
            unix_by_size: nine_of_ten(|value| UnixUnit::of(value).is_some()),
            serial: nine_of_ten(serial::is_plausible),
            greatest: numbers.max_by(f64::total_cmp),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with<T>(cells: &[&str], told: impl Fn(&Evidence) -> T) -> T {
        let cells: Vec<&[u8]> = cells.iter().map(|cell| cell.as_bytes()).collect();
        told(&Evidence::of(&cells, Readers::First))
    }

    #[test]
    fn nine_of_ten_make_a_number_column() {
        let mut cells = vec!["1.5"; 9];
        cells.push("text");
        cells.extend(["", "NA", "null"]);
        let is_number = |cells: &[&str]| with(cells, |evidence| evidence.is_plain_number(Decimal::Point));
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
    fn values_are_told_apart() {
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

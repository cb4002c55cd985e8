//! What cells say about a column's numbers as people write them: counted over the first rows to begin with, and over all rows
//! in the end.

use crate::cells::numbers::{self, Decimal, Shape};
use crate::cells::written::unit::Dimension;
use crate::cells::written::{self, Mark, Written, WrittenNumber};
use crate::report::displayed;

/// Something that one cell can show of its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    /// A number that can only be read with a decimal point.
    Point,
    /// A number that can only be read with a decimal comma.
    Comma,
    /// A number that is written as names are.
    Code,
    /// A whole number of four digits or more without a mark between thousands.
    Ungrouped,
    /// A unit.
    Unit,
    /// No number.
    Other,
}

impl Shown {
    const COUNT: usize = 6;
}

/// The first cell that shows something.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct First {
    /// The row among those that are loaded.
    pub row: usize,
    /// The cell as it is displayed.
    pub cell: String,
}

/// What the cells of a column say about its numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct NumberEvidence {
    /// Cells with a value.
    pub filled: u64,
    /// Numbers without a mark that could be a decimal one.
    pub unmarked: u64,
    /// Those of them that are zero.
    pub zeros: u64,
    /// Numbers whose only mark is a point, or a comma, that can stand before a fraction or between thousands.
    pub open: [u64; 2],
    /// Numbers without a unit.
    pub bare: u64,
    /// Numbers with hours, minutes and seconds between colons.
    pub clocks: u64,
    /// Numbers with a unit, by what it measures.
    units: Vec<(Dimension, u64)>,
    /// How many cells show each thing, and the first that does.
    shown: [u64; Shown::COUNT],
    firsts: [Option<Box<First>>; Shown::COUNT],
    /// The row that comes next, among those that are loaded.
    row: usize,
}

impl NumberEvidence {
    /// Of these cells.
    #[cfg(test)]
    pub(crate) fn of<'a>(cells: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut evidence = Self::default();
        cells.for_each(|cell| evidence.take(cell));
        evidence
    }

    /// Takes note of the next row's cell.
    pub(crate) fn take(&mut self, cell: &[u8]) {
        match numbers::plain(cell, Decimal::Point) {
            Some((value, shape)) => self.plain(cell, value, shape, Decimal::Point),
            None => self.take_written(cell, &written::read(cell)),
        }
    }

    /// Takes note of so many rows' cell, all of them with this text; `first` is the first of them. Texts come in the order of
    /// their first rows.
    pub(crate) fn take_many(&mut self, cell: &[u8], times: u64, first: usize) {
        let Some(more) = times.checked_sub(1) else { return };
        let before = self.clone();
        self.row = first;
        self.take(cell);
        self.add_times(&before, more);
    }

    /// Takes note of the next row's cell, a plain decimal of this value and shape.
    pub(crate) fn plain(&mut self, cell: &[u8], value: f64, shape: Shape, mark: Decimal) {
        self.filled += 1;
        self.bare += 1;
        match Plain::of(shape) {
            Plain::Shows => self.show(mark.into(), cell),
            Plain::Open => self.open[mark as usize] += 1,
            whole => {
                self.unmarked += 1;
                self.zeros += u64::from(value == 0.0);
                match whole {
                    Plain::Code => self.show(Shown::Code, cell),
                    Plain::Ungrouped => self.show(Shown::Ungrouped, cell),
                    _ => {}
                }
            }
        }
        self.row += 1;
    }

    /// Takes note of the next row's cell, which was read.
    pub(crate) fn take_written(&mut self, cell: &[u8], read: &Written) {
        match read {
            Written::Missing => {}
            Written::Number(number) => {
                self.filled += 1;
                self.number(cell, number);
            }
            Written::Code => {
                self.filled += 1;
                self.show(Shown::Code, cell);
                self.show(Shown::Other, cell);
            }
            Written::NotFinite | Written::Not => {
                self.filled += 1;
                self.show(Shown::Other, cell);
            }
        }
        self.row += 1;
    }

    fn number(&mut self, cell: &[u8], number: &WrittenNumber) {
        match number.mark {
            Mark::Shows(decimal) => self.show(decimal.into(), cell),
            Mark::Open(mark) => self.open[mark as usize] += 1,
            Mark::None => {
                self.unmarked += 1;
                self.zeros += u64::from(number.is_zero());
                if number.is_like_code {
                    self.show(Shown::Code, cell);
                } else if number.is_ungrouped {
                    self.show(Shown::Ungrouped, cell);
                }
            }
        }
        self.clocks += u64::from(number.is_clock);
        match &number.unit {
            None => self.bare += 1,
            Some(unit) => {
                self.show(Shown::Unit, cell);
                let dimension = unit.dimension();
                match self.units.iter().position(|(other, _)| *other == dimension) {
                    Some(at) => self.units[at].1 += 1,
                    None => self.units.push((dimension, 1)),
                }
            }
        }
    }

    fn show(&mut self, shown: Shown, cell: &[u8]) {
        let at = shown as usize;
        self.shown[at] += 1;
        if self.firsts[at].is_none() {
            self.firsts[at] = Some(Box::new(First { row: self.row, cell: displayed(cell) }));
        }
    }

    /// Adds what has come since an earlier state so many times more.
    fn add_times(&mut self, before: &Self, times: u64) {
        let more = |now: &mut u64, before: u64| *now += (*now - before) * times;
        more(&mut self.filled, before.filled);
        more(&mut self.unmarked, before.unmarked);
        more(&mut self.zeros, before.zeros);
        more(&mut self.bare, before.bare);
        more(&mut self.clocks, before.clocks);
        self.open.iter_mut().zip(before.open).for_each(|(now, before)| more(now, before));
        self.shown.iter_mut().zip(before.shown).for_each(|(now, before)| more(now, before));
        for (dimension, count) in &mut self.units {
            let before = before.units.iter().find(|(other, _)| other == dimension).map_or(0, |&(_, count)| count);
            *count += (*count - before) * times;
        }
    }

    /// Takes note of rows whose cells are plain decimals with this mark, or empty.
    pub(crate) fn add(&mut self, run: &PlainRun, mark: Decimal) {
        self.filled += run.numbers;
        self.bare += run.numbers;
        self.unmarked += run.numbers - run.open - run.shows;
        self.zeros += run.zeros;
        self.open[mark as usize] += run.open;
        self.shown[Shown::from(mark) as usize] += run.shows;
        self.shown[Shown::Code as usize] += run.codes;
        self.shown[Shown::Ungrouped as usize] += run.ungrouped;
        self.row += run.rows as usize;
    }

    /// What these rows are the first to show, all of them plain decimals with this mark or empty: their cells are to be looked
    /// at for it.
    pub(crate) fn is_first(&self, run: &PlainRun, mark: Decimal) -> bool {
        let is_new = |shown: Shown, count: u64| count > 0 && self.firsts[shown as usize].is_none();
        is_new(mark.into(), run.shows) || is_new(Shown::Code, run.codes) || is_new(Shown::Ungrouped, run.ungrouped)
    }

    /// Whether any number has a mark that is, or could be, a decimal one.
    pub(crate) fn has_marks(&self) -> bool {
        self.open != [0, 0] || self.shows(Shown::Point) + self.shows(Shown::Comma) > 0
    }

    /// How many cells show this.
    pub(crate) fn shows(&self, shown: Shown) -> u64 {
        self.shown[shown as usize]
    }

    /// The first cell that shows this.
    pub(crate) fn first(&self, shown: Shown) -> Option<&First> {
        self.firsts[shown as usize].as_deref()
    }

    /// Numbers that can be read with this decimal mark.
    pub(crate) fn readable(&self, decimal: Decimal) -> u64 {
        self.unmarked + self.open.iter().sum::<u64>() + self.shows(decimal.into())
    }

    /// Numbers with a unit.
    pub(crate) fn with_unit(&self) -> u64 {
        self.units.iter().map(|(_, count)| count).sum()
    }

    /// What most of the units measure; of two that are as frequent the first of [`Dimension`].
    pub(crate) fn dimension(&self) -> Option<Dimension> {
        let most = self.units.iter().max_by(|one, other| one.1.cmp(&other.1).then(other.0.cmp(&one.0)));
        most.map(|&(dimension, _)| dimension)
    }
}

impl From<Decimal> for Shown {
    fn from(mark: Decimal) -> Self {
        match mark {
            Decimal::Point => Shown::Point,
            Decimal::Comma => Shown::Comma,
        }
    }
}

/// What a plain decimal shows of its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Plain {
    Whole,
    Ungrouped,
    Code,
    Open,
    Shows,
}

impl Plain {
    #[inline(always)]
    fn of(shape: Shape) -> Self {
        match shape.behind {
            Some(3) if (1..=3).contains(&shape.before) && !shape.zero_first => Plain::Open,
            Some(_) => Plain::Shows,
            None if shape.zero_first && shape.before > 1 && !shape.signed => Plain::Code,
            None if shape.before > 3 => Plain::Ungrouped,
            None => Plain::Whole,
        }
    }
}

/// What rows show whose cells are plain decimals, or empty: counted by the quick way, a few instructions a cell.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PlainRun {
    rows: u64,
    numbers: u64,
    zeros: u64,
    open: u64,
    shows: u64,
    codes: u64,
    ungrouped: u64,
}

impl PlainRun {
    /// Counts an empty cell.
    #[inline(always)]
    pub(crate) fn empty(&mut self) {
        self.rows += 1;
    }

    /// Counts a plain decimal.
    #[inline(always)]
    pub(crate) fn count(&mut self, value: f64, shape: Shape) {
        self.rows += 1;
        self.numbers += 1;
        match Plain::of(shape) {
            Plain::Open => self.open += 1,
            Plain::Shows => self.shows += 1,
            whole => {
                self.zeros += u64::from(value == 0.0);
                self.codes += u64::from(whole == Plain::Code);
                self.ungrouped += u64::from(whole == Plain::Ungrouped);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cell() -> impl Strategy<Value = String> {
        prop_oneof![
            "[0-9]{1,6}",
            "-?[0-9]{1,4}[.,][0-9]{1,4}",
            "[0-9]{1,3}[.,][0-9]{3}",
            "[0-9]{1,3}([.,][0-9]{3}){1,2}",
            "[0-9]{1,3} (ms|s|%)",
            "[a-z0-9]{0,4}",
        ]
    }

    proptest! {
        /// The quick way counts what the plain way counts, as long as it goes.
        #[test]
        fn runs_of_plain_decimals_say_what_their_cells_say(cells in prop::collection::vec(cell(), 0..20), comma in any::<bool>()) {
            let mark = if comma { Decimal::Comma } else { Decimal::Point };
            let mut quick = NumberEvidence::default();
            let mut run = PlainRun::default();
            let mut taken = Vec::new();
            for cell in &cells {
                let Some((value, shape)) = numbers::plain(cell.as_bytes(), mark).filter(|_| !cell.is_empty()) else { continue };
                run.count(value, shape);
                taken.push(cell.as_bytes());
            }
            quick.add(&run, mark);
            let plain = NumberEvidence::of(taken.into_iter());
            prop_assert_eq!(NumberEvidence { firsts: Default::default(), ..plain }, quick);
        }

        /// Many cells with one text are as many cells.
        #[test]
        fn a_text_that_stands_in_many_rows_counts_as_often(texts in prop::collection::vec((cell(), 0_u64..5), 0..10)) {
            let mut many = NumberEvidence::default();
            texts.iter().for_each(|(cell, times)| many.take_many(cell.as_bytes(), *times, 0));
            let each = NumberEvidence::of(texts.iter().flat_map(|(cell, times)| std::iter::repeat_n(cell.as_bytes(), *times as usize)));
            let without_rows = |evidence: NumberEvidence| NumberEvidence { firsts: Default::default(), row: 0, ..evidence };
            prop_assert_eq!(without_rows(many), without_rows(each));
        }
    }
}

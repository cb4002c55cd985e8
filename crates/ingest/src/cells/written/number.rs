//! A number as its cell alone tells it.

use super::digits::Digits;
pub(crate) use super::digits::Mark;
use super::unit::CellUnit;
use crate::cells::numbers::Decimal;

/// A number, as far as its cell alone tells it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct WrittenNumber {
    digits: Digits,
    /// What the mark in it means.
    pub mark: Mark,
    /// What stands beside it.
    pub unit: Option<CellUnit>,
    /// Whether it is written as names are: a whole number with a zero before it, of more digits than a double holds, or
    /// with an exponent that has neither sign nor fraction (`32E0134`).
    pub is_like_code: bool,
    /// Whether it is hours, minutes and seconds with colons between them.
    pub is_clock: bool,
    /// Whether it has four digits or more before its fraction, and no mark between thousands.
    pub is_ungrouped: bool,
}

impl WrittenNumber {
    /// The number with this decimal mark, in the unit that the cell says, or in a base unit of its dimension
    /// ([`super::unit::Dimension`]); `None` where it cannot be read so, or is no finite number.
    pub(crate) fn value(&self, decimal: Decimal) -> Option<f64> {
        self.scaled(decimal, 0)
    }

    /// The same times a power of ten, rounded once.
    pub(crate) fn scaled(&self, decimal: Decimal, power: i32) -> Option<f64> {
        let digits = match self.mark {
            Mark::Shows(shown) if shown != decimal => return None,
            Mark::Open(mark) if mark != decimal => self.digits.value_of_whole(self.power() + power),
            _ => self.digits.value(self.power() + power),
        };
        let value = match &self.unit {
            Some(unit) => unit.times(digits),
            None => digits,
        };
        value.is_finite().then_some(value)
    }

    fn power(&self) -> i32 {
        self.unit.as_ref().map_or(0, CellUnit::power)
    }

    /// Whether it is zero.
    pub(crate) fn is_zero(&self) -> bool {
        self.digits.is_zero()
    }

    pub(super) fn bare(digits: Digits, mark: Mark) -> Self {
        Self { digits, mark, unit: None, is_like_code: false, is_clock: false, is_ungrouped: false }
    }
}

//! What the first rows say about a column's numbers, as the first readers ask: plain decimals, with a point or a comma.

use super::{Sizes, nearly_all};
use crate::cells::numbers::{self, Decimal, Number};

/// How many cells of a column are plain numbers, and what they show of their decimal mark.
#[derive(Clone, Debug, Default)]
pub(super) struct PlainNumbers {
    /// The finite ones, each with the decimal mark that it shows.
    values: Vec<(f64, Option<Decimal>)>,
    /// Cells that are numbers, with a decimal point and with a decimal comma.
    point_numbers: usize,
    comma_numbers: usize,
    /// Those of them that show which it is.
    shows_point: usize,
    shows_comma: usize,
}

impl PlainNumbers {
    /// Takes note of a cell with a value. One with a point is none of decimal commas, and the other way round; one with
    /// neither is the same with both.
    pub(super) fn take(&mut self, cell: &[u8]) {
        let (mut point, mut comma) = (false, false);
        for byte in cell {
            point |= *byte == b'.';
            comma |= *byte == b',';
        }
        let shows = match (point, comma) {
            (true, true) => return,
            (true, false) => Some(Decimal::Point),
            (false, true) => Some(Decimal::Comma),
            (false, false) => None,
        };
        match numbers::parse(cell, shows.unwrap_or_default()) {
            Number::Value(value) => self.values.push((value, shows)),
            Number::NotFinite => {}
            Number::Missing | Number::Not => return,
        }
        self.point_numbers += usize::from(shows != Some(Decimal::Comma));
        self.comma_numbers += usize::from(shows != Some(Decimal::Point));
        self.shows_point += usize::from(shows == Some(Decimal::Point));
        self.shows_comma += usize::from(shows == Some(Decimal::Comma));
    }

    /// How large they are, with this decimal mark.
    pub(super) fn sizes(&self, decimal: Decimal) -> Sizes {
        let is_of_mark = |(_, shows): &&(f64, Option<Decimal>)| shows.is_none_or(|shows| shows == decimal);
        Sizes::of(self.values.iter().filter(is_of_mark).map(|&(value, _)| value))
    }

    /// The decimal mark that the column shows, if all that show one show the same, among so many cells with a value.
    pub(super) fn decimal(&self, filled: usize) -> Option<Decimal> {
        match (self.shows_point, self.shows_comma) {
            (0, 0) => None,
            (0, _) if nearly_all(self.comma_numbers, filled) => Some(Decimal::Comma),
            _ => Some(Decimal::Point),
        }
    }

    /// Whether at least nine of ten of so many cells with a value are numbers.
    pub(super) fn are_nearly_all(&self, decimal: Decimal, filled: usize) -> bool {
        let count = match decimal {
            Decimal::Point => self.point_numbers,
            Decimal::Comma => self.comma_numbers,
        };
        nearly_all(count, filled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_one_with_the_mark_that_it_shows_and_with_both_where_it_shows_none() {
        for cell in
            ["1.5", "1,5", "15", "1,234.5", "1.2.3", "1,2,3", ".5", ",5", "-", "inf", "+nan", "1e5", "x,y", "v.1"]
        {
            let mut numbers = PlainNumbers::default();
            numbers.take(cell.as_bytes());
            let parsed = [Decimal::Point, Decimal::Comma].map(|decimal| {
                let parsed = numbers::parse(cell.as_bytes(), decimal);
                let greatest = numbers.sizes(decimal).greatest;
                assert_eq!(greatest, if let Number::Value(value) = parsed { Some(value) } else { None }, "{cell}");
                usize::from(matches!(parsed, Number::Value(_) | Number::NotFinite))
            });
            assert_eq!([numbers.point_numbers, numbers.comma_numbers], parsed, "{cell}");
        }
    }
}

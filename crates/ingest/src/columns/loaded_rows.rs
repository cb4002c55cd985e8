//! Which rows of the file the rows of the table are, and which of them were repaired: a bit for each row that is no
//! ordinary one, so that what is found after reading can still be told with its place and counted once.

use crate::columns::bit_sets::{Bits, Ranked};
use crate::text::line_numbers::LineNumbers;
use std::num::NonZeroU32;

/// The rows of the file that were taken, with what became of them.
#[derive(Debug, Default)]
pub(crate) struct LoadedRows {
    every: u64,
    /// By taken row.
    rejected: Bits,
    repaired: Bits,
    lines: LineNumbers,
    /// What is rejected so far; made when first asked for.
    ranked: Option<Ranked>,
}

impl LoadedRows {
    /// The rows of a file of which the first of each so many is taken.
    pub(crate) fn new(every: NonZeroU32) -> Self {
        Self { every: u64::from(every.get()), ..Self::default() }
    }

    /// The row of the file, from 1, that is the so many-th taken, from 0.
    pub(crate) fn row_of(&self, taken: u64) -> u64 {
        taken * self.every + 1
    }

    fn taken_of(&self, row: u64) -> usize {
        (row.saturating_sub(1) / self.every) as usize
    }

    /// Notes in which line a row of the file begins. Rows come in their order.
    #[inline(always)]
    pub(crate) fn begins(&mut self, row: u64, line: u64) {
        self.lines.note(row, line);
    }

    /// Notes that this row of the file is not in the table.
    pub(crate) fn reject(&mut self, row: u64) {
        self.rejected.set(self.taken_of(row));
    }

    /// Notes that this row of the file was repaired.
    pub(crate) fn repair(&mut self, row: u64) {
        self.repaired.set(self.taken_of(row));
    }

    /// The row of the file that this row of the table is.
    pub(crate) fn place(&mut self, loaded: u32) -> u64 {
        let taken = self.taken(loaded);
        self.row_of(taken as u64)
    }

    /// The line in which a row of the file begins, where it is known.
    pub(crate) fn line(&self, row: u64) -> Option<u64> {
        self.lines.of(row)
    }

    /// Notes that this row of the table was repaired; whether it had not been before.
    pub(crate) fn repair_loaded(&mut self, loaded: u32) -> bool {
        let taken = self.taken(loaded);
        !self.repaired.set(taken)
    }

    /// Whether this row of the table was repaired.
    pub(crate) fn is_repaired(&mut self, loaded: u32) -> bool {
        let taken = self.taken(loaded);
        self.repaired.has(taken)
    }

    /// Which of the taken rows is the so many-th that was not rejected.
    pub(crate) fn taken(&mut self, loaded: u32) -> usize {
        self.ranked.get_or_insert_with(|| Ranked::new(self.rejected.clone())).other(loaded as usize)
    }

    /// Takes these rows out of the table, whose other rows are numbered anew.
    pub(crate) fn leave_out(&mut self, loaded: impl Iterator<Item = u32>) {
        let taken: Vec<usize> = loaded.map(|row| self.taken(row)).collect();
        self.ranked = None;
        taken.into_iter().for_each(|taken| {
            self.rejected.set(taken);
        });
    }

    /// The rows that are not in the table, by taken row, and the lines of all.
    pub(crate) fn finish(self) -> (u64, Ranked, LineNumbers) {
        (self.every, Ranked::new(self.rejected), self.lines)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn places_are_those_of_the_rows_that_are_left(
            rejected in proptest::collection::btree_set(0_u64..400, 0..300),
            every in 1_u32..4,
            left_out in proptest::collection::btree_set(0_usize..100, 0..50),
        ) {
            let every = NonZeroU32::new(every).expect("above zero");
            let row = |taken: u64| taken * u64::from(every.get()) + 1;
            let mut rows = LoadedRows::new(every);
            rejected.iter().for_each(|&taken| rows.reject(row(taken)));
            let mut left: Vec<u64> = (0..500).filter(|taken| !rejected.contains(taken)).collect();
            for (loaded, &taken) in left.iter().enumerate() {
                prop_assert_eq!(rows.place(loaded as u32), row(taken));
            }
            rows.leave_out(left_out.iter().map(|&loaded| loaded as u32));
            left_out.iter().rev().for_each(|&loaded| {
                left.remove(loaded);
            });
            for (loaded, &taken) in left.iter().enumerate() {
                prop_assert_eq!(rows.place(loaded as u32), row(taken));
            }
        }
    }

    #[test]
    fn a_row_is_repaired_once() {
        let mut rows = LoadedRows::new(NonZeroU32::MIN);
        rows.reject(1);
        rows.repair(3);
        assert!(!rows.repair_loaded(1), "row 3 is the second that was loaded");
        assert!(rows.repair_loaded(0) && !rows.repair_loaded(0) && rows.is_repaired(0) && !rows.is_repaired(7));
    }
}

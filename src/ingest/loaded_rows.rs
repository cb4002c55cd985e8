//! Which rows of the file the rows of the table are, and which of them were repaired: a bit for each row that is no
//! ordinary one, so that what is found after reading can still be told with its place and counted once.

use std::num::NonZeroU32;

/// The rows of the file that were taken, with what became of them.
#[derive(Debug, Default)]
pub(super) struct LoadedRows {
    every: u64,
    /// By taken row.
    rejected: Bits,
    repaired: Bits,
    /// Rejected rows before each word of `rejected`; made when first asked for.
    before: Vec<u32>,
}

impl LoadedRows {
    /// The rows of a file of which the first of each so many is taken.
    pub(super) fn new(every: NonZeroU32) -> Self {
        Self { every: u64::from(every.get()), ..Self::default() }
    }

    /// The row of the file, from 1, that is the so many-th taken, from 0.
    pub(super) fn row_of(&self, taken: u64) -> u64 {
        taken * self.every + 1
    }

    fn taken_of(&self, row: u64) -> usize {
        (row.saturating_sub(1) / self.every) as usize
    }

    /// Notes that this row of the file is not in the table.
    pub(super) fn reject(&mut self, row: u64) {
        self.rejected.set(self.taken_of(row));
    }

    /// Notes that this row of the file was repaired.
    pub(super) fn repair(&mut self, row: u64) {
        self.repaired.set(self.taken_of(row));
    }

    /// The row of the file that this row of the table is.
    pub(super) fn place(&mut self, loaded: u32) -> u64 {
        let taken = self.taken(loaded);
        self.row_of(taken as u64)
    }

    /// Notes that this row of the table was repaired; whether it had not been before.
    pub(super) fn repair_loaded(&mut self, loaded: u32) -> bool {
        let taken = self.taken(loaded);
        !self.repaired.set(taken)
    }

    /// Whether this row of the table was repaired.
    pub(super) fn is_repaired(&mut self, loaded: u32) -> bool {
        let taken = self.taken(loaded);
        self.repaired.has(taken)
    }

    /// Which of the taken rows is the so many-th that was not rejected.
    fn taken(&mut self, loaded: u32) -> usize {
        let words = &self.rejected.0;
        if self.before.len() != words.len() {
            let mut sum = 0;
            self.before.clear();
            for word in words {
                self.before.push(sum);
                sum += word.count_ones();
            }
        }
        let loaded = loaded as usize;
        // The last word before which no more rows were loaded than this one's number.
        let mut places = 0..words.len();
        while !places.is_empty() {
            let middle = places.start + places.len() / 2;
            let loaded_before = middle * 64 - self.before[middle] as usize;
            if loaded_before <= loaded { places.start = middle + 1 } else { places.end = middle }
        }
        let Some(word) = places.start.checked_sub(1) else { return loaded };
        let mut left = loaded - (word * 64 - self.before[word] as usize);
        let mut bits = words[word];
        for bit in 0..64 {
            if bits & 1 == 0 {
                if left == 0 {
                    return word * 64 + bit;
                }
                left -= 1;
            }
            bits >>= 1;
        }
        // Behind the last word nothing was rejected.
        (word + 1) * 64 + left
    }
}

/// A growing set of small numbers.
#[derive(Debug, Default)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    /// Adds a number; whether it was there.
    pub(super) fn set(&mut self, at: usize) -> bool {
        let (word, bit) = (at / 64, 1 << (at % 64));
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        let was = self.0[word] & bit != 0;
        self.0[word] |= bit;
        was
    }

    /// Whether a number is in it.
    pub(super) fn has(&self, at: usize) -> bool {
        self.0.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
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
        ) {
            let every = NonZeroU32::new(every).expect("above zero");
            let mut rows = LoadedRows::new(every);
            rejected.iter().for_each(|&taken| rows.reject(taken * u64::from(every.get()) + 1));
            let left: Vec<u64> = (0..500).filter(|taken| !rejected.contains(taken)).collect();
            for (loaded, taken) in left.into_iter().enumerate() {
                prop_assert_eq!(rows.place(loaded as u32), taken * u64::from(every.get()) + 1);
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

//! Sets of small numbers, a bit for each, with which rows are told apart at the cost of a bit or two a row.

/// A growing set of small numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Bits(Vec<u64>);

impl Bits {
    /// Adds a number; whether it was there.
    pub(crate) fn set(&mut self, at: usize) -> bool {
        let (word, bit) = (at / 64, 1 << (at % 64));
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        let was = self.0[word] & bit != 0;
        self.0[word] |= bit;
        was
    }

    /// Whether a number is in it.
    pub(crate) fn has(&self, at: usize) -> bool {
        self.0.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
    }
}

/// Words between two counts: a count costs a sixteenth of the bits it is about.
const BLOCK: usize = 8;
/// Numbers between two counts.
const IN_BLOCK: usize = BLOCK * 64;

/// A set that is complete, with what finds the so many-th number that is in it, or that is not: counts of its members
/// before each 512 numbers. Beyond the greatest member there is nothing but numbers that are not in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Ranked {
    bits: Bits,
    /// Members before each block of words, and before the end.
    before: Vec<u32>,
}

impl Ranked {
    /// The set, counted.
    pub(crate) fn new(bits: Bits) -> Self {
        let mut sum = 0;
        let mut before = vec![0];
        for block in bits.0.chunks(BLOCK) {
            sum += block.iter().map(|word| word.count_ones()).sum::<u32>();
            before.push(sum);
        }
        Self { bits, before }
    }

    /// Whether a number is in it.
    pub(crate) fn has(&self, at: usize) -> bool {
        self.bits.has(at)
    }

    /// How many members there are.
    pub(crate) fn len(&self) -> usize {
        self.before.last().map_or(0, |&all| all as usize)
    }

    /// How many members are less than this number.
    pub(crate) fn before(&self, at: usize) -> usize {
        let block = at / IN_BLOCK;
        if block + 1 >= self.before.len() {
            return self.len();
        }
        let words = self.bits.0.get(block * BLOCK..).unwrap_or_default();
        let whole = words.iter().take(at / 64 - block * BLOCK);
        let last = self.bits.0.get(at / 64).map_or(0, |word| word & ((1 << (at % 64)) - 1));
        let counted = whole.chain([&last]).map(|word| word.count_ones()).sum::<u32>();
        (self.before[block] + counted) as usize
    }

    /// The so many-th member, from 0.
    pub(crate) fn member(&self, number: usize) -> Option<usize> {
        (number < self.len()).then(|| self.find(number, |block| self.before[block] as usize, |word| word))
    }

    /// The so many-th number that is not a member, from 0.
    pub(crate) fn other(&self, number: usize) -> usize {
        self.find(number, |block| block * IN_BLOCK - self.before[block] as usize, |word| !word)
    }

    /// Where the so many-th bit is of those that `wanted` leaves in each word, `before` of which stand before a block.
    fn find(&self, number: usize, before: impl Fn(usize) -> usize, wanted: impl Fn(u64) -> u64) -> usize {
        // The last block before which there are no more than that, or the end.
        let mut blocks = 0..self.before.len();
        while blocks.len() > 1 {
            let middle = blocks.start + blocks.len() / 2;
            if before(middle) <= number { blocks.start = middle } else { blocks.end = middle }
        }
        let mut left = number - before(blocks.start);
        let words = self.bits.0.get(blocks.start * BLOCK..).unwrap_or_default();
        for (at, &word) in words.iter().take(BLOCK).enumerate() {
            let mut bits = wanted(word);
            let count = bits.count_ones() as usize;
            if left < count {
                for _ in 0..left {
                    bits &= bits - 1;
                }
                return (blocks.start * BLOCK + at) * 64 + bits.trailing_zeros() as usize;
            }
            left -= count;
        }
        // Behind the last word there are no members.
        (blocks.start * BLOCK + words.len().min(BLOCK)) * 64 + left
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn members_and_others_are_found_and_counted(
            members in proptest::collection::btree_set(0_usize..3_000, 0..600),
            dense in 0_usize..1_500,
        ) {
            let mut bits = Bits::default();
            let is_member = |at: usize| at < dense || members.contains(&at);
            for at in (0..3_000).filter(|&at| is_member(at)) {
                prop_assert!(!bits.set(at));
            }
            let ranked = Ranked::new(bits);
            let (mut inside, mut outside) = (0, 0);
            for at in 0..4_000 {
                prop_assert_eq!(ranked.has(at), is_member(at));
                prop_assert_eq!(ranked.before(at), inside);
                if is_member(at) {
                    prop_assert_eq!(ranked.member(inside), Some(at));
                    inside += 1;
                } else {
                    prop_assert_eq!(ranked.other(outside), at);
                    outside += 1;
                }
            }
            prop_assert_eq!((ranked.len(), ranked.member(inside)), (inside, None));
        }
    }
}

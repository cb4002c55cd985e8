//! A seedling as plain words: how it travels to other workers. Not a file format: both ends are of one build.
//!
//! The random stream does not travel. It is made anew, and the sample drawn once more and thrown away, so that the stream
//! stands where it stood.

use super::{Seedling, Sizes, TreeKind, sample};

/// Words that are no seedling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SeedlingError {
    /// There are fewer or more words than a seedling of its sizes has.
    #[error("the seedling has {found} words instead of {expected}")]
    Length {
        /// How many words there are.
        found: usize,
        /// How many there must be.
        expected: u64,
    },
    /// There is no such kind of tree.
    #[error("there is no kind of tree with the number {0}")]
    Kind(u32),
    /// No seedling has these sizes.
    #[error("no tree is grown from {sample_size} of {rows} rows of {features} features")]
    Sizes {
        /// How many rows the matrix has.
        rows: u32,
        /// How many features a row has.
        features: u32,
        /// How many rows were drawn.
        sample_size: u32,
    },
}

/// Words before the values: kind, two of the seed, index, rows, features, sample size.
const HEAD: usize = 7;

impl Seedling {
    /// The seedling as words: its head, then the sample's values by column.
    pub fn to_words(&self) -> Vec<u32> {
        let Sizes { rows, features, sample_size } = self.sizes;
        let mut words = Vec::with_capacity(HEAD + self.columns.len() * sample_size as usize);
        words.extend([self.kind as u32, self.seed as u32, (self.seed >> 32) as u32, self.index]);
        words.extend([rows, u32::from(features), sample_size]);
        words.extend(self.columns.iter().flatten().map(|value| value.to_bits()));
        words
    }

    /// The seedling of these words.
    ///
    /// # Errors
    /// [`SeedlingError`] for words that [`Self::to_words`] did not write.
    pub fn from_words(words: &[u32]) -> Result<Self, SeedlingError> {
        let (&[kind, low, high, index, rows, features, sample_size], values) = words
            .split_first_chunk::<HEAD>()
            .ok_or(SeedlingError::Length { found: words.len(), expected: HEAD as u64 })?;
        let kind = TreeKind::ALL.into_iter().find(|&known| known as u32 == kind).ok_or(SeedlingError::Kind(kind))?;
        let sizes = match u16::try_from(features) {
            Ok(features) if features > 0 && (1..=rows).contains(&sample_size) => Sizes { rows, features, sample_size },
            _ => return Err(SeedlingError::Sizes { rows, features, sample_size }),
        };
        let expected = HEAD as u64 + u64::from(features) * u64::from(sample_size);
        // Before anything of these sizes is made.
        if words.len() as u64 != expected {
            return Err(SeedlingError::Length { found: words.len(), expected });
        }
        let seed = u64::from(low) | u64::from(high) << 32;
        let columns = values
            .chunks_exact(sample_size as usize)
            .map(|column| column.iter().map(|&value| f32::from_bits(value)).collect())
            .collect();
        let (_, stream) = sample(kind, seed, index, sizes);
        Ok(Self { kind, seed, index, sizes, columns, stream })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Matrix;
    use crate::{GrownTree, Hyperparameters};
    use proptest::prelude::*;

    fn matrix(rows: usize, width: usize) -> Matrix {
        let value = |place: usize| if place.is_multiple_of(17) { f32::NAN } else { (place * 7919 % 1013) as f32 };
        let column = |column: usize| (0..rows).map(|row| value(row * width + column)).collect();
        Matrix::from_columns((0..width).map(column).collect()).expect("of its shape")
    }

    proptest! {
        #[test]
        fn a_seedling_that_travelled_grows_the_same_tree(
            rows in 1..400_usize, width in 1..5_usize, sample in 2..300_u32, seed in any::<u64>(), index in any::<u32>(),
        ) {
            let hyperparameters = Hyperparameters::new(1, sample, seed).expect("within bounds");
            for kind in TreeKind::ALL {
                let draw = || Seedling::draw(kind, &matrix(rows, width), &hyperparameters, index).expect("of its shape");
                let travelled = Seedling::from_words(&draw().to_words()).expect("written by to_words");
                prop_assert_eq!(travelled.to_words(), draw().to_words());
                let tree = draw().grow();
                prop_assert_eq!(&travelled.grow(), &tree);
                prop_assert_eq!(GrownTree::from_words(&tree.to_words(), kind, width), Ok(tree));
            }
        }

        #[test]
        fn damaged_words_are_refused_or_grown(place in 0..80_usize, value in any::<u32>()) {
            let hyperparameters = Hyperparameters::new(1, 32, 1).expect("within bounds");
            let mut words = Seedling::draw(TreeKind::FairCut, &matrix(100, 2), &hyperparameters, 3).expect("of its shape").to_words();
            let place = place % words.len();
            words[place] = value;
            if let Ok(seedling) = Seedling::from_words(&words) {
                let (kind, features) = (seedling.kind(), seedling.features());
                let tree = seedling.grow();
                prop_assert_eq!(GrownTree::from_words(&tree.to_words(), kind, features), Ok(tree));
            }
        }
    }

    #[test]
    fn what_is_cut_or_prolonged_is_refused() {
        let hyperparameters = Hyperparameters::new(1, 8, 1).expect("within bounds");
        let words =
            Seedling::draw(TreeKind::Isolation, &matrix(20, 2), &hyperparameters, 0).expect("of its shape").to_words();
        assert_eq!(words.len(), HEAD + 16);
        for end in 0..words.len() {
            let expected = if end < HEAD { HEAD as u64 } else { words.len() as u64 };
            let error = SeedlingError::Length { found: end, expected };
            assert_eq!(Seedling::from_words(&words[..end]).err(), Some(error));
        }
        assert!(matches!(Seedling::from_words(&[&words[..], &[0]].concat()), Err(SeedlingError::Length { .. })));
    }

    #[test]
    fn sizes_and_kinds_that_do_not_exist_are_refused() {
        let hyperparameters = Hyperparameters::new(1, 8, 1).expect("within bounds");
        let words =
            Seedling::draw(TreeKind::Isolation, &matrix(20, 2), &hyperparameters, 0).expect("of its shape").to_words();
        let with = |place: usize, value: u32| {
            let mut words = words.clone();
            words[place] = value;
            Seedling::from_words(&words).err()
        };
        assert_eq!(with(0, 3), Some(SeedlingError::Kind(3)));
        assert_eq!(with(4, 7), Some(SeedlingError::Sizes { rows: 7, features: 2, sample_size: 8 }));
        assert_eq!(with(5, 0), Some(SeedlingError::Sizes { rows: 20, features: 0, sample_size: 8 }));
        assert_eq!(with(5, 65_538), Some(SeedlingError::Sizes { rows: 20, features: 65_538, sample_size: 8 }));
        assert_eq!(with(6, 0), Some(SeedlingError::Sizes { rows: 20, features: 2, sample_size: 0 }));
    }
}

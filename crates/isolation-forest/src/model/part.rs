//! A part of a model: one fitted forest, whichever its splits.

use crate::tree::{Forest, WireError};
use crate::{ObliqueForest, ShapeError};

/// One fitted forest.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Splits of one feature.
    Axis(Forest),
    /// Splits along hyperplanes of two features.
    Oblique(ObliqueForest),
}

/// What holds for the forest of a part, whichever its splits.
macro_rules! either {
    ($part:expr, $forest:ident => $does:expr) => {
        match $part {
            $crate::Part::Axis($forest) => $does,
            $crate::Part::Oblique($forest) => $does,
        }
    };
}
pub(crate) use either;

/// The first word of a forest of splits of one feature.
const AXIS: u32 = 1;
/// The first word of a forest of hyperplanes.
const OBLIQUE: u32 = 2;

impl Part {
    /// How many features a row has.
    pub fn features(&self) -> usize {
        either!(self, forest => forest.features())
    }

    /// How many rows each tree was grown from.
    pub fn sample_size(&self) -> u32 {
        either!(self, forest => forest.sample_size())
    }

    /// How many trees there are.
    pub fn trees_len(&self) -> usize {
        either!(self, forest => forest.trees().len())
    }

    /// The mean path length of a row: the plain definition.
    ///
    /// # Errors
    /// [`ShapeError`] when there are not as many values as features.
    pub fn mean_path_length(&self, row: &[f32]) -> Result<f64, ShapeError> {
        either!(self, forest => forest.mean_path_length(row))
    }

    /// The mean path lengths of rows that are given by column: the bits of [`Self::mean_path_length`], sooner.
    ///
    /// # Errors
    /// [`ShapeError`] when there are not as many columns as features, or the columns differ in length.
    pub fn mean_paths(&self, columns: &[&[f32]]) -> Result<Vec<f64>, ShapeError> {
        either!(self, forest => forest.mean_paths(columns))
    }

    /// The contribution of each feature to the mean path length of a row, less the average c(sample size).
    ///
    /// # Errors
    /// [`ShapeError`] when there are not as many values as features.
    pub fn contributions(&self, row: &[f32]) -> Result<Vec<f64>, ShapeError> {
        either!(self, forest => forest.contributions(row))
    }

    /// The path length of a row in each tree, in their order.
    ///
    /// # Errors
    /// [`ShapeError`] when there are not as many values as features.
    pub fn tree_paths(&self, row: &[f32]) -> Result<Vec<f64>, ShapeError> {
        either!(self, forest => forest.tree_paths(row))
    }

    /// Between which numbers the mean path of any row is: the means over the trees of their shortest and longest paths.
    pub fn path_bounds(&self) -> (f64, f64) {
        either!(self, forest => forest.path_bounds())
    }

    /// Whether some split looks at one of these features.
    pub fn looks_at(&self, features: &[bool]) -> bool {
        either!(self, forest => forest.looks_at(features))
    }

    /// The forest as words, its kind first.
    pub fn to_words(&self) -> Vec<u32> {
        let kind = match self {
            Self::Axis(_) => AXIS,
            Self::Oblique(_) => OBLIQUE,
        };
        [vec![kind], either!(self, forest => forest.to_words())].concat()
    }

    /// The forest of these words.
    ///
    /// # Errors
    /// [`WireError`] for words that [`Self::to_words`] did not write.
    pub fn from_words(words: &[u32]) -> Result<Self, WireError> {
        match words.split_first() {
            Some((&AXIS, words)) => Forest::from_words(words).map(Self::Axis),
            Some((&OBLIQUE, words)) => Forest::from_words(words).map(Self::Oblique),
            _ => Err(WireError::CutOff),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Hyperparameters, Matrix, Method, Model};

    #[test]
    fn each_kind_of_forest_comes_back_as_what_it_was() {
        let columns =
            vec![(0..100).map(|row| (row * 7 % 31) as f32).collect(), (0..100).map(|row| row as f32).collect()];
        let matrix = Matrix::from_columns(columns).expect("of its shape");
        let hyperparameters = Hyperparameters::new(3, 32, 1).expect("within bounds");
        for part in Model::grow(Method::Mixture, &matrix, &hyperparameters).expect("of its shape") {
            assert_eq!(Part::from_words(&part.to_words()), Ok(part));
        }
        assert_eq!(Part::from_words(&[]), Err(WireError::CutOff));
        assert_eq!(Part::from_words(&[7]), Err(WireError::CutOff));
    }
}

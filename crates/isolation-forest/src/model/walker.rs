//! The mean paths of many rows: the fastest way that a forest has.

use super::Part;
use crate::{ObliqueForest, RankedForest, ShapeError};

/// A forest, laid out for walking many rows.
pub enum Walker {
    /// Splits of one feature: by the ranks of the values.
    Ranked(RankedForest),
    /// Hyperplanes: side by side.
    Oblique(ObliqueForest),
}

impl Walker {
    /// Lays a forest out. That takes as long as scoring some thousand rows.
    pub fn new(part: &Part) -> Self {
        match part {
            Part::Axis(forest) => Self::Ranked(RankedForest::compile(forest)),
            Part::Oblique(forest) => Self::Oblique(forest.clone()),
        }
    }

    /// How many features a row has.
    pub fn features(&self) -> usize {
        match self {
            Self::Ranked(forest) => forest.forest().features(),
            Self::Oblique(forest) => forest.features(),
        }
    }

    /// The mean path lengths of rows that are given by column: the bits of [`Part::mean_path_length`].
    ///
    /// # Errors
    /// [`ShapeError`] when there are not as many columns as features, or the columns differ in length.
    pub fn mean_paths(&self, columns: &[&[f32]]) -> Result<Vec<f64>, ShapeError> {
        match self {
            Self::Ranked(forest) => forest.mean_paths(columns),
            Self::Oblique(forest) => forest.mean_paths(columns),
        }
    }
}

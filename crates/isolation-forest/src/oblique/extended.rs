//! Extended Isolation Forest (Hariri, Carrasco Kind and Brunner 2019, arXiv:1811.02141) with hyperplanes of two features:
//! extension level 1.
//!
//! A hyperplane has a random direction and goes through a random point of the box that the node's rows span. Two things
//! differ from the paper:
//!
//! - The normal coefficients are per standard deviation of a feature in the tree's sample: the paper's forest on
//!   standardised features. On features as they are, of a bitrate in kbit/s and a ratio only the bitrate would count; here a
//!   forest does not change with the units, as the classic one does not. (Why in the sample and not in the node: see
//!   `docs/accuracy.md`.)
//! - Features that are constant in the node are not drawn, as in the classic forest. With them, a split may be none.
//!
//! As in the paper, a hyperplane that misses the rows is kept: the empty side is a leaf of no row, where a path ends at its
//! depth. It marks a part of the box where nothing was seen, which is what the kind is good at.

use super::grow::{Direction, ObliqueCut, deviation, draw_two};
use super::{ObliqueForest, ObliqueTree};
use crate::growth::{
    Sample, Seedling, TreeKind, depth_limit, finite, floor_f32, grow_forest, grow_tree, range, threshold,
};
use crate::random::Stream;
use crate::{Hyperparameters, Matrix, ShapeError};

impl ObliqueForest {
    /// Fits an Extended Isolation Forest to the rows of a matrix.
    ///
    /// A tree is grown from a sample without replacement and at most `ceil(log2(sample))` deep. At each node two features
    /// are drawn among those that are not constant there, with coefficients `w ~ N(0, 1) / (standard deviation in the
    /// sample)` and a point `p` uniform between their least and greatest values; rows with `w · x <= w · p` go left. Where
    /// only one feature varies, or the two together do not (no row has both), the first is cut alone, at a threshold
    /// uniform in its range. Rows with a missing projection follow the larger side (the left one when both are equal).
    ///
    /// # Errors
    /// [`ShapeError`] for a matrix without a row or a column, or with more than 65,535 columns or 2^32 - 1 rows.
    pub fn fit_extended(matrix: &Matrix, hyperparameters: &Hyperparameters) -> Result<Self, ShapeError> {
        grow_forest(matrix, hyperparameters, TreeKind::Extended, grow)
    }
}

/// Grows the tree of a seedling.
pub(crate) fn grow(seedling: Seedling) -> ObliqueTree {
    let limit = depth_limit(seedling.sample_size());
    let deviations: Vec<f64> = seedling.columns.iter().map(|column| deviation(column.iter().copied())).collect();
    grow_tree(seedling, limit, |sample, rows, stream| draw_cut(sample, &deviations, rows, stream))
}

/// Draws a hyperplane, given the standard deviation of each feature over the sample.
fn draw_cut(sample: &mut Sample, deviations: &[f64], rows: &[u32], stream: &mut Stream) -> Option<ObliqueCut> {
    let (first, second) = draw_two(sample, rows, stream)?;
    if let Some(second) = second {
        let features = [first.feature, second.feature];
        let direction = Direction::draw(features, features.map(|feature| deviations[usize::from(feature)]), stream);
        let (least, greatest) = range(rows.iter().copied().map(direction.projection(sample)));
        if least < greatest {
            let point = [first, second].map(|varying| {
                let (low, high) = (finite(varying.least), finite(varying.greatest));
                (high - low) * stream.unit() + low
            });
            let [w0, w1] = direction.weights.map(f64::from);
            let threshold = floor_f32(w0 * point[0] + w1 * point[1]);
            return Some(ObliqueCut { direction, threshold });
        }
    }
    let direction = Direction::of_one(first.feature);
    let (least, greatest) = range(rows.iter().copied().map(direction.projection(sample)));
    (least < greatest).then(|| ObliqueCut { direction, threshold: threshold(least, greatest, stream.unit()) })
}

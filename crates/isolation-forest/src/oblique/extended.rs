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

use super::grow::{Cut, Direction, Sample, finite, grow_forest, grow_tree, range};
use super::tree::{ObliqueForest, ObliqueTree};
use crate::Matrix;
use crate::axis::{depth_limit, floor_f32, threshold};
use crate::random::Stream;
use crate::{Hyperparameters, Seedling, TreeKind};

impl ObliqueForest {
    /// Fits an Extended Isolation Forest to the rows of a matrix.
    ///
    /// A tree is grown from a sample without replacement and at most `ceil(log2(sample))` deep. At each node two features
    /// are drawn among those that are not constant there, with coefficients `w ~ N(0, 1) / (standard deviation in the
    /// sample)` and a point `p` uniform between their least and greatest values; rows with `w · x <= w · p` go left. Where
    /// only one feature varies, or the two together do not (no row has both), the first is cut alone, at a threshold
    /// uniform in its range. Rows with a missing projection follow the larger side (the left one when both are equal).
    ///
    /// # Panics
    /// For a matrix without a row or a column, or with more than 65,535 columns or 2^32 - 1 rows.
    pub fn fit_extended(matrix: &Matrix, hyperparameters: &Hyperparameters) -> Self {
        grow_forest(matrix, hyperparameters, TreeKind::Extended, grow)
    }
}

/// Grows the tree of a seedling.
pub(crate) fn grow(seedling: Seedling) -> ObliqueTree {
    let limit = depth_limit(seedling.sample_size());
    grow_tree(seedling, limit, draw_cut)
}

fn draw_cut(sample: &mut Sample, rows: &[u32], stream: &mut Stream) -> Option<Cut> {
    let (first, second) = sample.draw_features(rows, stream);
    let first = first?;
    if let Some(second) = second {
        let features = [first.feature, second.feature];
        let direction = Direction::draw(features, sample.deviations_in_sample(features), stream);
        let (least, greatest) = range(sample.projections(rows, &direction));
        if least < greatest {
            let point = [first, second].map(|varying| {
                let (low, high) = (finite(varying.least), finite(varying.greatest));
                (high - low) * stream.unit() + low
            });
            let [w0, w1] = direction.weights.map(f64::from);
            let threshold = floor_f32(w0 * point[0] + w1 * point[1]);
            return Some(Cut { direction, threshold });
        }
    }
    let direction = Direction::of_one(first.feature);
    let (least, greatest) = range(sample.projections(rows, &direction));
    (least < greatest).then(|| Cut { direction, threshold: threshold(least, greatest, stream.unit()) })
}

//! Fair-Cut Forest (Cortes 2021, arXiv:2110.13402) with hyperplanes of two features.
//!
//! The direction of a hyperplane is random, its threshold is not: it is where both sides are tightest. So a cut falls into
//! a gap between groups of rows rather than through one of them, and small groups apart from the rest are found where
//! random thresholds see one broad cloud.

use super::grow::{Direction, ObliqueCut, deviation, draw_two};
use super::{ObliqueForest, ObliqueTree};
use crate::growth::{Sample, Seedling, TreeKind, finite, floor_f32, grow_forest, grow_tree};
use crate::random::Stream;
use crate::{Hyperparameters, Matrix, ShapeError};

/// How deep a tree is at most, whatever the sample size: what 256 rows need to stand alone.
const DEPTH_LIMIT: u32 = 8;

impl ObliqueForest {
    /// Fits a Fair-Cut Forest to the rows of a matrix.
    ///
    /// A tree is grown from a sample without replacement and at most 8 deep. At each node two features are drawn among those
    /// that are not constant there, with coefficients `N(0, 1) / (standard deviation in the node)`. The threshold is the
    /// midpoint between two neighbouring values of the projection that maximises the pooled gain `1 - (n_l / n · s_l + n_r / n
    /// · s_r) / s`, where `s` are the standard deviations of the projection; the lowest of several. Where only one feature
    /// varies, or the two together do not (no row has both), the first is cut alone in the same way. Rows with a missing
    /// projection do not count in the gain and follow the larger side (the left one when both are equal).
    ///
    /// # Errors
    /// [`ShapeError`] for a matrix without a row or a column, or with more than 65,535 columns or 2^32 - 1 rows.
    pub fn fit_fair_cut(matrix: &Matrix, hyperparameters: &Hyperparameters) -> Result<Self, ShapeError> {
        grow_forest(matrix, hyperparameters, TreeKind::FairCut, grow)
    }
}

/// Grows the tree of a seedling.
pub(crate) fn grow(seedling: Seedling) -> ObliqueTree {
    grow_tree(seedling, DEPTH_LIMIT, draw_cut)
}

fn draw_cut(sample: &mut Sample, rows: &[u32], stream: &mut Stream) -> Option<ObliqueCut> {
    let (first, second) = draw_two(sample, rows, stream)?;
    let together = second.map(|second| {
        let features = [first.feature, second.feature];
        let deviation_in_node = |feature| {
            let column = sample.column(feature);
            deviation(rows.iter().map(|&row| column[row as usize]))
        };
        Direction::draw(features, features.map(deviation_in_node), stream)
    });
    together.into_iter().chain([Direction::of_one(first.feature)]).find_map(|direction| {
        let projections = rows.iter().copied().map(direction.projection(sample));
        let mut projections: Vec<f32> = projections.filter(|projection| !projection.is_nan()).collect();
        projections.sort_unstable_by(f32::total_cmp);
        fairest_threshold(&projections).map(|threshold| ObliqueCut { direction, threshold })
    })
}

/// The midpoint between two neighbours of these rising values that maximises the pooled gain; `None` where all are equal.
///
/// As `s` and `n` are the same for all, the greatest gain is the least `n_l · s_l + n_r · s_r`, and `n · s` is the root of
/// `n · Σ (x - mean)²`. Those sums are updated from value to value (Welford 1962), from below for the left side and from
/// above for the right one: no difference of large sums is ever taken.
fn fairest_threshold(rising: &[f32]) -> Option<f32> {
    let below = cumulated_deviations(rising.iter().copied());
    let above = cumulated_deviations(rising.iter().rev().copied());
    let mut best: Option<(f64, usize)> = None;
    for right in 1..rising.len() {
        if rising[right - 1] < rising[right] {
            let cost = below[right - 1] + above[rising.len() - right - 1];
            if best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, right));
            }
        }
    }
    best.map(|(_, right)| midpoint(rising[right - 1], rising[right]))
}

/// For each of these values `n · s` of those up to it.
fn cumulated_deviations(values: impl Iterator<Item = f32>) -> Vec<f64> {
    let (mut count, mut mean, mut squares) = (0.0, 0.0, 0.0);
    values
        .map(|value| {
            let value = finite(value);
            count += 1.0;
            let before = value - mean;
            mean += before / count;
            squares += before * (value - mean);
            (count * squares).sqrt()
        })
        .collect()
}

/// The greatest f32 that is not above the middle of two rising values, which it separates.
fn midpoint(low: f32, high: f32) -> f32 {
    let middle = floor_f32((finite(low) + finite(high)) / 2.0);
    if middle < high { middle.max(low) } else { low }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `n · s` as the definition has it: the mean first, then the squares about it.
    fn spread(values: &[f32]) -> f64 {
        let count = values.len() as f64;
        let mean = values.iter().map(|&value| f64::from(value)).sum::<f64>() / count;
        let squares = values.iter().map(|&value| (f64::from(value) - mean) * (f64::from(value) - mean)).sum::<f64>();
        count * (squares / count).sqrt()
    }

    fn gain(rising: &[f32], threshold: f32) -> f64 {
        let (left, right) = rising.split_at(rising.partition_point(|&value| value <= threshold));
        1.0 - (spread(left) + spread(right)) / spread(rising)
    }

    proptest! {
        #[test]
        fn no_threshold_gains_more(
            mut values in proptest::collection::vec(
                prop_oneof![-100.0_f32..100.0, (0..6_u8).prop_map(f32::from), 1e6_f32..1.001e6], 2..60),
        ) {
            values.sort_by(f32::total_cmp);
            match fairest_threshold(&values) {
                None => prop_assert_eq!(values[0], values[values.len() - 1]),
                Some(threshold) => {
                    prop_assert!(values[0] <= threshold && threshold < values[values.len() - 1]);
                    let found = gain(&values, threshold);
                    prop_assert!(found >= -1e-12);
                    for &other in &values[..values.len() - 1] {
                        if other < values[values.len() - 1] {
                            prop_assert!(gain(&values, other) <= found + 1e-9, "{} gains more", other);
                        }
                    }
                }
            }
        }

        #[test]
        fn the_midpoint_separates(low in any::<f32>(), high in any::<f32>()) {
            prop_assume!(low < high);
            for (low, high) in [(low, high), (low, low.next_up()), (high.next_down(), high)] {
                let threshold = midpoint(low, high);
                prop_assert!(low <= threshold && threshold < high, "{} {} {}", low, threshold, high);
            }
        }
    }

    #[test]
    fn the_cut_falls_into_the_gap() {
        assert_eq!(fairest_threshold(&[0.0, 1.0, 2.0, 10.0, 11.0]), Some(6.0));
        // Both gaps of 1 are as good: the lower one.
        assert_eq!(fairest_threshold(&[1.0, 2.0, 3.0]), Some(1.5));
        assert_eq!(fairest_threshold(&[1.0, 1.0, 1.0, 4.0]), Some(2.5));
        assert_eq!(fairest_threshold(&[3.0; 5]), None);
        assert_eq!(fairest_threshold(&[-0.0, 0.0]), None, "both zeros are one value");
        assert_eq!(fairest_threshold(&[]), None);
    }

    #[test]
    fn infinities_are_cut_off() {
        assert_eq!(fairest_threshold(&[f32::NEG_INFINITY, 0.0, 1.0]), Some(f32::MIN / 2.0));
        assert_eq!(midpoint(f32::NEG_INFINITY, f32::MIN), f32::NEG_INFINITY);
        assert_eq!(midpoint(f32::MAX, f32::INFINITY), f32::MAX);
        assert_eq!(midpoint(f32::NEG_INFINITY, f32::INFINITY), 0.0);
    }
}

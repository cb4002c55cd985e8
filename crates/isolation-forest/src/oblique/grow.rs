//! What both kinds of hyperplanes draw.

use super::ObliqueNode;
use super::node::project;
use crate::growth::{Cut, Sample, Varying};
use crate::random::Stream;

/// A hyperplane that waits for its threshold.
pub(crate) struct Direction {
    pub weights: [f32; 2],
    pub features: [u16; 2],
    pub share: f32,
}

impl Direction {
    /// A random direction in the plane of two features: normal coefficients, each per standard deviation of its feature,
    /// scaled so that the larger one is 1 (or -1) and neither overflows.
    pub fn draw(features: [u16; 2], deviations: [f64; 2], stream: &mut Stream) -> Self {
        let normal = stream.normal_pair();
        let per_unit = [normal[0] / deviations[0], normal[1] / deviations[1]];
        let largest = per_unit[0].abs().max(per_unit[1].abs());
        Self {
            weights: per_unit.map(|weight| (weight / largest) as f32),
            features,
            share: (normal[0].abs() / (normal[0].abs() + normal[1].abs())) as f32,
        }
    }

    /// One feature alone, as two halves: their sum is its value, infinities included.
    pub fn of_one(feature: u16) -> Self {
        Self { weights: [0.5; 2], features: [feature; 2], share: 1.0 }
    }

    /// The projections of the sample's rows.
    pub fn projection<'a>(&self, sample: &'a Sample) -> impl Fn(u32) -> f32 + use<'a> {
        let [first, second] = self.features.map(|feature| sample.column(feature));
        let weights = self.weights;
        move |row| project(weights, [first[row as usize], second[row as usize]])
    }
}

/// Where a node is cut.
pub(super) struct ObliqueCut {
    pub direction: Direction,
    pub threshold: f32,
}

impl Cut for ObliqueCut {
    type Node = ObliqueNode;

    fn threshold(&self) -> f32 {
        self.threshold
    }

    fn values<'a>(&self, sample: &'a Sample) -> impl Fn(u32) -> f32 + 'a {
        self.direction.projection(sample)
    }

    fn split(&self, left: u32, missing_right: bool) -> (ObliqueNode, f32) {
        let &Self { direction: Direction { weights, features, share }, threshold } = self;
        (ObliqueNode { weights, threshold, left, features, missing_right: u32::from(missing_right) }, share)
    }
}

/// Draws features without replacement until two are not constant over these rows. Missing values do not count.
pub(super) fn draw_two(sample: &mut Sample, rows: &[u32], stream: &mut Stream) -> Option<(Varying, Option<Varying>)> {
    let mut taken = 0;
    let first = sample.draw_varying(rows, &mut taken, stream)?;
    Some((first, sample.draw_varying(rows, &mut taken, stream)))
}

/// The standard deviation of these values, with their number in the divisor. Missing and infinite values are left out; 1
/// where nothing else varies, so that it can always be divided by.
pub(super) fn deviation(values: impl Iterator<Item = f32> + Clone) -> f64 {
    let values = values.filter(|value| value.is_finite()).map(f64::from);
    let (mut count, mut sum, mut squares) = (0.0, 0.0, 0.0);
    for value in values.clone() {
        count += 1.0;
        sum += value;
    }
    let mean = sum / count;
    for value in values {
        squares += (value - mean) * (value - mean);
    }
    let deviation = (squares / count).sqrt();
    if deviation > 0.0 { deviation } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use crate::growth::testing::{matrix, rows_end_where_they_were_counted};
    use crate::random::Stream;
    use crate::{Hyperparameters, Matrix, ObliqueForest, ShapeError, TreeKind};
    use proptest::prelude::*;

    struct Kind {
        fit: fn(&Matrix, &Hyperparameters) -> Result<ObliqueForest, ShapeError>,
        kind: TreeKind,
        always_separates: bool,
    }

    const KINDS: [Kind; 2] = [
        Kind { fit: ObliqueForest::fit_extended, kind: TreeKind::Extended, always_separates: false },
        Kind { fit: ObliqueForest::fit_fair_cut, kind: TreeKind::FairCut, always_separates: true },
    ];

    impl Kind {
        fn fit(&self, matrix: &Matrix, trees: u32, sample: u32, seed: u64) -> ObliqueForest {
            (self.fit)(matrix, &Hyperparameters::new(trees, sample, seed).expect("within bounds"))
                .expect("of its shape")
        }

        fn fit_default(&self, matrix: &Matrix) -> ObliqueForest {
            (self.fit)(matrix, &Hyperparameters::default()).expect("of its shape")
        }
    }

    proptest! {
        #[test]
        fn a_tree_accounts_for_every_row(matrix in matrix(), sample in 2..40_u32, seed in any::<u64>()) {
            for kind in KINDS {
                let forest = kind.fit(&matrix, 5, sample, seed);
                prop_assert_eq!(forest.sample_size(), sample.min(matrix.rows() as u32));
                let limit = if kind.always_separates { 8 } else { forest.sample_size().max(2).next_power_of_two().ilog2() };
                for tree in forest.trees() {
                    prop_assert_eq!(tree.samples()[0], forest.sample_size());
                    prop_assert!(tree.depth() <= limit);
                    for (place, node) in tree.nodes().iter().enumerate() {
                        if tree.is_leaf(place as u32) { continue }
                        let children = [node.left, node.left + 1].map(|child| tree.samples()[child as usize]);
                        prop_assert_eq!(children.iter().sum::<u32>(), tree.samples()[place]);
                        prop_assert!(!kind.always_separates || children.iter().all(|&rows| rows > 0), "a cut separates");
                        prop_assert!(node.missing_right == u32::from(children[1] > children[0])
                            || children[0] == children[1]);
                        // What an import would refuse is never grown.
                        prop_assert!(node.weights.iter().all(|weight| weight.is_finite()));
                        prop_assert!(!node.threshold.is_nan());
                        prop_assert!((0.0..=1.0).contains(&tree.shares()[place]));
                    }
                }
            }
        }

        #[test]
        fn training_rows_end_where_they_were_counted(matrix in matrix(), seed in any::<u64>()) {
            // A sample of all rows: each leaf must hold as many rows as walk to it.
            for kind in KINDS {
                rows_end_where_they_were_counted(&kind.fit(&matrix, 3, 60, seed), &matrix);
            }
        }

        #[test]
        fn only_sampled_rows_are_looked_at(seed in any::<u64>(), rows in 100..2000_usize) {
            let column = |step: usize| (0..rows).map(|row| (row * step % 101) as f32).collect::<Vec<_>>();
            let matrix = Matrix::from_columns(vec![column(7), column(11)]).expect("of its shape");
            for kind in KINDS {
                let forest = kind.fit(&matrix, 1, 8, seed);
                let sample = Stream::new(kind.kind.domain(), seed, 0).sample(rows as u32, 8);
                let kept = |column: &Vec<f32>| {
                    let keep = |row: usize| if sample.contains(&(row as u32)) { column[row] } else { f32::NAN };
                    (0..rows).map(keep).collect()
                };
                let emptied = Matrix::from_columns(matrix.columns().iter().map(kept).collect()).expect("of its shape");
                prop_assert_eq!(kind.fit(&emptied, 1, 8, seed), forest);
            }
        }
    }

    #[test]
    fn rows_that_are_all_equal_stay_together() {
        let matrix = Matrix::from_columns(vec![vec![1.0; 100], vec![f32::NAN; 100]]).expect("of its shape");
        for kind in KINDS {
            let forest = kind.fit_default(&matrix);
            assert!(forest.trees().iter().all(|tree| tree.nodes().len() == 1));
        }
    }

    #[test]
    fn duplicates_share_a_leaf() {
        // Three places of 40 rows each: at most three leaves hold rows, whatever the depth.
        let column = |step: usize| (0..120).map(|row| (row % 3 * step) as f32).collect();
        let matrix = Matrix::from_columns(vec![column(1), column(5)]).expect("of its shape");
        for kind in KINDS {
            for tree in kind.fit_default(&matrix).trees() {
                let holds = |&place: &u32| tree.is_leaf(place) && tree.samples()[place as usize] > 0;
                let leaves: Vec<u32> = (0..tree.nodes().len() as u32).filter(holds).collect();
                assert!(leaves.len() <= 3, "{leaves:?}");
            }
        }
    }

    #[test]
    fn features_that_no_row_has_both_are_cut_alone() {
        let half = |odd: usize| (0..200).map(|row| if row % 2 == odd { row as f32 } else { f32::NAN }).collect();
        let matrix = Matrix::from_columns(vec![half(0), half(1)]).expect("of its shape");
        for kind in KINDS {
            for tree in kind.fit_default(&matrix).trees() {
                let root = tree.nodes()[0];
                assert_eq!(root.features[0], root.features[1]);
                assert!(tree.samples()[root.left as usize] < 200, "the root separates");
            }
        }
    }

    #[test]
    fn units_do_not_matter() {
        let mut stream = Stream::new(b"testtest", 3, 0);
        let mut column = || (0..400).map(|_| stream.normal_pair()[0] as f32).collect::<Vec<_>>();
        let (x, y) = (column(), column());
        let scaled = y.iter().map(|value| value * 4096.0).collect();
        let (plain, scaled) = (
            Matrix::from_columns(vec![x.clone(), y]).expect("of its shape"),
            Matrix::from_columns(vec![x, scaled]).expect("of its shape"),
        );
        for kind in KINDS {
            let [plain, scaled] = [&plain, &scaled].map(|matrix| {
                let forest = kind.fit_default(matrix);
                (0..400)
                    .map(|row| forest.mean_path_length(&matrix.row(row)).expect("of its shape"))
                    .collect::<Vec<f64>>()
            });
            // Rounding may bring a row to the other side of a cut here and there.
            let close = plain.iter().zip(&scaled).filter(|(a, b)| (*a - *b).abs() < 0.1).count();
            assert!(close >= 396, "{close} of 400 rows are where they were");
        }
    }
}

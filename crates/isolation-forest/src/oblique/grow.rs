//! Growing trees of hyperplanes. Only the sampled rows are touched: the cost does not grow with the data.

use super::tree::{ObliqueForest, ObliqueNode, ObliqueTree, project};
use crate::Matrix;
use crate::growth::Sizes;
use crate::random::Stream;
use crate::{Hyperparameters, Seedling, TreeKind};

/// Where a node is cut.
pub(crate) struct Cut {
    pub direction: Direction,
    pub threshold: f32,
}

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
}

/// A feature that is not constant in a node, and its range there.
#[derive(Clone, Copy)]
pub(crate) struct Varying {
    pub feature: u16,
    pub least: f32,
    pub greatest: f32,
}

/// A sample of rows, by column.
pub(crate) struct Sample {
    columns: Vec<Vec<f32>>,
    /// The standard deviation of each feature over the sample.
    deviations: Vec<f64>,
    /// The features, shuffled as they are drawn.
    drawn: Vec<u16>,
}

impl Sample {
    fn of(columns: Vec<Vec<f32>>) -> Self {
        let deviations = columns.iter().map(|column| deviation(column.iter().copied())).collect();
        Self { deviations, drawn: (0..columns.len() as u16).collect(), columns }
    }

    /// The standard deviations of two features over the whole sample.
    pub fn deviations_in_sample(&self, features: [u16; 2]) -> [f64; 2] {
        features.map(|feature| self.deviations[usize::from(feature)])
    }

    /// The standard deviations of two features over these rows.
    pub fn deviations_in(&self, rows: &[u32], features: [u16; 2]) -> [f64; 2] {
        features.map(|feature| {
            let column = &self.columns[usize::from(feature)];
            deviation(rows.iter().map(|&row| column[row as usize]))
        })
    }

    /// Draws features without replacement until two are not constant over these rows. Missing values do not count.
    pub fn draw_features(&mut self, rows: &[u32], stream: &mut Stream) -> (Option<Varying>, Option<Varying>) {
        let width = self.drawn.len();
        let mut first = None;
        for taken in 0..width {
            let choice = taken + stream.below((width - taken) as u32) as usize;
            self.drawn.swap(taken, choice);
            let feature = self.drawn[taken];
            let column = &self.columns[usize::from(feature)];
            let (least, greatest) = range(rows.iter().map(|&row| column[row as usize]));
            if least < greatest {
                let varying = Some(Varying { feature, least, greatest });
                if first.is_some() {
                    return (first, varying);
                }
                first = varying;
            }
        }
        (first, None)
    }

    /// The projections of these rows, in their order.
    pub fn projections(&self, rows: &[u32], direction: &Direction) -> impl Iterator<Item = f32> {
        let [first, second] = direction.features.map(|feature| &self.columns[usize::from(feature)]);
        rows.iter().map(move |&row| project(direction.weights, [first[row as usize], second[row as usize]]))
    }
}

/// The standard deviation of these values, with their number in the divisor. Missing and infinite values are left out; 1
/// where nothing else varies, so that it can always be divided by.
fn deviation(values: impl Iterator<Item = f32> + Clone) -> f64 {
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

/// A value as a finite number: infinities become the greatest one.
pub(crate) fn finite(value: f32) -> f64 {
    f64::from(value.clamp(f32::MIN, f32::MAX))
}

/// The least and the greatest of these values; least > greatest where all are missing.
pub(crate) fn range(values: impl Iterator<Item = f32>) -> (f32, f32) {
    // Comparisons with a missing value are false: it does not count.
    values.fold((f32::INFINITY, f32::NEG_INFINITY), |(least, greatest), value| {
        (if value < least { value } else { least }, if value > greatest { value } else { greatest })
    })
}

/// How a kind of forest cuts a node of these rows; no cut makes it a leaf.
pub(crate) type DrawCut = fn(&mut Sample, &[u32], &mut Stream) -> Option<Cut>;

/// Grows a forest, its trees in turn by `grow`.
///
/// # Panics
/// For a matrix without a row or a column, or with more than 65,535 columns or 2^32 - 1 rows.
pub(crate) fn grow_forest(
    matrix: &Matrix,
    hyperparameters: &Hyperparameters,
    kind: TreeKind,
    grow: fn(Seedling) -> ObliqueTree,
) -> ObliqueForest {
    let Sizes { sample_size, features, .. } = Sizes::of(matrix, hyperparameters);
    let seedling = |tree| Seedling::draw(kind, matrix, hyperparameters, tree);
    let trees = (0..hyperparameters.trees()).map(|tree| grow(seedling(tree))).collect();
    ObliqueForest::new(trees, sample_size, features)
}

/// Grows the tree of a seedling, at most `limit` deep. Its stream draws the cuts depth first, left before right.
pub(crate) fn grow_tree(seedling: Seedling, limit: u32, draw_cut: DrawCut) -> ObliqueTree {
    let size = seedling.sample_size();
    let Seedling { columns, mut stream, .. } = seedling;
    let mut sample = Sample::of(columns);
    // The sample's rows; each node owns a stretch.
    let mut order: Vec<u32> = (0..size).collect();
    let mut nodes = vec![ObliqueNode::leaf(0)];
    let mut samples = vec![size];
    let mut shares = vec![1.0];
    let mut waiting = vec![(0_u32, 0, order.len(), 0)];
    while let Some((place, start, end, depth)) = waiting.pop() {
        if end - start < 2 || depth == limit {
            continue;
        }
        let rows = &mut order[start..end];
        let Some(cut) = draw_cut(&mut sample, rows, &mut stream) else { continue };
        let left = nodes.len() as u32;
        let (middle, missing_right) = partition(&sample, rows, &cut);
        nodes[place as usize] = ObliqueNode {
            weights: cut.direction.weights,
            threshold: cut.threshold,
            left,
            features: cut.direction.features,
            missing_right: u32::from(missing_right),
        };
        shares[place as usize] = cut.direction.share;
        let middle = start + middle;
        for (child, rows) in [(left, middle - start), (left + 1, end - middle)] {
            nodes.push(ObliqueNode::leaf(child));
            samples.push(rows as u32);
            shares.push(1.0);
        }
        waiting.push((left + 1, middle, end, depth + 1));
        waiting.push((left, start, middle, depth + 1));
    }
    ObliqueTree::new(nodes, samples, shares)
}

/// Brings the rows of the left side to the front; returns how many they are, and whether missing projections went right:
/// to the larger side, the left one when both are equal.
fn partition(sample: &Sample, rows: &mut [u32], cut: &Cut) -> (usize, bool) {
    let (mut left, mut right) = (0, 0);
    for projection in sample.projections(rows, &cut.direction) {
        left += usize::from(projection <= cut.threshold);
        right += usize::from(projection > cut.threshold);
    }
    let missing_right = right > left;
    let [first, second] = cut.direction.features.map(|feature| &sample.columns[usize::from(feature)]);
    let mut middle = 0;
    for place in 0..rows.len() {
        let row = rows[place] as usize;
        let projection = project(cut.direction.weights, [first[row], second[row]]);
        if !(projection > cut.threshold || (projection.is_nan() && missing_right)) {
            rows.swap(middle, place);
            middle += 1;
        }
    }
    (middle, missing_right)
}

#[cfg(test)]
mod tests {
    use crate::Matrix;
    use crate::random::Stream;
    use crate::{Hyperparameters, ObliqueForest, TreeKind};
    use proptest::prelude::*;

    struct Kind {
        fit: fn(&Matrix, &Hyperparameters) -> ObliqueForest,
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
        }

        fn fit_default(&self, matrix: &Matrix) -> ObliqueForest {
            (self.fit)(matrix, &Hyperparameters::default())
        }
    }

    fn matrix() -> impl Strategy<Value = Matrix> {
        let value = prop_oneof![
            4 => -10.0_f32..10.0,
            2 => (0..3_u8).prop_map(f32::from),
            1 => Just(f32::NAN),
            1 => prop_oneof![Just(f32::MIN_POSITIVE / 4.0), Just(-0.0), Just(f32::MAX), Just(f32::MIN),
                         Just(f32::from_bits(1)), Just(f32::INFINITY), Just(f32::NEG_INFINITY)],
        ];
        (1..5_usize, 1..60_usize).prop_flat_map(move |(width, rows)| {
            proptest::collection::vec(proptest::collection::vec(value.clone(), rows), width)
                .prop_map(Matrix::from_columns)
        })
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
                for tree in kind.fit(&matrix, 3, 60, seed).trees() {
                    let mut counts = vec![0; tree.nodes().len()];
                    for row in 0..matrix.rows() {
                        counts[tree.leaf(&matrix.row(row)) as usize] += 1;
                    }
                    for (place, &count) in counts.iter().enumerate() {
                        let expected = if tree.is_leaf(place as u32) { tree.samples()[place] } else { 0 };
                        prop_assert_eq!(count, expected);
                    }
                }
            }
        }

        #[test]
        fn only_sampled_rows_are_looked_at(seed in any::<u64>(), rows in 100..2000_usize) {
            let column = |step: usize| (0..rows).map(|row| (row * step % 101) as f32).collect::<Vec<_>>();
            let matrix = Matrix::from_columns(vec![column(7), column(11)]);
            for kind in KINDS {
                let forest = kind.fit(&matrix, 1, 8, seed);
                let sample = Stream::new(kind.kind.domain(), seed, 0).sample(rows as u32, 8);
                let kept = |column: &Vec<f32>| {
                    let keep = |row: usize| if sample.contains(&(row as u32)) { column[row] } else { f32::NAN };
                    (0..rows).map(keep).collect()
                };
                let emptied = Matrix::from_columns(matrix.columns().iter().map(kept).collect());
                prop_assert_eq!(kind.fit(&emptied, 1, 8, seed), forest);
            }
        }
    }

    #[test]
    fn rows_that_are_all_equal_stay_together() {
        let matrix = Matrix::from_columns(vec![vec![1.0; 100], vec![f32::NAN; 100]]);
        for kind in KINDS {
            let forest = kind.fit_default(&matrix);
            assert!(forest.trees().iter().all(|tree| tree.nodes().len() == 1));
        }
    }

    #[test]
    fn duplicates_share_a_leaf() {
        // Three places of 40 rows each: at most three leaves hold rows, whatever the depth.
        let column = |step: usize| (0..120).map(|row| (row % 3 * step) as f32).collect();
        let matrix = Matrix::from_columns(vec![column(1), column(5)]);
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
        let matrix = Matrix::from_columns(vec![half(0), half(1)]);
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
        let (plain, scaled) = (Matrix::from_columns(vec![x.clone(), y]), Matrix::from_columns(vec![x, scaled]));
        for kind in KINDS {
            let [plain, scaled] = [&plain, &scaled].map(|matrix| {
                let forest = kind.fit_default(matrix);
                (0..400).map(|row| forest.mean_path_length(&matrix.row(row))).collect::<Vec<f64>>()
            });
            // Rounding may bring a row to the other side of a cut here and there.
            let close = plain.iter().zip(&scaled).filter(|(a, b)| (*a - *b).abs() < 0.1).count();
            assert!(close >= 396, "{close} of 400 rows are where they were");
        }
    }
}

//! Growing the trees. Only the sampled rows are touched: the cost does not grow with the data.

use crate::Matrix;
use crate::growth::Sizes;
use crate::random::Stream;
use crate::tree::{Forest, Node, Tree};
use crate::{Hyperparameters, Seedling, TreeKind};

impl Forest {
    /// Fits a forest to the rows of a matrix.
    ///
    /// A tree is grown from a sample without replacement and at most `ceil(log2(sample))` deep. At each node a feature
    /// is drawn among those that are not constant there, and a threshold uniformly between its least and greatest
    /// value; rows with a missing value follow the larger side (the left one when both are equal).
    ///
    /// # Panics
    /// For a matrix without a row or a column, or with more than 65,535 columns or 2^32 - 1 rows.
    pub fn fit(matrix: &Matrix, hyperparameters: &Hyperparameters) -> Self {
        let Sizes { sample_size, features, .. } = Sizes::of(matrix, hyperparameters);
        let seedling = |tree| Seedling::draw(TreeKind::Isolation, matrix, hyperparameters, tree);
        let trees = (0..hyperparameters.trees()).map(|tree| grow(seedling(tree))).collect();
        Self::new(trees, sample_size, features)
    }
}

/// Grows the tree of a seedling.
pub(crate) fn grow(seedling: Seedling) -> Tree {
    let sample_size = seedling.sample_size();
    let Seedling { columns, mut stream, .. } = seedling;
    Grower::new(columns, sample_size).grow(&mut stream)
}

/// The least depth at which `sample` rows can all stand alone.
pub(crate) fn depth_limit(sample: u32) -> u32 {
    u64::from(sample.max(2)).next_power_of_two().ilog2()
}

/// A sample of rows and the room to split it in.
struct Grower {
    /// The sample, by column.
    columns: Vec<Vec<f32>>,
    /// The sample's rows; each node owns a stretch.
    order: Vec<u32>,
    limit: u32,
    nodes: Vec<Node>,
    samples: Vec<u32>,
    /// The features, shuffled as they are drawn.
    drawn: Vec<u16>,
}

struct Split {
    feature: u16,
    threshold: f32,
}

impl Grower {
    fn new(columns: Vec<Vec<f32>>, sample_size: u32) -> Self {
        Self {
            order: (0..sample_size).collect(),
            limit: depth_limit(sample_size),
            nodes: Vec::with_capacity(2 * sample_size as usize),
            samples: Vec::with_capacity(2 * sample_size as usize),
            drawn: (0..columns.len() as u16).collect(),
            columns,
        }
    }

    fn grow(mut self, stream: &mut Stream) -> Tree {
        self.push_leaf(self.order.len());
        // Depth first, left before right: the order in which the random numbers are drawn.
        let mut waiting = vec![(0_u32, 0, self.order.len(), 0)];
        while let Some((place, start, end, depth)) = waiting.pop() {
            if end - start < 2 || depth == self.limit {
                continue;
            }
            let Some(split) = self.draw(start, end, stream) else { continue };
            let (middle, missing_right) = self.partition(start, end, &split);
            let left = self.nodes.len() as u32;
            self.nodes[place as usize] = Node {
                threshold: split.threshold,
                left,
                feature: split.feature,
                missing_right: u16::from(missing_right),
            };
            self.push_leaf(middle - start);
            self.push_leaf(end - middle);
            waiting.push((left + 1, middle, end, depth + 1));
            waiting.push((left, start, middle, depth + 1));
        }
        Tree::new(self.nodes, self.samples)
    }

    fn push_leaf(&mut self, rows: usize) {
        self.nodes.push(Node::leaf(self.nodes.len() as u32));
        self.samples.push(rows as u32);
    }

    /// Draws features without replacement until one is not constant over these rows, then a threshold in its range.
    fn draw(&mut self, start: usize, end: usize, stream: &mut Stream) -> Option<Split> {
        let width = self.drawn.len();
        for taken in 0..width {
            let choice = taken + stream.below((width - taken) as u32) as usize;
            self.drawn.swap(taken, choice);
            let feature = self.drawn[taken];
            let column = &self.columns[usize::from(feature)];
            let (mut least, mut greatest) = (f32::INFINITY, f32::NEG_INFINITY);
            for &row in &self.order[start..end] {
                // Comparisons with a missing value are false: it does not count.
                let value = column[row as usize];
                least = if value < least { value } else { least };
                greatest = if value > greatest { value } else { greatest };
            }
            if least < greatest {
                return Some(Split { feature, threshold: threshold(least, greatest, stream.unit()) });
            }
        }
        None
    }

    /// Brings the rows of the left side to the front; returns where the right side starts and where missing values went.
    fn partition(&mut self, start: usize, end: usize, split: &Split) -> (usize, bool) {
        let column = &self.columns[usize::from(split.feature)];
        let (mut left, mut right) = (0, 0);
        for &row in &self.order[start..end] {
            let value = column[row as usize];
            left += usize::from(value <= split.threshold);
            right += usize::from(value > split.threshold);
        }
        let missing_right = right > left;
        let goes_right = |row: u32| {
            let value = column[row as usize];
            value > split.threshold || (value.is_nan() && missing_right)
        };
        let rows = &mut self.order[start..end];
        let mut middle = 0;
        for place in 0..rows.len() {
            if !goes_right(rows[place]) {
                rows.swap(middle, place);
                middle += 1;
            }
        }
        (start + middle, missing_right)
    }
}

/// A threshold uniform in [least, greatest), as the greatest f32 that is not above the number drawn: values are f32, so
/// they fall to the same side of both. Neither side is ever empty.
pub(crate) fn threshold(least: f32, greatest: f32, unit: f64) -> f32 {
    // Infinite values are sorted to their side by any finite threshold.
    let (low, high) = (f64::from(least.max(f32::MIN)), f64::from(greatest.min(f32::MAX)));
    let drawn = (high - low) * unit + low;
    if drawn >= high { least } else { floor_f32(drawn) }
}

/// The greatest f32 that is not above `value`.
pub(crate) fn floor_f32(value: f64) -> f32 {
    let nearest = value as f32;
    if f64::from(nearest) > value { nearest.next_down() } else { nearest }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_depth_limit_is_the_ceiling_of_the_logarithm() {
        assert_eq!([1, 2, 3, 4, 5, 256, 257, 300].map(depth_limit), [1, 1, 2, 2, 3, 8, 9, 9]);
        assert_eq!(depth_limit(u32::MAX), 32);
    }

    fn matrix() -> impl Strategy<Value = Matrix> {
        let value = prop_oneof![
            4 => -10.0_f32..10.0,
            2 => (0..3_u8).prop_map(f32::from),
            1 => Just(f32::NAN),
            1 => prop_oneof![Just(f32::MIN_POSITIVE / 4.0), Just(-0.0), Just(f32::MAX), Just(f32::MIN),
                         Just(f32::INFINITY), Just(f32::NEG_INFINITY)],
        ];
        (1..5_usize, 1..60_usize).prop_flat_map(move |(width, rows)| {
            proptest::collection::vec(proptest::collection::vec(value.clone(), rows), width)
                .prop_map(Matrix::from_columns)
        })
    }

    proptest! {
        #[test]
        fn a_tree_accounts_for_every_row(matrix in matrix(), sample in 2..40_u32, seed in any::<u64>()) {
            let hyperparameters = Hyperparameters::new(5, sample, seed).expect("within bounds");
            let forest = Forest::fit(&matrix, &hyperparameters);
            prop_assert_eq!(forest.sample_size(), sample.min(matrix.rows() as u32));
            for tree in forest.trees() {
                prop_assert_eq!(tree.samples()[0], forest.sample_size());
                prop_assert!(tree.depth() <= depth_limit(forest.sample_size()));
                for (place, node) in tree.nodes().iter().enumerate() {
                    if tree.is_leaf(place as u32) { continue }
                    let children = [node.left, node.left + 1].map(|child| tree.samples()[child as usize]);
                    prop_assert!(children.iter().all(|&rows| rows > 0), "a split separates");
                    prop_assert_eq!(children.iter().sum::<u32>(), tree.samples()[place]);
                    let missing_right = children[1] > children[0];
                    // Missing rows join the larger side and make it larger still.
                    prop_assert!(node.missing_right == u16::from(missing_right) || children[0] == children[1]);
                }
            }
        }

        #[test]
        fn training_rows_end_where_they_were_counted(matrix in matrix(), seed in any::<u64>()) {
            // A sample of all rows: each leaf must hold as many rows as walk to it.
            let hyperparameters = Hyperparameters::new(3, 60, seed).expect("within bounds");
            for tree in Forest::fit(&matrix, &hyperparameters).trees() {
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

        #[test]
        fn the_narrowed_threshold_separates_alike(value in any::<f32>(), threshold in any::<f64>()) {
            prop_assume!(!value.is_nan() && threshold.is_finite());
            prop_assert_eq!(f64::from(value) <= threshold, value <= floor_f32(threshold));
        }
    }

    #[test]
    fn rows_that_are_all_equal_stay_together() {
        let matrix = Matrix::from_columns(vec![vec![1.0; 100], vec![f32::NAN; 100]]);
        let forest = Forest::fit(&matrix, &Hyperparameters::default());
        assert!(forest.trees().iter().all(|tree| tree.nodes().len() == 1));
    }
}

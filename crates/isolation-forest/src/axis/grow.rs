//! Isolation Forest (Liu, Ting and Zhou 2008): one feature at random, cut at a random threshold.

use super::AxisNode;
use crate::growth::{Cut, Sample, Seedling, TreeKind, Varying, depth_limit, grow_forest, grow_tree, threshold};
use crate::random::Stream;
use crate::{Forest, Hyperparameters, Matrix, ShapeError, Tree};

impl Forest {
    /// Fits a forest to the rows of a matrix.
    ///
    /// A tree is grown from a sample without replacement and at most `ceil(log2(sample))` deep. At each node a feature
    /// is drawn among those that are not constant there, and a threshold uniformly between its least and greatest
    /// value; rows with a missing value follow the larger side (the left one when both are equal).
    ///
    /// ```
    /// use isolation_forest::{Forest, Hyperparameters, Matrix};
    ///
    /// let matrix = Matrix::from_columns(vec![vec![1.0, 1.1, 0.9, 1.0, 8.0]])?;
    /// let forest = Forest::fit(&matrix, &Hyperparameters::default())?;
    /// let scores = forest.score(&matrix, 0..5)?;
    /// assert!(scores[..4].iter().all(|&score| score < scores[4]));
    /// # Ok::<(), isolation_forest::ShapeError>(())
    /// ```
    ///
    /// # Errors
    /// [`ShapeError`] for a matrix without a row or a column, or with more than 65,535 columns or 2^32 - 1 rows.
    pub fn fit(matrix: &Matrix, hyperparameters: &Hyperparameters) -> Result<Self, ShapeError> {
        grow_forest(matrix, hyperparameters, TreeKind::Isolation, grow)
    }
}

/// Grows the tree of a seedling.
pub(crate) fn grow(seedling: Seedling) -> Tree {
    let limit = depth_limit(seedling.sample_size());
    grow_tree(seedling, limit, draw_cut)
}

struct AxisCut {
    feature: u16,
    threshold: f32,
}

impl Cut for AxisCut {
    type Node = AxisNode;

    fn threshold(&self) -> f32 {
        self.threshold
    }

    fn values<'a>(&self, sample: &'a Sample) -> impl Fn(u32) -> f32 + 'a {
        let column = sample.column(self.feature);
        |row| column[row as usize]
    }

    fn split(&self, left: u32, missing_right: bool) -> (AxisNode, ()) {
        let &Self { feature, threshold } = self;
        (AxisNode { threshold, left, feature, missing_right: u16::from(missing_right) }, ())
    }
}

/// Draws a feature that is not constant over these rows, then a threshold in its range.
fn draw_cut(sample: &mut Sample, rows: &[u32], stream: &mut Stream) -> Option<AxisCut> {
    let Varying { feature, least, greatest } = sample.draw_varying(rows, &mut 0, stream)?;
    Some(AxisCut { feature, threshold: threshold(least, greatest, stream.unit()) })
}

#[cfg(test)]
mod tests {
    use crate::growth::depth_limit;
    use crate::growth::testing::{matrix, rows_end_where_they_were_counted};
    use crate::{Forest, Hyperparameters, Matrix};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_tree_accounts_for_every_row(matrix in matrix(), sample in 2..40_u32, seed in any::<u64>()) {
            let hyperparameters = Hyperparameters::new(5, sample, seed).expect("within bounds");
            let forest = Forest::fit(&matrix, &hyperparameters).expect("of its shape");
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
            let forest = Forest::fit(&matrix, &hyperparameters).expect("of its shape");
            rows_end_where_they_were_counted(&forest, &matrix);
        }
    }

    #[test]
    fn rows_that_are_all_equal_stay_together() {
        let matrix = Matrix::from_columns(vec![vec![1.0; 100], vec![f32::NAN; 100]]).expect("of its shape");
        let forest = Forest::fit(&matrix, &Hyperparameters::default()).expect("of its shape");
        assert!(forest.trees().iter().all(|tree| tree.nodes().len() == 1));
    }
}

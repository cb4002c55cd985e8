//! A fitted forest.

use super::{Node, Tree};
use crate::axis::AxisNode;
use crate::shape::check_features;
use crate::{ShapeError, average_path_length};

/// A fitted forest, of splits of one feature where nothing else is said.
#[derive(Clone, Debug, PartialEq)]
pub struct Forest<N: Node = AxisNode> {
    trees: Vec<Tree<N>>,
    sample_size: u32,
    features: u16,
}

impl<N: Node> Forest<N> {
    /// A forest of these trees, each grown from `sample_size` rows of `features` features.
    pub(crate) fn new(trees: Vec<Tree<N>>, sample_size: u32, features: u16) -> Self {
        Self { trees, sample_size, features }
    }

    /// The trees, in the order in which their path lengths are added.
    #[inline]
    pub fn trees(&self) -> &[Tree<N>] {
        &self.trees
    }

    /// How many rows each tree was grown from.
    #[inline]
    pub fn sample_size(&self) -> u32 {
        self.sample_size
    }

    /// How many features a row has.
    #[inline]
    pub fn features(&self) -> usize {
        usize::from(self.features)
    }

    /// The mean path length of a row: the plain definition, against which the fast scorer is tested.
    ///
    /// # Errors
    /// [`ShapeError`] when there are not as many values as features.
    pub fn mean_path_length(&self, row: &[f32]) -> Result<f64, ShapeError> {
        check_features(row.len(), self.features())?;
        let sum: f64 = self.trees.iter().map(|tree| tree.path(row)).sum();
        Ok(sum / self.trees.len() as f64)
    }

    /// The path length of a row in each tree, in their order.
    ///
    /// # Errors
    /// [`ShapeError`] when there are not as many values as features.
    pub fn tree_paths(&self, row: &[f32]) -> Result<Vec<f64>, ShapeError> {
        check_features(row.len(), self.features())?;
        Ok(self.trees.iter().map(|tree| tree.path(row)).collect())
    }

    /// Between which numbers the mean path of any row is: the means over the trees of their shortest and longest paths.
    pub fn path_bounds(&self) -> (f64, f64) {
        let of_tree = |tree: &Tree<N>| {
            let paths = tree.leaves().map(|place| tree.paths()[place as usize]);
            paths.fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), path| (least.min(path), most.max(path)))
        };
        let count = self.trees.len() as f64;
        let bounds = self.trees.iter().map(of_tree);
        let (shortest, longest) = bounds.fold((0.0, 0.0), |(low, high), (least, most)| (low + least, high + most));
        (shortest / count, longest / count)
    }

    /// Whether some split looks at one of these features.
    pub fn looks_at(&self, features: &[bool]) -> bool {
        let has = |&feature: &u16| features.get(usize::from(feature)).copied().unwrap_or(false);
        self.trees.iter().flat_map(Tree::splits).any(|(_, split)| split.features().iter().any(has))
    }

    /// The score of a mean path length: 2 to the power of minus its share of the average, between 0 and 1; the greater
    /// the more anomalous, 0.5 for an average path (Liu et al. 2008, equation 2).
    pub fn score_of_path(&self, mean_path_length: f64) -> f64 {
        // A sample of one row has no average path; scikit-learn's divisor is 1 there.
        let average = average_path_length(self.sample_size);
        libm::exp2(-mean_path_length / if average > 0.0 { average } else { 1.0 })
    }
}

//! Growing the forests of a method tree by tree, in any order and by anybody.

mod grown;
mod seedling;
mod split;

use crate::tree::Forest;
use crate::{Hyperparameters, Matrix, Method, Part};

pub use grown::GrownTree;
pub(crate) use seedling::Sizes;
pub use seedling::{Seedling, SeedlingError, TreeKind};
pub(crate) use split::{
    Cut, Sample, Varying, depth_limit, finite, floor_f32, grow_forest, grow_tree, range, threshold,
};

/// What there is to grow for a method: the trees of its parts, one part after the other.
pub struct Growth<'a> {
    kinds: &'static [TreeKind],
    matrix: &'a Matrix,
    hyperparameters: &'a Hyperparameters,
    sizes: Sizes,
}

impl<'a> Growth<'a> {
    /// What there is to grow from the rows of a matrix.
    ///
    /// # Panics
    /// For a matrix without a row or a column, or with more than 65,535 columns or 2^32 - 1 rows.
    pub fn new(method: Method, matrix: &'a Matrix, hyperparameters: &'a Hyperparameters) -> Self {
        Self { kinds: method.kinds(), matrix, hyperparameters, sizes: Sizes::of(matrix, hyperparameters) }
    }

    /// How many trees there are to grow, in all parts.
    pub fn trees(&self) -> usize {
        self.kinds.len() * self.hyperparameters.trees() as usize
    }

    /// How many rows each tree is grown from.
    pub fn sample_size(&self) -> usize {
        self.sizes.sample_size as usize
    }

    /// How many features a row has.
    pub fn features(&self) -> usize {
        usize::from(self.sizes.features)
    }

    /// The kind of a tree, which is counted through all parts.
    ///
    /// # Panics
    /// For a tree that is not to be grown.
    pub fn kind(&self, tree: usize) -> TreeKind {
        self.kinds[tree / self.hyperparameters.trees() as usize]
    }

    /// The seedling of a tree, which is counted through all parts.
    ///
    /// # Panics
    /// For a tree that is not to be grown.
    pub fn seedling(&self, tree: usize) -> Seedling {
        let index = tree % self.hyperparameters.trees() as usize;
        Seedling::draw(self.kind(tree), self.matrix, self.hyperparameters, index as u32)
    }

    /// Grows one tree, which is counted through all parts.
    ///
    /// # Panics
    /// For a tree that is not to be grown.
    pub fn grow(&self, tree: usize) -> GrownTree {
        self.seedling(tree).grow()
    }

    /// The parts that all these trees make, given in the order in which they are counted.
    ///
    /// # Panics
    /// When there are not as many trees as were to be grown, or one is not of its part's kind.
    pub fn parts(&self, trees: impl IntoIterator<Item = GrownTree>) -> Vec<Part> {
        let mut trees = trees.into_iter();
        let count = self.hyperparameters.trees() as usize;
        let parts: Vec<Part> = (self.kinds.iter())
            .map(|&kind| Part::of_trees(kind, trees.by_ref().take(count), self.sizes))
            .inspect(|part| assert_eq!(part.trees_len(), count, "trees of each part"))
            .collect();
        assert!(trees.next().is_none(), "no more trees than were to be grown");
        parts
    }
}

impl Part {
    /// The forest of these trees.
    ///
    /// # Panics
    /// When a tree is not of this kind.
    fn of_trees(kind: TreeKind, trees: impl Iterator<Item = GrownTree>, sizes: Sizes) -> Self {
        let Sizes { sample_size, features, .. } = sizes;
        let axis = |tree| match tree {
            GrownTree::Axis(tree) => tree,
            GrownTree::Oblique(_) => panic!("a hyperplane in a forest of splits of one feature"),
        };
        let oblique = |tree| match tree {
            GrownTree::Oblique(tree) => tree,
            GrownTree::Axis(_) => panic!("a split of one feature in a forest of hyperplanes"),
        };
        match kind {
            TreeKind::Isolation => Self::Axis(Forest::new(trees.map(axis).collect(), sample_size, features)),
            TreeKind::Extended | TreeKind::FairCut => {
                Self::Oblique(Forest::new(trees.map(oblique).collect(), sample_size, features))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Stream;
    use crate::{Model, ObliqueForest};
    use proptest::prelude::*;

    fn cloud(rows: usize, seed: u64) -> Matrix {
        let mut stream = Stream::new(b"testtest", seed, 0);
        let mut column = || (0..rows).map(|_| stream.normal_pair()[0] as f32).collect();
        Matrix::from_columns(vec![column(), column(), column()])
    }

    proptest! {
        #[test]
        fn the_order_of_growing_does_not_show(rows in 1..200_usize, trees in 1..8_u32, seed in any::<u64>()) {
            let matrix = cloud(rows, seed);
            let hyperparameters = Hyperparameters::new(trees, 64, seed).expect("within bounds");
            let classic = || Part::Axis(Forest::fit(&matrix, &hyperparameters));
            let extended = || Part::Oblique(ObliqueForest::fit_extended(&matrix, &hyperparameters));
            let fair_cut = || Part::Oblique(ObliqueForest::fit_fair_cut(&matrix, &hyperparameters));
            for method in Method::ALL {
                let expected = match method {
                    Method::Isolation => vec![classic()],
                    Method::Extended => vec![extended()],
                    Method::FairCut => vec![fair_cut()],
                    Method::Mixture => vec![classic(), fair_cut()],
                };
                let growth = Growth::new(method, &matrix, &hyperparameters);
                let mut grown: Vec<GrownTree> = (0..growth.trees()).rev().map(|tree| growth.grow(tree)).collect();
                grown.reverse();
                prop_assert_eq!(&growth.parts(grown), &expected);
                prop_assert_eq!(&Model::grow(method, &matrix, &hyperparameters), &expected);
            }
        }
    }

    #[test]
    #[should_panic(expected = "trees of each part")]
    fn too_few_trees_make_no_forest() {
        let (matrix, hyperparameters) = (cloud(50, 1), Hyperparameters::default());
        let growth = Growth::new(Method::Mixture, &matrix, &hyperparameters);
        growth.parts((0..150).map(|tree| growth.grow(tree)));
    }
}

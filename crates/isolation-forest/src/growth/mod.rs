//! Growing the forests of a method tree by tree, in any order and by anybody.

mod grown;
mod seedling;
mod split;
#[cfg(test)]
pub(crate) mod testing;

use crate::shape::check_count;
use crate::tree::Forest;
use crate::{Hyperparameters, Matrix, Method, Part, ShapeError};

pub use grown::GrownTree;
pub(crate) use seedling::Sizes;
pub use seedling::{Seedling, SeedlingError, TreeKind};
pub(crate) use split::{
    Cut, Sample, Varying, depth_limit, finite, floor_f32, grow_forest, grow_tree, range, threshold,
};

/// What there is to grow for a method: the trees of its parts, one part after the other.
#[derive(Debug)]
pub struct Growth<'a> {
    kinds: &'static [TreeKind],
    matrix: &'a Matrix,
    hyperparameters: &'a Hyperparameters,
    sizes: Sizes,
}

impl<'a> Growth<'a> {
    /// What there is to grow from the rows of a matrix.
    ///
    /// # Errors
    /// [`ShapeError`] for a matrix without a row or a column, or with more than 65,535 columns or 2^32 - 1 rows.
    pub fn new(method: Method, matrix: &'a Matrix, hyperparameters: &'a Hyperparameters) -> Result<Self, ShapeError> {
        let sizes = Sizes::of(matrix, hyperparameters)?;
        Ok(Self { kinds: method.kinds(), matrix, hyperparameters, sizes })
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
    /// For a tree that is not to be grown, as an index does.
    pub fn kind(&self, tree: usize) -> TreeKind {
        self.kinds[tree / self.hyperparameters.trees() as usize]
    }

    /// The seedling of a tree, which is counted through all parts.
    ///
    /// # Panics
    /// For a tree that is not to be grown, as an index does.
    pub fn seedling(&self, tree: usize) -> Seedling {
        let index = tree % self.hyperparameters.trees() as usize;
        Seedling::draw_from(self.kind(tree), self.matrix, self.hyperparameters.seed(), index as u32, self.sizes)
    }

    /// Grows one tree, which is counted through all parts.
    ///
    /// # Panics
    /// For a tree that is not to be grown, as an index does.
    pub fn grow(&self, tree: usize) -> GrownTree {
        self.seedling(tree).grow()
    }

    /// The parts that all these trees make, given in the order in which they are counted.
    ///
    /// # Errors
    /// [`ShapeError`] when there are not as many trees as were to be grown, or one is not of its part's kind.
    pub fn parts(&self, trees: impl IntoIterator<Item = GrownTree>) -> Result<Vec<Part>, ShapeError> {
        let mut trees = trees.into_iter();
        let count = self.hyperparameters.trees() as usize;
        let parts = (self.kinds.iter())
            .map(|&kind| self.part(kind, trees.by_ref().take(count)))
            .collect::<Result<Vec<Part>, ShapeError>>()?;
        let found = parts.iter().map(Part::trees_len).sum::<usize>() + trees.count();
        check_count(found, self.trees())?;
        Ok(parts)
    }

    /// The forest of these trees, which are to be of this kind.
    fn part(&self, kind: TreeKind, trees: impl Iterator<Item = GrownTree>) -> Result<Part, ShapeError> {
        let Sizes { sample_size, features, .. } = self.sizes;
        let axis = |tree| match tree {
            GrownTree::Axis(tree) => Ok(tree),
            GrownTree::Oblique(_) => Err(ShapeError::Kind),
        };
        let oblique = |tree| match tree {
            GrownTree::Oblique(tree) => Ok(tree),
            GrownTree::Axis(_) => Err(ShapeError::Kind),
        };
        Ok(match kind {
            TreeKind::Isolation => {
                Part::Axis(Forest::new(trees.map(axis).collect::<Result<_, _>>()?, sample_size, features))
            }
            TreeKind::Extended | TreeKind::FairCut => {
                Part::Oblique(Forest::new(trees.map(oblique).collect::<Result<_, _>>()?, sample_size, features))
            }
        })
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
        Matrix::from_columns(vec![column(), column(), column()]).expect("of its shape")
    }

    proptest! {
        #[test]
        fn the_order_of_growing_does_not_show(rows in 1..200_usize, trees in 1..8_u32, seed in any::<u64>()) {
            let matrix = cloud(rows, seed);
            let hyperparameters = Hyperparameters::new(trees, 64, seed).expect("within bounds");
            let classic = || Part::Axis(Forest::fit(&matrix, &hyperparameters).expect("of its shape"));
            let extended = || Part::Oblique(ObliqueForest::fit_extended(&matrix, &hyperparameters).expect("of its shape"));
            let fair_cut = || Part::Oblique(ObliqueForest::fit_fair_cut(&matrix, &hyperparameters).expect("of its shape"));
            for method in Method::ALL {
                let expected = match method {
                    Method::Isolation => vec![classic()],
                    Method::Extended => vec![extended()],
                    Method::FairCut => vec![fair_cut()],
                    Method::Mixture => vec![classic(), fair_cut()],
                };
                let growth = Growth::new(method, &matrix, &hyperparameters).expect("of its shape");
                let mut grown: Vec<GrownTree> = (0..growth.trees()).rev().map(|tree| growth.grow(tree)).collect();
                grown.reverse();
                prop_assert_eq!(&growth.parts(grown).expect("of its shape"), &expected);
                prop_assert_eq!(&Model::grow(method, &matrix, &hyperparameters).expect("of its shape"), &expected);
            }
        }
    }

    #[test]
    fn trees_that_are_too_few_too_many_or_of_another_kind_make_no_forest() {
        let (matrix, hyperparameters) = (cloud(50, 1), Hyperparameters::default());
        let growth = Growth::new(Method::Mixture, &matrix, &hyperparameters).expect("of its shape");
        let parts = |trees: &mut dyn Iterator<Item = usize>| growth.parts(trees.map(|tree| growth.grow(tree)));
        let count = |found| Err(ShapeError::Count { found, expected: 200 });
        assert_eq!(parts(&mut (0..150)), count(150));
        assert_eq!(parts(&mut (0..200).chain([0])), count(201));
        assert_eq!(parts(&mut (0..200).rev()), Err(ShapeError::Kind));
        assert!(parts(&mut (0..200)).is_ok());
    }
}

//! Walking many rows down a tree, fast: eight rows side by side.
//!
//! A walk down a tree waits at each node for the one before it; eight walks that know nothing of each other fill that
//! wait. Every row takes as many steps as the tree is deep (a leaf leads to itself), so there is no branch to mispredict.
//! The path lengths of a row are added in the order of the trees, as in the plain definition: the same bits.
//!
//! This is the way for trees that are too large for [`RankedForest`](crate::RankedForest), and for few rows.

use super::{Forest, Node, Tree};
use crate::shape::check_columns;
use crate::{Matrix, ShapeError};
use std::ops::Range;

/// Rows of a block: their values of a dozen features and the tree at hand fit into a first-level cache.
pub(crate) const BLOCK: usize = 256;

/// Rows that walk side by side.
const LANES: usize = 8;

/// The values of a block of rows, by feature.
pub(crate) struct Block {
    values: Vec<f32>,
}

impl Block {
    /// Room for a block of so many features.
    pub(crate) fn new(features: usize) -> Self {
        Self { values: vec![0.0; BLOCK * features] }
    }

    /// Copies these rows in, at most [`BLOCK`].
    pub(crate) fn load(&mut self, columns: &[&[f32]], rows: Range<usize>) {
        for (feature, column) in columns.iter().enumerate() {
            self.values[feature * BLOCK..][..rows.len()].copy_from_slice(&column[rows.clone()]);
        }
    }
}

/// The leaf of a tree in which each of the first rows of a block ends, to as many rows as there are places.
pub(crate) fn leaves<N: Node>(tree: &Tree<N>, block: &Block, places: &mut [u32]) {
    let nodes = tree.nodes();
    let step =
        |place: u32, row: usize| nodes[place as usize].next(|feature| block.values[usize::from(feature) * BLOCK + row]);
    let (lanes, rest) = places.as_chunks_mut::<LANES>();
    let first_of_rest = lanes.len() * LANES;
    for (chunk, leaves) in lanes.iter_mut().enumerate() {
        let mut places = [0_u32; LANES];
        for _ in 0..tree.depth() {
            for (lane, place) in places.iter_mut().enumerate() {
                *place = step(*place, chunk * LANES + lane);
            }
        }
        *leaves = places;
    }
    for (row, place) in rest.iter_mut().enumerate() {
        *place = 0;
        for _ in 0..tree.depth() {
            *place = step(*place, first_of_rest + row);
        }
    }
}

impl<N: Node> Forest<N> {
    /// The scores of these rows of a matrix, in their order.
    ///
    /// ```
    /// # use isolation_forest::{Forest, Hyperparameters, Matrix};
    /// # let matrix = Matrix::from_columns(vec![vec![1.0, 1.1, 0.9, 1.0, 8.0]])?;
    /// # let forest = Forest::fit(&matrix, &Hyperparameters::default())?;
    /// assert_eq!(forest.score(&matrix, 1..3)?, forest.score(&matrix, 0..5)?[1..3]);
    /// # Ok::<(), isolation_forest::ShapeError>(())
    /// ```
    ///
    /// # Errors
    /// [`ShapeError`] when the matrix has not as many columns as the forest has features, or fewer rows than asked for.
    pub fn score(&self, matrix: &Matrix, rows: Range<usize>) -> Result<Vec<f64>, ShapeError> {
        self.score_columns(&matrix.slice(rows)?)
    }

    /// The scores of rows that are given by column.
    ///
    /// # Errors
    /// [`ShapeError`] when there are not as many columns as features, or the columns differ in length.
    pub fn score_columns(&self, columns: &[&[f32]]) -> Result<Vec<f64>, ShapeError> {
        let mut scores = self.mean_paths(columns)?;
        for score in &mut scores {
            *score = self.score_of_path(*score);
        }
        Ok(scores)
    }

    /// The mean path lengths of rows that are given by column: the bits of [`Self::mean_path_length`].
    ///
    /// # Errors
    /// [`ShapeError`] when there are not as many columns as features, or the columns differ in length.
    pub fn mean_paths(&self, columns: &[&[f32]]) -> Result<Vec<f64>, ShapeError> {
        let rows = check_columns(columns, self.features())?;
        let mut paths = vec![0.0; rows];
        self.for_each_block(columns, rows, |tree, first_row, leaves| {
            let of_leaves = self.trees()[tree].paths();
            for (sum, &leaf) in paths[first_row..].iter_mut().zip(leaves) {
                *sum += of_leaves[leaf as usize];
            }
        });
        for path in &mut paths {
            *path /= self.trees().len() as f64;
        }
        Ok(paths)
    }

    /// Takes so many rows that are given by column to their leaves, block by block, and in each block tree by tree: the
    /// tree, the first row of the block and the leaves of its rows. The caller has checked the shape.
    #[inline(always)]
    pub(super) fn for_each_block(&self, columns: &[&[f32]], rows: usize, mut visit: impl FnMut(usize, usize, &[u32])) {
        let mut block = Block::new(columns.len());
        let mut places = [0; BLOCK];
        for start in (0..rows).step_by(BLOCK) {
            let size = BLOCK.min(rows - start);
            block.load(columns, start..start + size);
            for (index, tree) in self.trees().iter().enumerate() {
                leaves(tree, &block, &mut places[..size]);
                visit(index, start, &places[..size]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Forest, ForestExplainer, Hyperparameters, Matrix, ObliqueForest};
    use proptest::prelude::*;

    /// A matrix with any values among the ordinary ones, missing and extreme ones among them.
    fn odd_matrix(rows: usize, width: usize, seed: u64, odd: [f32; 8]) -> Matrix {
        let mut stream = crate::random::Stream::new(b"testtest", seed, 0);
        let mut value = |row: usize| match stream.below(20) {
            0 => odd[row % 8],
            1 => f32::NAN,
            2 => [f32::INFINITY, f32::NEG_INFINITY, 0.0, -0.0, f32::from_bits(3)][row % 5],
            _ => stream.unit() as f32,
        };
        let columns = (0..width).map(|_| (0..rows).map(&mut value).collect()).collect();
        Matrix::from_columns(columns).expect("of its shape")
    }

    proptest! {
        #[test]
        fn walks_side_by_side_give_the_bits_of_the_plain_one(
            rows in 1..600_usize,
            width in 1..6_usize,
            sample in 2..300_u32,
            seed in any::<u64>(),
            odd in any::<[f32; 8]>(),
        ) {
            let matrix = odd_matrix(rows, width, seed, odd);
            let forest = Forest::fit(&matrix, &Hyperparameters::new(7, sample, seed).expect("within bounds")).expect("of its shape");
            let fast = forest.score(&matrix, 0..rows).expect("of its shape");
            for (row, score) in fast.iter().enumerate() {
                let plain = forest.score_of_path(forest.mean_path_length(&matrix.row(row)).expect("of its shape"));
                prop_assert_eq!(score.to_bits(), plain.to_bits(), "row {}", row);
                prop_assert!(plain > 0.0 && plain <= 1.0);
            }
            // A stretch of rows gives the same scores as the whole: work can be cut anywhere.
            let cut = rows / 3;
            prop_assert_eq!(&forest.score(&matrix, cut..rows).expect("of its shape")[..], &fast[cut..]);
        }

        #[test]
        fn walks_along_hyperplanes_give_the_bits_of_the_plain_one(
            rows in 1..600_usize,
            width in 1..6_usize,
            sample in 2..300_u32,
            seed in any::<u64>(),
            odd in any::<[f32; 8]>(),
        ) {
            let matrix = odd_matrix(rows, width, seed, odd);
            let hyperparameters = Hyperparameters::new(7, sample, seed).expect("within bounds");
            for fit in [ObliqueForest::fit_extended, ObliqueForest::fit_fair_cut] {
                let forest = fit(&matrix, &hyperparameters).expect("of its shape");
                let stretch = |from: usize| -> Vec<f64> {
                    let columns: Vec<&[f32]> = matrix.columns().iter().map(|column| &column[from..]).collect();
                    forest.mean_paths(&columns).expect("of its shape")
                };
                let fast = stretch(0);
                for (row, path) in fast.iter().enumerate() {
                    let plain = forest.mean_path_length(&matrix.row(row)).expect("of its shape");
                    prop_assert_eq!(path.to_bits(), plain.to_bits(), "row {}", row);
                }
                // A stretch of rows gives the same paths as the whole: work can be cut anywhere.
                let cut = rows / 3;
                prop_assert_eq!(&stretch(cut)[..], &fast[cut..]);

                let columns: Vec<&[f32]> = matrix.columns().iter().map(Vec::as_slice).collect();
                let explained = ForestExplainer::new(&forest).contributions(&columns).expect("of its shape");
                prop_assert_eq!(explained.len(), rows * width);
                for row in 0..rows {
                    let plain = forest.contributions(&matrix.row(row)).expect("of its shape").into_iter().map(f64::to_bits);
                    prop_assert!(plain.eq(explained[row * width..][..width].iter().map(|sum| sum.to_bits())));
                }
            }
        }
    }

    #[test]
    fn what_stands_apart_scores_highest() {
        let mut column: Vec<f32> = (0..1000).map(|row| (row % 37) as f32).collect();
        column[500] = 400.0;
        let matrix = Matrix::from_columns(vec![column]).expect("of its shape");
        let scores = Forest::fit(&matrix, &Hyperparameters::default())
            .expect("of its shape")
            .score(&matrix, 0..1000)
            .expect("of its shape");
        let best = (0..1000).max_by(|&a, &b| scores[a].total_cmp(&scores[b]));
        assert_eq!(best, Some(500));
        assert!(scores[500] > scores[0] + 0.05, "{} is far, {} merely at the edge", scores[500], scores[0]);
    }
}

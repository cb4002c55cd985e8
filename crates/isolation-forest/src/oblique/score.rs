//! The mean paths and contributions of many rows, fast: trees over blocks of rows, eight rows walking side by side.
//!
//! A walk waits at each node for the one before it; eight walks that know nothing of each other fill that wait. What a
//! row adds up is added in the order of the trees, as in the plain definition: the same bits.

use super::tree::{ObliqueForest, ObliqueTree};

/// Rows of a block: their values of a dozen features and the tree at hand fit into a first-level cache.
const BLOCK: usize = 256;

/// Rows that walk side by side.
const LANES: usize = 8;

impl ObliqueForest {
    /// The mean path lengths of rows that are given by column: the bits of [`Self::mean_path_length`].
    ///
    /// # Panics
    /// When there are not as many columns as features, or the columns differ in length.
    pub fn mean_paths(&self, columns: &[&[f32]]) -> Vec<f64> {
        let mut sums = Vec::new();
        for_each_block(columns, self.features(), |block, start, size| {
            sums.resize(start + size, 0.0);
            let sums = &mut sums[start..];
            for tree in self.trees() {
                let paths = tree.paths();
                for_each_leaf(tree, block, size, |row, leaf| sums[row] += paths[leaf]);
            }
            for sum in sums {
                *sum /= self.trees().len() as f64;
            }
        });
        sums
    }
}

/// The contributions of a forest, laid out for explaining many rows: those of a tree are known for each of its leaves, so
/// that a row is taken to its leaf as in scoring and adds what is written there.
#[derive(Clone, Debug)]
pub struct ObliqueExplainer<'a> {
    forest: &'a ObliqueForest,
    /// For each tree, place by place, the credits of the path that leads there: one for each feature.
    credits: Vec<Vec<f64>>,
}

impl<'a> ObliqueExplainer<'a> {
    /// Lays a forest out.
    pub fn new(forest: &'a ObliqueForest) -> Self {
        let credits = forest.trees().iter().map(|tree| tree.credits(forest.features())).collect();
        Self { forest, credits }
    }

    /// The contributions of rows that are given by column, row by row: the bits of [`ObliqueForest::contributions`].
    ///
    /// # Panics
    /// When there are not as many columns as features, or the columns differ in length.
    pub fn contributions(&self, columns: &[&[f32]]) -> Vec<f64> {
        let width = self.forest.features();
        let mut sums = Vec::new();
        for_each_block(columns, width, |block, start, size| {
            sums.resize((start + size) * width, 0.0);
            let sums: &mut [f64] = &mut sums[start * width..];
            for (tree, credits) in self.forest.trees().iter().zip(&self.credits) {
                for_each_leaf(tree, block, size, |row, leaf| {
                    let credits = &credits[leaf * width..][..width];
                    for (sum, credit) in sums[row * width..][..width].iter_mut().zip(credits) {
                        *sum += credit;
                    }
                });
            }
            for sum in sums {
                *sum /= self.forest.trees().len() as f64;
            }
        });
        sums
    }
}

/// Cuts rows that are given by column into blocks: the values of a block, its first row, and how many it has.
fn for_each_block(columns: &[&[f32]], features: usize, mut visit: impl FnMut(&[f32], usize, usize)) {
    assert_eq!(columns.len(), features, "one column per feature");
    let rows = columns.first().map_or(0, |column| column.len());
    let mut block = vec![0.0_f32; BLOCK * columns.len()];
    for start in (0..rows).step_by(BLOCK) {
        let size = BLOCK.min(rows - start);
        for (feature, column) in columns.iter().enumerate() {
            assert_eq!(column.len(), rows, "columns of one length");
            block[feature * BLOCK..][..size].copy_from_slice(&column[start..start + size]);
        }
        visit(&block, start, size);
    }
}

/// Takes the first `rows` rows of a block to their leaves: each row and its leaf in turn.
#[inline(always)]
fn for_each_leaf(tree: &ObliqueTree, block: &[f32], rows: usize, mut visit: impl FnMut(usize, usize)) {
    let nodes = tree.nodes();
    let step = |place: u32, row: usize| {
        let node = &nodes[place as usize];
        node.next(node.features.map(|feature| block[usize::from(feature) * BLOCK + row]))
    };
    let whole = rows - rows % LANES;
    for first in (0..whole).step_by(LANES) {
        let mut places = [0_u32; LANES];
        for _ in 0..tree.depth() {
            for (lane, place) in places.iter_mut().enumerate() {
                *place = step(*place, first + lane);
            }
        }
        for (lane, place) in places.into_iter().enumerate() {
            visit(first + lane, place as usize);
        }
    }
    for row in whole..rows {
        let place = (0..tree.depth()).fold(0, |place, _| step(place, row));
        visit(row, place as usize);
    }
}

#[cfg(test)]
mod tests {
    use crate::Matrix;
    use crate::{Hyperparameters, ObliqueExplainer, ObliqueForest};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_fast_walk_gives_the_bits_of_the_plain_one(
            rows in 1..600_usize,
            width in 1..6_usize,
            sample in 2..300_u32,
            seed in any::<u64>(),
            odd in any::<[f32; 8]>(),
        ) {
            let mut stream = crate::random::Stream::new(b"testtest", seed, 0);
            let mut value = |row: usize| match stream.below(20) {
                0 => odd[row % 8],
                1 => f32::NAN,
                2 => [f32::INFINITY, f32::NEG_INFINITY, 0.0, -0.0, f32::from_bits(3)][row % 5],
                _ => stream.unit() as f32,
            };
            let columns = (0..width).map(|_| (0..rows).map(&mut value).collect()).collect();
            let matrix = Matrix::from_columns(columns);
            let hyperparameters = Hyperparameters::new(7, sample, seed).expect("within bounds");
            for fit in [ObliqueForest::fit_extended, ObliqueForest::fit_fair_cut] {
                let forest = fit(&matrix, &hyperparameters);
                let stretch = |from: usize| -> Vec<f64> {
                    let columns: Vec<&[f32]> = matrix.columns().iter().map(|column| &column[from..]).collect();
                    forest.mean_paths(&columns)
                };
                let fast = stretch(0);
                for (row, path) in fast.iter().enumerate() {
                    let plain = forest.mean_path_length(&matrix.row(row));
                    prop_assert_eq!(path.to_bits(), plain.to_bits(), "row {}", row);
                }
                // A stretch of rows gives the same paths as the whole: work can be cut anywhere.
                let cut = rows / 3;
                prop_assert_eq!(&stretch(cut)[..], &fast[cut..]);

                let columns: Vec<&[f32]> = matrix.columns().iter().map(Vec::as_slice).collect();
                let explained = ObliqueExplainer::new(&forest).contributions(&columns);
                prop_assert_eq!(explained.len(), rows * width);
                for row in 0..rows {
                    let plain = forest.contributions(&matrix.row(row)).into_iter().map(f64::to_bits);
                    prop_assert!(plain.eq(explained[row * width..][..width].iter().map(|sum| sum.to_bits())));
                }
            }
        }
    }
}

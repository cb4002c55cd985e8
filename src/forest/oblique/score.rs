//! The mean paths of many rows, fast: trees over blocks of rows, eight rows walking side by side, as in `forest::score`.

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
        assert_eq!(columns.len(), self.features(), "one column per feature");
        let rows = columns.first().map_or(0, |column| column.len());
        let mut paths = vec![0.0; rows];
        let mut block = vec![0.0_f32; BLOCK * columns.len()];
        for start in (0..rows).step_by(BLOCK) {
            let size = BLOCK.min(rows - start);
            for (feature, column) in columns.iter().enumerate() {
                block[feature * BLOCK..][..size].copy_from_slice(&column[start..start + size]);
            }
            let sums = &mut paths[start..start + size];
            for tree in self.trees() {
                add_paths(tree, &block, sums);
            }
            for sum in sums {
                *sum /= self.trees().len() as f64;
            }
        }
        paths
    }
}

/// Adds to each sum the path length of its row in this tree.
fn add_paths(tree: &ObliqueTree, block: &[f32], sums: &mut [f64]) {
    let nodes = tree.nodes();
    let paths = tree.paths();
    let step = |place: u32, row: usize| {
        let node = &nodes[place as usize];
        node.next(node.features.map(|feature| block[usize::from(feature) * BLOCK + row]))
    };
    let (lanes, rest) = sums.as_chunks_mut::<LANES>();
    let first_of_rest = lanes.len() * LANES;
    for (chunk, sums) in lanes.iter_mut().enumerate() {
        let mut places = [0_u32; LANES];
        for _ in 0..tree.depth() {
            for (lane, place) in places.iter_mut().enumerate() {
                *place = step(*place, chunk * LANES + lane);
            }
        }
        for (sum, place) in sums.iter_mut().zip(places) {
            *sum += paths[place as usize];
        }
    }
    for (row, sum) in rest.iter_mut().enumerate() {
        let mut place = 0;
        for _ in 0..tree.depth() {
            place = step(place, first_of_rest + row);
        }
        *sum += paths[place as usize];
    }
}

#[cfg(test)]
mod tests {
    use crate::features::Matrix;
    use crate::forest::{Hyperparameters, ObliqueForest};
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
            }
        }
    }
}

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

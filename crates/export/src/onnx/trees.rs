//! The trees as one `TreeEnsemble` node (ai.onnx.ml version 5), in double precision: out comes the mean path length.

use super::graph::{byte_tensor, double_tensor, int, ints};
use super::proto::AttributeProto;
use isolation_forest::{Forest, Tree};

/// `aggregate_function`: the mean over the trees.
const AVERAGE: i64 = 0;
/// `post_transform`: none.
const NONE: i64 = 0;
/// `nodes_modes`: a value at most the split goes to the true branch.
const AT_MOST: u8 = 0;

/// The lists of all trees, one after the other. A split knows its branches by their places in the list of splits or of
/// leaves.
#[derive(Default)]
struct Lists {
    roots: Vec<i64>,
    features: Vec<i64>,
    splits: Vec<f64>,
    missing_true: Vec<i64>,
    true_ids: Vec<i64>,
    true_leafs: Vec<i64>,
    false_ids: Vec<i64>,
    false_leafs: Vec<i64>,
    weights: Vec<f64>,
}

/// The attributes of the node.
pub(super) fn attributes(forest: &Forest) -> Vec<AttributeProto> {
    let mut lists = Lists::default();
    for tree in forest.trees() {
        lists.push(tree);
    }
    let modes = vec![AT_MOST; lists.splits.len()];
    let targets = vec![0; lists.weights.len()];
    vec![
        int("aggregate_function", AVERAGE),
        int("n_targets", 1),
        int("post_transform", NONE),
        ints("tree_roots", lists.roots),
        ints("nodes_featureids", lists.features),
        double_tensor("nodes_splits", &lists.splits),
        byte_tensor("nodes_modes", modes),
        ints("nodes_missing_value_tracks_true", lists.missing_true),
        ints("nodes_truenodeids", lists.true_ids),
        ints("nodes_trueleafs", lists.true_leafs),
        ints("nodes_falsenodeids", lists.false_ids),
        ints("nodes_falseleafs", lists.false_leafs),
        ints("leaf_targetids", targets),
        double_tensor("leaf_weights", &lists.weights),
    ]
}

impl Lists {
    fn push(&mut self, tree: &Tree) {
        self.roots.push(self.splits.len() as i64);
        if tree.is_leaf(0) {
            // A tree begins with a split: both of its branches are the one leaf.
            self.features.push(0);
            self.splits.push(0.0);
            self.missing_true.push(0);
            let leaf = self.weights.len() as i64;
            for (ids, leafs) in
                [(&mut self.true_ids, &mut self.true_leafs), (&mut self.false_ids, &mut self.false_leafs)]
            {
                ids.push(leaf);
                leafs.push(1);
            }
            self.weights.push(tree.paths()[0]);
            return;
        }
        // Where each node of the tree comes to stand in its list.
        let (mut splits, mut leafs) = (self.splits.len() as i64, self.weights.len() as i64);
        let mut count = |place: usize| {
            let next = if tree.is_leaf(place as u32) { &mut leafs } else { &mut splits };
            *next += 1;
            *next - 1
        };
        let places: Vec<i64> = (0..tree.nodes().len()).map(&mut count).collect();
        for (place, node) in tree.nodes().iter().enumerate() {
            if tree.is_leaf(place as u32) {
                self.weights.push(tree.paths()[place]);
                continue;
            }
            self.features.push(node.feature.into());
            self.splits.push(node.threshold.into());
            self.missing_true.push(i64::from(node.missing_right == 0));
            let branch = |child: u32| (places[child as usize], i64::from(tree.is_leaf(child)));
            let ((true_id, true_leaf), (false_id, false_leaf)) = (branch(node.left), branch(node.left + 1));
            self.true_ids.push(true_id);
            self.true_leafs.push(true_leaf);
            self.false_ids.push(false_id);
            self.false_leafs.push(false_leaf);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use isolation_forest::Hyperparameters;
    use isolation_forest::Matrix;
    use proptest::prelude::*;

    /// The mean path length as the lists say it: ONNX's definition, written out.
    fn walk(lists: &Lists, row: &[f32]) -> f64 {
        let path = |&root: &i64| {
            let mut place = root as usize;
            loop {
                let value = f64::from(row[lists.features[place] as usize]);
                let goes_true = value <= lists.splits[place] || (value.is_nan() && lists.missing_true[place] == 1);
                let (id, leaf) = if goes_true {
                    (lists.true_ids[place], lists.true_leafs[place])
                } else {
                    (lists.false_ids[place], lists.false_leafs[place])
                };
                if leaf == 1 {
                    return lists.weights[id as usize];
                }
                place = id as usize;
            }
        };
        lists.roots.iter().map(path).sum::<f64>() / lists.roots.len() as f64
    }

    proptest! {
        #[test]
        fn the_lists_walk_as_the_trees(seed in any::<u64>(), sample in 2..40_u32, constant in any::<bool>()) {
            let mut stream = isolation_forest::random::Stream::new(b"testtest", seed, 0);
            let mut value = |_| match stream.below(6) {
                _ if constant => 1.0,
                0 => f32::NAN,
                1 => -0.0,
                _ => stream.unit() as f32,
            };
            let columns: Vec<Vec<f32>> = (0..2).map(|_| (0..50).map(&mut value).collect()).collect();
            let matrix = Matrix::from_columns(columns).expect("of its shape");
            let forest = Forest::fit(&matrix, &Hyperparameters::new(4, sample, seed).expect("within bounds")).expect("of its shape");
            let mut lists = Lists::default();
            forest.trees().iter().for_each(|tree| lists.push(tree));
            for row in 0..matrix.rows() {
                let row = matrix.row(row);
                prop_assert_eq!(walk(&lists, &row).to_bits(), forest.mean_path_length(&row).expect("of its shape").to_bits());
            }
        }
    }
}

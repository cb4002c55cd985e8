//! Trees of hyperplanes as they are written into a file, and read from one with everything checked (`forest::json`).

use super::exact::Exact;
use super::{NodeError, check_leaf, read_children, read_feature, read_missing_right, read_threshold, write_children};
use crate::oblique::{ObliqueForest, ObliqueNode, ObliqueTree};
use serde::{Deserialize, Serialize};

/// A tree of splits `weight × feature + second_weight × second_feature <= threshold`, computed in single precision: an
/// entry for each node, the root first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WrittenObliqueTree {
    /// The place of the left child, behind its parent's; -1 at a leaf.
    left: Vec<i64>,
    /// The place of the right child, which is next to the left one; -1 at a leaf.
    right: Vec<i64>,
    /// The first feature; -1 at a leaf.
    feature: Vec<i64>,
    /// The second feature; -1 at a leaf.
    second_feature: Vec<i64>,
    /// The first feature's coefficient; `null` at a leaf.
    weight: Vec<Option<Exact>>,
    /// The second feature's coefficient; `null` at a leaf.
    second_weight: Vec<Option<Exact>>,
    /// What a projection must not exceed to go left; `null` at a leaf.
    threshold: Vec<Option<Exact>>,
    /// 1 where a missing projection goes left, 0 where it goes right, and at a leaf.
    missing_go_to_left: Vec<u8>,
    /// How many training rows came to the node.
    samples: Vec<u32>,
    /// The first feature's share of what the split explains; `null` at a leaf.
    share: Vec<Option<Exact>>,
}

/// What a leaf has as its share.
const LEAF_SHARE: f32 = 1.0;

impl WrittenObliqueTree {
    /// A tree to be written.
    pub(crate) fn of(tree: &ObliqueTree) -> Self {
        let (left, right) = write_children(tree.nodes().iter().map(|node| node.left));
        let is_split = |place: usize| left[place] >= 0;
        let whole = |number: fn(&ObliqueNode) -> i64, at_leaf: i64| -> Vec<i64> {
            let nodes = tree.nodes().iter().enumerate();
            nodes.map(|(place, node)| if is_split(place) { number(node) } else { at_leaf }).collect()
        };
        let exact = |number: fn(&ObliqueNode) -> f32| -> Vec<Option<Exact>> {
            let nodes = tree.nodes().iter().enumerate();
            nodes.map(|(place, node)| is_split(place).then(|| Exact(number(node).into()))).collect()
        };
        let shares = tree.shares().iter().enumerate();
        Self {
            feature: whole(|node| node.features[0].into(), -1),
            second_feature: whole(|node| node.features[1].into(), -1),
            weight: exact(|node| node.weights[0]),
            second_weight: exact(|node| node.weights[1]),
            threshold: exact(|node| node.threshold),
            missing_go_to_left: whole(|node| i64::from(node.missing_right == 0), 0)
                .into_iter()
                .map(|side| u8::from(side == 1))
                .collect(),
            samples: tree.samples().to_vec(),
            share: shares.map(|(place, &share)| is_split(place).then(|| Exact(share.into()))).collect(),
            left,
            right,
        }
    }

    /// The tree that was written, of rows of so many features.
    pub(crate) fn read(&self, features: u16) -> Result<ObliqueTree, NodeError> {
        let lengths = [
            self.feature.len(),
            self.second_feature.len(),
            self.weight.len(),
            self.second_weight.len(),
            self.threshold.len(),
            self.missing_go_to_left.len(),
            self.samples.len(),
            self.share.len(),
        ];
        let children = read_children(&self.left, &self.right, &lengths)?;
        let mut nodes = Vec::with_capacity(children.len());
        let mut shares = Vec::with_capacity(children.len());
        for (place, child) in children.into_iter().enumerate() {
            let both = [self.feature[place], self.second_feature[place]];
            let weights = [self.weight[place], self.second_weight[place]];
            let (threshold, share) = (self.threshold[place], self.share[place]);
            let missing_right = read_missing_right(self.missing_go_to_left[place], place)?;
            let Some(left) = child else {
                check_leaf(&both, &[weights[0], weights[1], threshold, share], place)?;
                nodes.push(ObliqueNode::leaf(place as u32));
                shares.push(LEAF_SHARE);
                continue;
            };
            let [first, second] = both.map(|feature| read_feature(feature, features, place));
            let [first_weight, second_weight] = weights.map(|weight| read_single(weight, place));
            let share = read_single(share, place)?;
            if !(0.0..=1.0).contains(&share) {
                return Err((place, "its share is not between 0 and 1"));
            }
            nodes.push(ObliqueNode {
                weights: [first_weight?, second_weight?],
                threshold: read_threshold(threshold, place)?,
                left,
                features: [first?, second?],
                missing_right: u32::from(missing_right),
            });
            shares.push(share);
        }
        Ok(ObliqueTree::new(nodes, self.samples.clone(), shares))
    }
}

/// Reads a number that was single precision when it was written: rounding another would move the hyperplane.
fn read_single(number: Option<Exact>, place: usize) -> Result<f32, NodeError> {
    match number {
        Some(Exact(number)) if f64::from(number as f32) == number => Ok(number as f32),
        Some(_) => Err((place, "its weight or share is not a number of single precision")),
        None => Err((place, "its weight or share is missing")),
    }
}

impl ObliqueForest {
    /// A forest of these trees, each grown from `sample_size` rows of `features` features.
    pub(crate) fn of_trees(trees: Vec<ObliqueTree>, sample_size: u32, features: u16) -> Self {
        Self::new(trees, sample_size, features)
    }
}

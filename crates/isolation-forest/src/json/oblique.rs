//! Trees of hyperplanes as lists.

use super::exact::Exact;
use super::lists::{Common, Lists, list, read_feature, read_threshold, write_children, write_missing};
use crate::model::NodeError;
use crate::{ObliqueNode, ObliqueTree};
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

impl Lists for WrittenObliqueTree {
    type Node = ObliqueNode;

    fn of(tree: &ObliqueTree) -> Self {
        let (left, right) = write_children(tree);
        let feature = |which: usize| list(tree, |split| split.map_or(-1, |(_, node)| node.features[which].into()));
        let exact = |number: &dyn Fn(usize, &ObliqueNode) -> f32| {
            list(tree, |split| split.map(|(place, node)| Exact(number(place, node).into())))
        };
        Self {
            left,
            right,
            feature: feature(0),
            second_feature: feature(1),
            weight: exact(&|_, node| node.weights[0]),
            second_weight: exact(&|_, node| node.weights[1]),
            threshold: exact(&|_, node| node.threshold),
            missing_go_to_left: write_missing(tree),
            samples: tree.samples().to_vec(),
            share: exact(&|place, _| tree.shares()[place]),
        }
    }

    fn common(&self) -> Common<'_> {
        let Self { left, right, missing_go_to_left, samples, .. } = self;
        Common { left, right, missing_go_to_left, samples }
    }

    fn lengths(&self) -> impl Iterator<Item = usize> {
        let features = [&self.feature, &self.second_feature].map(Vec::len);
        let numbers = [&self.weight, &self.second_weight, &self.threshold, &self.share].map(Vec::len);
        features.into_iter().chain(numbers)
    }

    fn is_leaf(&self, place: usize) -> bool {
        [&self.feature, &self.second_feature].into_iter().all(|features| features[place] == -1)
            && [&self.weight, &self.second_weight, &self.threshold, &self.share]
                .into_iter()
                .all(|numbers| numbers[place].is_none())
    }

    fn split(
        &self,
        place: usize,
        left: u32,
        missing_right: bool,
        features: u16,
    ) -> Result<(ObliqueNode, f32), NodeError> {
        let share = read_single(self.share[place], place)?;
        if !(0.0..=1.0).contains(&share) {
            return Err((place, "its share is not between 0 and 1"));
        }
        let node = ObliqueNode {
            weights: [read_single(self.weight[place], place)?, read_single(self.second_weight[place], place)?],
            threshold: read_threshold(self.threshold[place], place)?,
            left,
            features: [
                read_feature(self.feature[place], features, place)?,
                read_feature(self.second_feature[place], features, place)?,
            ],
            missing_right: u32::from(missing_right),
        };
        Ok((node, share))
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

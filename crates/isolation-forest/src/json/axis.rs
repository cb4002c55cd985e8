//! Trees of splits of one feature as lists.

use super::exact::Exact;
use super::lists::{Common, Lists, list, read_feature, read_threshold, write_children, write_missing};
use crate::AxisNode;
use crate::model::NodeError;
use crate::tree::Tree;
use serde::{Deserialize, Serialize};

/// A tree of splits of one feature: an entry for each node, the root first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WrittenTree {
    /// The place of the left child, behind its parent's; -1 at a leaf.
    left: Vec<i64>,
    /// The place of the right child, which is next to the left one; -1 at a leaf.
    right: Vec<i64>,
    /// The feature; -1 at a leaf.
    feature: Vec<i64>,
    /// What a value must not exceed to go left; `null` at a leaf.
    threshold: Vec<Option<Exact>>,
    /// 1 where a missing value goes left, 0 where it goes right, and at a leaf.
    missing_go_to_left: Vec<u8>,
    /// How many training rows came to the node.
    samples: Vec<u32>,
}

impl Lists for WrittenTree {
    type Node = AxisNode;

    fn of(tree: &Tree) -> Self {
        let (left, right) = write_children(tree);
        Self {
            left,
            right,
            feature: list(tree, |split| split.map_or(-1, |(_, node)| node.feature.into())),
            threshold: list(tree, |split| split.map(|(_, node)| Exact(node.threshold.into()))),
            missing_go_to_left: write_missing(tree),
            samples: tree.samples().to_vec(),
        }
    }

    fn common(&self) -> Common<'_> {
        let Self { left, right, missing_go_to_left, samples, .. } = self;
        Common { left, right, missing_go_to_left, samples }
    }

    fn lengths(&self) -> impl Iterator<Item = usize> {
        [self.feature.len(), self.threshold.len()].into_iter()
    }

    fn is_leaf(&self, place: usize) -> bool {
        self.feature[place] == -1 && self.threshold[place].is_none()
    }

    fn split(&self, place: usize, left: u32, missing_right: bool, features: u16) -> Result<(AxisNode, ()), NodeError> {
        let threshold = read_threshold(self.threshold[place], place)?;
        let feature = read_feature(self.feature[place], features, place)?;
        Ok((AxisNode { threshold, left, feature, missing_right: u16::from(missing_right) }, ()))
    }
}

//! The lists of a tree's nodes, whatever its splits are.

use super::exact::Exact;
use crate::growth::floor_f32;
use crate::model::NodeError;
use crate::tree::{Node, Tree};

/// A tree as lists: an entry for each node, the root first.
pub(super) trait Lists: Sized {
    /// What the nodes are.
    type Node: Node;

    /// A tree to be written.
    fn of(tree: &Tree<Self::Node>) -> Self;

    /// What every tree has, whatever its splits are.
    fn common(&self) -> Common<'_>;

    /// How long the lists are that only this kind of tree has.
    fn lengths(&self) -> impl Iterator<Item = usize>;

    /// Whether nothing is said of a split at this place.
    fn is_leaf(&self, place: usize) -> bool;

    /// The split at this place, which leads to this left child, among so many features; and its share.
    fn split(
        &self,
        place: usize,
        left: u32,
        missing_right: bool,
        features: u16,
    ) -> Result<(Self::Node, <Self::Node as Node>::Share), NodeError>;
}

/// The lists that every tree has.
pub(super) struct Common<'a> {
    /// The place of the left child; -1 at a leaf.
    pub left: &'a [i64],
    /// The place of the right child; -1 at a leaf.
    pub right: &'a [i64],
    /// 1 where what is missing goes left, 0 where it goes right, and at a leaf.
    pub missing_go_to_left: &'a [u8],
    /// How many training rows came to the node.
    pub samples: &'a [u32],
}

/// The children of every node as lists: left and right, -1 at a leaf.
pub(super) fn write_children<N: Node>(tree: &Tree<N>) -> (Vec<i64>, Vec<i64>) {
    let children = |(place, node): (usize, &N)| match i64::from(node.left()) {
        left if left == place as i64 => (-1, -1),
        left => (left, left + 1),
    };
    tree.nodes().iter().enumerate().map(children).unzip()
}

/// Where what is missing goes at every node: 1 to the left, 0 to the right, and at a leaf.
pub(super) fn write_missing<N: Node>(tree: &Tree<N>) -> Vec<u8> {
    let of_split = |node: &N| u8::from(node.missing_right() == 0);
    list(tree, |split| split.map_or(0, |(_, node)| of_split(node)))
}

/// A list of a number for each node, made of the place and the node of a split, and of nothing for a leaf.
pub(super) fn list<N: Node, T>(tree: &Tree<N>, number: impl Fn(Option<(usize, &N)>) -> T) -> Vec<T> {
    let nodes = tree.nodes().iter().enumerate();
    nodes.map(|(place, node)| number((!tree.is_leaf(place as u32)).then_some((place, node)))).collect()
}

/// The tree that was written, of rows of so many features.
pub(super) fn read_tree<L: Lists>(lists: &L, features: u16) -> Result<Tree<L::Node>, NodeError> {
    let Common { left, right, missing_go_to_left, samples } = lists.common();
    let lengths = [missing_go_to_left.len(), samples.len()].into_iter().chain(lists.lengths());
    let children = read_children(left, right, lengths)?;
    let mut nodes = Vec::with_capacity(children.len());
    let mut shares = Vec::with_capacity(children.len());
    for (place, child) in children.into_iter().enumerate() {
        let missing_right = read_missing_right(missing_go_to_left[place], place)?;
        let (node, share) = match child {
            Some(left) => lists.split(place, left, missing_right, features)?,
            None if lists.is_leaf(place) => (L::Node::leaf(place as u32), L::Node::LEAF_SHARE),
            None => return Err((place, "a leaf has a feature or a threshold")),
        };
        nodes.push(node);
        shares.push(share);
    }
    Ok(Tree::new(nodes, samples.to_vec(), shares))
}

/// Reads the children of every node: the place of the left one, `None` at a leaf. Each node but the root is the child of
/// one node before it, and siblings stand side by side.
fn read_children(
    left: &[i64],
    right: &[i64],
    mut lengths: impl Iterator<Item = usize>,
) -> Result<Vec<Option<u32>>, NodeError> {
    let count = left.len();
    if count == 0 || right.len() != count || lengths.any(|length| length != count) {
        return Err((0, "the lists differ in length or are empty"));
    }
    let mut reached = vec![false; count];
    reached[0] = true;
    let mut children = Vec::with_capacity(count);
    for (place, (&left, &right)) in left.iter().zip(right).enumerate() {
        if left == -1 && right == -1 {
            children.push(None);
            continue;
        }
        let child = u32::try_from(left).ok().filter(|&child| child as usize > place && (child as usize) < count - 1);
        let child = child.ok_or((place, "its left child is not a node behind it"))?;
        if right != left + 1 {
            return Err((place, "its right child is not next to the left one"));
        }
        for child in [child as usize, child as usize + 1] {
            if std::mem::replace(&mut reached[child], true) {
                return Err((place, "its child is another node's, too"));
            }
        }
        children.push(Some(child));
    }
    match reached.iter().position(|&reached| !reached) {
        Some(place) => Err((place, "no node leads there")),
        None => Ok(children),
    }
}

/// Reads the feature of a split.
pub(super) fn read_feature(feature: i64, features: u16, place: usize) -> Result<u16, NodeError> {
    let feature = u16::try_from(feature).ok().filter(|&feature| feature < features);
    feature.ok_or((place, "its feature does not exist"))
}

/// Reads a threshold, the greatest f32 that is not above it: values are f32, so they fall to the same side of both. Above
/// all f32 there is none; below them it is infinite, which is not sound ([`Part::check`](crate::Part::check)).
pub(super) fn read_threshold(threshold: Option<Exact>, place: usize) -> Result<f32, NodeError> {
    match threshold {
        Some(Exact(threshold)) if threshold <= f32::MAX.into() => Ok(floor_f32(threshold)),
        Some(Exact(threshold)) if !threshold.is_nan() => Err((place, "its threshold is beyond single precision")),
        _ => Err((place, "its threshold is missing")),
    }
}

/// Reads where a missing value goes.
fn read_missing_right(missing_go_to_left: u8, place: usize) -> Result<bool, NodeError> {
    match missing_go_to_left {
        0 => Ok(true),
        1 => Ok(false),
        _ => Err((place, "missing_go_to_left is neither 0 nor 1")),
    }
}

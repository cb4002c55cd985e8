//! What a tree asks of its nodes, whichever kind they are.

use std::fmt::Debug;

/// A node of a tree, a split or a leaf: [`AxisNode`](crate::AxisNode) or [`ObliqueNode`](crate::ObliqueNode).
///
/// A leaf is a node that leads to itself, whatever the value: a walk of as many steps as the tree is deep ends at the
/// right leaf without asking at each step whether it has arrived.
pub trait Node: Copy + Debug + PartialEq + sealed::Sealed {
    /// How the features of a split share what it explains.
    type Share: Copy + Debug + PartialEq;

    /// The share of a leaf, which explains nothing.
    const LEAF_SHARE: Self::Share;

    /// How many words a node has among those of its tree: [`Self::write`].
    const WORDS: usize;

    /// The leaf at this place of a tree.
    fn leaf(place: u32) -> Self;

    /// The place of the left child in [`Tree::nodes`](crate::Tree::nodes); the right child follows it. At a leaf, the
    /// leaf itself.
    fn left(&self) -> u32;

    /// What is at most this goes left; infinite at a leaf.
    fn threshold(&self) -> f32;

    /// 1 where what is missing goes right, 0 where it goes left.
    fn missing_right(&self) -> u32;

    /// The features that are looked at.
    fn features(&self) -> &[u16];

    /// Where a row with these values of the features goes next.
    fn next(&self, value: impl Fn(u16) -> f32) -> u32;

    /// What each feature gets of what a split is credited with.
    fn credits(&self, share: Self::Share, credit: f64) -> impl Iterator<Item = (u16, f64)>;

    /// Appends the node as words, with its number of training rows and its share.
    fn write(&self, samples: u32, share: Self::Share, words: &mut Vec<u32>);

    /// The node of these words, [`Self::WORDS`] of them, its number of training rows and its share.
    fn read(words: &[u32]) -> (Self, u32, Self::Share);
}

/// Where a row with this value, or this projection, goes from a split: the child's place.
#[inline(always)]
pub(crate) fn branch(value: f32, threshold: f32, left: u32, missing_right: bool) -> u32 {
    // Bitwise rather than lazily: a branch here would be mispredicted half of the time.
    let right = (value > threshold) | (value.is_nan() & missing_right);
    left + u32::from(right)
}

/// Every fast way through a forest is tested for the nodes that there are: there are no others.
pub(crate) mod sealed {
    pub trait Sealed {}
}

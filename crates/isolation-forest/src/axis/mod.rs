//! Splits of one feature each: the classic forest.

mod grow;

use crate::tree::{Node, branch, sealed::Sealed};

pub(crate) use grow::grow;

/// A split of one feature, `value <= threshold`, or a leaf: 12 bytes, so that a tree of 256 rows stays within a
/// processor's first cache.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C)]
pub struct AxisNode {
    /// A value at most this goes left; infinite at a leaf.
    pub threshold: f32,
    /// The place of the left child in [`Tree::nodes`](crate::Tree::nodes); the right child follows it. At a leaf, the
    /// leaf itself.
    pub left: u32,
    /// The feature that is compared.
    pub feature: u16,
    /// 1 where a missing value goes right, 0 where it goes left.
    pub missing_right: u16,
}

impl Sealed for AxisNode {}

impl Node for AxisNode {
    type Share = ();

    const LEAF_SHARE: () = ();

    /// Threshold, left child, feature and missing side, rows.
    const WORDS: usize = 4;

    fn leaf(place: u32) -> Self {
        Self { threshold: f32::INFINITY, left: place, feature: 0, missing_right: 0 }
    }

    #[inline(always)]
    fn left(&self) -> u32 {
        self.left
    }

    #[inline(always)]
    fn threshold(&self) -> f32 {
        self.threshold
    }

    #[inline(always)]
    fn missing_right(&self) -> u32 {
        self.missing_right.into()
    }

    #[inline(always)]
    fn features(&self) -> &[u16] {
        std::slice::from_ref(&self.feature)
    }

    #[inline(always)]
    fn next(&self, value: impl Fn(u16) -> f32) -> u32 {
        branch(value(self.feature), self.threshold, self.left, self.missing_right != 0)
    }

    #[inline(always)]
    fn credits(&self, (): (), credit: f64) -> impl Iterator<Item = (u16, f64)> {
        std::iter::once((self.feature, credit))
    }

    #[inline]
    fn write(&self, samples: u32, (): (), words: &mut Vec<u32>) {
        let feature = u32::from(self.feature) | u32::from(self.missing_right) << 16;
        words.extend([self.threshold.to_bits(), self.left, feature, samples]);
    }

    #[inline]
    fn read(words: &[u32]) -> (Self, u32, ()) {
        let [threshold, left, feature, samples] = *words else { unreachable!("as many words as a node has") };
        let (threshold, missing_right) = (f32::from_bits(threshold), (feature >> 16) as u16);
        (Self { threshold, left, feature: feature as u16, missing_right }, samples, ())
    }
}

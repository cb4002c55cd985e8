//! A split by a hyperplane.

use crate::tree::{Node, branch, sealed::Sealed};

/// A split along a hyperplane of two features, `w0 x0 + w1 x1 <= threshold`, or a leaf: 24 bytes.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C)]
pub struct ObliqueNode {
    /// The coefficients of the two features, in units that make the larger one 1 (or -1).
    pub weights: [f32; 2],
    /// A projection at most this goes left; infinite at a leaf.
    pub threshold: f32,
    /// The place of the left child in [`Tree::nodes`](crate::Tree::nodes); the right child follows it. At a leaf, the
    /// leaf itself.
    pub left: u32,
    /// The two features. A split of one feature alone has it twice, each time with half of the coefficient.
    pub features: [u16; 2],
    /// 1 where a missing projection goes right, 0 where it goes left.
    pub missing_right: u32,
}

/// The projection of two values: the one place where it is computed, for growth and walks alike.
#[inline(always)]
pub(super) fn project(weights: [f32; 2], values: [f32; 2]) -> f32 {
    weights[0] * values[0] + weights[1] * values[1]
}

impl Sealed for ObliqueNode {}

impl Node for ObliqueNode {
    /// What the first feature answers for, 0 to 1; the second answers for the rest. Each has the weight that a move by one
    /// of its standard deviations has in the projection.
    type Share = f32;

    const LEAF_SHARE: f32 = 1.0;

    /// Two weights, threshold, left child, two features, missing side, rows, share of the first feature.
    const WORDS: usize = 8;

    fn leaf(place: u32) -> Self {
        Self { weights: [0.0; 2], threshold: f32::INFINITY, left: place, features: [0; 2], missing_right: 0 }
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
        self.missing_right
    }

    #[inline(always)]
    fn features(&self) -> &[u16] {
        &self.features
    }

    #[inline(always)]
    fn next(&self, value: impl Fn(u16) -> f32) -> u32 {
        let projection = project(self.weights, self.features.map(value));
        branch(projection, self.threshold, self.left, self.missing_right != 0)
    }

    #[inline(always)]
    fn credits(&self, share: f32, credit: f64) -> impl Iterator<Item = (u16, f64)> {
        let share = f64::from(share);
        self.features.into_iter().zip([credit * share, credit * (1.0 - share)])
    }

    #[inline]
    fn write(&self, samples: u32, share: f32, words: &mut Vec<u32>) {
        let [first, second] = self.features.map(u32::from);
        let [w0, w1] = self.weights.map(f32::to_bits);
        words.extend([w0, w1, self.threshold.to_bits(), self.left]);
        words.extend([first | second << 16, self.missing_right, samples, share.to_bits()]);
    }

    #[inline]
    fn read(words: &[u32]) -> (Self, u32, f32) {
        let [w0, w1, threshold, left, features, missing_right, samples, share] = *words else {
            unreachable!("as many words as a node has")
        };
        let node = Self {
            weights: [w0, w1].map(f32::from_bits),
            threshold: f32::from_bits(threshold),
            left,
            features: [features as u16, (features >> 16) as u16],
            missing_right,
        };
        (node, samples, f32::from_bits(share))
    }
}

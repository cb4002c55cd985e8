//! What a fitted forest of hyperplanes is made of.

use crate::average_path_length;

/// A node of an oblique tree: 24 bytes.
///
/// A leaf leads to itself, whatever the values, as in the axis-parallel [`Node`](crate::Node).
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C)]
pub struct ObliqueNode {
    /// The coefficients of the two features, in units that make the larger one 1 (or -1).
    pub weights: [f32; 2],
    /// A projection at most this goes left; infinite at a leaf.
    pub threshold: f32,
    /// The place of the left child in [`ObliqueTree::nodes`]; the right child follows it. At a leaf, the leaf itself.
    pub left: u32,
    /// The two features. A split of one feature alone has it twice, each time with half of the coefficient.
    pub features: [u16; 2],
    /// 1 where a missing projection goes right, 0 where it goes left.
    pub missing_right: u32,
}

impl ObliqueNode {
    /// The leaf at this place of a tree.
    pub(crate) fn leaf(place: u32) -> Self {
        Self { weights: [0.0; 2], threshold: f32::INFINITY, left: place, features: [0; 2], missing_right: 0 }
    }

    /// Where a row with these values of the node's two features goes next.
    #[inline(always)]
    pub fn next(&self, values: [f32; 2]) -> u32 {
        let projection = project(self.weights, values);
        // Bitwise rather than lazily: a branch here would be mispredicted half of the time.
        let right = (projection > self.threshold) | (projection.is_nan() & (self.missing_right != 0));
        self.left + u32::from(right)
    }

    /// The node's values of a row.
    #[inline(always)]
    pub fn values(&self, row: &[f32]) -> [f32; 2] {
        self.features.map(|feature| row[usize::from(feature)])
    }
}

/// The projection of two values: the one place where it is computed, for growth and walks alike.
#[inline(always)]
pub(crate) fn project(weights: [f32; 2], values: [f32; 2]) -> f32 {
    weights[0] * values[0] + weights[1] * values[1]
}

/// One tree of hyperplanes. The root is the first node.
#[derive(Clone, Debug, PartialEq)]
pub struct ObliqueTree {
    nodes: Vec<ObliqueNode>,
    samples: Vec<u32>,
    shares: Vec<f32>,
    paths: Vec<f64>,
    depth: u32,
}

impl ObliqueTree {
    /// A tree of these nodes, of the number of training rows in each, and of the share of each split that its first
    /// feature answers for (the second answers for the rest).
    ///
    /// The caller vouches that all have one length and that every child comes after its parent.
    pub(crate) fn new(nodes: Vec<ObliqueNode>, samples: Vec<u32>, shares: Vec<f32>) -> Self {
        debug_assert!(nodes.len() == samples.len() && nodes.len() == shares.len());
        let mut depths = vec![0_u32; nodes.len()];
        let mut paths = vec![0.0; nodes.len()];
        let mut depth = 0;
        for (place, node) in nodes.iter().enumerate() {
            if node.left as usize == place {
                paths[place] = f64::from(depths[place]) + average_path_length(samples[place]);
                depth = depth.max(depths[place]);
            } else {
                debug_assert!(node.left as usize > place);
                depths[node.left as usize] = depths[place] + 1;
                depths[node.left as usize + 1] = depths[place] + 1;
            }
        }
        Self { nodes, samples, shares, paths, depth }
    }

    /// The nodes, parents before children.
    pub fn nodes(&self) -> &[ObliqueNode] {
        &self.nodes
    }

    /// How many training rows came to each node.
    pub fn samples(&self) -> &[u32] {
        &self.samples
    }

    /// The share, 0 to 1, of each split that its first feature answers for; the second answers for the rest.
    pub fn shares(&self) -> &[f32] {
        &self.shares
    }

    /// The path length of a row that ends at each node: its depth and c(rows in it); zero where it is no leaf.
    pub fn paths(&self) -> &[f64] {
        &self.paths
    }

    /// The depth of the deepest leaf.
    pub fn depth(&self) -> u32 {
        self.depth
    }

    /// Whether the node at this place is a leaf.
    pub fn is_leaf(&self, place: u32) -> bool {
        self.nodes[place as usize].left == place
    }

    /// The leaf in which a row ends: the plain walk, against which every fast one is tested.
    pub fn leaf(&self, row: &[f32]) -> u32 {
        let mut place = 0;
        while !self.is_leaf(place) {
            let node = &self.nodes[place as usize];
            place = node.next(node.values(row));
        }
        place
    }
}

/// A fitted forest of hyperplanes.
#[derive(Clone, Debug, PartialEq)]
pub struct ObliqueForest {
    trees: Vec<ObliqueTree>,
    sample_size: u32,
    features: u16,
}

impl ObliqueForest {
    /// A forest of these trees, each grown from `sample_size` rows of `features` features.
    pub(crate) fn new(trees: Vec<ObliqueTree>, sample_size: u32, features: u16) -> Self {
        Self { trees, sample_size, features }
    }

    /// The trees, in the order in which their path lengths are added.
    pub fn trees(&self) -> &[ObliqueTree] {
        &self.trees
    }

    /// How many rows each tree was grown from.
    pub fn sample_size(&self) -> u32 {
        self.sample_size
    }

    /// How many features a row has.
    pub fn features(&self) -> usize {
        usize::from(self.features)
    }

    /// The mean path length of a row: the plain definition, against which the fast scorer is tested.
    pub fn mean_path_length(&self, row: &[f32]) -> f64 {
        let sum: f64 = self.trees.iter().map(|tree| tree.paths[tree.leaf(row) as usize]).sum();
        sum / self.trees.len() as f64
    }
}

//! What a fitted forest is made of.

mod explain;
pub(crate) mod walk;
mod words;

pub use words::WireError;

use crate::average_path_length;

/// A node of a tree: 12 bytes, so that a tree of 256 rows stays within a processor's first cache.
///
/// A leaf is a node that leads to itself, whatever the value: a walk of as many steps as the tree is deep ends at the
/// right leaf without asking at each step whether it has arrived.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C)]
pub struct Node {
    /// A value at most this goes left; infinite at a leaf.
    pub threshold: f32,
    /// The place of the left child in [`Tree::nodes`]; the right child follows it. At a leaf, the leaf itself.
    pub left: u32,
    /// The feature that is compared.
    pub feature: u16,
    /// 1 where a missing value goes right, 0 where it goes left.
    pub missing_right: u16,
}

impl Node {
    /// The leaf at this place of a tree.
    pub(crate) fn leaf(place: u32) -> Self {
        Self { threshold: f32::INFINITY, left: place, feature: 0, missing_right: 0 }
    }

    /// Where a row with this value of the node's feature goes next.
    #[inline(always)]
    pub fn next(&self, value: f32) -> u32 {
        // Bitwise rather than lazily: a branch here would be mispredicted half of the time.
        let right = (value > self.threshold) | (value.is_nan() & (self.missing_right != 0));
        self.left + u32::from(right)
    }
}

/// One isolation tree. The root is the first node.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    nodes: Vec<Node>,
    samples: Vec<u32>,
    paths: Vec<f64>,
    depth: u32,
}

impl Tree {
    /// A tree of these nodes and of the number of training rows in each.
    ///
    /// The caller vouches that both have one length and that every child comes after its parent.
    pub(crate) fn new(nodes: Vec<Node>, samples: Vec<u32>) -> Self {
        debug_assert_eq!(nodes.len(), samples.len());
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
        Self { nodes, samples, paths, depth }
    }

    /// The nodes, parents before children.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// How many training rows came to each node.
    pub fn samples(&self) -> &[u32] {
        &self.samples
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
            place = node.next(row[usize::from(node.feature)]);
        }
        place
    }
}

/// A fitted forest.
#[derive(Clone, Debug, PartialEq)]
pub struct Forest {
    trees: Vec<Tree>,
    sample_size: u32,
    features: u16,
}

impl Forest {
    /// A forest of these trees, each grown from `sample_size` rows of `features` features.
    pub(crate) fn new(trees: Vec<Tree>, sample_size: u32, features: u16) -> Self {
        Self { trees, sample_size, features }
    }

    /// The trees, in the order in which their path lengths are added.
    pub fn trees(&self) -> &[Tree] {
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

    /// The score of a mean path length: 2 to the power of minus its share of the average, between 0 and 1; the greater
    /// the more anomalous, 0.5 for an average path (Liu et al. 2008, equation 2).
    pub fn score_of_path(&self, mean_path_length: f64) -> f64 {
        // A sample of one row has no average path; scikit-learn's divisor is 1 there.
        let average = average_path_length(self.sample_size);
        libm::exp2(-mean_path_length / if average > 0.0 { average } else { 1.0 })
    }
}

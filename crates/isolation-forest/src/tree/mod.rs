//! What a fitted forest is made of, and the ways through it, for every kind of split.

mod explain;
mod forest;
mod node;
mod walk;
mod words;

use crate::average_path_length;
use crate::axis::AxisNode;

pub use explain::ForestExplainer;
pub use forest::Forest;
pub use node::Node;
pub(crate) use node::{branch, sealed};
pub(crate) use walk::{Block, leaves};
pub use words::WireError;

/// One isolation tree, of splits of one feature where nothing else is said. The root is the first node.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree<N: Node = AxisNode> {
    nodes: Vec<N>,
    samples: Vec<u32>,
    shares: Vec<N::Share>,
    paths: Vec<f64>,
    depth: u32,
}

impl<N: Node> Tree<N> {
    /// A tree of these nodes, of the number of training rows in each, and of the shares of each split's features.
    ///
    /// The caller vouches that all have one length and that every child comes after its parent.
    pub(crate) fn new(nodes: Vec<N>, samples: Vec<u32>, shares: Vec<N::Share>) -> Self {
        debug_assert!(nodes.len() == samples.len() && nodes.len() == shares.len());
        let mut depths = vec![0_u32; nodes.len()];
        let mut paths = vec![0.0; nodes.len()];
        let mut depth = 0;
        for (place, node) in nodes.iter().enumerate() {
            let left = node.left() as usize;
            if left == place {
                paths[place] = f64::from(depths[place]) + average_path_length(samples[place]);
                depth = depth.max(depths[place]);
            } else {
                debug_assert!(left > place);
                depths[left] = depths[place] + 1;
                depths[left + 1] = depths[place] + 1;
            }
        }
        Self { nodes, samples, shares, paths, depth }
    }

    /// The nodes, parents before children.
    #[inline]
    pub fn nodes(&self) -> &[N] {
        &self.nodes
    }

    /// How many training rows came to each node.
    #[inline]
    pub fn samples(&self) -> &[u32] {
        &self.samples
    }

    /// How the features of each split share what it explains.
    #[inline]
    pub fn shares(&self) -> &[N::Share] {
        &self.shares
    }

    /// The path length of a row that ends at each node: its depth and c(rows in it); zero where it is no leaf.
    #[inline]
    pub fn paths(&self) -> &[f64] {
        &self.paths
    }

    /// The depth of the deepest leaf.
    #[inline]
    pub fn depth(&self) -> u32 {
        self.depth
    }

    /// Whether the node at this place is a leaf.
    ///
    /// # Panics
    /// For a place that does not exist, as an index does.
    #[inline]
    pub fn is_leaf(&self, place: u32) -> bool {
        self.nodes[place as usize].left() == place
    }

    /// The places of the leaves, in rising order.
    pub fn leaves(&self) -> impl Iterator<Item = u32> {
        (0..self.nodes.len() as u32).filter(|&place| self.is_leaf(place))
    }

    /// The splits, and the place of each.
    pub fn splits(&self) -> impl Iterator<Item = (u32, &N)> {
        (0..).zip(&self.nodes).filter(|(place, node)| node.left() != *place)
    }

    /// Where a row goes from the node at this place.
    #[inline(always)]
    pub(crate) fn next(&self, place: u32, row: &[f32]) -> u32 {
        self.nodes[place as usize].next(|feature| row[usize::from(feature)])
    }

    /// The leaf in which a row ends: the plain walk, against which every fast one is tested.
    ///
    /// # Panics
    /// When the row has fewer values than the tree has features, as an index does.
    #[inline]
    pub fn leaf(&self, row: &[f32]) -> u32 {
        let mut place = 0;
        loop {
            let node = &self.nodes[place as usize];
            if node.left() == place {
                return place;
            }
            place = node.next(|feature| row[usize::from(feature)]);
        }
    }

    /// The path length of a row.
    ///
    /// # Panics
    /// As [`Self::leaf`].
    #[inline]
    pub fn path(&self, row: &[f32]) -> f64 {
        self.paths[self.leaf(row) as usize]
    }
}

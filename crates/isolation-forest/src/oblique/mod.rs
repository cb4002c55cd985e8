//! Forests whose splits are hyperplanes of two features, `w0 x0 + w1 x1 <= threshold`.
//!
//! A split of one feature cuts along an axis; where features go together (a low bitrate on a good network), a slanted cut
//! isolates sooner. What differs between the two kinds is only how a hyperplane is drawn (`extended`, `fair_cut`); growing,
//! walking, scoring and explaining are one.
//!
//! The projection is computed in f32, as `w0 * x0 + w1 * x1` with each product and the sum rounded, in growth and in every
//! walk: no row can end on the other side of the cut that was made for it. It is missing (NaN) where a value is missing,
//! or where infinities cancel; such a row follows the side with more training rows, the left one when both are equal.

mod extended;
mod fair_cut;
mod grow;
mod node;

use crate::tree::{Forest, Tree};

pub(super) use extended::grow as grow_extended;
pub(super) use fair_cut::grow as grow_fair_cut;
pub use node::ObliqueNode;

/// A tree of hyperplanes.
pub type ObliqueTree = Tree<ObliqueNode>;

/// A forest of hyperplanes.
pub type ObliqueForest = Forest<ObliqueNode>;

//! A tree that a seedling has grown to.

use super::seedling::{Seedling, TreeKind};
use crate::tree::{Tree, WireError};
use crate::{ObliqueTree, axis, oblique};

/// A tree of either build.
#[derive(Clone, Debug, PartialEq)]
pub enum GrownTree {
    /// Splits of one feature.
    Axis(Tree),
    /// Splits along hyperplanes of two features.
    Oblique(ObliqueTree),
}

impl Seedling {
    /// Grows the tree.
    pub fn grow(self) -> GrownTree {
        match self.kind() {
            TreeKind::Isolation => GrownTree::Axis(axis::grow(self)),
            TreeKind::Extended => GrownTree::Oblique(oblique::grow_extended(self)),
            TreeKind::FairCut => GrownTree::Oblique(oblique::grow_fair_cut(self)),
        }
    }
}

impl GrownTree {
    /// The tree as words; how it was split is not among them.
    pub fn to_words(&self) -> Vec<u32> {
        let mut words = Vec::new();
        match self {
            Self::Axis(tree) => tree.write(&mut words),
            Self::Oblique(tree) => tree.write(&mut words),
        }
        words
    }

    /// The tree of these words, which is of this kind and splits so many features.
    ///
    /// # Errors
    /// [`WireError`] for words that [`Self::to_words`] did not write.
    pub fn from_words(words: &[u32], kind: TreeKind, features: usize) -> Result<Self, WireError> {
        let (tree, rest) = match kind {
            TreeKind::Isolation => {
                let (tree, rest) = Tree::read(words, 0, features)?;
                (Self::Axis(tree), rest)
            }
            TreeKind::Extended | TreeKind::FairCut => {
                let (tree, rest) = Tree::read(words, 0, features)?;
                (Self::Oblique(tree), rest)
            }
        };
        if rest.is_empty() { Ok(tree) } else { Err(WireError::TooLong) }
    }
}

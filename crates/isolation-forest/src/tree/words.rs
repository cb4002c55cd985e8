//! A forest as plain words: how it travels to other workers. Not a file format: both ends are of one build.

use super::{Forest, Node, Tree};
use crate::model::Part;
use crate::oblique::{ObliqueForest, ObliqueTree};
use crate::{GrownTree, TreeKind};

/// Words that are no forest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WireError {
    /// The words end before the forest does.
    #[error("the forest is cut off")]
    CutOff,
    /// There are words behind the forest.
    #[error("there is more than a forest")]
    TooLong,
    /// A node refers to what does not exist.
    #[error("node {node} of tree {tree} leads nowhere")]
    Dangling {
        /// The tree, from 0.
        tree: usize,
        /// The node, from 0.
        node: usize,
    },
}

/// The first word of a forest of splits of one feature.
const AXIS: u32 = 1;
/// The first word of a forest of hyperplanes.
const OBLIQUE: u32 = 2;

/// Words per node: threshold, left child, feature and missing side, rows.
const WORDS: usize = 4;

/// Checks that children come after their parents and within the tree, and that features exist.
pub(crate) fn check(tree: usize, nodes: &[Node], features: usize) -> Result<(), WireError> {
    for (place, node) in nodes.iter().enumerate() {
        let left = node.left as usize;
        let is_leaf = left == place && node.threshold == f32::INFINITY && node.missing_right == 0;
        let is_split = left > place && left + 1 < nodes.len() && !node.threshold.is_nan();
        if !(is_leaf || is_split) || usize::from(node.feature) >= features {
            return Err(WireError::Dangling { tree, node: place });
        }
    }
    if nodes.is_empty() { Err(WireError::Dangling { tree, node: 0 }) } else { Ok(()) }
}

impl Tree {
    /// Appends the tree as words: how many nodes, then the nodes.
    fn write(&self, words: &mut Vec<u32>) {
        words.push(self.nodes().len() as u32);
        for (node, &samples) in self.nodes().iter().zip(self.samples()) {
            let feature = u32::from(node.feature) | u32::from(node.missing_right) << 16;
            words.extend([node.threshold.to_bits(), node.left, feature, samples]);
        }
    }

    /// The tree at the beginning of these words, and the words behind it. The index is told in errors.
    fn read(words: &[u32], index: usize, features: usize) -> Result<(Self, &[u32]), WireError> {
        let (&count, rest) = words.split_first().ok_or(WireError::CutOff)?;
        let size = (count as usize).checked_mul(WORDS).ok_or(WireError::CutOff)?;
        let (tree, rest) = rest.split_at_checked(size).ok_or(WireError::CutOff)?;
        let (tree, _) = tree.as_chunks::<WORDS>();
        let node = |&[threshold, left, feature, _]: &[u32; WORDS]| Node {
            threshold: f32::from_bits(threshold),
            left,
            feature: feature as u16,
            missing_right: (feature >> 16) as u16,
        };
        let nodes: Vec<Node> = tree.iter().map(node).collect();
        check(index, &nodes, features)?;
        Ok((Self::new(nodes, tree.iter().map(|words| words[3]).collect()), rest))
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
                let (tree, rest) = ObliqueTree::read(words, 0, features)?;
                (Self::Oblique(tree), rest)
            }
        };
        if rest.is_empty() { Ok(tree) } else { Err(WireError::TooLong) }
    }
}

impl Forest {
    /// The forest as words.
    pub fn to_words(&self) -> Vec<u32> {
        let mut words = vec![self.sample_size(), self.features() as u32, self.trees().len() as u32];
        for tree in self.trees() {
            tree.write(&mut words);
        }
        words
    }

    /// The forest of these words.
    ///
    /// # Errors
    /// [`WireError`] for words that [`Self::to_words`] did not write.
    pub fn from_words(words: &[u32]) -> Result<Self, WireError> {
        let (&[sample_size, features, trees], mut rest) = words.split_first_chunk().ok_or(WireError::CutOff)?;
        let width = u16::try_from(features).map_err(|_| WireError::CutOff)?;
        let mut forest = Vec::new();
        for index in 0..trees as usize {
            let (tree, tail) = Tree::read(rest, index, usize::from(width))?;
            forest.push(tree);
            rest = tail;
        }
        if rest.is_empty() { Ok(Self::new(forest, sample_size, width)) } else { Err(WireError::TooLong) }
    }
}

impl Part {
    /// The forest as words, its kind first.
    pub fn to_words(&self) -> Vec<u32> {
        let (kind, words) = match self {
            Part::Axis(forest) => (AXIS, forest.to_words()),
            Part::Oblique(forest) => (OBLIQUE, forest.to_words()),
        };
        [vec![kind], words].concat()
    }

    /// The forest of these words.
    ///
    /// # Errors
    /// [`WireError`] for words that [`Self::to_words`] did not write.
    pub fn from_words(words: &[u32]) -> Result<Self, WireError> {
        match words.split_first() {
            Some((&AXIS, words)) => Forest::from_words(words).map(Part::Axis),
            Some((&OBLIQUE, words)) => ObliqueForest::from_words(words).map(Part::Oblique),
            _ => Err(WireError::CutOff),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Matrix;
    use crate::{Hyperparameters, Method, Model};
    use proptest::prelude::*;

    fn forest() -> Forest {
        let column = |step: usize| (0..100).map(|row| (row * step % 31) as f32).collect();
        let matrix = Matrix::from_columns(vec![column(7), column(11)]);
        Forest::fit(&matrix, &Hyperparameters::new(3, 32, 1).expect("within bounds"))
    }

    #[test]
    fn a_forest_comes_back_the_same() {
        let forest = forest();
        assert_eq!(Forest::from_words(&forest.to_words()), Ok(forest));
    }

    #[test]
    fn each_kind_of_forest_comes_back_as_what_it_was() {
        let columns =
            vec![(0..100).map(|row| (row * 7 % 31) as f32).collect(), (0..100).map(|row| row as f32).collect()];
        let matrix = Matrix::from_columns(columns);
        let hyperparameters = Hyperparameters::new(3, 32, 1).expect("within bounds");
        for part in Model::grow(Method::Mixture, &matrix, &hyperparameters) {
            assert_eq!(Part::from_words(&part.to_words()), Ok(part));
        }
        assert_eq!(Part::from_words(&[]), Err(WireError::CutOff));
        assert_eq!(Part::from_words(&[7]), Err(WireError::CutOff));
    }

    #[test]
    fn what_is_cut_or_prolonged_is_refused() {
        let words = forest().to_words();
        for end in 0..words.len() {
            assert!(Forest::from_words(&words[..end]).is_err());
        }
        assert_eq!(Forest::from_words(&[words, vec![0]].concat()), Err(WireError::TooLong));
    }

    proptest! {
        #[test]
        fn damaged_words_are_refused_or_walkable(place in 0..1000_usize, value in any::<u32>(), x in any::<f32>()) {
            let mut words = forest().to_words();
            let place = place % words.len();
            words[place] = value;
            if let Ok(forest) = Forest::from_words(&words) {
                let row = vec![x; forest.features()];
                prop_assert!(!forest.mean_path_length(&row).is_nan() || forest.trees().is_empty());
            }
        }
    }
}

//! A forest as plain words: how it travels to other workers. Not a file format: both ends are of one build.

use super::{Forest, Node, Tree};

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

/// Checks that children come after their parents and within the tree, and that features exist.
fn check<N: Node>(tree: usize, nodes: &[N], features: usize) -> Result<(), WireError> {
    for (place, node) in nodes.iter().enumerate() {
        let (left, threshold, missing_right) = (node.left() as usize, node.threshold(), node.missing_right());
        let is_leaf = left == place && threshold == f32::INFINITY && missing_right == 0;
        let is_split = left > place && left + 1 < nodes.len() && !threshold.is_nan() && missing_right <= 1;
        if !(is_leaf || is_split) || node.features().iter().any(|&feature| usize::from(feature) >= features) {
            return Err(WireError::Dangling { tree, node: place });
        }
    }
    if nodes.is_empty() { Err(WireError::Dangling { tree, node: 0 }) } else { Ok(()) }
}

impl<N: Node> Tree<N> {
    /// Appends the tree as words: how many nodes, then the nodes.
    pub(crate) fn write(&self, words: &mut Vec<u32>) {
        words.push(self.nodes().len() as u32);
        for ((node, &samples), &share) in self.nodes().iter().zip(self.samples()).zip(self.shares()) {
            node.write(samples, share, words);
        }
    }

    /// The tree at the beginning of these words, and the words behind it. The index is told in errors.
    pub(crate) fn read(words: &[u32], index: usize, features: usize) -> Result<(Self, &[u32]), WireError> {
        let (&count, rest) = words.split_first().ok_or(WireError::CutOff)?;
        let size = (count as usize).checked_mul(N::WORDS).ok_or(WireError::CutOff)?;
        let (tree, rest) = rest.split_at_checked(size).ok_or(WireError::CutOff)?;
        let read = || tree.chunks_exact(N::WORDS).map(N::read);
        let nodes: Vec<N> = read().map(|(node, ..)| node).collect();
        check(index, &nodes, features)?;
        let samples = read().map(|(_, samples, _)| samples).collect();
        let shares = read().map(|(.., share)| share).collect();
        Ok((Self::new(nodes, samples, shares), rest))
    }
}

impl<N: Node> Forest<N> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Hyperparameters, Matrix, ObliqueForest};
    use proptest::prelude::*;

    fn matrix() -> Matrix {
        let column = |step: usize| (0..100).map(|row| (row * step % 31) as f32).collect();
        Matrix::from_columns(vec![column(7), column(11)]).expect("of its shape")
    }

    fn forest() -> Forest {
        Forest::fit(&matrix(), &Hyperparameters::new(3, 32, 1).expect("within bounds")).expect("of its shape")
    }

    fn oblique_forest() -> ObliqueForest {
        ObliqueForest::fit_extended(&matrix(), &Hyperparameters::new(3, 32, 1).expect("within bounds"))
            .expect("of its shape")
    }

    #[test]
    fn a_forest_comes_back_the_same() {
        let forest = forest();
        assert_eq!(Forest::from_words(&forest.to_words()), Ok(forest));
        let forest = oblique_forest();
        assert_eq!(Forest::from_words(&forest.to_words()), Ok(forest));
    }

    #[test]
    fn what_is_cut_or_prolonged_is_refused() {
        fn refused<N: Node>(forest: &Forest<N>) {
            let words = forest.to_words();
            for end in 0..words.len() {
                assert!(Forest::<N>::from_words(&words[..end]).is_err());
            }
            assert_eq!(Forest::<N>::from_words(&[words, vec![0]].concat()), Err(WireError::TooLong));
        }
        refused(&forest());
        refused(&oblique_forest());
    }

    fn damage<N: Node>(forest: &Forest<N>, place: usize, value: u32, x: f32) -> Result<(), TestCaseError> {
        let mut words = forest.to_words();
        let place = place % words.len();
        words[place] = value;
        if let Ok(forest) = Forest::<N>::from_words(&words) {
            let row = vec![x; forest.features()];
            prop_assert!(!forest.mean_path_length(&row).expect("of its shape").is_nan() || forest.trees().is_empty());
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn damaged_words_are_refused_or_walkable(place in 0..2000_usize, value in any::<u32>(), x in any::<f32>()) {
            damage(&forest(), place, value, x)?;
            damage(&oblique_forest(), place, value, x)?;
        }
    }
}

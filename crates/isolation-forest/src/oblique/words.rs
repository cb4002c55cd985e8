//! A forest of hyperplanes as plain words: how it travels to other workers. Not a file format: both ends are of one build.

use super::tree::{ObliqueForest, ObliqueNode, ObliqueTree};
use crate::WireError;

/// Words per node: two weights, threshold, left child, two features, missing side, rows, share of the first feature.
const WORDS: usize = 8;

/// Checks that children come after their parents and within the tree, and that features exist.
fn check(tree: usize, nodes: &[ObliqueNode], features: usize) -> Result<(), WireError> {
    for (place, node) in nodes.iter().enumerate() {
        let left = node.left as usize;
        let is_leaf = left == place && node.threshold == f32::INFINITY && node.missing_right == 0;
        let is_split = left > place && left + 1 < nodes.len() && !node.threshold.is_nan() && node.missing_right <= 1;
        if !(is_leaf || is_split) || node.features.iter().any(|&feature| usize::from(feature) >= features) {
            return Err(WireError::Dangling { tree, node: place });
        }
    }
    if nodes.is_empty() { Err(WireError::Dangling { tree, node: 0 }) } else { Ok(()) }
}

impl ObliqueTree {
    /// Appends the tree as words: how many nodes, then the nodes.
    pub(crate) fn write(&self, words: &mut Vec<u32>) {
        words.push(self.nodes().len() as u32);
        for ((node, &samples), share) in self.nodes().iter().zip(self.samples()).zip(self.shares()) {
            let [first, second] = node.features.map(u32::from);
            let [w0, w1] = node.weights.map(f32::to_bits);
            let features = first | second << 16;
            words.extend([w0, w1, node.threshold.to_bits(), node.left]);
            words.extend([features, node.missing_right, samples, share.to_bits()]);
        }
    }

    /// The tree at the beginning of these words, and the words behind it. The index is told in errors.
    pub(crate) fn read(words: &[u32], index: usize, features: usize) -> Result<(Self, &[u32]), WireError> {
        let (&count, rest) = words.split_first().ok_or(WireError::CutOff)?;
        let size = (count as usize).checked_mul(WORDS).ok_or(WireError::CutOff)?;
        let (tree, rest) = rest.split_at_checked(size).ok_or(WireError::CutOff)?;
        let (tree, _) = tree.as_chunks::<WORDS>();
        let node = |&[w0, w1, threshold, left, features, missing_right, _, _]: &[u32; WORDS]| ObliqueNode {
            weights: [w0, w1].map(f32::from_bits),
            threshold: f32::from_bits(threshold),
            left,
            features: [features as u16, (features >> 16) as u16],
            missing_right,
        };
        let nodes: Vec<ObliqueNode> = tree.iter().map(node).collect();
        check(index, &nodes, features)?;
        let samples = tree.iter().map(|words| words[6]).collect();
        let shares = tree.iter().map(|words| f32::from_bits(words[7])).collect();
        Ok((Self::new(nodes, samples, shares), rest))
    }
}

impl ObliqueForest {
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
            let (tree, tail) = ObliqueTree::read(rest, index, usize::from(width))?;
            forest.push(tree);
            rest = tail;
        }
        if rest.is_empty() { Ok(Self::new(forest, sample_size, width)) } else { Err(WireError::TooLong) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Hyperparameters;
    use crate::Matrix;
    use proptest::prelude::*;

    fn forest() -> ObliqueForest {
        let column = |step: usize| (0..100).map(|row| (row * step % 31) as f32).collect();
        let matrix = Matrix::from_columns(vec![column(7), column(11)]);
        ObliqueForest::fit_extended(&matrix, &Hyperparameters::new(3, 32, 1).expect("within bounds"))
    }

    #[test]
    fn a_forest_comes_back_the_same() {
        let forest = forest();
        assert_eq!(ObliqueForest::from_words(&forest.to_words()), Ok(forest));
    }

    #[test]
    fn what_is_cut_or_prolonged_is_refused() {
        let words = forest().to_words();
        for end in 0..words.len() {
            assert!(ObliqueForest::from_words(&words[..end]).is_err());
        }
        assert_eq!(ObliqueForest::from_words(&[words, vec![0]].concat()), Err(WireError::TooLong));
    }

    proptest! {
        #[test]
        fn damaged_words_are_refused_or_walkable(place in 0..2000_usize, value in any::<u32>(), x in any::<f32>()) {
            let mut words = forest().to_words();
            let place = place % words.len();
            words[place] = value;
            if let Ok(forest) = ObliqueForest::from_words(&words) {
                let row = vec![x; forest.features()];
                prop_assert!(!forest.mean_path_length(&row).is_nan() || forest.trees().is_empty());
            }
        }
    }
}

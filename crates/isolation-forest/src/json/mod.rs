//! Forests as they are written into a file for other programs and later versions, and read from one with everything
//! checked. Node by node the lists are scikit-learn's, and every number is written so that it comes back bit for bit.

pub mod exact;
mod oblique;
mod sklearn;

pub use oblique::WrittenObliqueTree;
pub use sklearn::{ImportError, Imported, import_sklearn};

use self::exact::Exact;
use crate::Part;
use crate::axis::floor_f32;
use crate::oblique::ObliqueForest;
use crate::tree::{Forest, Node, Tree};
use serde::{Deserialize, Serialize};

/// No forest has more trees than this.
pub(crate) const MOST_TREES: usize = 10_000;

/// A fitted forest in lists and numbers: the form in which it is written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WrittenPart {
    /// Splits of one feature.
    Axis(WrittenForest<WrittenTree>),
    /// Splits along hyperplanes of two features.
    Oblique(WrittenForest<WrittenObliqueTree>),
}

/// What forests of both kinds have in common.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WrittenForest<T> {
    sample_size: u32,
    features: u16,
    trees: Vec<T>,
}

/// A tree of splits of one feature: an entry for each node, the root first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WrittenTree {
    /// The place of the left child, behind its parent's; -1 at a leaf.
    left: Vec<i64>,
    /// The place of the right child, which is next to the left one; -1 at a leaf.
    right: Vec<i64>,
    /// The feature; -1 at a leaf.
    feature: Vec<i64>,
    /// What a value must not exceed to go left; `null` at a leaf.
    threshold: Vec<Option<Exact>>,
    /// 1 where a missing value goes left, 0 where it goes right, and at a leaf.
    missing_go_to_left: Vec<u8>,
    /// How many training rows came to the node.
    samples: Vec<u32>,
}

/// Why what was written is no forest.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ForestError {
    /// A number of the whole forest is out of its bounds.
    #[error("{name} is {value}: must be {bounds}")]
    Bounds {
        /// Which number.
        name: &'static str,
        /// What it is.
        value: u64,
        /// What it may be.
        bounds: &'static str,
    },
    /// A tree is damaged.
    #[error("tree {tree}, node {node}: {what}")]
    Tree {
        /// The tree, from 0.
        tree: usize,
        /// The node, from 0.
        node: usize,
        /// What is wrong.
        what: &'static str,
    },
}

/// What is wrong with a tree, and at which node.
pub(crate) type NodeError = (usize, &'static str);

/// The children of every node as lists: left and right, -1 at a leaf. A leaf leads to itself in `left`.
pub(crate) fn write_children(left: impl Iterator<Item = u32>) -> (Vec<i64>, Vec<i64>) {
    let children = |(place, left): (usize, u32)| match i64::from(left) {
        left if left == place as i64 => (-1, -1),
        left => (left, left + 1),
    };
    left.enumerate().map(children).unzip()
}

/// Reads the children of every node: the place of the left one, `None` at a leaf. Each node but the root is the child of
/// one node before it, and siblings stand side by side.
pub(crate) fn read_children(left: &[i64], right: &[i64], lengths: &[usize]) -> Result<Vec<Option<u32>>, NodeError> {
    let count = left.len();
    if count == 0 || right.len() != count || lengths.iter().any(|&length| length != count) {
        return Err((0, "the lists differ in length or are empty"));
    }
    let mut reached = vec![false; count];
    reached[0] = true;
    let mut children = Vec::with_capacity(count);
    for (place, (&left, &right)) in left.iter().zip(right).enumerate() {
        if left == -1 && right == -1 {
            children.push(None);
            continue;
        }
        let child = u32::try_from(left).ok().filter(|&child| child as usize > place && (child as usize) < count - 1);
        let child = child.ok_or((place, "its left child is not a node behind it"))?;
        if right != left + 1 {
            return Err((place, "its right child is not next to the left one"));
        }
        for child in [child as usize, child as usize + 1] {
            if std::mem::replace(&mut reached[child], true) {
                return Err((place, "its child is another node's, too"));
            }
        }
        children.push(Some(child));
    }
    match reached.iter().position(|&reached| !reached) {
        Some(place) => Err((place, "no node leads there")),
        None => Ok(children),
    }
}

/// Reads the feature of a split.
pub(crate) fn read_feature(feature: i64, features: u16, place: usize) -> Result<u16, NodeError> {
    let feature = u16::try_from(feature).ok().filter(|&feature| feature < features);
    feature.ok_or((place, "its feature does not exist"))
}

/// Reads a threshold, the greatest f32 that is not above it: values are f32, so they fall to the same side of both. Above
/// all f32 there is none; below them it is infinite, which is not sound (`forest::sound`).
pub(crate) fn read_threshold(threshold: Option<Exact>, place: usize) -> Result<f32, NodeError> {
    match threshold {
        Some(Exact(threshold)) if threshold <= f32::MAX.into() => Ok(floor_f32(threshold)),
        Some(Exact(threshold)) if !threshold.is_nan() => Err((place, "its threshold is beyond single precision")),
        _ => Err((place, "its threshold is missing")),
    }
}

/// Checks that a leaf says nothing of a split.
pub(crate) fn check_leaf(features: &[i64], numbers: &[Option<Exact>], place: usize) -> Result<(), NodeError> {
    if features.iter().any(|&feature| feature != -1) || numbers.iter().any(Option::is_some) {
        return Err((place, "a leaf has a feature or a threshold"));
    }
    Ok(())
}

/// Reads where a missing value goes.
pub(crate) fn read_missing_right(missing_go_to_left: u8, place: usize) -> Result<bool, NodeError> {
    match missing_go_to_left {
        0 => Ok(true),
        1 => Ok(false),
        _ => Err((place, "missing_go_to_left is neither 0 nor 1")),
    }
}

impl From<&Part> for WrittenPart {
    fn from(part: &Part) -> Self {
        let features = |features: usize| u16::try_from(features).unwrap_or(u16::MAX);
        match part {
            Part::Axis(forest) => Self::Axis(WrittenForest {
                sample_size: forest.sample_size(),
                features: features(forest.features()),
                trees: forest.trees().iter().map(WrittenTree::of).collect(),
            }),
            Part::Oblique(forest) => Self::Oblique(WrittenForest {
                sample_size: forest.sample_size(),
                features: features(forest.features()),
                trees: forest.trees().iter().map(WrittenObliqueTree::of).collect(),
            }),
        }
    }
}

impl TryFrom<WrittenPart> for Part {
    type Error = ForestError;

    fn try_from(written: WrittenPart) -> Result<Self, ForestError> {
        match written {
            WrittenPart::Axis(forest) => {
                let trees = read_trees(&forest, WrittenTree::read)?;
                Ok(Self::Axis(Forest::new(trees, forest.sample_size, forest.features)))
            }
            WrittenPart::Oblique(forest) => {
                let trees = read_trees(&forest, WrittenObliqueTree::read)?;
                Ok(Self::Oblique(ObliqueForest::of_trees(trees, forest.sample_size, forest.features)))
            }
        }
    }
}

fn read_trees<W, T>(
    forest: &WrittenForest<W>,
    read: impl Fn(&W, u16) -> Result<T, NodeError>,
) -> Result<Vec<T>, ForestError> {
    let bounds = |name, value: usize, bounds, within: bool| {
        if within { Ok(()) } else { Err(ForestError::Bounds { name, value: value as u64, bounds }) }
    };
    let trees = forest.trees.len();
    bounds("sample_size", forest.sample_size as usize, "at least 1", forest.sample_size >= 1)?;
    bounds("features", forest.features.into(), "at least 1", forest.features >= 1)?;
    bounds("the number of trees", trees, "1 to 10000", (1..=MOST_TREES).contains(&trees))?;
    let tree = |(tree, written): (usize, &W)| {
        read(written, forest.features).map_err(|(node, what)| ForestError::Tree { tree, node, what })
    };
    forest.trees.iter().enumerate().map(tree).collect()
}

impl WrittenTree {
    fn of(tree: &Tree) -> Self {
        let (left, right) = write_children(tree.nodes().iter().map(|node| node.left));
        let splits = || tree.nodes().iter().zip(&left).map(|(node, &left)| (left >= 0).then_some(node));
        Self {
            feature: splits().map(|node| node.map_or(-1, |node| i64::from(node.feature))).collect(),
            threshold: splits().map(|node| node.map(|node| Exact(node.threshold.into()))).collect(),
            missing_go_to_left: splits().map(|node| node.map_or(0, |node| u8::from(node.missing_right == 0))).collect(),
            samples: tree.samples().to_vec(),
            left,
            right,
        }
    }

    fn read(&self, features: u16) -> Result<Tree, NodeError> {
        let lengths = [self.feature.len(), self.threshold.len(), self.missing_go_to_left.len(), self.samples.len()];
        let children = read_children(&self.left, &self.right, &lengths)?;
        let mut nodes = Vec::with_capacity(children.len());
        for (place, child) in children.into_iter().enumerate() {
            let (feature, threshold) = (self.feature[place], self.threshold[place]);
            let missing_right = read_missing_right(self.missing_go_to_left[place], place)?;
            nodes.push(match child {
                Some(left) => Node {
                    threshold: read_threshold(threshold, place)?,
                    left,
                    feature: read_feature(feature, features, place)?,
                    missing_right: u16::from(missing_right),
                },
                None => {
                    check_leaf(&[feature], &[threshold], place)?;
                    Node::leaf(place as u32)
                }
            });
        }
        Ok(Tree::new(nodes, self.samples.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Matrix;
    use crate::{Hyperparameters, Method, Model};
    use proptest::prelude::*;

    fn parts(seed: u64, sample: u32) -> Vec<Part> {
        let mut stream = crate::random::Stream::new(b"testtest", seed, 0);
        let mut value = |_| match stream.below(12) {
            0 => f32::NAN,
            1 => f32::MIN_POSITIVE / 8.0,
            2 => -0.0,
            3 => 3e38,
            _ => stream.unit() as f32,
        };
        let columns = (0..3).map(|_| (0..80).map(&mut value).collect()).collect();
        let hyperparameters = Hyperparameters::new(4, sample, seed).expect("within bounds");
        let matrix = Matrix::from_columns(columns);
        let grown = [Method::Mixture, Method::Extended].map(|method| Model::grow(method, &matrix, &hyperparameters));
        grown.into_iter().flatten().collect()
    }

    /// The words that hold every bit.
    fn words(part: &Part) -> Vec<u32> {
        match part {
            Part::Axis(forest) => forest.to_words(),
            Part::Oblique(forest) => forest.to_words(),
        }
    }

    proptest! {
        #[test]
        fn every_forest_comes_back_bit_for_bit(seed in any::<u64>(), sample in 2..64_u32) {
            for part in parts(seed, sample) {
                let text = serde_json::to_string(&WrittenPart::from(&part)).expect("a text");
                let written: WrittenPart = serde_json::from_str(&text).expect("its own text");
                let back = Part::try_from(written).expect("its own forest");
                prop_assert_eq!(words(&back), words(&part));
                prop_assert_eq!(back, part);
            }
        }

        #[test]
        fn a_damaged_forest_is_refused_or_walkable(
            seed in 0..8_u64, place in any::<prop::sample::Index>(), byte in prop::sample::select(b"-0123456789.,[]{}e\"".to_vec()),
        ) {
            for part in parts(seed, 16) {
                let mut text = serde_json::to_vec(&WrittenPart::from(&part)).expect("a text");
                let place = place.index(text.len());
                text[place] = byte;
                let Ok(written) = serde_json::from_slice::<WrittenPart>(&text) else { continue };
                if let Ok(part) = Part::try_from(written) {
                    prop_assert!(!part.mean_path_length(&vec![0.5; part.features()]).is_nan());
                    prop_assert!(!part.mean_path_length(&vec![f32::NAN; part.features()]).is_nan());
                }
            }
        }
    }

    const STUMP: &str = r#"{"axis": {"sample_size": 8, "features": 2, "trees": [
        {"left": [1, -1, 3, -1, -1], "right": [2, -1, 4, -1, -1], "feature": [1, -1, 0, -1, -1],
         "threshold": [0.1, null, 5.5, null, null], "missing_go_to_left": [0, 0, 1, 0, 0],
         "samples": [8, 3, 5, 4, 1]}]}}"#;

    #[test]
    fn damage_is_named_by_its_place() {
        let read = |text: &str| Part::try_from(serde_json::from_str::<WrittenPart>(text).expect("of the layout"));
        assert!(read(STUMP).is_ok());
        let refused = |from: &str, to: &str| {
            assert!(STUMP.contains(from), "{from}");
            read(&STUMP.replacen(from, to, 1)).expect_err("damaged").to_string()
        };
        assert_eq!(refused("\"left\": [1", "\"left\": [0"), "tree 0, node 0: its left child is not a node behind it");
        assert!(refused("-1, 3, -1, -1], \"right\"", "-1, 4, -1, -1], \"right\"").contains("tree 0, node 2"));
        assert!(
            refused("\"right\": [2, -1, 4", "\"right\": [2, -1, 3").contains("node 2: its right child is not next")
        );
        assert!(
            refused("-1, 3, -1, -1], \"right\": [2, -1, 4", "-1, 1, -1, -1], \"right\": [2, -1, 2").contains("node 2")
        );
        assert!(
            refused("-1, 3, -1, -1], \"right\": [2, -1, 4", "-1, -1, -1, -1], \"right\": [2, -1, -1")
                .contains("node 3: no node")
        );
        assert!(refused("\"feature\": [1", "\"feature\": [2").contains("node 0: its feature does not exist"));
        assert!(refused("0.1, null", "null, null").contains("node 0: its threshold is missing"));
        assert!(refused("0.1, null", "\"nan\", null").contains("node 0: its threshold is missing"));
        assert!(refused("0.1, null", "0.1, 7").contains("node 1: a leaf has"));
        assert!(refused("[0, 0, 1", "[0, 0, 2").contains("node 2: missing_go_to_left"));
        assert!(refused("[8, 3, 5, 4, 1]", "[8, 3, 5, 4]").contains("differ in length"));
        assert_eq!(refused("\"sample_size\": 8", "\"sample_size\": 0"), "sample_size is 0: must be at least 1");
        assert!(refused("\"features\": 2", "\"features\": 0").contains("features is 0"));
    }

    #[test]
    fn a_threshold_between_two_singles_separates_as_it_stands() {
        // 0.1 as f32 is above 0.1 as f64, so the greatest single that goes left is the one below.
        let Ok(Part::Axis(forest)) = Part::try_from(serde_json::from_str::<WrittenPart>(STUMP).expect("of the layout"))
        else {
            panic!("a sound forest")
        };
        assert_eq!(forest.trees()[0].leaf(&[0.0, 0.1]), 3);
        assert_eq!(forest.trees()[0].leaf(&[0.0, 0.1_f32.next_down()]), 1);
    }
}

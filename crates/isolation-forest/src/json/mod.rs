//! Forests as they are written into a file for other programs and later versions, and read from one with everything
//! checked. Node by node the lists are scikit-learn's, and every number is written so that it comes back bit for bit.

mod axis;
pub mod exact;
mod lists;
mod oblique;
mod sklearn;

use self::lists::{Lists, read_tree};
use crate::Part;
use crate::model::ForestError;
use crate::tree::Forest;
use serde::{Deserialize, Serialize};

pub use axis::WrittenTree;
pub use oblique::WrittenObliqueTree;
pub use sklearn::{ImportError, Imported, import_sklearn};

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

impl From<&Part> for WrittenPart {
    fn from(part: &Part) -> Self {
        match part {
            Part::Axis(forest) => Self::Axis(write(forest)),
            Part::Oblique(forest) => Self::Oblique(write(forest)),
        }
    }
}

impl TryFrom<WrittenPart> for Part {
    type Error = ForestError;

    fn try_from(written: WrittenPart) -> Result<Self, ForestError> {
        match written {
            WrittenPart::Axis(forest) => read(&forest).map(Self::Axis),
            WrittenPart::Oblique(forest) => read(&forest).map(Self::Oblique),
        }
    }
}

fn write<L: Lists>(forest: &Forest<L::Node>) -> WrittenForest<L> {
    WrittenForest {
        sample_size: forest.sample_size(),
        features: u16::try_from(forest.features()).unwrap_or(u16::MAX),
        trees: forest.trees().iter().map(L::of).collect(),
    }
}

fn read<L: Lists>(forest: &WrittenForest<L>) -> Result<Forest<L::Node>, ForestError> {
    let bounds = |name, value: usize, bounds, within: bool| {
        if within { Ok(()) } else { Err(ForestError::Bounds { name, value: value as u64, bounds }) }
    };
    let &WrittenForest { sample_size, features, ref trees } = forest;
    bounds("sample_size", sample_size as usize, "at least 1", sample_size >= 1)?;
    bounds("features", features.into(), "at least 1", features >= 1)?;
    bounds("the number of trees", trees.len(), "1 to 10000", (1..=MOST_TREES).contains(&trees.len()))?;
    let tree = |(tree, lists): (usize, &L)| {
        read_tree(lists, features).map_err(|(node, what)| ForestError::Tree { tree, node, what })
    };
    let trees = trees.iter().enumerate().map(tree).collect::<Result<_, _>>()?;
    Ok(Forest::new(trees, sample_size, features))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Hyperparameters, Matrix, Method, Model};
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
        let matrix = Matrix::from_columns(columns).expect("of its shape");
        let grown = [Method::Mixture, Method::Extended]
            .map(|method| Model::grow(method, &matrix, &hyperparameters).expect("of its shape"));
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
                    prop_assert!(!part.mean_path_length(&vec![0.5; part.features()]).expect("of its shape").is_nan());
                    prop_assert!(!part.mean_path_length(&vec![f32::NAN; part.features()]).expect("of its shape").is_nan());
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

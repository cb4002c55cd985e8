//! Reading a forest that scikit-learn has fitted, so that it gives scikit-learn's scores here.
//!
//! The JSON has `max_samples`, `offset`, `n_features` and `trees`, each with the arrays `left`, `right`, `feature`,
//! `threshold` and `n` (`n_node_samples`), -1 and -2 standing for "none" as in scikit-learn, optionally `features` (the
//! tree's subset of features, into which `feature` counts) and `missing_go_to_left`. `feature_names` is optional, too.
//! `docs/models.md` has the Python that writes it.

use super::MOST_TREES;
use crate::AxisNode;
use crate::growth::{depth_limit, floor_f32};
use crate::tree::{Forest, Node, Tree};
use serde::Deserialize;
use std::collections::BTreeSet;

/// A forest from scikit-learn.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The forest.
    pub forest: Forest,
    /// scikit-learn's threshold turned round: a score above it is an outlier.
    pub threshold: f64,
    /// The names of the features in their order, where the file has them: distinct and none empty.
    pub feature_names: Option<Vec<String>>,
}

/// Why a file is no forest.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It is not JSON, or not of the layout; the message has line and column.
    #[error("the forest file cannot be read: {0}")]
    Json(#[from] serde_json::Error),
    /// A number of the whole forest is out of its bounds.
    #[error("the forest's {name} is {value}: must be {bounds}")]
    Bounds {
        /// Which number.
        name: &'static str,
        /// What it is.
        value: f64,
        /// What it may be.
        bounds: &'static str,
    },
    /// The names are not one for each feature.
    #[error("the forest's feature_names are not {expected} distinct names")]
    Names {
        /// How many features there are.
        expected: u16,
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

#[derive(Deserialize)]
struct ForestFile {
    max_samples: u32,
    offset: f64,
    n_features: u16,
    feature_names: Option<Vec<String>>,
    trees: Vec<TreeFile>,
}

#[derive(Deserialize)]
struct TreeFile {
    left: Vec<i64>,
    right: Vec<i64>,
    feature: Vec<i64>,
    threshold: Vec<f64>,
    n: Vec<u32>,
    features: Option<Vec<u16>>,
    missing_go_to_left: Option<Vec<u8>>,
}

/// Reads a forest that scikit-learn has fitted.
///
/// A missing value follows `missing_go_to_left` where the file has it, otherwise the child with more training rows, which
/// is what scikit-learn does with a forest that was fitted without missing values.
///
/// ```
/// let json = br#"{"max_samples": 8, "offset": -0.5, "n_features": 1, "trees": [
///     {"left": [1, -1, -1], "right": [2, -1, -1], "feature": [0, -2, -2], "threshold": [5.5, -2, -2], "n": [8, 7, 1]}]}"#;
/// let imported = isolation_forest::import_sklearn(json)?;
/// assert_eq!(imported.threshold, 0.5);
/// assert_eq!(imported.forest.mean_path_length(&[9.0]), Ok(1.0));
/// # Ok::<(), isolation_forest::ImportError>(())
/// ```
///
/// # Errors
/// [`ImportError`] for a file of another layout or with a damaged tree.
pub fn import_sklearn(json: &[u8]) -> Result<Imported, ImportError> {
    let file: ForestFile = serde_json::from_slice(json)?;
    let bounds = |name, value: f64, bounds, within: bool| {
        if within { Ok(()) } else { Err(ImportError::Bounds { name, value, bounds }) }
    };
    // A tree of one row splits nothing: every score is the same.
    bounds("max_samples", file.max_samples.into(), "at least 2", file.max_samples >= 2)?;
    bounds("n_features", file.n_features.into(), "at least 1", file.n_features >= 1)?;
    bounds("offset", file.offset, "between -1 and 0", (-1.0..=0.0).contains(&file.offset))?;
    bounds("number of trees", file.trees.len() as f64, "1 to 10000", (1..=MOST_TREES).contains(&file.trees.len()))?;
    if let Some(names) = &file.feature_names {
        let distinct: BTreeSet<&str> = names.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
        if names.len() != usize::from(file.n_features) || distinct.len() != names.len() {
            return Err(ImportError::Names { expected: file.n_features });
        }
    }
    let trees = file
        .trees
        .iter()
        .enumerate()
        .map(|(index, tree)| {
            read_tree(tree, file.n_features, file.max_samples).map_err(|(node, what)| ImportError::Tree {
                tree: index,
                node,
                what,
            })
        })
        .collect::<Result<_, _>>()?;
    let forest = Forest::new(trees, file.max_samples, file.n_features);
    Ok(Imported { forest, threshold: -file.offset, feature_names: file.feature_names })
}

/// Lays a tree out anew, siblings side by side and parents first.
fn read_tree(file: &TreeFile, width: u16, max_samples: u32) -> Result<Tree, (usize, &'static str)> {
    let limit = depth_limit(max_samples);
    let count = file.left.len();
    let lengths = [file.right.len(), file.feature.len(), file.threshold.len(), file.n.len()];
    if count == 0 || lengths.iter().any(|&length| length != count) {
        return Err((0, "the arrays differ in length or are empty"));
    }
    // Of rows that were drawn twice, one is counted.
    if !(1..=max_samples).contains(&file.n[0]) {
        return Err((0, "its rows are not 1 to max_samples"));
    }
    if file.missing_go_to_left.as_ref().is_some_and(|sides| sides.len() != count) {
        return Err((0, "missing_go_to_left is of another length"));
    }
    let mut nodes = vec![AxisNode::leaf(0)];
    let mut samples = vec![file.n[0]];
    // Where each node of the new layout stood in the file.
    let mut origin = vec![0_usize];
    let mut depths = vec![0_u32];
    let mut reached = vec![false; count];
    reached[0] = true;
    let mut place = 0;
    while place < origin.len() {
        let at = origin[place];
        if file.left[at] >= 0 {
            let child = |index: i64| {
                usize::try_from(index).ok().filter(|&child| child < count).ok_or((at, "a child does not exist"))
            };
            let (left, right) = (child(file.left[at])?, child(file.right[at])?);
            for child in [left, right] {
                if std::mem::replace(&mut reached[child], true) {
                    return Err((at, "a node is reached twice"));
                }
            }
            if depths[place] == limit {
                return Err((at, "it is deeper than trees of this max_samples are"));
            }
            let own = usize::try_from(file.feature[at]).map_err(|_| (at, "the feature is negative"))?;
            let feature = match &file.features {
                Some(subset) => *subset.get(own).ok_or((at, "the feature is not in the tree's subset"))?,
                None => u16::try_from(own).map_err(|_| (at, "the feature does not exist"))?,
            };
            if feature >= width {
                return Err((at, "the feature does not exist"));
            }
            // Values are rounded to single precision: beyond it nothing is split. Below it the threshold is infinite here,
            // which is not sound ([`Part::check`](crate::Part::check)).
            if file.threshold[at].is_nan() || file.threshold[at] > f32::MAX.into() {
                return Err((at, "the threshold is beyond single precision"));
            }
            let [of_left, of_right] = [file.n[left], file.n[right]];
            if of_left == 0 || of_right == 0 || u64::from(of_left) + u64::from(of_right) != u64::from(file.n[at]) {
                return Err((at, "the rows of its children do not add up to its own"));
            }
            let missing_left = match &file.missing_go_to_left {
                Some(sides) => sides[at] != 0,
                None => file.n[left] > file.n[right],
            };
            nodes[place] = AxisNode {
                threshold: floor_f32(file.threshold[at]),
                left: nodes.len() as u32,
                feature,
                missing_right: u16::from(!missing_left),
            };
            for child in [left, right] {
                nodes.push(AxisNode::leaf(nodes.len() as u32));
                samples.push(file.n[child]);
                origin.push(child);
                depths.push(depths[place] + 1);
            }
        }
        place += 1;
    }
    if let Some(lost) = reached.iter().position(|&reached| !reached) {
        return Err((lost, "no node leads there"));
    }
    let shares = vec![(); nodes.len()];
    Ok(Tree::new(nodes, samples, shares))
}

#[cfg(test)]
mod tests {
    use super::*;

    const STUMP: &str = r#"{"max_samples": 8, "offset": -0.6, "n_features": 3, "trees": [
        {"left": [1, -1, 3, -1, -1], "right": [2, -1, 4, -1, -1], "feature": [1, -2, 0, -2, -2],
         "threshold": [0.1, -2, 5.5, -2, -2], "n": [8, 3, 5, 4, 1], "features": [2, 0]}]}"#;

    #[test]
    fn a_tree_walks_as_in_the_file() {
        let Imported { forest, threshold, feature_names } = import_sklearn(STUMP.as_bytes()).expect("sound");
        assert_eq!((threshold, feature_names), (0.6, None));
        // The tree's feature 1 is the data's 0, and its 0 the data's 2.
        let c = crate::average_path_length;
        assert_eq!(forest.mean_path_length(&[0.0, 9.0, 9.0]).expect("of its shape"), 1.0 + c(3));
        assert_eq!(forest.mean_path_length(&[1.0, 0.0, 5.5]).expect("of its shape"), 2.0 + c(4));
        assert_eq!(forest.mean_path_length(&[1.0, 0.0, 5.6]).expect("of its shape"), 2.0);
        // 0.1 as f32 is above 0.1 as f64: to the right, as in scikit-learn.
        assert_eq!(forest.mean_path_length(&[0.1, 0.0, 5.6]).expect("of its shape"), 2.0);
        assert_eq!(
            forest.mean_path_length(&[f32::NAN, 0.0, f32::NAN]).expect("of its shape"),
            2.0 + c(4),
            "to the larger side"
        );
    }

    #[test]
    fn names_are_one_for_each_feature() {
        let named = |names: &str| {
            let file = STUMP.replace("\"trees\"", &format!("\"feature_names\": {names}, \"trees\""));
            import_sklearn(file.as_bytes()).map(|imported| imported.feature_names)
        };
        let names = ["a", "b", "c"].map(str::to_owned).to_vec();
        assert_eq!(named(r#"["a", "b", "c"]"#).expect("three"), Some(names));
        assert_eq!(named("null").expect("none"), None);
        for bad in [r#"["a", "b"]"#, r#"["a", "b", "a"]"#, r#"["a", "b", ""]"#] {
            let error = named(bad).expect_err(bad).to_string();
            assert_eq!(error, "the forest's feature_names are not 3 distinct names");
        }
    }

    #[test]
    fn damage_is_named_by_its_place() {
        let damaged = |from: &str, to: &str| {
            assert!(STUMP.contains(from));
            import_sklearn(STUMP.replace(from, to).as_bytes()).expect_err("damaged").to_string()
        };
        assert!(damaged("\"right\": [2", "\"right\": [9").contains("tree 0, node 0: a child does not exist"));
        assert!(damaged("\"left\": [1, -1, 3", "\"left\": [1, -1, 0").contains("node is reached twice"));
        assert!(damaged("\"features\": [2, 0]", "\"features\": [2]").contains("not in the tree's subset"));
        assert!(damaged("\"features\": [2, 0]", "\"features\": [2, 7]").contains("does not exist"));
        assert!(damaged("\"n\": [8, ", "\"n\": [").contains("differ in length"));
        assert!(damaged("\"max_samples\": 8", "\"max_samples\": 0").contains("max_samples is 0"));
        assert!(damaged("-0.6", "7").contains("offset is 7"));
        assert!(damaged("}]}", "").contains("line 3 column"));
    }
}

//! What a fitted model must be for its scores to mean anything. What is grown here is so by construction; what comes from a
//! file is checked, and what goes into one, too, so that a file that is written is one that is read.

use super::{Model, Part};
use crate::growth::depth_limit;
use crate::tree::{Forest, Node, Tree};
use crate::{AxisNode, ObliqueNode, ObliqueTree};
use std::ops::RangeInclusive;

/// How deep a tree of hyperplanes is at least allowed to be, whatever its sample size: Fair-Cut trees are at most 8 deep.
const OBLIQUE_DEPTH: u32 = 8;
/// A path so many times as long as the average one has the score 2^-1000, which still is a number above zero.
const MOST_AVERAGES: f64 = 1000.0;
/// What rounding may add to an offset, relative to what it is added up from.
const ROUNDING: f64 = 1e-9;

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

/// Why the parts of a model do not make scores.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ModelError {
    /// A part is weighed as no model weighs it.
    #[error("weight of part {part} is {}: must be {bounds}", shown(*.value))]
    Weight {
        /// The part, from 0.
        part: usize,
        /// Its weight.
        value: f64,
        /// What it may be.
        bounds: &'static str,
    },
    /// What is added to the paths leads out of all paths.
    #[error("offset is {}: must be between {} and {}, as the paths of its parts are", shown(*.value), shown(*.least), shown(*.greatest))]
    Offset {
        /// The offset.
        value: f64,
        /// The least that paths of the parts give.
        least: f64,
        /// The greatest.
        greatest: f64,
    },
    /// No split tells rows apart.
    #[error("trees give every session the same score, {score}: no path is longer than another")]
    Same {
        /// The score.
        score: f64,
    },
    /// A path is too long to be measured.
    #[error("longest path is {} times the average one: scores of at most {MOST_AVERAGES} times can be told from 0", shown(*.averages))]
    Path {
        /// How many times.
        averages: f64,
    },
}

/// A number for people, however long it is.
fn shown(value: f64) -> String {
    if value == 0.0 || (1e-4..1e9).contains(&value.abs()) { value.to_string() } else { format!("{value:e}") }
}

/// What the trees of a forest must be like.
struct Bounds {
    /// How few training rows the root may have, and how many.
    root: RangeInclusive<u32>,
    /// How few a child may have.
    least: u32,
    /// How deep the deepest leaf may be.
    depth: u32,
}

impl Bounds {
    /// Checks that the rows of each split are those of its children, that thresholds are finite, that no bound is passed,
    /// and whatever else a split must be.
    fn check<N: Node>(&self, tree: &Tree<N>, split: impl Fn(&N) -> Result<(), &'static str>) -> Result<(), NodeError> {
        let samples = tree.samples();
        if !samples.first().is_some_and(|rows| self.root.contains(rows)) {
            return Err((0, "its samples are not those of a tree of this sample size"));
        }
        let mut depths = vec![0_u32; samples.len()];
        for (place, node) in tree.splits() {
            let (place, left) = (place as usize, node.left() as usize);
            let [of_left, of_right] = [samples[left], samples[left + 1]];
            if u64::from(of_left) + u64::from(of_right) != u64::from(samples[place]) {
                return Err((place, "the samples of its children do not add up to its own"));
            }
            if of_left < self.least || of_right < self.least || samples[place] < 2 {
                return Err((place, "it splits off no sample"));
            }
            let depth = depths[place] + 1;
            if depth > self.depth {
                return Err((place, "it is deeper than trees of this sample size are"));
            }
            (depths[left], depths[left + 1]) = (depth, depth);
        }
        for (place, node) in tree.splits() {
            let finite = if node.threshold().is_finite() { Ok(()) } else { Err("its threshold is not finite") };
            finite.and_then(|()| split(node)).map_err(|what| (place as usize, what))?;
        }
        Ok(())
    }
}

/// Checks that each threshold lies on its own side of those of the same feature above it: beyond them nothing comes to it.
fn check_thresholds(nodes: &[AxisNode]) -> Result<(), NodeError> {
    let mut parents = vec![0_usize; nodes.len()];
    for (place, node) in nodes.iter().enumerate() {
        if node.left as usize == place {
            continue;
        }
        let mut below = place;
        while below > 0 {
            let above = &nodes[parents[below]];
            let is_right = below != above.left as usize;
            let within = if is_right { node.threshold > above.threshold } else { node.threshold < above.threshold };
            if above.feature == node.feature && !within {
                return Err((place, "its threshold is beyond that of a split above it"));
            }
            below = parents[below];
        }
        let left = node.left as usize;
        (parents[left], parents[left + 1]) = (place, place);
    }
    Ok(())
}

/// Checks the direction of a hyperplane: in the units of its nodes the larger weight is 1, or each is 0.5 of one feature.
fn check_direction(node: &ObliqueNode) -> Result<(), &'static str> {
    let [first, second] = node.weights;
    let larger = first.abs().max(second.abs());
    if !first.is_finite() || !second.is_finite() || !(0.5..=1.0).contains(&larger) {
        return Err("its weights are not those of a direction: the larger must be 0.5 to 1");
    }
    if node.features[0] == node.features[1] && (first + second).abs() < 0.5 {
        return Err("its weights cancel each other");
    }
    Ok(())
}

/// Checks a tree of splits of one feature.
fn check_axis(tree: &Tree, sample_size: u32, grown_here: bool) -> Result<(), NodeError> {
    // Of rows that scikit-learn drew twice, one is counted.
    let fewest = if grown_here { sample_size } else { 1 };
    let bounds = Bounds { root: fewest..=sample_size, least: 1, depth: depth_limit(sample_size) };
    bounds.check(tree, |_| Ok(()))?;
    if grown_here { check_thresholds(tree.nodes()) } else { Ok(()) }
}

/// Checks a tree of hyperplanes.
fn check_oblique(tree: &ObliqueTree, sample_size: u32) -> Result<(), NodeError> {
    // A hyperplane that misses the rows is kept, in Extended trees: one side is empty.
    let depth = depth_limit(sample_size).max(OBLIQUE_DEPTH);
    Bounds { root: sample_size..=sample_size, least: 0, depth }.check(tree, check_direction)
}

/// Checks every tree of a forest.
fn check_trees<N: Node>(
    forest: &Forest<N>,
    check: impl Fn(&Tree<N>) -> Result<(), NodeError>,
) -> Result<(), ForestError> {
    let failed = |tree: usize, (node, what): NodeError| ForestError::Tree { tree, node, what };
    let mut trees = forest.trees().iter().enumerate();
    trees.try_for_each(|(place, tree)| check(tree).map_err(|error| failed(place, error)))
}

impl Part {
    /// Checks every tree: its samples, its depth, its thresholds and directions. A forest that was not `grown_here` is one of
    /// scikit-learn, which counts rows that it drew twice once.
    ///
    /// # Errors
    /// [`ForestError`] names the tree and the node.
    pub fn check(&self, grown_here: bool) -> Result<(), ForestError> {
        let sample_size = self.sample_size();
        if sample_size < 2 {
            let bounds = "at least 2, as a tree of one row splits nothing";
            return Err(ForestError::Bounds { name: "sample_size", value: sample_size.into(), bounds });
        }
        match self {
            Self::Axis(forest) => check_trees(forest, |tree| check_axis(tree, sample_size, grown_here)),
            Self::Oblique(forest) => check_trees(forest, |tree| check_oblique(tree, sample_size)),
        }
    }
}

impl Model {
    /// Checks that the parts are weighed as [`Model::blend`] weighs them, and that the scores that come of it are above 0 and
    /// not all the same.
    ///
    /// A model of one part is that part. Of several, the first has its share as its weight, and the offset is what the means
    /// of the parts' paths over some sessions come to: `m1 - w1 m1 - w2 m2 - …`, each mean between the shortest and the
    /// longest path of its part.
    ///
    /// # Errors
    /// [`ModelError`] says which number is not so.
    pub fn check(&self) -> Result<(), ModelError> {
        let count = self.parts().len();
        let bounds: Vec<(f64, f64)> = self.parts().iter().map(|(_, part)| part.path_bounds()).collect();
        for (part, &(value, _)) in self.parts().iter().enumerate() {
            let (within, bounds) = match (part, count) {
                (0, 1) => (value == 1.0, "1 in a model of one part"),
                (0, _) => (value == 1.0 / count as f64, "its share, as the first part gives the scale"),
                _ => (value.is_finite() && value >= 0.0, "finite and not negative"),
            };
            if !within {
                return Err(ModelError::Weight { part, value, bounds });
            }
        }
        let rest = 1.0 - self.parts()[0].0;
        let (mut least, mut greatest) = (rest * bounds[0].0, rest * bounds[0].1);
        let mut size = greatest;
        let (mut shortest, mut longest) = (self.offset(), self.offset());
        for (place, (&(weight, _), &(low, high))) in self.parts().iter().zip(&bounds).enumerate() {
            (shortest, longest) = (shortest + weight * low, longest + weight * high);
            if place > 0 {
                (least, greatest, size) = (least - weight * high, greatest - weight * low, size + weight * high);
            }
        }
        let (least, greatest) = (least - ROUNDING * size, greatest + ROUNDING * size);
        if !(size.is_finite() && (least..=greatest).contains(&self.offset())) {
            return Err(ModelError::Offset { value: self.offset(), least, greatest });
        }
        let [highest, lowest] = [shortest, longest].map(|path| self.score_of_path(path));
        let averages = longest / self.unit();
        if averages.is_nan() || averages > MOST_AVERAGES {
            return Err(ModelError::Path { averages });
        }
        if highest > lowest { Ok(()) } else { Err(ModelError::Same { score: lowest }) }
    }
}

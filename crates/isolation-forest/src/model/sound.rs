//! What a fitted model must be for its scores to mean anything. What is grown here is so by construction; what comes from a
//! file is checked, and what goes into one, too, so that a file that is written is one that is read.

use super::{Model, Part};
use crate::axis::depth_limit;
use crate::json::{ForestError, NodeError};
use crate::oblique::{ObliqueNode, ObliqueTree};
use crate::tree::{Node, Tree};

/// How deep a tree of hyperplanes is at least allowed to be, whatever its sample size: Fair-Cut trees are at most 8 deep.
const OBLIQUE_DEPTH: u32 = 8;
/// A path so many times as long as the average one has the score 2^-1000, which still is a number above zero.
const MOST_AVERAGES: f64 = 1000.0;
/// What rounding may add to an offset, relative to what it is added up from.
const ROUNDING: f64 = 1e-9;

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

/// The child of each split, and the rows of each node: what trees of both kinds have in common.
struct Shape<'a> {
    /// The left child; the node itself at a leaf.
    left: Vec<u32>,
    samples: &'a [u32],
}

impl Shape<'_> {
    fn child(&self, place: usize) -> Option<usize> {
        let left = self.left[place] as usize;
        (left != place).then_some(left)
    }

    /// Checks that the rows of each split are those of its children, `least` at least in each; that those of the root are
    /// `root`, and no path is longer than `limit`.
    fn check(&self, root: impl Fn(u32) -> bool, least: u32, limit: u32) -> Result<(), NodeError> {
        if !self.samples.first().is_some_and(|&rows| root(rows)) {
            return Err((0, "its samples are not those of a tree of this sample size"));
        }
        let mut depths = vec![0_u32; self.left.len()];
        for (place, &rows) in self.samples.iter().enumerate() {
            let Some(left) = self.child(place) else { continue };
            let [of_left, of_right] = [self.samples[left], self.samples[left + 1]];
            if u64::from(of_left) + u64::from(of_right) != u64::from(rows) {
                return Err((place, "the samples of its children do not add up to its own"));
            }
            if of_left < least || of_right < least || rows < 2 {
                return Err((place, "it splits off no sample"));
            }
            let depth = depths[place] + 1;
            if depth > limit {
                return Err((place, "it is deeper than trees of this sample size are"));
            }
            (depths[left], depths[left + 1]) = (depth, depth);
        }
        Ok(())
    }
}

/// Checks that each threshold lies on its own side of those of the same feature above it: beyond them nothing comes to it.
fn check_thresholds(nodes: &[Node]) -> Result<(), NodeError> {
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

impl Tree {
    fn check(&self, sample_size: u32, grown_here: bool) -> Result<(), NodeError> {
        let shape = Shape { left: self.nodes().iter().map(|node| node.left).collect(), samples: self.samples() };
        // Of rows that scikit-learn drew twice, one is counted.
        let root = |rows| if grown_here { rows == sample_size } else { (1..=sample_size).contains(&rows) };
        shape.check(root, 1, depth_limit(sample_size))?;
        match self
            .nodes()
            .iter()
            .enumerate()
            .find(|(place, node)| shape.child(*place).is_some() && !node.threshold.is_finite())
        {
            Some((place, _)) => Err((place, "its threshold is not finite")),
            None if grown_here => check_thresholds(self.nodes()),
            None => Ok(()),
        }
    }
}

impl ObliqueTree {
    fn check(&self, sample_size: u32) -> Result<(), NodeError> {
        let shape = Shape { left: self.nodes().iter().map(|node| node.left).collect(), samples: self.samples() };
        // A hyperplane that misses the rows is kept, in Extended trees: one side is empty.
        shape.check(|rows| rows == sample_size, 0, depth_limit(sample_size).max(OBLIQUE_DEPTH))?;
        for (place, node) in self.nodes().iter().enumerate() {
            if shape.child(place).is_none() {
                continue;
            }
            if !node.threshold.is_finite() {
                return Err((place, "its threshold is not finite"));
            }
            check_direction(node).map_err(|what| (place, what))?;
        }
        Ok(())
    }
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
        let failed = |tree: usize, (node, what): NodeError| ForestError::Tree { tree, node, what };
        match self {
            Self::Axis(forest) => {
                let mut trees = forest.trees().iter().enumerate();
                trees.try_for_each(|(place, tree)| {
                    tree.check(sample_size, grown_here).map_err(|error| failed(place, error))
                })
            }
            Self::Oblique(forest) => {
                let mut trees = forest.trees().iter().enumerate();
                trees.try_for_each(|(place, tree)| tree.check(sample_size).map_err(|error| failed(place, error)))
            }
        }
    }

    /// Between which numbers the mean path of any row is: the means over the trees of their shortest and longest paths.
    pub fn path_bounds(&self) -> (f64, f64) {
        let of_tree = |leaves: &mut dyn Iterator<Item = f64>| {
            leaves.fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), path| (least.min(path), most.max(path)))
        };
        let bounds: Vec<(f64, f64)> = match self {
            Self::Axis(forest) => (forest.trees().iter())
                .map(|tree| {
                    let leaves = (0..).zip(tree.paths()).filter(|&(place, _)| tree.is_leaf(place));
                    of_tree(&mut leaves.map(|(_, &path)| path))
                })
                .collect(),
            Self::Oblique(forest) => (forest.trees().iter())
                .map(|tree| {
                    let leaves = (0..).zip(tree.paths()).filter(|&(place, _)| tree.is_leaf(place));
                    of_tree(&mut leaves.map(|(_, &path)| path))
                })
                .collect(),
        };
        let count = bounds.len() as f64;
        let (shortest, longest) =
            bounds.iter().fold((0.0, 0.0), |(low, high), (least, most)| (low + least, high + most));
        (shortest / count, longest / count)
    }

    /// Whether some split looks at one of these features.
    pub fn looks_at(&self, features: &[bool]) -> bool {
        let has = |feature: u16| features.get(usize::from(feature)).copied().unwrap_or(false);
        match self {
            Self::Axis(forest) => forest
                .trees()
                .iter()
                .any(|tree| (0..).zip(tree.nodes()).any(|(place, node)| !tree.is_leaf(place) && has(node.feature))),
            Self::Oblique(forest) => forest.trees().iter().any(|tree| {
                (0..).zip(tree.nodes()).any(|(place, node)| !tree.is_leaf(place) && node.features.into_iter().any(has))
            }),
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

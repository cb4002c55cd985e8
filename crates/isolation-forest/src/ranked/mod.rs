//! The fast scorer: the same bits as the plain definition, for a fraction of its time.
//!
//! A comparison of a value with a threshold is one of their ranks, and among the thresholds of a few dozen trees a rank
//! fits a byte ([`scale`], [`program`]). One instruction compares sixteen bytes or more, so every node of a tree is
//! evaluated for a whole block of rows, whether or not they come to it: that costs less than to follow each row
//! ([`kernel`]). What comes out is the number of the leaf in which each row ends; path lengths and contributions of the
//! leaves are looked up and added in the order of the trees.

mod credits;
mod kernel;
mod program;
mod scale;

use self::credits::Credits;
use self::kernel::{BLOCK, Codes, Ids, Lanes};
use self::program::{Coder, Gatherer, Group, splits};
use self::scale::Scale;
use crate::ShapeError;
use crate::shape::check_columns;
use crate::tree::{self, Forest, Tree};
use fearless_simd::{Level, Simd, dispatch};
use std::ops::Range;
use std::sync::OnceLock;

/// A forest that is made ready to score many rows.
#[derive(Clone, Debug)]
pub struct RankedForest {
    forest: Forest,
    scales: Vec<Scale>,
    stages: Vec<Stage>,
    /// Made when they are first asked for.
    credits: OnceLock<Credits>,
}

// What scoring a row costs, in nanoseconds as measured under WASM on one machine. Only their relations count, and they
// decide only how a result is come by: with some hundred features a walk is cheaper, which looks at few of them.

/// Finding a value's rank.
const RANK: f64 = 6.0;
/// Finding a rank's code.
const CODE: f64 = 0.8;
/// Filling in a column of codes.
const COLUMN: f64 = 0.15;
/// Evaluating a split.
const SPLIT: f64 = 0.025;
/// A step of a walk.
const WALK: f64 = 1.0;

/// Consecutive trees that are evaluated in one way.
#[derive(Clone, Debug, PartialEq)]
enum Stage {
    /// By the kernel.
    Ranked(Group),
    /// By walking, a tree with too many leaves.
    Walked {
        /// Which tree.
        tree: usize,
    },
}

/// What is added up over the trees.
trait Tally {
    /// Adds for each row of the block what belongs to the leaf with its number, tree by tree.
    fn add_ranked(&mut self, first_tree: usize, group: &Group, leaves: &[Ids]);

    /// Adds for each row of the block what belongs to the leaf at its place in this tree.
    fn add_walked(&mut self, index: usize, tree: &Tree, places: &[u32; BLOCK]);

    /// These rows were the block: the sums are theirs.
    fn finish(&mut self, rows: Range<usize>);
}

impl RankedForest {
    /// Makes a forest ready. That takes as long as scoring some thousand rows, and as much memory as the forest again.
    pub fn compile(forest: &Forest) -> Self {
        let ranked = Self::rank(forest);
        if ranked.cost() > WALK * forest.trees().iter().map(|tree| f64::from(tree.depth())).sum::<f64>() {
            Self::walk(forest)
        } else {
            ranked
        }
    }

    /// All trees are walked.
    fn walk(forest: &Forest) -> Self {
        let stages = (0..forest.trees().len()).map(|tree| Stage::Walked { tree }).collect();
        let scales = vec![Scale::new(Vec::new()); forest.features()];
        Self { forest: forest.clone(), scales, stages, credits: OnceLock::new() }
    }

    /// What it costs to score a row.
    fn cost(&self) -> f64 {
        let ranks = self.scales.iter().filter(|scale| scale.len() > 0).count() as f64 * RANK;
        let of_stage = |stage: &Stage| match stage {
            Stage::Ranked(group) => {
                let columns = group.coders.iter().map(|coder| coder.columns.len()).sum::<usize>() as f64;
                let splits = group.programs.iter().map(|program| program.leaves.len() - 1).sum::<usize>() as f64;
                group.coders.len() as f64 * CODE + columns * COLUMN + splits * SPLIT
            }
            Stage::Walked { tree } => f64::from(self.forest.trees()[*tree].depth()) * WALK,
        };
        ranks + self.stages.iter().map(of_stage).sum::<f64>()
    }

    /// All trees are ranked that can be.
    fn rank(forest: &Forest) -> Self {
        let programmable: Vec<Option<Vec<u32>>> = forest.trees().iter().map(splits).collect();
        let mut thresholds = vec![Vec::new(); forest.features()];
        for (tree, splits) in forest.trees().iter().zip(&programmable) {
            for &place in splits.iter().flatten() {
                let node = &tree.nodes()[place as usize];
                thresholds[usize::from(node.feature)].push(node.threshold);
            }
        }
        let scales: Vec<Scale> = thresholds.into_iter().map(Scale::new).collect();
        let mut stages = Vec::new();
        let mut gatherer = Gatherer::new(&scales);
        let mut gathered = Vec::new();
        for (index, (tree, splits)) in forest.trees().iter().zip(&programmable).enumerate() {
            let taken = splits.as_ref().is_some_and(|splits| {
                gatherer.take(tree, splits) || {
                    let full = std::mem::replace(&mut gatherer, Gatherer::new(&scales));
                    close(full, &mut gathered, &mut stages);
                    gatherer.take(tree, splits)
                }
            });
            if taken {
                gathered.push(tree);
            } else {
                let before = std::mem::replace(&mut gatherer, Gatherer::new(&scales));
                close(before, &mut gathered, &mut stages);
                stages.push(Stage::Walked { tree: index });
            }
        }
        close(gatherer, &mut gathered, &mut stages);
        Self { forest: forest.clone(), scales, stages, credits: OnceLock::new() }
    }

    /// The forest.
    pub fn forest(&self) -> &Forest {
        &self.forest
    }

    /// The mean path lengths of rows that are given by column: the bits of [`Forest::mean_path_length`].
    ///
    /// # Errors
    /// [`ShapeError`] when there are not as many columns as features, or the columns differ in length.
    pub fn mean_paths(&self, columns: &[&[f32]]) -> Result<Vec<f64>, ShapeError> {
        let rows = check_columns(columns, self.forest.features())?;
        let trees = self.forest.trees().len() as f64;
        let mut tally = Paths { sums: [0.0; BLOCK], trees, means: Vec::with_capacity(rows) };
        self.add_up(columns, rows, &mut tally);
        Ok(tally.means)
    }

    /// The scores of rows that are given by column: the bits of [`Forest::score_columns`].
    ///
    /// # Errors
    /// [`ShapeError`] when there are not as many columns as features, or the columns differ in length.
    pub fn scores(&self, columns: &[&[f32]]) -> Result<Vec<f64>, ShapeError> {
        let mut scores = self.mean_paths(columns)?;
        for score in &mut scores {
            *score = self.forest.score_of_path(*score);
        }
        Ok(scores)
    }

    /// The contributions of the features to the mean path lengths of rows that are given by column, row by row: the bits
    /// of [`Forest::contributions`].
    ///
    /// # Errors
    /// [`ShapeError`] when there are not as many columns as features, or the columns differ in length.
    pub fn contributions(&self, columns: &[&[f32]]) -> Result<Vec<f64>, ShapeError> {
        let rows = check_columns(columns, self.forest.features())?;
        let credits = self.credits.get_or_init(|| Credits::new(&self.forest, &self.stages));
        let mut tally = credits.tally(rows);
        self.add_up(columns, rows, &mut tally);
        Ok(tally.into_contributions())
    }

    /// Adds up so many rows that are given by column, whose shape is checked.
    fn add_up(&self, columns: &[&[f32]], rows: usize, tally: &mut impl Tally) {
        dispatch!(Level::new(), simd => self.add_up_with(simd, columns, rows, tally));
    }

    #[inline(always)]
    fn add_up_with<S: Simd>(&self, simd: S, columns: &[&[f32]], rows: usize, tally: &mut impl Tally) {
        let mut scratch = Scratch::new(self);
        for start in (0..rows).step_by(BLOCK) {
            let block = start..rows.min(start + BLOCK);
            scratch.load(self, columns, block.clone());
            let mut tree = 0;
            for stage in &self.stages {
                match stage {
                    Stage::Ranked(group) => {
                        scratch.evaluate(simd, group);
                        tally.add_ranked(tree, group, &scratch.leaves[..group.programs.len()]);
                        tree += group.programs.len();
                    }
                    Stage::Walked { tree: index } => {
                        let walked = &self.forest.trees()[*index];
                        tree::leaves(walked, &scratch.values, &mut scratch.places[..block.len()]);
                        tally.add_walked(*index, walked, &scratch.places);
                        tree += 1;
                    }
                }
            }
            tally.finish(block);
        }
    }
}

/// Makes a group of the trees that were gathered, if there are any.
fn close(gatherer: Gatherer<'_>, gathered: &mut Vec<&Tree>, stages: &mut Vec<Stage>) {
    if !gathered.is_empty() {
        stages.push(Stage::Ranked(gatherer.close(gathered)));
        gathered.clear();
    }
}

/// The room in which blocks are evaluated.
struct Scratch {
    /// The ranks of the block by feature, and whether one of them stands for a missing value.
    ranks: Vec<([u32; BLOCK], bool)>,
    /// The codes of the block in a group, by column.
    columns: Box<[Codes; 256]>,
    /// The kernel's slots.
    slots: Box<[Ids; 256]>,
    /// The numbers of the leaves by tree of the group.
    leaves: Vec<Ids>,
    /// The values of the block, for trees that are walked.
    values: tree::Block,
    /// The places of the leaves in a tree that was walked.
    places: [u32; BLOCK],
}

impl Scratch {
    fn new(forest: &RankedForest) -> Self {
        let trees = |stage: &Stage| match stage {
            Stage::Ranked(group) => group.programs.len(),
            Stage::Walked { .. } => 0,
        };
        Self {
            ranks: vec![([0; BLOCK], false); forest.scales.len()],
            columns: boxed(Lanes([0; BLOCK])),
            slots: boxed(Lanes([0; BLOCK])),
            leaves: vec![Lanes([0; BLOCK]); forest.stages.iter().map(trees).max().unwrap_or(0)],
            values: tree::Block::new(forest.forest.features()),
            places: [0; BLOCK],
        }
    }

    /// Takes in these rows. Lanes that are left over hold what was there before: they are computed and not used.
    #[inline(always)]
    fn load(&mut self, forest: &RankedForest, columns: &[&[f32]], rows: Range<usize>) {
        for ((scale, column), (ranks, missing)) in forest.scales.iter().zip(columns).zip(&mut self.ranks) {
            if scale.len() > 0 {
                *missing = scale.rank(&column[rows.clone()], &mut ranks[..rows.len()]);
            }
        }
        if forest.stages.iter().any(|stage| matches!(stage, Stage::Walked { .. })) {
            self.values.load(columns, rows);
        }
    }

    /// Numbers the leaves of the rows in each tree of a group.
    #[inline(always)]
    fn evaluate<S: Simd>(&mut self, simd: S, group: &Group) {
        self.code(group);
        for (program, leaves) in group.programs.iter().zip(&mut self.leaves) {
            kernel::evaluate(simd, &program.runs, &program.chains, &self.columns, &mut self.slots);
            *leaves = if program.chains.is_empty() { Lanes([0; BLOCK]) } else { self.slots[0] };
        }
    }

    /// Fills the columns of a group.
    #[inline(always)]
    fn code(&mut self, group: &Group) {
        for Coder { feature, codes: table, columns } in &group.coders {
            let (ranks, missing) = &self.ranks[usize::from(*feature)];
            let mut codes = Lanes([0; BLOCK]);
            for (code, &rank) in codes.0.iter_mut().zip(ranks) {
                *code = table[rank as usize];
            }
            for (number, kind) in columns {
                let column = &mut self.columns[usize::from(*number)];
                *column = codes;
                if kind.missing_right && *missing {
                    let stands_for_missing = table.len() as u32 - 1;
                    for (code, &rank) in column.0.iter_mut().zip(ranks) {
                        *code = if rank == stands_for_missing { i8::MAX } else { *code };
                    }
                }
                if kind.turned {
                    for code in &mut column.0 {
                        *code = !*code;
                    }
                }
            }
        }
    }
}

/// As many of these as a byte can tell apart, without a detour over the stack.
fn boxed<T: Copy>(value: Lanes<T>) -> Box<[Lanes<T>; 256]> {
    let Ok(lanes) = vec![value; 256].into_boxed_slice().try_into() else { unreachable!("there are 256") };
    lanes
}

/// The sums of path lengths.
struct Paths {
    sums: [f64; BLOCK],
    trees: f64,
    means: Vec<f64>,
}

impl Tally for Paths {
    #[inline(always)]
    fn add_ranked(&mut self, _: usize, group: &Group, leaves: &[Ids]) {
        // Four trees at a time, so that a sum is fetched and put back a quarter as often.
        let (fours, rest) = leaves.as_chunks::<4>();
        let (paths, rest_of_paths) = group.paths.as_chunks::<4>();
        for (leaves, paths) in fours.iter().zip(paths) {
            for row in 0..BLOCK {
                let mut sum = self.sums[row];
                for tree in 0..4 {
                    sum += paths[tree][usize::from(leaves[tree].0[row])];
                }
                self.sums[row] = sum;
            }
        }
        for (leaves, paths) in rest.iter().zip(rest_of_paths) {
            for (sum, &leaf) in self.sums.iter_mut().zip(&leaves.0) {
                *sum += paths[usize::from(leaf)];
            }
        }
    }

    #[inline(always)]
    fn add_walked(&mut self, _: usize, tree: &Tree, places: &[u32; BLOCK]) {
        // In lanes that are left over, places may be those of another tree.
        for (sum, &place) in self.sums.iter_mut().zip(places) {
            *sum += tree.paths().get(place as usize).copied().unwrap_or_default();
        }
    }

    #[inline(always)]
    fn finish(&mut self, rows: Range<usize>) {
        self.means.extend(self.sums[..rows.len()].iter().map(|sum| sum / self.trees));
        self.sums.fill(0.0);
    }
}

#[cfg(test)]
mod tests;

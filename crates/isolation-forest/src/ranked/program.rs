//! Trees as programs for the kernel: chains of nodes in the order in which they can be evaluated.

use super::kernel::{Chain, Run, Start, TAILS, Test};
use super::scale::Scale;
use crate::tree::Tree;

/// The most leaves of a tree whose leaves are numbered in a byte.
const LEAVES: usize = 256;

/// The most thresholds of a feature in a group: with one code more than thresholds, they fit a byte.
const THRESHOLDS: usize = 255;

/// The most pairs of feature and missing side in a group: each may take two columns, and columns are numbered in a byte.
const SIDES: usize = 128;

/// A column of codes, as the tests of a group address it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct ColumnKind {
    /// The feature.
    pub(super) feature: u16,
    /// Whether a missing value has the greatest code, so that it goes right at every test, or the least.
    pub(super) missing_right: bool,
    /// Whether the codes are turned round, so that a test finds the rows that go left.
    pub(super) turned: bool,
}

/// Consecutive trees that share their codes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Group {
    /// The features that are compared.
    pub(super) coders: Vec<Coder>,
    /// The trees in their order.
    pub(super) programs: Vec<Program>,
    /// The path length of each tree's leaves, by number.
    pub(super) paths: Vec<[f64; LEAVES]>,
}

/// How a feature is coded in a group.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Coder {
    pub(super) feature: u16,
    /// The code by the rank on the forest's scale, and behind the ranks that of a missing value, which goes left.
    pub(super) codes: Vec<i8>,
    /// The columns of the feature, by their number in the tests.
    pub(super) columns: Vec<(u8, ColumnKind)>,
}

/// A tree.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Program {
    pub(super) runs: Vec<Run>,
    pub(super) chains: Vec<Chain>,
    /// Where each leaf stands among the tree's nodes, by its number.
    pub(super) leaves: Vec<u32>,
}

/// The places of the splits of a tree that rows can come to; none if it has too many leaves for a program.
pub(super) fn splits(tree: &Tree) -> Option<Vec<u32>> {
    let (mut splits, mut waiting, mut leaves) = (Vec::new(), vec![0], 0);
    while let Some(place) = waiting.pop() {
        if tree.is_leaf(place) {
            leaves += 1;
        } else {
            splits.push(place);
            let left = tree.nodes()[place as usize].left;
            waiting.extend([left + 1, left]);
        }
        if leaves + waiting.len() > LEAVES {
            return None;
        }
    }
    Some(splits)
}

/// Gathers trees as long as one group can hold them.
pub(super) struct Gatherer<'a> {
    scales: &'a [Scale],
    /// For each feature, its thresholds' places on the scale, in rising order.
    thresholds: Vec<Vec<u32>>,
    /// For each feature, whether values that are missing go left somewhere, and right.
    sides: Vec<[bool; 2]>,
}

impl<'a> Gatherer<'a> {
    /// An empty group.
    pub(super) fn new(scales: &'a [Scale]) -> Self {
        Self { scales, thresholds: vec![Vec::new(); scales.len()], sides: vec![[false; 2]; scales.len()] }
    }

    /// Takes a tree with these splits in, if there is room.
    pub(super) fn take(&mut self, tree: &Tree, splits: &[u32]) -> bool {
        let (mut thresholds, mut sides) = (self.thresholds.clone(), self.sides.clone());
        for &place in splits {
            let node = &tree.nodes()[place as usize];
            let feature = usize::from(node.feature);
            thresholds[feature].push(self.scales[feature].place(node.threshold));
            sides[feature][usize::from(node.missing_right != 0)] = true;
        }
        for thresholds in &mut thresholds {
            thresholds.sort_unstable();
            thresholds.dedup();
        }
        let fits = thresholds.iter().all(|thresholds| thresholds.len() <= THRESHOLDS)
            && sides.iter().flatten().filter(|&&used| used).count() <= SIDES;
        if fits {
            (self.thresholds, self.sides) = (thresholds, sides);
        }
        fits
    }

    /// The group of the trees that were taken in.
    pub(super) fn close(self, trees: &[&Tree]) -> Group {
        let mut columns = Vec::new();
        let mut programs = Vec::new();
        let mut paths = Vec::new();
        for tree in trees {
            let program = Compiler::compile(&self, tree, &mut columns);
            let mut of_leaves = [0.0; LEAVES];
            for (path, &place) in of_leaves.iter_mut().zip(&program.leaves) {
                *path = tree.paths()[place as usize];
            }
            programs.push(program);
            paths.push(of_leaves);
        }
        let coders = (0_u16..)
            .zip(&self.thresholds)
            .filter(|(_, thresholds)| !thresholds.is_empty())
            .map(|(feature, thresholds)| {
                let code = |rank| code(thresholds.partition_point(|&place| place < rank));
                let ranks = 0..=self.scales[usize::from(feature)].len();
                let columns = (0_u8..=255).zip(&columns).filter(|(_, kind)| kind.feature == feature);
                Coder {
                    feature,
                    codes: ranks.map(code).chain([i8::MIN]).collect(),
                    columns: columns.map(|(number, &kind)| (number, kind)).collect(),
                }
            })
            .collect();
        Group { coders, programs, paths }
    }
}

/// The code of the rank within a group. Codes are signed: that is the comparison processors have.
fn code(rank: usize) -> i8 {
    (rank as u8 ^ 0x80) as i8
}

/// What is known of a node that is compiled.
enum Compiled {
    Leaf(u32),
    Node {
        /// The chain that computes its value.
        chain: usize,
        /// Its leaves, in the order of their numbers.
        leaves: Vec<u32>,
    },
}

struct Compiler<'a> {
    group: &'a Gatherer<'a>,
    tree: &'a Tree,
    columns: &'a mut Vec<ColumnKind>,
    chains: Vec<Draft>,
    slots: u8,
}

/// A chain that may still grow.
struct Draft {
    start: Start,
    tails: u8,
    /// How many chains must come before it, one after the other.
    level: u32,
    chain: Chain,
}

impl Compiler<'_> {
    fn compile(group: &Gatherer<'_>, tree: &Tree, columns: &mut Vec<ColumnKind>) -> Program {
        let mut compiler = Compiler { group, tree, columns, chains: Vec::new(), slots: 0 };
        let (root, leaves) = match compiler.node(0) {
            Compiled::Leaf(place) => return Program { leaves: vec![place], ..Program::default() },
            Compiled::Node { chain, leaves } => (chain, leaves),
        };
        // The kernel leaves the result of the root in the first slot.
        debug_assert_eq!(compiler.chains[root].chain.slot, 0);
        let mut drafts = compiler.chains;
        drafts.sort_by_key(|draft| (draft.level, draft.start, draft.tails));
        let mut runs: Vec<Run> = Vec::new();
        for Draft { start, tails, .. } in &drafts {
            match runs.last_mut() {
                Some(run) if (run.start, run.tails) == (*start, *tails) => run.chains += 1,
                _ => runs.push(Run { start: *start, tails: *tails, chains: 1 }),
            }
        }
        Program { runs, chains: drafts.iter().map(|draft| draft.chain).collect(), leaves }
    }

    fn node(&mut self, place: u32) -> Compiled {
        if self.tree.is_leaf(place) {
            return Compiled::Leaf(place);
        }
        let left = self.tree.nodes()[place as usize].left;
        let (left, right) = (self.node(left), self.node(left + 1));
        match (left, right) {
            (Compiled::Leaf(left), Compiled::Leaf(right)) => {
                let slot = self.slots;
                self.slots += 1;
                let chain = Chain { slot, start: self.test(place, false), ..Chain::default() };
                Compiled::Node { chain: self.push(Start::Leaves, 0, chain), leaves: vec![left, right] }
            }
            (Compiled::Leaf(leaf), Compiled::Node { chain, leaves }) => self.tail(place, false, leaf, chain, &leaves),
            (Compiled::Node { chain, leaves }, Compiled::Leaf(leaf)) => self.tail(place, true, leaf, chain, &leaves),
            (Compiled::Node { chain: left, leaves }, Compiled::Node { chain: right, leaves: of_right }) => {
                let chain = Chain {
                    slot: self.chains[left].chain.slot,
                    right: self.chains[right].chain.slot,
                    shift: leaves.len() as u8,
                    start: self.test(place, false),
                    ..Chain::default()
                };
                let level = 1 + self.chains[left].level.max(self.chains[right].level);
                Compiled::Node { chain: self.push(Start::Nodes, level, chain), leaves: [leaves, of_right].concat() }
            }
        }
    }

    /// A node with a leaf on the one side, and what this chain computes on the other.
    fn tail(&mut self, place: u32, turned: bool, leaf: u32, below: usize, leaves: &[u32]) -> Compiled {
        let test = self.test(place, turned);
        let Draft { tails, level, chain: Chain { slot, .. }, .. } = self.chains[below];
        let chain = if usize::from(tails) < TAILS {
            below
        } else {
            self.push(Start::Slot, level + 1, Chain { slot, ..Chain::default() })
        };
        let draft = &mut self.chains[chain];
        draft.chain.tails[usize::from(draft.tails)] = test;
        draft.tails += 1;
        Compiled::Node { chain, leaves: [&[leaf], leaves].concat() }
    }

    fn push(&mut self, start: Start, level: u32, chain: Chain) -> usize {
        self.chains.push(Draft { start, tails: 0, level, chain });
        self.chains.len() - 1
    }

    /// The test that finds the rows that go right at this split, or left.
    fn test(&mut self, place: u32, turned: bool) -> Test {
        let node = &self.tree.nodes()[place as usize];
        let feature = usize::from(node.feature);
        let at = self.group.scales[feature].place(node.threshold);
        let code = code(self.group.thresholds[feature].partition_point(|&other| other < at));
        let kind = ColumnKind { feature: node.feature, missing_right: node.missing_right != 0, turned };
        let column = self.columns.iter().position(|&other| other == kind).unwrap_or_else(|| {
            self.columns.push(kind);
            self.columns.len() - 1
        });
        // x <= c is !x >= !c is !x > !c - 1. There is always one: a threshold's code is less than the greatest.
        Test { column: column as u8, code: if turned { !code - 1 } else { code } }
    }
}

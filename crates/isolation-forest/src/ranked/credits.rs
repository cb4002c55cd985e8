//! Contributions of the features, added leaf by leaf: what a path credits to the features depends on its leaf only.

use super::kernel::{BLOCK, Ids};
use super::program::Group;
use super::{Stage, Tally};
use crate::tree::{Forest, Tree};
use std::ops::Range;

/// The most features whose credits are added all, whether the path knows them or not: that is quick side by side. With
/// more of them most credits would be zero.
const DENSE: usize = 16;

/// The credits of every leaf of a forest.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Credits {
    features: usize,
    trees: Vec<OfTree>,
}

/// The credits of the leaves of a tree, by their number.
#[derive(Clone, Debug, PartialEq)]
struct OfTree {
    /// In a tree that is walked, the number of the leaf at each place.
    numbers: Vec<u32>,
    table: Table,
}

#[derive(Clone, Debug, PartialEq)]
enum Table {
    /// For each leaf one credit per feature, and zeros up to the width.
    Dense(Vec<f64>),
    /// The features on the path of each leaf, one leaf behind the other.
    Sparse {
        /// Where each leaf begins, and where the last ends.
        starts: Vec<u32>,
        credits: Vec<(u16, f64)>,
    },
}

/// How many credits a leaf has in a dense table: features in pairs, so that few widths are compiled.
fn dense_width(features: usize) -> usize {
    features.next_multiple_of(2)
}

impl Credits {
    pub(super) fn new(forest: &Forest, stages: &[Stage]) -> Self {
        let features = forest.features();
        let mut trees = Vec::with_capacity(forest.trees().len());
        for stage in stages {
            match stage {
                Stage::Ranked(group) => {
                    for program in &group.programs {
                        let tree = &forest.trees()[trees.len()];
                        // All numbers that a byte can be, so that the lookup needs no check.
                        trees.push(OfTree { numbers: Vec::new(), table: table(tree, &program.leaves, features, BYTE) });
                    }
                }
                Stage::Walked { tree } => {
                    let tree = &forest.trees()[*tree];
                    let leaves: Vec<u32> = tree.leaves().collect();
                    let mut numbers = vec![0; tree.nodes().len()];
                    for (number, &place) in (0..).zip(&leaves) {
                        numbers[place as usize] = number;
                    }
                    trees.push(OfTree { numbers, table: table(tree, &leaves, features, leaves.len()) });
                }
            }
        }
        Self { features, trees }
    }

    pub(super) fn tally(&self, rows: usize) -> Contributions<'_> {
        let width = if self.features <= DENSE { dense_width(self.features) } else { self.features };
        Contributions {
            credits: self,
            width,
            sums: vec![0.0; BLOCK * width],
            contributions: Vec::with_capacity(rows * self.features),
        }
    }
}

/// How many numbers a byte can be.
const BYTE: usize = 256;

/// The credits of these leaves, in their order, in a table for so many.
fn table(tree: &Tree, leaves: &[u32], features: usize, size: usize) -> Table {
    let of_places = of_places(tree);
    let of_leaves = leaves.iter().map(|&place| &of_places[place as usize]);
    if features > DENSE {
        let (mut starts, mut credits) = (vec![0], Vec::new());
        for of_leaf in of_leaves {
            credits.extend_from_slice(of_leaf);
            starts.push(credits.len() as u32);
        }
        // What was no number of a leaf has no credits.
        starts.resize(size + 1, credits.len() as u32);
        return Table::Sparse { starts, credits };
    }
    let width = dense_width(features);
    let mut table = vec![0.0; size * width];
    for (of_leaf, credits) in table.chunks_exact_mut(width).zip(of_leaves) {
        for &(feature, credit) in credits {
            of_leaf[usize::from(feature)] = credit;
        }
    }
    Table::Dense(table)
}

/// For each place of a tree that is a leaf, the credits of the path to it, each feature's summed from the root down.
fn of_places(tree: &Tree) -> Vec<Vec<(u16, f64)>> {
    let mut credits: Vec<Vec<(u16, f64)>> = vec![Vec::new(); tree.nodes().len()];
    for (place, node) in tree.splits() {
        let above = std::mem::take(&mut credits[place as usize]);
        for child in [node.left, node.left + 1] {
            let mut path = above.clone();
            let credit = tree.credit(place, child);
            match path.iter_mut().find(|(feature, _)| *feature == node.feature) {
                Some((_, sum)) => *sum += credit,
                None => path.push((node.feature, credit)),
            }
            credits[child as usize] = path;
        }
    }
    credits
}

/// The sums of credits.
pub(super) struct Contributions<'a> {
    credits: &'a Credits,
    width: usize,
    /// Of the block, row by row.
    sums: Vec<f64>,
    contributions: Vec<f64>,
}

impl<'a> Contributions<'a> {
    /// What was added up, row by row.
    pub(super) fn into_contributions(self) -> Vec<f64> {
        self.contributions
    }

    #[inline(always)]
    fn add_dense<const WIDTH: usize>(&mut self, trees: &'a [OfTree], leaves: &[Ids]) {
        let (sums, _) = self.sums.as_chunks_mut::<WIDTH>();
        let table = |of_tree: &'a OfTree| -> &'a [[f64; WIDTH]; BYTE] {
            let Table::Dense(table) = &of_tree.table else { unreachable!("all tables are of one kind") };
            table.as_chunks::<WIDTH>().0.try_into().expect("a leaf for each number")
        };
        let (trees, rest_of_trees) = trees.as_chunks::<TOGETHER>();
        let (leaves, rest_of_leaves) = leaves.as_chunks::<TOGETHER>();
        for (trees, leaves) in trees.iter().zip(leaves) {
            add_rows(sums, &trees.each_ref().map(table), leaves);
        }
        for (tree, leaves) in rest_of_trees.iter().zip(rest_of_leaves) {
            add_rows(sums, &[table(tree)], std::array::from_ref(leaves));
        }
    }
}

/// Trees whose credits are added to a row's sums before they are put back.
const TOGETHER: usize = 4;

/// Adds to the sums of each row the credits of its leaf in each of these trees, in their order.
#[inline(always)]
fn add_rows<const WIDTH: usize, const TREES: usize>(
    sums: &mut [[f64; WIDTH]],
    tables: &[&[[f64; WIDTH]; BYTE]; TREES],
    leaves: &[Ids; TREES],
) {
    for (row, sums) in sums.iter_mut().enumerate().take(BLOCK) {
        let mut of_row = *sums;
        for (table, leaves) in tables.iter().zip(leaves) {
            let credits = &table[usize::from(leaves.0[row])];
            for (sum, credit) in of_row.iter_mut().zip(credits) {
                *sum += credit;
            }
        }
        *sums = of_row;
    }
}

impl Tally for Contributions<'_> {
    #[inline(always)]
    fn add_ranked(&mut self, first_tree: usize, _: &Group, leaves: &[Ids]) {
        let trees = &self.credits.trees[first_tree..][..leaves.len()];
        if self.credits.features > DENSE {
            for (of_tree, leaves) in trees.iter().zip(leaves) {
                for (sums, &leaf) in self.sums.chunks_exact_mut(self.width).zip(&leaves.0) {
                    of_tree.add(usize::from(leaf), sums);
                }
            }
            return;
        }
        match self.width {
            2 => self.add_dense::<2>(trees, leaves),
            4 => self.add_dense::<4>(trees, leaves),
            6 => self.add_dense::<6>(trees, leaves),
            8 => self.add_dense::<8>(trees, leaves),
            10 => self.add_dense::<10>(trees, leaves),
            12 => self.add_dense::<12>(trees, leaves),
            14 => self.add_dense::<14>(trees, leaves),
            _ => self.add_dense::<16>(trees, leaves),
        }
    }

    #[inline(always)]
    fn add_walked(&mut self, index: usize, _: &Tree, places: &[u32; BLOCK]) {
        let of_tree = &self.credits.trees[index];
        for (sums, &place) in self.sums.chunks_exact_mut(self.width).zip(places) {
            // In lanes that are left over, places may be those of another tree.
            let number = of_tree.numbers.get(place as usize).copied().unwrap_or_default();
            of_tree.add(number as usize, sums);
        }
    }

    #[inline(always)]
    fn finish(&mut self, rows: Range<usize>) {
        let trees = self.credits.trees.len() as f64;
        for sums in self.sums.chunks_exact(self.width).take(rows.len()) {
            self.contributions.extend(sums[..self.credits.features].iter().map(|sum| sum / trees));
        }
        self.sums.fill(0.0);
    }
}

impl OfTree {
    /// Adds the credits of the leaf with this number.
    #[inline(always)]
    fn add(&self, number: usize, sums: &mut [f64]) {
        match &self.table {
            Table::Dense(table) => {
                let credits = &table[number * sums.len()..];
                for (sum, credit) in sums.iter_mut().zip(credits) {
                    *sum += credit;
                }
            }
            Table::Sparse { starts, credits } => {
                for &(feature, credit) in &credits[starts[number] as usize..starts[number + 1] as usize] {
                    sums[usize::from(feature)] += credit;
                }
            }
        }
    }
}

//! Counting sessions by cell: the one loop behind every exact picture.
//!
//! What a view counts is a list of tallies. Each puts every session into one of its cells (a bin, a label, what lies beside
//! them, or a combination) and adds something for it. Sums are of whole numbers, so that their order never shows.

mod cube;
mod percentile;

pub(super) use cube::Cube;
pub(super) use percentile::{Wanted, exact, interpolated};

use super::columns::Columns;
use super::keys::Keys;
use super::picture::Count;
use std::sync::Arc;

/// What is added for a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lane {
    /// One, and one in the upper half of the sum where it is flagged: see [`count`].
    Counts,
    /// One.
    Sessions,
    /// Its score in units of 2^-32.
    Scores,
}

/// Sessions by cell.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    /// The cell is the sum of these numbers, each times its stride.
    pub(super) keys: Vec<(Arc<Keys>, u32)>,
    /// How many cells there are.
    pub(super) cells: usize,
    /// What is added.
    pub(super) lane: Lane,
}

/// Sums by cell.
pub(super) type Sums = Vec<u64>;

/// What a sum of [`Lane::Counts`] says.
pub(super) fn count(sum: u64) -> Count {
    Count { sessions: sum as u32, flagged: (sum >> 32) as u32 }
}

/// The score that a sum of [`Lane::Scores`] in units of 2^-32 is.
pub(super) fn score(sum: u64) -> f64 {
    sum as f64 / 4_294_967_296.0
}

/// Sessions that are counted together, so that their cells stay in the processor's nearest memory.
const PIECE: usize = 2048;

/// Which sessions are counted: those that fail none of these filters.
#[derive(Clone, Copy)]
pub(super) struct Passing<'a> {
    /// What each session fails.
    pub(super) fails: &'a [u16],
    /// The filters that count.
    pub(super) filters: u16,
}

impl Passing<'_> {
    /// Whether a session passes.
    pub(super) fn has(&self, row: usize) -> bool {
        self.fails.get(row).is_some_and(|fails| fails & self.filters == 0)
    }
}

/// A piece of the sessions, in which the cells and weights of one tally after the other are found.
pub(super) struct Piece<'a> {
    columns: &'a Columns,
    first: usize,
    cells: [u32; PIECE],
    weights: [u64; PIECE],
    /// What the weights are of.
    weighed: Option<(Lane, u16)>,
}

impl<'a> Piece<'a> {
    /// Goes through all sessions, piece by piece.
    pub(super) fn each(columns: &'a Columns, mut work: impl FnMut(&mut Self)) {
        let mut piece = Self { columns, first: 0, cells: [0; PIECE], weights: [0; PIECE], weighed: None };
        for first in (0..columns.rows()).step_by(PIECE) {
            (piece.first, piece.weighed) = (first, None);
            work(&mut piece);
        }
    }

    /// The cell and the weight of each session of the piece; the weight is zero where it does not pass.
    pub(super) fn tally(&mut self, tally: &Tally, passing: Passing) -> impl Iterator<Item = (u32, u64)> {
        let length = (self.columns.rows() - self.first).min(PIECE);
        let cells = &mut self.cells[..length];
        cells.fill(0);
        for (keys, stride) in &tally.keys {
            keys.add_to(cells, self.first, *stride);
        }
        let weights = &mut self.weights[..length];
        if self.weighed != Some((tally.lane, passing.filters)) {
            self.weighed = Some((tally.lane, passing.filters));
            let fails = passing.fails.get(self.first..).unwrap_or_default();
            let passes = |fails: u16| u64::from(fails & passing.filters == 0);
            match tally.lane {
                Lane::Counts => {
                    let flagged = self.columns.flagged().get(self.first..).unwrap_or_default();
                    for ((weight, &fails), &flagged) in weights.iter_mut().zip(fails).zip(flagged) {
                        *weight = passes(fails) * (1 | u64::from(flagged) << 32);
                    }
                }
                Lane::Sessions => weights.iter_mut().zip(fails).for_each(|(weight, &fails)| *weight = passes(fails)),
                Lane::Scores => {
                    let scores = self.columns.scores().get(self.first..).unwrap_or_default();
                    for ((weight, &fails), &score) in weights.iter_mut().zip(fails).zip(scores) {
                        *weight = passes(fails) * ((score * 4_294_967_296.0) as u64);
                    }
                }
            }
        }
        cells.iter().copied().zip(weights.iter().copied())
    }
}

/// Counts tallies, each over its own sessions, in one pass.
pub(super) fn tally(columns: &Columns, tallies: &[(&Tally, Passing)]) -> Vec<Sums> {
    let mut sums: Vec<Sums> = tallies.iter().map(|(tally, _)| vec![0; tally.cells]).collect();
    Piece::each(columns, |piece| {
        for ((tally, passing), sums) in tallies.iter().zip(&mut sums) {
            for (cell, weight) in piece.tally(tally, *passing) {
                if let Some(sum) = sums.get_mut(cell as usize) {
                    *sum += weight;
                }
            }
        }
    });
    sums
}

/// The 95 % confidence interval of the flagged share (Wilson 1927); all there is where nothing was counted.
pub(super) fn wilson(count: Count) -> (f64, f64) {
    analysis::views::wilson(count.flagged, count.sessions)
}

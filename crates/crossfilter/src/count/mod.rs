//! Counting sessions by cell: the one loop behind every exact picture.
//!
//! What a view counts is a list of tallies. Each puts every session into one of its cells (a bin, a label, what lies beside
//! them, or a combination) and adds something for it. Sums are of whole numbers, so that their order never shows.

mod cube;
mod percentile;

pub(super) use cube::{Cube, CubeShape};
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
    /// How many sessions pass.
    pub(super) fn count(&self) -> usize {
        self.fails.iter().map(|fails| usize::from(fails & self.filters == 0)).sum()
    }

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
    /// The places of some sessions in the piece.
    chosen: [u16; PIECE],
    /// How many they are, and who they are: those that pass these filters, or those that do not.
    choice: Option<(u16, bool, usize)>,
}

impl<'a> Piece<'a> {
    /// Goes through all sessions, piece by piece.
    pub(super) fn each(columns: &'a Columns, mut work: impl FnMut(&mut Self)) {
        let mut piece = Self {
            columns,
            first: 0,
            cells: [0; PIECE],
            weights: [0; PIECE],
            weighed: None,
            chosen: [0; PIECE],
            choice: None,
        };
        for first in (0..columns.rows()).step_by(PIECE) {
            (piece.first, piece.weighed, piece.choice) = (first, None, None);
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
                        *weight = passes(fails) * units(score);
                    }
                }
            }
        }
        cells.iter().copied().zip(weights.iter().copied())
    }

    /// Hands on the row, the cell and the weight of each session of the piece that passes, their rows rising. Where they are few
    /// only they are looked at.
    pub(super) fn each_passing(&mut self, tally: &Tally, passing: Passing, mut each: impl FnMut(usize, u32, u64)) {
        let length = (self.columns.rows() - self.first).min(PIECE);
        let first = self.first;
        if passing.filters == 0 || self.choose(passing, true) * 2 > length {
            let all = (first..).zip(self.tally(tally, passing)).filter(|(_, (_, weight))| *weight != 0);
            all.for_each(|(row, (cell, weight))| each(row, cell, weight));
        } else {
            self.each_chosen(tally, each);
        }
    }

    /// Chooses the sessions of the piece that pass, or those that do not. How many they are.
    fn choose(&mut self, passing: Passing, pass: bool) -> usize {
        match self.choice {
            Some((filters, passed, count)) if (filters, passed) == (passing.filters, pass) => count,
            _ => {
                let mut count = 0;
                let fails = passing.fails.get(self.first..).unwrap_or_default();
                for (place, &fails) in (0..PIECE as u16).zip(fails) {
                    // Without a branch, which would be guessed wrongly half the time: the next one is written over it.
                    if let Some(next) = self.chosen.get_mut(count) {
                        *next = place;
                    }
                    count += usize::from((fails & passing.filters == 0) == pass);
                }
                self.choice = Some((passing.filters, pass, count));
                count
            }
        }
    }

    /// Hands on those that are chosen.
    fn each_chosen(&mut self, tally: &Tally, mut each: impl FnMut(usize, u32, u64)) {
        let count = self.choice.map_or(0, |(.., count)| count);
        let chosen = self.chosen.get(..count).unwrap_or_default();
        let cells = self.cells.get_mut(..count).unwrap_or_default();
        cells.fill(0);
        for (keys, stride) in &tally.keys {
            keys.add_chosen_to(cells, self.first, chosen, *stride);
        }
        let rows = chosen.iter().map(|&place| self.first + usize::from(place));
        let each_of = rows.zip(cells.iter().copied());
        match tally.lane {
            Lane::Counts => {
                let flagged = self.columns.flagged();
                each_of.for_each(|(row, cell)| {
                    let flagged = flagged.get(row).copied().unwrap_or_default();
                    each(row, cell, 1 | u64::from(flagged) << 32);
                });
            }
            Lane::Sessions => each_of.for_each(|(row, cell)| each(row, cell, 1)),
            Lane::Scores => {
                let scores = self.columns.scores();
                each_of.for_each(|(row, cell)| each(row, cell, units(scores.get(row).copied().unwrap_or_default())));
            }
        }
    }
}

/// A score in units of 2^-32.
fn units(score: f64) -> u64 {
    (score * 4_294_967_296.0) as u64
}

/// Counts tallies, each over its own sessions, in one pass.
pub(super) fn tally(columns: &Columns, tallies: &[(&Tally, Passing)]) -> Vec<Sums> {
    let mut sums: Vec<Sums> = tallies.iter().map(|(tally, _)| vec![0; tally.cells]).collect();
    Piece::each(columns, |piece| {
        for ((tally, passing), sums) in tallies.iter().zip(&mut sums) {
            piece.each_passing(tally, *passing, |_, cell, weight| {
                if let Some(sum) = sums.get_mut(cell as usize) {
                    *sum += weight;
                }
            });
        }
    });
    sums
}

/// The same where most sessions pass, by those that do not: what is left of the sums over all sessions, which stand beside
/// each tally. Everything that does not pass must be in these.
pub(super) fn tally_by_rest(columns: &Columns, tallies: &[(&Tally, Passing, &Sums)]) -> Vec<Sums> {
    let mut sums: Vec<Sums> = tallies.iter().map(|(.., all)| (*all).clone()).collect();
    Piece::each(columns, |piece| {
        for ((tally, passing, _), sums) in tallies.iter().zip(&mut sums) {
            piece.choose(*passing, false);
            piece.each_chosen(tally, |_, cell, weight| {
                if let Some(sum) = sums.get_mut(cell as usize) {
                    *sum -= weight;
                }
            });
        }
    });
    sums
}

/// The 95 % confidence interval of the flagged share (Wilson 1927); all there is where nothing was counted.
pub(super) fn wilson(count: Count) -> (f64, f64) {
    analysis::views::wilson(count.flagged, count.sessions)
}

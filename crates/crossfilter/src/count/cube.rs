//! Sums by cell up to each bin of a brushed dimension, so that any brush is one subtraction for each cell.
//!
//! The idea is Falcon's (Moritz, Howe and Heer 2019, *Falcon: Balancing interactive latency and resolution sensitivity for
//! scalable linked visualizations*) over the data cubes of imMens (Liu, Jiang and Heer 2013): one counting pass where a brush
//! begins, and from then on no session is looked at.

use super::{Lane, Passing, Piece, Sums, Tally};
use crate::columns::Columns;
use crate::keys::Keys;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Running sums of a tally: for each bin, and each cell, those of the bins up to it.
pub(crate) struct Cube {
    shape: CubeShape,
    sums: Running,
}

/// How running sums stand in memory: of each bin as many numbers as there are cells.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct CubeShape {
    cells: usize,
    /// Whether a number has eight bytes, rather than four.
    is_wide: bool,
}

enum Running {
    /// Of sessions alone: half the memory.
    Narrow(Vec<u32>),
    Wide(Vec<u64>),
}

impl Cube {
    /// The bytes that a cube takes while it is counted.
    pub(crate) fn most_bytes(tally: &Tally, bins: usize) -> u64 {
        let each = if tally.lane == Lane::Sessions { 4 } else { 8 };
        // While it is counted, sessions beside the bins have places, too.
        tally.cells as u64 * (bins as u64 + 3) * each
    }

    /// Counts tallies, each over its own sessions, by the bins of the brushed dimension: `keys` has the bin of each session,
    /// or one of three places behind the bins.
    pub(crate) fn count(columns: &Columns, tallies: &[(&Tally, Passing)], keys: &Arc<Keys>, bins: usize) -> Vec<Self> {
        let mut cubes: Vec<Self> = tallies.iter().map(|(tally, _)| Self::empty(tally, bins)).collect();
        let by_bin = |tally: &Tally| Tally {
            keys: tally.keys.iter().cloned().chain([(keys.clone(), tally.cells as u32)]).collect(),
            ..*tally
        };
        let tallies: Vec<(Tally, Passing)> = tallies.iter().map(|&(tally, passing)| (by_bin(tally), passing)).collect();
        Piece::each(columns, |piece| {
            for ((tally, passing), cube) in tallies.iter().zip(&mut cubes) {
                let weighed = piece.tally(tally, *passing);
                match &mut cube.sums {
                    Running::Narrow(sums) => add(sums, weighed.map(|(cell, weight)| (cell, weight as u32))),
                    Running::Wide(sums) => add(sums, weighed),
                }
            }
        });
        for cube in &mut cubes {
            match &mut cube.sums {
                Running::Narrow(sums) => run_up(sums, cube.shape.cells, bins),
                Running::Wide(sums) => run_up(sums, cube.shape.cells, bins),
            }
        }
        cubes
    }

    fn empty(tally: &Tally, bins: usize) -> Self {
        let places = tally.cells * (bins + 3);
        let sums = match tally.lane {
            Lane::Sessions => Running::Narrow(vec![0; places]),
            Lane::Counts | Lane::Scores => Running::Wide(vec![0; places]),
        };
        let is_wide = matches!(sums, Running::Wide(_));
        Self { shape: CubeShape { cells: tally.cells, is_wide }, sums }
    }

    /// How it stands in memory.
    pub(crate) fn shape(&self) -> CubeShape {
        self.shape
    }

    /// The memory, with the numbers as this machine writes them.
    pub(crate) fn bytes(&self) -> &[u8] {
        match &self.sums {
            Running::Narrow(sums) => bytemuck::cast_slice(sums),
            Running::Wide(sums) => bytemuck::cast_slice(sums),
        }
    }
}

impl CubeShape {
    /// The sums by cell of the sessions in the bins from the first and before the second. `read` fills what it is given with the
    /// cube's bytes from a place on; none where it cannot.
    pub(crate) fn between(
        self,
        (from, to): (usize, usize),
        mut read: impl FnMut(usize, &mut [u8]) -> Option<()>,
    ) -> Option<Sums> {
        let width = if self.is_wide { size_of::<u64>() } else { size_of::<u32>() };
        // The sums of all bins before this one.
        let mut before = |bin: usize| -> Option<Sums> {
            let Some(last) = bin.checked_sub(1) else { return Some(vec![0; self.cells]) };
            let mut bytes = vec![0; self.cells * width];
            read(last * bytes.len(), &mut bytes)?;
            Some(if self.is_wide { numbers(&bytes, u64::from_ne_bytes) } else { numbers(&bytes, narrow) })
        };
        let (low, mut sums) = (before(from)?, before(to.max(from))?);
        sums.iter_mut().zip(low).for_each(|(sum, low)| *sum -= low);
        Some(sums)
    }
}

/// Numbers of so many bytes each.
fn numbers<const WIDTH: usize>(bytes: &[u8], number: impl Fn([u8; WIDTH]) -> u64) -> Sums {
    bytes.as_chunks().0.iter().map(|&chunk| number(chunk)).collect()
}

fn narrow(bytes: [u8; 4]) -> u64 {
    u32::from_ne_bytes(bytes).into()
}

fn add<T: Copy + std::ops::AddAssign>(sums: &mut [T], weighed: impl Iterator<Item = (u32, T)>) {
    for (cell, weight) in weighed {
        if let Some(sum) = sums.get_mut(cell as usize) {
            *sum += weight;
        }
    }
}

/// Adds to each bin's sums those of the bin before, and lets go of what lies beside the bins.
fn run_up<T: Copy + std::ops::AddAssign>(sums: &mut Vec<T>, cells: usize, bins: usize) {
    sums.truncate(cells * bins);
    for bin in 1..bins {
        let (before, rest) = sums.split_at_mut(bin * cells);
        let before = before.get((bin - 1) * cells..).unwrap_or_default();
        rest.iter_mut().zip(before).for_each(|(sum, &before)| *sum += before);
    }
}

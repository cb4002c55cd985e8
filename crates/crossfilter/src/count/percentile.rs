//! Percentiles of groups (type 7 of Hyndman and Fan 1996, which numpy and R use): exact by looking at the values of the few
//! fine bins in which they lie, or between the ends of these bins where values cannot be looked at.

use super::{Passing, Piece, Tally};
use crate::columns::{Columns, Values};
use serde::{Deserialize, Serialize};

/// What is looked for: a share of a group's values, from 0 to 1.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Wanted {
    /// The cells of the group: so many, from this one on, one for each fine bin.
    pub(crate) first: usize,
    /// Groups that count as one: so many from there on, each `stride` cells behind the one before.
    pub(crate) groups: usize,
    /// From one group's first cell to the next one's.
    pub(crate) stride: usize,
    /// The share.
    pub(crate) share: f64,
}

/// A value between two others; nothing is subtracted where they are one, so that infinite values stay.
fn between(low: f64, high: f64, part: f64) -> f64 {
    if low == high { low } else { low + (high - low) * part }
}

/// How many sessions each fine bin of a group has.
fn by_bin(sums: &[u64], wanted: &Wanted, bins: usize) -> Vec<u64> {
    let mut counts = vec![0; bins];
    for group in 0..wanted.groups {
        let first = wanted.first + group * wanted.stride;
        for (count, sum) in counts.iter_mut().zip(sums.get(first..).unwrap_or_default()) {
            *count += sum & u64::from(u32::MAX);
        }
    }
    counts
}

/// A fine bin, and how many values of its group are before it.
type Place = (usize, u64);

/// A wanted rank, the whole rank below it, and where the values of that one and the next are.
type Ranked = (f64, u64, [Option<Place>; 2]);

/// The bin that holds the value of this rank, and how many values are before it.
fn bin_of(counts: &[u64], rank: u64) -> Option<Place> {
    let mut before = 0;
    for (bin, count) in counts.iter().enumerate() {
        if rank < before + count {
            return Some((bin, before));
        }
        before += count;
    }
    None
}

/// Percentiles from the counts of fine bins alone, as if the values of a bin were spread evenly in it.
pub(crate) fn interpolated(sums: &[u64], wanted: &[Wanted], edges: &[f64]) -> Vec<f64> {
    let bins = edges.len() - 1;
    let one = |wanted: &Wanted| {
        let counts = by_bin(sums, wanted, bins);
        let Some(last) = counts.iter().sum::<u64>().checked_sub(1) else { return f64::NAN };
        let rank = wanted.share * last as f64;
        let Some((bin, before)) = bin_of(&counts, rank as u64) else { return f64::NAN };
        match (edges.get(bin), edges.get(bin + 1), counts.get(bin)) {
            (Some(&low), Some(&high), Some(&count)) => {
                between(low, high, (rank - before as f64 + 0.5) / (count as f64 + 0.5))
            }
            _ => f64::NAN,
        }
    };
    wanted.iter().map(one).collect()
}

/// Exact percentiles of the sessions that pass. The tally's cells are groups of fine bins, `sums` what it has counted over
/// these sessions. Values are looked at in one pass, and only those of bins that hold a rank that is wanted.
pub(crate) fn exact(
    columns: &Columns,
    values: Values,
    tally: &Tally,
    passing: Passing,
    sums: &[u64],
    wanted: &[Wanted],
    bins: usize,
) -> Vec<f64> {
    /// No list: the values of this cell are not needed.
    const NONE: u32 = u32::MAX;
    let mut list_of = vec![NONE; sums.len()];
    let mut lists: Vec<Vec<f64>> = Vec::new();
    let mut places: Vec<Option<Ranked>> = Vec::with_capacity(wanted.len());
    for one in wanted {
        let counts = by_bin(sums, one, bins);
        let Some(last) = counts.iter().sum::<u64>().checked_sub(1) else {
            places.push(None);
            continue;
        };
        let rank = one.share * last as f64;
        let below = (rank as u64).min(last);
        let ends = [bin_of(&counts, below), bin_of(&counts, (below + 1).min(last))];
        for (bin, _) in ends.into_iter().flatten() {
            for group in 0..one.groups {
                if let Some(list) = list_of.get_mut(one.first + group * one.stride + bin)
                    && *list == NONE
                {
                    *list = lists.len() as u32;
                    lists.push(Vec::new());
                }
            }
        }
        places.push(Some((rank, below, ends)));
    }
    Piece::each(columns, |piece| {
        piece.each_passing(tally, passing, |row, cell, _| {
            if let Some(list) = list_of.get(cell as usize).and_then(|&list| lists.get_mut(list as usize)) {
                list.push(values.number(row));
            }
        });
    });
    lists.iter_mut().for_each(|list| list.sort_unstable_by(f64::total_cmp));
    let value = |one: &Wanted, rank: u64, place: Option<Place>| {
        let (bin, before) = place?;
        let lists = (0..one.groups).filter_map(|group| {
            let list = *list_of.get(one.first + group * one.stride + bin)?;
            lists.get(list as usize)
        });
        let mut lists = lists.filter(|list| !list.is_empty());
        let (first, second) = (lists.next()?, lists.next());
        let rank = (rank - before) as usize;
        if second.is_none() {
            return first.get(rank).copied();
        }
        let mut all: Vec<f64> = [first].into_iter().chain(second).chain(lists).flatten().copied().collect();
        all.sort_unstable_by(f64::total_cmp);
        all.get(rank).copied()
    };
    let one = |(one, place): (&Wanted, &Option<Ranked>)| {
        let (rank, below, ends) = (*place)?;
        let low = value(one, below, ends[0])?;
        let part = rank - below as f64;
        if part > 0.0 { Some(between(low, value(one, below + 1, ends[1])?, part)) } else { Some(low) }
    };
    wanted.iter().zip(&places).map(|pair| one(pair).unwrap_or(f64::NAN)).collect()
}

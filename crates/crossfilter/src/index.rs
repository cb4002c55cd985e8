//! The index of a moving brush: pictures of the other views for any two ends of bins, without looking at the sessions.
//!
//! For each view that the brush filters, its cells are counted once by the brushed dimension's bins and summed up along them
//! ([`Cube`]). The answer for a brush is the difference of two of these sums: as much work as the views have cells, however
//! many sessions there are. Views that the brush does not filter have the same picture all the while.

use super::answer::{Crossfilter, Ready, everything};
use super::columns::Columns;
use super::count::{Cube, Passing, Sums, Tally, count};
use super::dimension::Dimension;
use super::draw::{Counted, Sessions};
use super::filter::Filters;
use super::picture::{Count, Picture};
use super::query::Asked;
use super::view::{Drawing, ViewId};
use std::sync::Arc;

/// The index of a brush.
pub(super) struct Prepared {
    dimension: Dimension,
    filters: Filters,
    asked: Vec<Asked>,
    bins: usize,
    /// All sessions that meet the other filters, by bin.
    all: Vec<Cube>,
    views: Vec<(ViewId, Indexed)>,
    bytes: u64,
}

enum Indexed {
    /// The brush does not filter it, or the sessions lack what it shows.
    Still(Option<Box<Picture>>),
    /// The brush filters it: its cells, and the flagged sessions from the highest score on, with their bins.
    Moving(Arc<Ready>, Vec<Cube>, Vec<(u32, u16)>),
}

/// An index is not larger where that can be helped.
const MOST_BYTES: u64 = 64 << 20;
/// The cells of a scatter are made larger by this at most, and after that the bins of trends.
const COARSE_CELLS: u16 = 16;
/// The steps of both together.
const MOST_COARSE: u16 = 4 * COARSE_CELLS;

impl Prepared {
    /// The index of a brush on a dimension over views, with the filters in force; none where no view has an axis of it.
    pub(super) fn of(
        crossfilter: &mut Crossfilter,
        dimension: Dimension,
        filters: Filters,
        asked: &[Asked],
    ) -> Option<Self> {
        let mut ready = crossfilter.ready(asked);
        let bins = ready.iter().flatten().find_map(|view| view.axis(&dimension))?.clone();
        let is_still =
            |view: &Option<Arc<Ready>>| view.as_ref().is_none_or(|view| view.draw.own().contains(&dimension));
        let still: Vec<bool> = ready.iter().map(is_still).collect();
        let bytes = |ready: &[Option<Arc<Ready>>]| -> u64 {
            let moving = ready.iter().zip(&still).filter(|(_, still)| !**still).filter_map(|(view, _)| view.as_ref());
            moving.flat_map(|view| view.draw.tallies()).map(|tally| Cube::bytes(tally, bins.len())).sum()
        };
        let mut coarse = 1;
        while bytes(&ready) > MOST_BYTES && coarse < MOST_COARSE {
            coarse *= 2;
            ready = crossfilter.ready(&coarser(asked, &still, coarse));
        }
        // A picture that stays is the exact one, whatever the others need.
        let views = ready.iter().zip(&still).map(|(view, still)| view.clone().filter(|_| *still));
        let (still_pictures, _) = crossfilter.draw(&views.collect::<Vec<_>>());
        let keys = crossfilter.store.keys_of(&dimension, &bins);
        let columns = &crossfilter.store.columns;
        let passing =
            |own: &[Dimension]| Passing { fails: crossfilter.mask.fails(), filters: crossfilter.mask.but(own) };
        let every = everything();
        let mut tallies: Vec<(&Tally, Passing)> = vec![(&every, passing(&[]))];
        for (view, _) in ready.iter().zip(&still).filter(|(_, still)| !**still) {
            if let Some(view) = view {
                let passing = passing(&view.draw.own());
                tallies.extend(view.draw.tallies().iter().map(|tally| (tally, passing)));
            }
        }
        let mut cubes = Cube::count(columns, &tallies, &keys, bins.len()).into_iter();
        let all: Vec<Cube> = cubes.by_ref().take(1).collect();
        let mut views = Vec::with_capacity(asked.len());
        for (((asked, view), still), picture) in asked.iter().zip(&ready).zip(&still).zip(still_pictures) {
            let indexed = match view {
                Some(view) if !still => {
                    let cubes = cubes.by_ref().take(view.draw.tallies().len()).collect();
                    let marks = match asked.drawing {
                        Drawing::Scatter { .. } => {
                            let passing = passing(&view.draw.own());
                            let passing = columns.ranked().iter().filter(|&&row| passing.has(row as usize));
                            let binned = passing.map(|&row| (row, keys.get(row as usize) as u16));
                            binned.filter(|&(_, bin)| usize::from(bin) < bins.len()).collect()
                        }
                        _ => Vec::new(),
                    };
                    Indexed::Moving(view.clone(), cubes, marks)
                }
                _ => Indexed::Still(picture.map(Box::new)),
            };
            views.push((asked.id, indexed));
        }
        let bytes = bytes(&ready);
        Some(Self { dimension, filters, asked: asked.to_vec(), bins: bins.len(), all, views, bytes })
    }

    /// Whether this is the index of a brush on this dimension.
    pub(super) fn is_of(&self, dimension: &Dimension, filters: &Filters, asked: &[Asked]) -> bool {
        self.dimension == *dimension && self.filters == *filters && self.asked == asked
    }

    /// How much memory it takes.
    pub(super) fn bytes(&self) -> u64 {
        let marks = self.views.iter().map(|(_, indexed)| match indexed {
            Indexed::Moving(_, _, marks) => size_of_val(marks.as_slice()) as u64,
            Indexed::Still(_) => 0,
        });
        self.bytes + marks.sum::<u64>()
    }

    /// The pictures while the brush is between two ends of bins, and how many sessions all filters leave.
    pub(super) fn brush(&self, columns: &Columns, from: usize, to: usize) -> (Vec<(ViewId, Option<Picture>)>, Count) {
        let to = to.min(self.bins);
        let from = from.min(to);
        let picture = |indexed: &Indexed| match indexed {
            Indexed::Still(picture) => picture.as_deref().cloned(),
            Indexed::Moving(view, cubes, marks) => {
                let shown: Vec<Sums> = cubes.iter().map(|cube| cube.between(from, to)).collect();
                let sessions = Sessions::Brushed(marks, from, to);
                Some(view.draw.picture(&Counted { columns, shown: &shown, all: &view.all, sessions }))
            }
        };
        let pictures = self.views.iter().map(|(id, indexed)| (*id, picture(indexed))).collect();
        let shown = self.all.iter().flat_map(|cube| cube.between(from, to)).next().map(count).unwrap_or_default();
        (pictures, shown)
    }
}

/// The views that move with cells so many times as wide and high: those of scatters first, then those of trends.
fn coarser(asked: &[Asked], still: &[bool], coarse: u16) -> Vec<Asked> {
    let one = |(asked, still): (&Asked, &bool)| {
        let by = match asked.drawing {
            Drawing::Scatter { .. } if !still => coarse.min(COARSE_CELLS),
            Drawing::Trend(_) if !still => (coarse / COARSE_CELLS).max(1),
            _ => 1,
        };
        Asked { size: (asked.size.0 / by, asked.size.1 / by), ..asked.clone() }
    };
    asked.iter().zip(still).map(one).collect()
}

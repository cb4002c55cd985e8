//! The index of a moving brush: pictures of the other views for any two ends of bins, without looking at the sessions.
//!
//! For each view that the brush filters, its cells are counted once by the brushed dimension's bins and summed up along them
//! ([`Cube`]). The answer for a brush is the difference of two of these sums: as much work as the views have cells, however
//! many sessions there are. Views that the brush does not filter have the same picture all the while.
//!
//! The index holds no session but the flagged ones that are marked, so it can be handed to where pictures are drawn: what is
//! small as a message, the sums as bytes beside it, which are read where they are.

use super::answer::{Crossfilter, Ready, everything};
use super::count::{Cube, CubeShape, Passing, Sums, Tally, count};
use super::dimension::Dimension;
use super::draw::{MOST_MARKS, Mark, Sides, Template};
use super::picture::{Count, Picture, Totals};
use super::query::{Asked, BrushAsked, Pictures};
use super::view::{Drawing, ViewId};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The index of a brush but for its running sums.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BrushIndex {
    all: Count,
    bins: usize,
    /// One of all sessions that meet the other filters, then those of each view that moves.
    cubes: Vec<CubeShape>,
    views: Vec<(ViewId, Indexed)>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
enum Indexed {
    /// The brush does not filter it, or the sessions lack what it shows.
    Still(Option<Box<Picture>>),
    /// The brush filters it.
    Moving(Box<Moving>),
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Moving {
    template: Template,
    /// The sums of its tallies over all sessions.
    all: Vec<Sums>,
    /// The marks with their bins, from the highest score on.
    marks: Vec<(u16, Mark)>,
}

impl BrushIndex {
    /// The pictures while the brush is between two ends of bins: at least the first, less than the second. `read` fills what it
    /// is given with the bytes of a cube, by its place, from there on; none where it cannot.
    pub fn brush(
        &self,
        (from, to): (u16, u16),
        mut read: impl FnMut(usize, usize, &mut [u8]) -> Option<()>,
    ) -> Option<Pictures> {
        let to = usize::from(to).min(self.bins);
        let from = usize::from(from).min(to);
        let mut sums = (0..).zip(&self.cubes).map(|(cube, shape)| {
            let read = |place: usize, bytes: &mut [u8]| read(cube, place, bytes);
            shape.between((from, to), read)
        });
        let shown = sums.next()??.first().copied().map(count).unwrap_or_default();
        let mut pictures = Vec::with_capacity(self.views.len());
        for (id, indexed) in &self.views {
            let picture = match indexed {
                Indexed::Still(picture) => picture.as_deref().cloned(),
                Indexed::Moving(moving) => {
                    let shown = sums.by_ref().take(moving.all.len()).collect::<Option<Vec<_>>>()?;
                    let marks = moving.marks.iter().filter(|(bin, _)| (from..to).contains(&usize::from(*bin)));
                    let sides = Sides { shown: &shown, all: &moving.all };
                    Some(moving.template.brushed(sides, marks.map(|(_, mark)| *mark)))
                }
            };
            pictures.push((*id, picture));
        }
        Some(Pictures { pictures, totals: Totals { shown, all: self.all } })
    }
}

/// The index of a brush with its running sums.
pub struct PreparedBrush {
    /// All but the sums.
    pub index: BrushIndex,
    cubes: Vec<Cube>,
}

/// Running sums are not larger where that can be helped.
const MOST_BYTES: u64 = 64 << 20;
/// The cells of a scatter are made larger by this at most, and after that the bins of trends.
const COARSE_CELLS: u16 = 16;
/// The steps of both together.
const MOST_COARSE: u16 = 4 * COARSE_CELLS;

impl PreparedBrush {
    /// The index of a brush on a dimension over views, with the filters in force; none where no view has an axis of it.
    pub(super) fn of(
        crossfilter: &mut Crossfilter,
        BrushAsked { dimension, views: asked, .. }: &BrushAsked,
    ) -> Option<Self> {
        let mut ready = crossfilter.ready(asked);
        let bins = ready.iter().flatten().find_map(|view| view.axis(dimension))?.clone();
        let is_still = |view: &Option<Arc<Ready>>| view.as_ref().is_none_or(|view| view.draw.own().contains(dimension));
        let still: Vec<bool> = ready.iter().map(is_still).collect();
        let bytes = |ready: &[Option<Arc<Ready>>]| -> u64 {
            let moving = ready.iter().zip(&still).filter(|(_, still)| !**still).filter_map(|(view, _)| view.as_ref());
            moving.flat_map(|view| view.draw.tallies()).map(|tally| Cube::most_bytes(tally, bins.len())).sum()
        };
        let mut coarse = 1;
        while bytes(&ready) > MOST_BYTES && coarse < MOST_COARSE {
            coarse *= 2;
            ready = crossfilter.ready(&coarser(asked, &still, coarse));
        }
        // A picture that stays is the exact one, whatever the others need.
        let views = ready.iter().zip(&still).map(|(view, still)| view.clone().filter(|_| *still));
        let (still_pictures, _) = crossfilter.draw(&views.collect::<Vec<_>>());
        let keys = crossfilter.store.keys_of(dimension, &bins);
        let columns = &crossfilter.store.columns;
        let passing =
            |own: &[Dimension]| Passing { fails: crossfilter.mask.fails(), filters: crossfilter.mask.but(own) };
        let every = everything();
        let mut tallies: Vec<(&Tally, Passing)> = vec![(&every, passing(&[]))];
        let mut views = Vec::with_capacity(asked.len());
        for (((asked, view), still), picture) in asked.iter().zip(&ready).zip(&still).zip(still_pictures) {
            let indexed = match view {
                Some(view) if !still => {
                    let passing = passing(&view.draw.own());
                    tallies.extend(view.draw.tallies().iter().map(|tally| (tally, passing)));
                    let mut marks = Vec::new();
                    if let Some(mark) = view.draw.marker(columns) {
                        // No brush shows more marks of one bin.
                        let mut left = vec![MOST_MARKS; bins.len()];
                        for &row in columns.ranked().iter().filter(|&&row| passing.has(row as usize)) {
                            let bin = keys.get(row as usize);
                            if let (Some(left), Some(mark)) = (left.get_mut(bin).filter(|left| **left > 0), mark(row)) {
                                *left -= 1;
                                marks.push((bin as u16, mark));
                            }
                        }
                    }
                    Indexed::Moving(Box::new(Moving { template: view.draw.template(), all: view.all.clone(), marks }))
                }
                _ => Indexed::Still(picture.map(Box::new)),
            };
            views.push((asked.id, indexed));
        }
        let cubes = Cube::count(columns, &tallies, &keys, bins.len());
        let shapes = cubes.iter().map(Cube::shape).collect();
        let all = crossfilter.all();
        Some(Self { index: BrushIndex { all, bins: bins.len(), cubes: shapes, views }, cubes })
    }

    /// The bytes of each cube, in the order in which [`BrushIndex::brush`] reads them.
    pub fn parts(&self) -> impl Iterator<Item = &[u8]> {
        self.cubes.iter().map(Cube::bytes)
    }

    /// How many bytes these are.
    pub fn bytes(&self) -> u64 {
        self.parts().map(|part| part.len() as u64).sum()
    }

    /// [`BrushIndex::brush`] where the sums are at hand.
    pub fn brush(&self, from: u16, to: u16) -> Option<Pictures> {
        self.index.brush((from, to), |cube, place, into| {
            let bytes = self.cubes.get(cube)?.bytes();
            into.copy_from_slice(bytes.get(place..place + into.len())?);
            Some(())
        })
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

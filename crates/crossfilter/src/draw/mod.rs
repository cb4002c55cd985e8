//! From a view to what it counts, and from the counts to its picture.

mod bars;
mod heat_map;
mod histogram;
mod parallel;
mod places;
mod scatter;
mod shares;
mod trend;

use super::binning::Bins;
use super::columns::Columns;
use super::count::{Passing, Sums, Tally};
use super::dimension::Dimension;
use super::picture::{Binning, Picture};
use super::store::Store;
use super::view::Drawing;

/// A view, ready to be counted.
pub(super) trait Draw: Send + Sync {
    /// The dimensions that it shows, by which it is not filtered.
    fn own(&self) -> Vec<Dimension>;

    /// What it counts.
    fn tallies(&self) -> &[Tally];

    /// The bins along its axis of a dimension, at whose ends a brush on it ends.
    fn axis(&self, _dimension: &Dimension) -> Option<&Bins> {
        None
    }

    /// Takes note of all sessions, once: what its tallies have counted, and a look at each session.
    fn settle(&mut self, _columns: &Columns, _all: &[Sums], _everything: Passing) {}

    /// The picture.
    fn picture(&self, counted: &Counted) -> Picture;
}

/// What was counted for a view.
pub(super) struct Counted<'a> {
    pub(super) columns: &'a Columns,
    /// The sums of each tally over the shown sessions.
    pub(super) shown: &'a [Sums],
    /// Over all sessions.
    pub(super) all: &'a [Sums],
    /// What is known of the sessions themselves.
    pub(super) sessions: Sessions<'a>,
}

impl Counted<'_> {
    /// The sums of a tally over the shown sessions.
    pub(super) fn shown(&self, tally: usize) -> &[u64] {
        self.shown.get(tally).map_or(&[], Vec::as_slice)
    }

    /// The sums of a tally over all sessions.
    pub(super) fn all(&self, tally: usize) -> &[u64] {
        self.all.get(tally).map_or(&[], Vec::as_slice)
    }
}

/// The sessions behind the counts.
#[derive(Clone, Copy)]
pub(super) enum Sessions<'a> {
    /// Each can be looked at.
    Passing(Passing<'a>),
    /// A brush moves: no session is looked at but the flagged ones, from the highest score on, with their bins.
    Brushed(&'a [(u32, u16)], usize, usize),
}

impl Sessions<'_> {
    /// Whether a brush moves.
    pub(super) fn are_brushed(&self) -> bool {
        matches!(self, Self::Brushed(..))
    }

    /// The flagged ones, the highest score first.
    pub(super) fn each_flagged(&self, columns: &Columns, mut each: impl FnMut(u32) -> bool) {
        match *self {
            Self::Passing(passing) => {
                let mut flagged = columns.ranked().iter().filter(|&&row| passing.has(row as usize));
                let _ = flagged.try_for_each(|&row| each(row).then_some(()));
            }
            Self::Brushed(flagged, from, to) => {
                let mut flagged = flagged.iter().filter(|(_, bin)| (from..to).contains(&usize::from(*bin)));
                let _ = flagged.try_for_each(|&(row, _)| each(row).then_some(()));
            }
        }
    }
}

/// A view of these sessions, on an area of this size in CSS pixels; none where they lack what it shows.
pub(super) fn compile(store: &mut Store, drawing: &Drawing, size: (u16, u16)) -> Option<Box<dyn Draw>> {
    Some(match drawing {
        Drawing::Histogram(axis) => Box::new(histogram::Histogram::of(store, axis, size)?),
        Drawing::Scatter { x, y, tint, field } => Box::new(scatter::Scatter::of(store, (x, y), tint, *field, size)?),
        Drawing::Trend(metric) => Box::new(trend::Trend::of(store, metric, size)?),
        Drawing::Bars { of, top } => Box::new(bars::Bars::of(store, of, usize::from(*top))?),
        Drawing::HeatMap { x, y } => Box::new(heat_map::HeatMap::of(store, (x, y), size)?),
        Drawing::Parallel => Box::new(parallel::Parallel::of(store)?),
        Drawing::Places => Box::new(places::Places::of(store)?),
    })
}

fn binning(bins: &Bins) -> Binning {
    Binning { edges: bins.edges().to_vec() }
}

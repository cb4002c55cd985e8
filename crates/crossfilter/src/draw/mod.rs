//! From a view to what it counts, and from the counts to its picture. What a picture has beside its counts is its template: with
//! it pictures are drawn where the sessions are not.

mod bars;
mod heat_map;
mod histogram;
mod parallel;
mod places;
mod scatter;
mod shares;
mod sides;
mod trend;

use super::binning::Bins;
use super::columns::Columns;
use super::count::{Passing, Sums, Tally};
use super::dimension::Dimension;
use super::picture::Picture;
use super::store::Store;
use super::view::Drawing;
pub(super) use scatter::MOST_MARKS;
use serde::{Deserialize, Serialize};
pub(super) use sides::{Mark, Sides};

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

    /// Where a session's mark stands, for a view that marks sessions; none for one beyond it.
    fn marker<'a>(&'a self, _columns: &'a Columns) -> Option<Box<dyn Fn(u32) -> Option<Mark> + 'a>> {
        None
    }

    /// Takes note of all sessions, once: what its tallies have counted, and a look at each session.
    fn settle(&mut self, _columns: &Columns, _all: &[Sums], _everything: Passing) {}

    /// The picture but for what is counted, once all sessions are noted.
    fn template(&self) -> Template;

    /// The picture.
    fn picture(&self, counted: &Counted) -> Picture;
}

/// A picture but for its counts.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Template {
    Histogram(histogram::Template),
    Scatter(scatter::Template),
    Trend(trend::Template),
    Bars(bars::Template),
    HeatMap(heat_map::Template),
    Parallel(parallel::Template),
    Places(places::Template),
}

impl Template {
    /// The picture while a brush moves: no session is looked at but those that are marked.
    pub(crate) fn brushed(&self, sides: Sides, marks: impl Iterator<Item = Mark>) -> Picture {
        match self {
            Self::Histogram(template) => template.picture(sides),
            Self::Scatter(template) => template.picture(sides, marks.take(scatter::MOST_MARKS).collect(), Vec::new()),
            Self::Trend(template) => template.picture(sides, None),
            Self::Bars(template) => template.picture(sides),
            Self::HeatMap(template) => template.picture(sides),
            Self::Parallel(template) => template.picture(sides, None),
            Self::Places(template) => template.picture(sides, &[]),
        }
    }
}

/// What was counted for a view.
pub(super) struct Counted<'a> {
    /// The counts.
    pub(super) sides: Sides<'a>,
    /// The shown sessions, which can be looked at.
    pub(super) columns: &'a Columns,
    /// Which they are.
    pub(super) passing: Passing<'a>,
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

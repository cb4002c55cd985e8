//! The charts of the views: what each kind draws and says.
//!
//! A kind of chart makes a drawing of what it is given (`given`), and gestures of what a person does: plain code, tested
//! without a browser. The rest is of the kit of all charts, the crate `charts`.

pub mod bars;
pub mod brush;
pub mod cells;
mod chart_data;
pub mod given;
pub mod heat_map;
pub mod histogram;
pub mod parallel;
pub mod places;
pub mod quantity;
pub mod rectangle;
pub mod scatter;
pub mod track;
pub mod trend;

#[cfg(target_arch = "wasm32")]
mod places_table;
use charts::kind::Kind;
use crossfilter::Dimension;
use crossfilter::view::Drawing;
use given::Given;
use quantity::label;

/// The kind of chart that draws this.
pub fn of(drawing: &Drawing) -> Box<dyn Kind<Given>> {
    match drawing {
        Drawing::Bars { .. } => Box::new(bars::BarsKind::default()),
        Drawing::Scatter { .. } => Box::new(scatter::ScatterKind::default()),
        Drawing::Trend(_) => Box::new(trend::TrendKind::default()),
        Drawing::HeatMap { .. } => Box::new(heat_map::HeatMapKind::default()),
        Drawing::Parallel => Box::new(parallel::ParallelKind::default()),
        Drawing::Places => Box::new(places::PlacesKind::default()),
        Drawing::Histogram(_) => Box::new(histogram::HistogramKind::default()),
    }
}

/// What the sessions lack, in words, where a view has nothing to show.
pub fn lacking(given: &Given) -> String {
    let name = |dimension: &Dimension| label(dimension, &given.about);
    match &given.drawing {
        Drawing::Histogram(axis) => format!("No session has {}.", name(&axis.dimension)),
        Drawing::Scatter { x, y, .. } => format!("No session has {} and {}.", name(&x.dimension), name(&y.dimension)),
        Drawing::Bars { of, .. } => format!("No session has {}.", name(of)),
        Drawing::HeatMap { x, y } => format!("No session has {} and {}.", name(x), name(y)),
        Drawing::Trend(_) if quantity::time(&given.about).is_none() => "No session has a time.".into(),
        Drawing::Trend(_) => "No session has what this view shows over time.".into(),
        Drawing::Parallel => "No session has features.".into(),
        Drawing::Places => "No session has a country.".into(),
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod sentence_tests;
#[cfg(test)]
mod testing;

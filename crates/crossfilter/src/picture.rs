//! What is answered: counts by bin, label or cell, ready to be drawn.

use super::view::{Axis, Metric};
use serde::{Deserialize, Serialize};

/// Sessions counted, and the flagged ones among them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Sessions.
    pub sessions: u32,
    /// Flagged ones.
    pub flagged: u32,
}

/// What all filters leave, and what there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Sessions that meet all filters.
    pub shown: Count,
    /// All sessions.
    pub all: Count,
}

/// Bins along an axis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Binning {
    /// The ends of the bins, rising: bin `i` is at least `edges[i]` and less than `edges[i + 1]`. The last end is above the
    /// greatest value.
    pub edges: Vec<f64>,
}

/// A histogram.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    /// The axis it is of.
    pub axis: Axis,
    /// The bins. A brush can end at each of their ends.
    pub binning: Binning,
    /// The sessions shown in each bin: those that meet all filters but that on this dimension.
    pub shown: Vec<Count>,
    /// All sessions in each.
    pub all: Vec<Count>,
    /// Shown sessions below and above the bins.
    pub beyond: (u32, u32),
    /// Shown sessions without a value.
    pub missing: u32,
}

/// A density image.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scatter {
    /// Across.
    pub x: Axis,
    /// Up.
    pub y: Axis,
    /// The cells across.
    pub columns: Binning,
    /// The cells up.
    pub rows: Binning,
    /// Sessions shown in each cell, row by row from the bottom.
    pub counts: Vec<u32>,
    /// What colours each cell, where that is not the count: the mean score, or the place of the label in `labels`; NaN for an
    /// empty cell.
    pub tint: Vec<f32>,
    /// The labels that colour: the most frequent ones of all sessions, then one for all others; the empty one is no value.
    pub labels: Vec<String>,
    /// The highest-scoring flagged sessions shown: row, and place along both axes, 0 to 1, where every bin is as wide as every
    /// other. Without a window, those beyond an axis stand at its end.
    pub marks: Vec<(u32, f32, f32)>,
    /// What the session of each mark is called; none while a brush moves.
    pub names: Vec<String>,
    /// The flagged sessions shown, drawn or not.
    pub flagged: u32,
    /// Shown sessions beyond the window.
    pub beyond: u32,
    /// Shown sessions without one of the two values.
    pub missing: u32,
    /// The decision field: columns, rows, and the score of each cell from the bottom, placed as marks are; empty for none.
    pub field: (u16, u16, Vec<f32>),
    /// Pieces of the line along which it crosses the threshold: x, y, x, y, 0 to 1.
    pub contour: Vec<f32>,
}

/// A bin of a metric over time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// The sessions in it.
    pub count: Count,
    /// The metric; NaN where there is none.
    pub value: f64,
    /// Of how many sessions it is the metric: all in the bin, for a percentile those with a value.
    pub of: u32,
}

/// A metric over time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trend {
    /// Which.
    pub metric: Metric,
    /// The bins, UTC milliseconds.
    pub binning: Binning,
    /// Of the shown sessions.
    pub shown: Vec<Point>,
    /// Of all.
    pub all: Vec<Point>,
    /// Whether the values are exact. While a brush moves, percentiles are between the ends of fine bins.
    pub exact: bool,
    /// Shown sessions before the first bin, behind the last, and without a time.
    pub beyond: u32,
}

/// A group of sessions with the same label.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bar {
    /// The label; the empty one stands for no value.
    pub label: String,
    /// Those shown.
    pub shown: Count,
    /// All of them.
    pub all: Count,
    /// The 95 % confidence interval of the flagged share of those shown (Wilson 1927); 0 to 1 where there are none.
    pub interval: (f64, f64),
}

/// So many labels, the most frequent of all sessions, can have a bar; the others are always in the rest.
pub const MOST_LABELS: usize = 1000;

/// The labels of a category.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bars {
    /// The highest flagged shares first, then those of labels with fewer than [`FEW`](analysis::views::FEW) shown
    /// sessions, then labels without any. Of very many labels, the [`MOST_LABELS`] most frequent of all sessions can stand here.
    pub bars: Vec<Bar>,
    /// All other labels together, and how many they are.
    pub rest: Option<(u32, Bar)>,
}

/// Two categories.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeatMap {
    /// The labels across.
    pub x: Vec<String>,
    /// The labels up, the first at the top.
    pub y: Vec<String>,
    /// Those shown, row by row from the top.
    pub shown: Vec<Count>,
    /// All.
    pub all: Vec<Count>,
    /// Shown sessions with other labels, or without one.
    pub beyond: u32,
}

/// A feature's spread: the 10th, 25th, 50th, 75th and 90th percentile (type 7); NaN where there is none.
pub type Spread = [f64; 5];

/// The features of the shown sessions against those of all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Parallel {
    /// The features' names.
    pub features: Vec<String>,
    /// Of the shown sessions.
    pub shown: Vec<Spread>,
    /// Of all.
    pub all: Vec<Spread>,
    /// How many of the shown sessions have a value of each feature.
    pub counts: Vec<u32>,
    /// Whether the values are exact; see [`Trend::exact`].
    pub exact: bool,
}

/// A country, or a region of the one before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// The country's label; empty for sessions without one, and for the rarest of very many.
    pub country: String,
    /// The region's; empty for the country as a whole.
    pub region: String,
    /// Those shown.
    pub shown: Count,
    /// The interval of their flagged share, as of [`Bar`].
    pub interval: (f64, f64),
    /// The median startup time in milliseconds, the median bitrate in kbps and the ratio of summed stalls to summed watch time
    /// of those shown that started; NaN where the sessions lack it, and while a brush moves.
    pub figures: [f64; 3],
}

/// A picture.
#[allow(clippy::large_enum_variant)] // There are as many as views, and few of them are small.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Picture {
    /// Of [`Drawing::Histogram`](super::view::Drawing).
    Histogram(Histogram),
    /// Of a scatter.
    Scatter(Scatter),
    /// Of a trend.
    Trend(Trend),
    /// Of bars.
    Bars(Bars),
    /// Of a heat map.
    HeatMap(HeatMap),
    /// Of the features side by side.
    Parallel(Parallel),
    /// Of countries in the order of [`Bars::bars`], each with its regions behind it.
    Places(Vec<Place>),
}

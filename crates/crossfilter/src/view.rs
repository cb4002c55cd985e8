//! What a view draws, and how it is written.

use super::dimension::Dimension;
use super::text::{self, TextError};
use serde::{Deserialize, Serialize};

/// A view's number: stays while it is there.
pub type ViewId = u16;

/// How a quantity is laid along an axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scale {
    /// Evenly.
    #[default]
    Linear,
    /// By the logarithm; what is not above zero stands in a bin of its own at the low end.
    Log,
}

/// A quantity along an axis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Axis {
    /// What it shows.
    pub dimension: Dimension,
    /// How.
    pub scale: Scale,
    /// The part that is zoomed into, at least and less than; all where there is none.
    pub window: Option<(f64, f64)>,
}

/// What colours the cells of a scatter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tint {
    /// How many sessions there are.
    Density,
    /// Their mean score.
    Score,
    /// The label that most of them have.
    Category(Dimension),
}

/// What of a group of sessions is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Metric {
    /// How many they are.
    Sessions,
    /// The share that is flagged.
    FlaggedShare,
    /// The median of a number (type 7).
    Median(Dimension),
    /// Its 95th percentile (type 7).
    Percentile95(Dimension),
}

/// What a view draws.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Drawing {
    /// Sessions by a number or time, the flagged ones as a second layer.
    Histogram(Axis),
    /// Two numbers as a density image, the flagged sessions as marks.
    Scatter {
        /// Across.
        x: Axis,
        /// Up.
        y: Axis,
        /// What colours it.
        tint: Tint,
        /// Whether the decision field and its contour are drawn.
        field: bool,
    },
    /// A metric over time, bins by the calendar.
    Trend(Metric),
    /// The labels of a category, sorted by flagged share, so many of them and the rest.
    Bars {
        /// The category.
        of: Dimension,
        /// How many labels.
        top: u16,
    },
    /// Flagged share by two categories.
    HeatMap {
        /// Across.
        x: Dimension,
        /// Up.
        y: Dimension,
    },
    /// The features of the shown sessions against those of all.
    Parallel,
    /// Countries and their regions, with figures.
    Places,
}

/// A view and its place: views stand in their order, left to right and down, in rows of twelve columns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct View {
    /// Its number.
    pub id: ViewId,
    /// What it draws.
    pub drawing: Drawing,
    /// How many of twelve columns it is wide: 3 to 12.
    pub width: u8,
    /// How many steps of 80 px it is high: 2 to 10.
    pub height: u8,
}

const WIDTHS: std::ops::RangeInclusive<u8> = 3..=12;
const HEIGHTS: std::ops::RangeInclusive<u8> = 2..=10;
const TOPS: std::ops::RangeInclusive<u16> = 1..=100;

impl View {
    /// A view of sizes within their limits.
    pub fn sized(id: ViewId, drawing: Drawing, width: u8, height: u8) -> Self {
        let (width, height) =
            (width.clamp(*WIDTHS.start(), *WIDTHS.end()), height.clamp(*HEIGHTS.start(), *HEIGHTS.end()));
        Self { id, drawing, width, height }
    }

    /// The view as text: `bars:c.cdn:8@6x3`. Its number is its place in the list.
    pub fn to_text(&self) -> String {
        let drawing = match &self.drawing {
            Drawing::Histogram(axis) => format!("histogram:{}", write_axis(axis)),
            Drawing::Scatter { x, y, tint, field } => {
                let tint = match tint {
                    Tint::Density => "density".to_owned(),
                    Tint::Score => "score".to_owned(),
                    Tint::Category(dimension) => format!("({})", text::escape(&dimension.name())),
                };
                let field = if *field { ":field" } else { "" };
                format!("scatter:{}:{}:{tint}{field}", write_axis(x), write_axis(y))
            }
            Drawing::Trend(metric) => match metric {
                Metric::Sessions => "trend:sessions".into(),
                Metric::FlaggedShare => "trend:flagged".into(),
                Metric::Median(of) => format!("trend:p50:{}", text::escape(&of.name())),
                Metric::Percentile95(of) => format!("trend:p95:{}", text::escape(&of.name())),
            },
            Drawing::Bars { of, top } => format!("bars:{}:{top}", text::escape(&of.name())),
            Drawing::HeatMap { x, y } => {
                format!("heatmap:{}:{}", text::escape(&x.name()), text::escape(&y.name()))
            }
            Drawing::Parallel => "parallel".into(),
            Drawing::Places => "places".into(),
        };
        format!("{drawing}@{}x{}", self.width, self.height)
    }

    /// Reads a view, and gives it a number.
    ///
    /// # Errors
    /// [`TextError`] for what [`Self::to_text`] does not write.
    pub fn from_text(whole: &str, id: ViewId) -> Result<Self, TextError> {
        let none = || TextError::new(whole, "is no view");
        let (drawing, size) = whole.rsplit_once('@').ok_or_else(none)?;
        let (width, height) = size.split_once('x').ok_or_else(none)?;
        let width = width.parse().ok().filter(|width| WIDTHS.contains(width)).ok_or_else(none)?;
        let height = height.parse().ok().filter(|height| HEIGHTS.contains(height)).ok_or_else(none)?;
        let parts: Vec<&str> = drawing.split(':').collect();
        let drawing = match parts.as_slice() {
            ["histogram", axis] => Drawing::Histogram(read_axis(axis)?),
            ["scatter", x, y, tint, rest @ ..] if rest.is_empty() || rest == ["field"] => {
                let tint = match *tint {
                    "density" => Tint::Density,
                    "score" => Tint::Score,
                    other => {
                        let name = other.strip_prefix('(').and_then(|name| name.strip_suffix(')')).ok_or_else(none)?;
                        Tint::Category(text::dimension(name)?)
                    }
                };
                Drawing::Scatter { x: read_axis(x)?, y: read_axis(y)?, tint, field: !rest.is_empty() }
            }
            ["trend", "sessions"] => Drawing::Trend(Metric::Sessions),
            ["trend", "flagged"] => Drawing::Trend(Metric::FlaggedShare),
            ["trend", "p50", of] => Drawing::Trend(Metric::Median(text::dimension(of)?)),
            ["trend", "p95", of] => Drawing::Trend(Metric::Percentile95(text::dimension(of)?)),
            ["bars", of, top] => {
                let top = top.parse().ok().filter(|top| TOPS.contains(top)).ok_or_else(none)?;
                Drawing::Bars { of: text::dimension(of)?, top }
            }
            ["heatmap", x, y] => Drawing::HeatMap { x: text::dimension(x)?, y: text::dimension(y)? },
            ["parallel"] => Drawing::Parallel,
            ["places"] => Drawing::Places,
            _ => return Err(none()),
        };
        Ok(Self { id, drawing, width, height })
    }
}

/// An axis as `c.startup_time_ms`, `c.startup_time_ms;log;100..8000`.
fn write_axis(axis: &Axis) -> String {
    let scale = if axis.scale == Scale::Log { ";log" } else { "" };
    let window = axis.window.map_or_else(String::new, |(low, high)| format!(";{}", text::range(low, high)));
    format!("{}{scale}{window}", text::escape(&axis.dimension.name()))
}

fn read_axis(whole: &str) -> Result<Axis, TextError> {
    let mut parts = whole.split(';');
    let dimension = text::dimension(parts.next().unwrap_or_default())?;
    let mut axis = Axis { dimension, scale: Scale::Linear, window: None };
    for part in parts {
        if part == "log" && axis.scale == Scale::Linear && axis.window.is_none() {
            axis.scale = Scale::Log;
        } else if axis.window.is_none() {
            axis.window = Some(text::read_range(part)?);
        } else {
            return Err(TextError::new(whole, "is no axis"));
        }
    }
    Ok(axis)
}

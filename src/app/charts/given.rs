//! What the charts of a result show, and what they tell.

use analysis::views::{Histogram, Scatter, Timeline};
use std::rc::Rc;

/// What a chart shows.
#[derive(Clone, Debug)]
pub enum Given {
    /// The scores.
    Histogram(Scores),
    /// Two features.
    Scatter(Cloud),
    /// The flagged share over time.
    Timeline(Rc<Timeline>),
}

/// What a histogram shows.
#[derive(Clone, Debug)]
pub struct Scores {
    /// The histogram.
    pub histogram: Rc<Histogram>,
    /// How many sessions are flagged.
    pub flagged: u32,
    /// How many sessions there are.
    pub sessions: u32,
}

/// What a scatter shows.
#[derive(Clone, Debug)]
pub struct Cloud {
    /// The scatter, with its bulk.
    pub scatter: Rc<Scatter>,
    /// The threshold in force.
    pub threshold: f64,
    /// Whether to draw the decision field and its contour.
    pub show_field: bool,
    /// The selected session's row.
    pub selected: Option<u32>,
    /// Whether a newer scatter is on its way.
    pub busy: bool,
}

/// What a person did with a chart.
#[derive(Clone, Debug, PartialEq)]
pub enum Gesture {
    /// The threshold was set: told once, when the pointer or the key is released.
    Threshold(f64),
    /// A flagged session was chosen, or none.
    Select(Option<u32>),
    /// The plot area's width and height in device pixels: the size for the density image.
    Size(u32, u32),
}

/// What comes of an input.
pub type Reaction = charts::kind::Reaction<Gesture>;

impl Given {
    /// Whether axes and data look the same: the selection lies above them.
    pub(super) fn looks_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Histogram(own), Self::Histogram(other)) => {
                Rc::ptr_eq(&own.histogram, &other.histogram)
                    && (own.flagged, own.sessions) == (other.flagged, other.sessions)
            }
            (Self::Scatter(own), Self::Scatter(other)) => {
                Rc::ptr_eq(&own.scatter, &other.scatter)
                    && own.threshold.to_bits() == other.threshold.to_bits()
                    && own.show_field == other.show_field
            }
            (Self::Timeline(own), Self::Timeline(other)) => Rc::ptr_eq(own, other),
            _ => false,
        }
    }
}

impl PartialEq for Given {
    fn eq(&self, other: &Self) -> bool {
        let above = match (self, other) {
            (Self::Scatter(own), Self::Scatter(other)) => (own.selected, own.busy) == (other.selected, other.busy),
            _ => true,
        };
        above && self.looks_like(other)
    }
}

//! Between the shell of Explore and its charts: what a chart is given, and what the user does on it.

use crate::crossfilter::Dimension;
use crate::crossfilter::view::Drawing;
#[cfg(target_arch = "wasm32")]
use crate::crossfilter::{Picture, Test, View, query::Description};
#[cfg(target_arch = "wasm32")]
use std::rc::Rc;

/// What a chart is given.
#[cfg(target_arch = "wasm32")]
#[derive(Clone, PartialEq, yew::Properties)]
pub struct ChartProps {
    /// The view that it draws.
    pub view: View,
    /// What is drawn; none until it is answered, and where the sessions lack it.
    pub picture: Option<Rc<Picture>>,
    /// The filter on its own dimension.
    pub test: Option<Test>,
    /// Whether all sessions are drawn behind the shown ones.
    pub compare: bool,
    /// What the sessions have.
    pub about: Rc<Description>,
    /// The crosshair that views share.
    pub cross: Option<(Dimension, f64)>,
    /// Told what the user does.
    pub on: yew::Callback<Gesture>,
}

/// What the user does on a chart.
#[derive(Clone, Debug, PartialEq)]
pub enum Gesture {
    /// Pointer or focus came near: what moves with a brush on this dimension is prepared.
    Near(Dimension),
    /// A brush along one axis.
    Brush {
        /// What is brushed.
        dimension: Dimension,
        /// At least this.
        low: f64,
        /// Less than this.
        high: f64,
        /// The same as places in the edges of the view's bins, where it ends at such.
        bins: Option<(u16, u16)>,
        /// Whether it is let go.
        done: bool,
    },
    /// A brush on a scatter: a filter on each of two dimensions.
    Brush2 {
        /// Across: at least the first, less than the second.
        x: (Dimension, f64, f64),
        /// Up.
        y: (Dimension, f64, f64),
        /// Whether it is let go.
        done: bool,
    },
    /// A label is taken, or let go where it was taken.
    Pick {
        /// The category.
        dimension: Dimension,
        /// The label.
        label: String,
        /// Whether beside the others (shift, ctrl, touch), rather than in their place.
        more: bool,
    },
    /// No filter any more on these.
    Clear(Vec<Dimension>),
    /// The same drawing with another window.
    Zoom {
        /// The drawing as it is to be.
        drawing: Drawing,
    },
    /// A session's own page.
    Open(u32),
    /// Where the pointer or the focus is, for the other views.
    Cross(Option<(Dimension, f64)>),
    /// The plot area in CSS pixels.
    Sized(u16, u16),
}

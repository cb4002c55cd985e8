//! What a chart is given and what it tells: the border between the charts and everything around them.

use crossfilter::Dimension;
use crossfilter::view::Drawing;
#[cfg(target_arch = "wasm32")]
use crossfilter::{Picture, Test, View};

/// What a person did with a chart.
#[derive(Clone, Debug, PartialEq)]
pub enum Gesture {
    /// Pointer or focus came near: prepare the index.
    Near(Dimension),
    /// A brush along one dimension moved, or ended.
    Brush {
        /// What is brushed.
        dimension: Dimension,
        /// At least.
        low: f64,
        /// Less than.
        high: f64,
        /// The same as places among the ends of the bins.
        bins: Option<(u16, u16)>,
        /// Whether it ended.
        done: bool,
    },
    /// A brush on a scatter: two filters.
    Brush2 {
        /// Across: at least and less than.
        x: (Dimension, f64, f64),
        /// Up.
        y: (Dimension, f64, f64),
        /// Whether it ended.
        done: bool,
    },
    /// A label was picked, or picked no more.
    Pick {
        /// Of what.
        dimension: Dimension,
        /// Which.
        label: String,
        /// Whether beside the others.
        more: bool,
    },
    /// The filters on these are to go.
    Clear(Vec<Dimension>),
    /// The same drawing with another window.
    Zoom {
        /// It.
        drawing: Drawing,
    },
    /// A session's own page.
    Open(u32),
    /// Where the crosshair is.
    Cross(Option<(Dimension, f64)>),
    /// The plot area's width and height in CSS px.
    Sized(u16, u16),
}

impl Gesture {
    /// Whether new pictures follow at once.
    pub fn is_answered_soon(&self) -> bool {
        matches!(self, Self::Brush { bins: Some(_), done: false, .. })
    }
}

/// How it stands with a chart's picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// The picture is the newest; while there is none, the first is on its way.
    #[default]
    Settled,
    /// A newer one is on its way.
    Busy,
    /// The sessions lack what it would show.
    Lacking,
    /// It could not be had, and why.
    Failed(String),
}

/// A view's chart.
#[cfg(target_arch = "wasm32")]
pub struct ChartProps {
    /// The view.
    pub view: View,
    /// What it shows; none while the first is on its way.
    pub picture: Option<std::rc::Rc<Picture>>,
    /// The filter on its own dimension; on that across, where it has two.
    pub test: Option<Test>,
    /// The filter on the dimension up, of a scatter and a heat map.
    pub test_up: Option<Test>,
    /// Whether all sessions are drawn behind the shown ones.
    pub compare: bool,
    /// What there is.
    pub about: std::rc::Rc<crossfilter::query::Description>,
    /// The crosshair that views of the same dimension share.
    pub cross: Option<(Dimension, f64)>,
    /// How it stands with the picture.
    pub standing: Standing,
    /// Whether a brush is moving, here or elsewhere: words wait until it rests.
    pub moving: bool,
    /// Its number among views of the same title.
    pub nth: usize,
    /// Told what the person does.
    pub on: yew::Callback<Gesture>,
}

//! What comes of it where a chart shows something else than before.

use super::given::{Gesture, Given};
use super::histogram::HistogramKind;
use super::scatter::ScatterKind;
use super::timeline::TimelineKind;
use charts::kind::{Change, ChartData, Kind};

impl ChartData for Given {
    type Gesture = Gesture;

    const ZOOMS: bool = false;
    const OPAQUE: bool = false;
    // What is told is joined to how the result is looked at, as it was when the chart was last given something.
    const STEADY: bool = false;

    fn kind(&self) -> Box<dyn Kind<Self>> {
        match self {
            Self::Histogram(scores) => Box::new(HistogramKind::new(scores)),
            Self::Scatter(cloud) => Box::new(ScatterKind::new(cloud)),
            Self::Timeline(timeline) => Box::new(TimelineKind::new(timeline)),
        }
    }

    fn change(&self, before: &Self) -> Change {
        let base = !self.looks_like(before);
        let kind = std::mem::discriminant(self) != std::mem::discriminant(before);
        Change { kind, base, overlay: true, words: true, all: base }
    }

    fn sized(&self, (width, height): (f64, f64), ratio: f64) -> Option<Gesture> {
        let pixels = |length: f64| (length * ratio).round() as u32;
        matches!(self, Self::Scatter(_)).then(|| Gesture::Size(pixels(width), pixels(height)))
    }
}

//! What the tests of this room describe: sessions with a dimension of each kind.

use crossfilter::Dimension;
use crossfilter::dimension::Nature;
use crossfilter::query::{Described, Description};
use crossfilter::view::{Axis, Drawing, Metric, Scale};

pub fn column(name: &str) -> Dimension {
    Dimension::Column(name.into())
}

pub fn about() -> Description {
    let labels = |labels: &[(&str, u32)]| labels.iter().map(|(label, count)| ((*label).to_owned(), *count)).collect();
    let described = |dimension: Dimension, label: &str, unit: &str, nature: Nature| Described {
        dimension,
        label: label.into(),
        meaning: String::new(),
        unit: unit.into(),
        nature,
        labels: Vec::new(),
        others: Vec::new(),
        range: matches!(nature, Nature::Number | Nature::Time).then_some((0.0, 10_000.0)),
        missing: 0,
    };
    let category = |dimension: Dimension, label: &str, of: &[(&str, u32)]| Described {
        labels: labels(of),
        ..described(dimension, label, "", Nature::Category)
    };
    let axis = Axis { dimension: column("startup_time_ms"), scale: Scale::Linear, window: None };
    Description {
        dimensions: vec![
            described(Dimension::Score, "Score", "", Nature::Number),
            category(Dimension::Flagged, "Flagged", &[("not flagged", 950), ("flagged", 50)]),
            described(column("timestamp"), "Start", "", Nature::Time),
            described(column("startup_time_ms"), "Startup time", "ms", Nature::Number),
            described(column("bitrate_kbps"), "Bitrate", "kbps", Nature::Number),
            category(column("cdn"), "CDN", &[("alpha", 600), ("beta", 300), ("", 100)]),
            described(column("session_id"), "Session", "", Nature::Text),
            category(Dimension::Truth, "Fault", &[("", 950), ("stalls", 50)]),
            category(Dimension::Hour, "Hour", &[("0", 500), ("1", 500)]),
        ],
        sessions: 1000,
        flagged: 50,
        threshold: 0.5,
        fingerprint: String::new(),
        views: vec![
            crossfilter::View::sized(1, Drawing::Histogram(axis), 6, 3),
            crossfilter::View::sized(2, Drawing::Trend(Metric::FlaggedShare), 6, 3),
        ],
    }
}

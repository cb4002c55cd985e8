//! What the sessions of Explore's examples have.

use std::rc::Rc;
use streamguard::crossfilter::Dimension;
use streamguard::crossfilter::dimension::Nature;
use streamguard::crossfilter::picture::{Binning, Count};
use streamguard::crossfilter::query::{Described, Description};
use streamguard::crossfilter::view::{Axis, Scale};
use streamguard::features::default_features;

/// Above this score a session is flagged.
pub const THRESHOLD: f64 = 0.6;
/// When the first session began, and how long an hour is, in milliseconds.
pub const START: f64 = 1_767_571_200_000.0;
/// An hour in milliseconds.
pub const HOUR: f64 = 3_600_000.0;

/// A column.
pub fn column(name: &str) -> Dimension {
    Dimension::Column(name.into())
}

/// Sessions, and the flagged ones among them.
pub fn count(sessions: u32, flagged: u32) -> Count {
    Count { sessions, flagged: flagged.min(sessions) }
}

/// An axis of a column.
pub fn axis(name: &str) -> Axis {
    Axis { dimension: column(name), scale: Scale::Linear, window: None }
}

/// So many bins of one width.
pub fn bins(count: usize, from: f64, width: f64) -> Binning {
    Binning { edges: (0..=count).map(|edge| from + edge as f64 * width).collect() }
}

/// What the sessions are called: as they are, or with names far too long.
#[derive(Clone)]
pub struct Names {
    /// What there is.
    pub about: Rc<Description>,
    is_long: bool,
}

impl Names {
    /// Names as they are.
    pub fn usual() -> Self {
        Self::new(false)
    }

    /// Names that are far too long.
    pub fn long() -> Self {
        Self::new(true)
    }

    fn new(is_long: bool) -> Self {
        let number = |name, label, unit, range| (column(name), label, unit, Nature::Number, Some(range));
        let category = |name, label| (column(name), label, "", Nature::Category, None);
        let columns = [
            (column("timestamp"), "Start", "", Nature::Time, Some((START, START + 48.0 * HOUR))),
            number("startup_time_ms", "Startup time", "ms", (0.0, 30_000.0)),
            number("bitrate_kbps", "Bitrate", "kbps", (150.0, 7900.0)),
            number("throughput_kbps", "Throughput", "kbps", (200.0, 24_000.0)),
            category("cdn", "CDN"),
            category("isp", "ISP"),
            category("device_type", "Device type"),
            category("country_code", "Country"),
            category("region", "Region"),
            (Dimension::Hour, "Hour", "", Nature::Category, None),
            (Dimension::Weekday, "Weekday", "", Nature::Category, None),
        ];
        let features = default_features().into_iter().map(|feature| (Dimension::Feature(feature.name()), feature));
        let features =
            features.map(|(dimension, feature)| (dimension, feature.label(), String::new(), Nature::Number, None));
        let columns = columns.map(|(dimension, label, unit, nature, range)| {
            (dimension, label.to_owned(), unit.to_owned(), nature, range)
        });
        let described = |(dimension, label, unit, nature, range): (Dimension, String, String, Nature, _)| Described {
            dimension,
            label: if is_long { lengthened(&label) } else { label },
            meaning: String::new(),
            unit,
            nature,
            labels: Vec::new(),
            others: Vec::new(),
            range,
            missing: 0,
        };
        let dimensions = columns.into_iter().chain(features).map(described).collect();
        let about =
            Description { dimensions, sessions: 20_000, flagged: 1000, threshold: THRESHOLD, ..Description::default() };
        Self { about: Rc::new(about), is_long }
    }

    /// A label.
    pub fn label(&self, label: &str) -> String {
        if self.is_long && !label.is_empty() { lengthened(label) } else { label.to_owned() }
    }

    /// Labels.
    pub fn labels(&self, labels: &[&str]) -> Vec<String> {
        labels.iter().map(|label| self.label(label)).collect()
    }
}

/// A name that nobody has room for: with words, without spaces, or in wide letters.
fn lengthened(name: &str) -> String {
    match name.len() % 3 {
        0 => format!("{name}, as the operator of the network writes it out in full, with its remarks"),
        1 => format!("{name}_WITH_A_NAME_MADE_OF_CAPITAL_LETTERS_AND_WITHOUT_A_SINGLE_SPACE"),
        _ => format!("{name}（すべての利用者に表示される、とても長い名前）"),
    }
}

//! Charts of Explore without a browser: what the tests of all kinds need.

use super::given::{Around, Given};
use crossfilter::dimension::Nature;
use crossfilter::picture::{Count, HeatMap};
use crossfilter::query::{Described, Description};
use crossfilter::view::Drawing;
use crossfilter::{Dimension, Picture, Test};
use std::ops::{Deref, DerefMut};
use std::rc::Rc;

pub fn column(name: &str) -> Dimension {
    Dimension::Column(name.into())
}

pub fn count(sessions: u32, flagged: u32) -> Count {
    Count { sessions, flagged }
}

pub fn about() -> Rc<Description> {
    let described = |name: &str, label: &str, nature, range| Described {
        dimension: column(name),
        label: label.into(),
        meaning: String::new(),
        unit: String::new(),
        nature,
        labels: Vec::new(),
        others: Vec::new(),
        range,
        missing: 0,
    };
    let dimensions = vec![
        described("timestamp", "Time", Nature::Time, Some((0.0, 4.0 * 3_600_000.0))),
        described("startup_time_ms", "Startup time", Nature::Number, Some((0.0, 10_000.0))),
        described("bitrate_kbps", "Bitrate", Nature::Number, Some((100.0, 8000.0))),
        described("cdn", "CDN", Nature::Category, None),
        described("isp", "ISP", Nature::Category, None),
        described("country_code", "Country", Nature::Category, None),
        described("region", "Region", Nature::Category, None),
    ];
    Rc::new(Description { dimensions, sessions: 1000, flagged: 50, threshold: 0.6, ..Description::default() })
}

pub fn heat_map(x: &[&str], y: &[&str], shown: Vec<Count>) -> Picture {
    let labels = |of: &[&str]| of.iter().map(|label| (*label).to_owned()).collect();
    Picture::HeatMap(HeatMap { x: labels(x), y: labels(y), all: shown.clone(), shown, beyond: 0 })
}

/// A chart under test, on a stage of 600 by 300.
pub struct Bench(charts::testing::Bench<Given>);

impl Bench {
    pub fn new(drawing: Drawing, picture: Option<Picture>) -> Self {
        let given = Given {
            picture: picture.map(Rc::new),
            drawing,
            test: None,
            test_up: None,
            compare: false,
            about: about(),
            cross: None,
            around: Around::default(),
        };
        Self(charts::testing::Bench::new(given))
    }

    pub fn filter(&mut self, test: Option<Test>) {
        self.0.given.test = test;
        self.0.kind.renew(&self.0.given);
    }
}

impl Deref for Bench {
    type Target = charts::testing::Bench<Given>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl DerefMut for Bench {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

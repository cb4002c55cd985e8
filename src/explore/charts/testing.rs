//! Charts without a browser: what the tests of all kinds need.

use super::kind::{Given, Input, Kind, Pointer, Reaction, Sheet, Tip};
use charts::layout::{Layout, Size};
use charts::scene::Scene;
use charts::theme::{Color, Tokens};
use crossfilter::dimension::Nature;
use crossfilter::picture::{Count, HeatMap};
use crossfilter::query::{Described, Description};
use crossfilter::view::Drawing;
use crossfilter::{Dimension, Picture, Test};
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

pub fn tokens() -> Tokens {
    let grey = |part| Color::rgb(part, part, part);
    Tokens {
        ink: grey(20),
        muted: grey(90),
        line: grey(210),
        surface: grey(255),
        accent: Color::rgb(27, 95, 193),
        anomaly: Color::rgb(179, 38, 30),
        grid: grey(235),
        density: [grey(220), grey(170), grey(100), grey(40)],
        field_low: grey(255),
        field_high: Color::rgb(246, 201, 191),
        font: "sans-serif".into(),
    }
}

/// The light and the dark colours of the page, as `assets/style.css` has them.
pub fn themes() -> [Tokens; 2] {
    let sheet = include_str!("../../../assets/style.css");
    let (light, dark) = sheet.split_once("[data-theme=\"dark\"]").unwrap();
    [light, dark].map(|part| {
        let value = |name: &str| {
            let (_, rest) = part.split_once(&format!("--{name}:")).unwrap();
            Color::parse(rest.split(';').next().unwrap()).unwrap()
        };
        Tokens {
            ink: value("ink"),
            muted: value("muted"),
            line: value("line"),
            surface: value("surface"),
            accent: value("accent"),
            anomaly: value("anomaly"),
            grid: value("grid"),
            density: [value("density-0"), value("density-1"), value("density-2"), value("density-3")],
            field_low: value("field-low"),
            field_high: value("field-high"),
            font: "sans-serif".into(),
        }
    })
}

pub fn heat_map(x: &[&str], y: &[&str], shown: Vec<Count>) -> Picture {
    let labels = |of: &[&str]| of.iter().map(|label| (*label).to_owned()).collect();
    Picture::HeatMap(HeatMap { x: labels(x), y: labels(y), all: shown.clone(), shown, beyond: 0 })
}

/// A chart under test, on a stage of 600 by 300.
pub struct Bench {
    pub kind: Box<dyn Kind>,
    pub given: Given,
    pub size: (f64, f64),
    pub tokens: Tokens,
}

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
        };
        Self { kind: super::of(&given.drawing), given, size: (600.0, 300.0), tokens: tokens() }
    }

    pub fn layout(&self) -> Layout {
        let height = self.kind.height(&self.given, self.size.1);
        let size = Size { width: self.size.0, height, ratio: 1.0 };
        Layout::new(size, self.kind.margins(&self.given, self.size.0)).unwrap()
    }

    pub fn take(&mut self, input: Input<'_>) -> Reaction {
        let layout = self.layout();
        self.kind.take(&self.given, input, &layout)
    }

    pub fn key(&mut self, key: &str) -> Reaction {
        self.take(Input::Key(key, false, false))
    }

    /// A pointer at shares of the plot area.
    pub fn at(&self, (across, up): (f64, f64)) -> Pointer {
        let layout = self.layout();
        Pointer { at: (layout.x(across), layout.y(up)), ..Pointer::default() }
    }

    pub fn drag(&mut self, from: (f64, f64), to: (f64, f64)) -> Vec<crate::explore::gesture::Gesture> {
        let inputs = [Input::Press(self.at(from)), Input::At(self.at(to)), Input::Release(self.at(to))];
        inputs.into_iter().flat_map(|input| self.take(input).tell).collect()
    }

    pub fn filter(&mut self, test: Option<Test>) {
        self.given.test = test;
        self.kind.renew(&self.given);
    }

    pub fn base(&self) -> Scene {
        let (layout, tokens) = (self.layout(), self.tokens.clone());
        let mut sheet = Sheet { layout: &layout, tokens: &tokens, scene: Scene::default() };
        self.kind.draw(&self.given, &mut sheet);
        sheet.scene
    }

    /// What of it is drawn on paper.
    pub fn printed(&self) -> Scene {
        let height = self.kind.printed_height(&self.given, self.size.1);
        let size = Size { width: self.size.0, height, ratio: 1.0 };
        let (layout, tokens) =
            (Layout::new(size, self.kind.margins(&self.given, self.size.0)).unwrap(), self.tokens.clone());
        let mut sheet = Sheet { layout: &layout, tokens: &tokens, scene: Scene::default() };
        self.kind.print(&self.given, &mut sheet);
        sheet.scene
    }

    pub fn overlay(&self) -> (Scene, Option<Tip>) {
        let (layout, tokens) = (self.layout(), self.tokens.clone());
        let mut sheet = Sheet { layout: &layout, tokens: &tokens, scene: Scene::default() };
        let tip = self.kind.overlay(&self.given, &mut sheet);
        (sheet.scene, tip)
    }

    /// Everything of it, with every key and pointers everywhere: nothing may panic, nothing may be where no number is.
    pub fn shake(&mut self) {
        let keys = [
            "ArrowLeft",
            "ArrowRight",
            "ArrowUp",
            "ArrowDown",
            "Home",
            "End",
            "PageUp",
            "PageDown",
            "Enter",
            "+",
            "-",
            "0",
        ];
        let places = [(0.5, 0.5), (0.0, 0.0), (1.0, 1.0), (-0.5, 2.0), (0.3, 0.9)];
        for place in places {
            self.drag(place, (0.4, 0.2));
            let pointer = self.at(place);
            self.take(Input::At(pointer));
            self.take(Input::Zoom(pointer.at, 1.5));
            self.take(Input::Pan((4.0, -3.0)));
            self.take(Input::Twice(pointer));
            self.sound();
        }
        self.take(Input::Leave);
        for key in keys {
            for shift in [false, true] {
                self.take(Input::Key(key, shift, false));
                self.sound();
            }
        }
        self.take(Input::KeyUp);
        self.take(Input::Blur);
        self.key("Escape");
        let (words, rows) = (self.kind.words(&self.given), self.kind.rows(&self.given));
        for row in rows {
            assert_eq!(row.len(), words.columns.len(), "{words:?} {row:?}");
        }
        let _ = (self.kind.legend(&self.given, &tokens()), self.kind.near(&self.given));
    }

    fn sound(&self) {
        for shape in self.base().shapes.into_iter().chain(self.overlay().0.shapes) {
            let text = format!("{shape:?}");
            assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
        }
        let layout = self.layout();
        let _ = (self.kind.cursor(&self.given, &layout), self.kind.reached(&self.given, &layout));
    }
}

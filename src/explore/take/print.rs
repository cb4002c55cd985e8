//! A view as it is taken away: drawn anew for paper, in the light colours, with title and legend.

use crate::explore::charts::given::{Around, Given};
use crate::explore::words;
pub use charts::paper::Printed;
use charts::paper::{Paper, WIDTH, printed};
use charts::scene::{Dash, Stroke, solid};
use charts::svg::Look;
use charts::theme::{Color, Tokens};
use crossfilter::Picture;
use crossfilter::query::Description;
use crossfilter::view::Drawing;
use std::rc::Rc;

/// 15 cm at 300 dots per inch.
pub const DOTS: f64 = 1772.0;

/// What a view has drawn, for paper.
pub struct ViewPrint {
    /// What the sessions have.
    pub about: Rc<Description>,
    /// What is drawn.
    pub drawing: Drawing,
    /// The picture of it; none where there is none.
    pub picture: Option<Rc<Picture>>,
    /// Whether all sessions are drawn behind the shown ones.
    pub compare: bool,
    /// The size of its plot area in CSS pixels.
    pub size: (u16, u16),
}

impl ViewPrint {
    /// Its title, and the view as SVG with that above it or not; `None` where there is nothing drawn.
    pub fn print(self, is_titled: bool) -> Option<(String, Printed)> {
        let title = words::title(&self.about, &self.drawing);
        let proportion = f64::from(self.size.1) / f64::from(self.size.0.max(1));
        let given = Given {
            drawing: self.drawing,
            picture: self.picture,
            test: None,
            test_up: None,
            compare: self.compare,
            about: self.about,
            cross: None,
            around: Around::default(),
        };
        let printed = picture(&given, &title, is_titled, proportion)?;
        Some((title, printed))
    }
}

/// A view as SVG with the same drawing as on the page, of these proportions (height by width), with its title above it or
/// not; `None` where there is nothing drawn.
fn picture(given: &Given, title: &str, is_titled: bool, proportion: f64) -> Option<Printed> {
    given.picture.as_ref()?;
    let proportion = if proportion.is_finite() { proportion.clamp(0.2, 3.0) } else { 0.5 };
    let kind = crate::explore::charts::of(&given.drawing);
    let paper = Paper { title, is_titled, height: WIDTH * proportion, tokens: &tokens(), look };
    printed(&*kind, given, &paper)
}

/// How a sample of this class is filled and outlined, as the style sheet has it.
fn look(class: &str, tokens: &Tokens) -> Look {
    let stroke = |color: Color, width: f64| Some(solid(color, width));
    let dashed = |color: Color, width: f64| Some(Stroke { color, width, dash: Dash::Dashed });
    match class {
        "xc-shown" => (Some(tokens.density[1]), stroke(tokens.density[2], 1.25)),
        "xc-flagged" => (Some(tokens.surface), stroke(tokens.anomaly, 1.25)),
        "xc-share" => (Some(tokens.anomaly.faded(0.62)), None),
        "xc-all" => (None, dashed(tokens.muted, 1.25)),
        "xc-trend" => (None, stroke(tokens.density[2], 1.75)),
        "xc-trend-flagged" => (Some(tokens.surface), stroke(tokens.anomaly, 1.5)),
        "xc-mark" => (None, stroke(tokens.anomaly, 1.5)),
        "xc-band" => (Some(tokens.muted.faded(0.22)), stroke(tokens.muted, 1.0)),
        "xc-interval-band" => (Some(tokens.anomaly.faded(0.16)), None),
        "xc-few-values" => (None, stroke(tokens.density[2], 1.25)),
        "xc-box" | "xc-few-box" => (None, stroke(tokens.accent, 1.5)),
        "xc-median-all" => (None, dashed(tokens.muted, 1.5)),
        _ => (None, stroke(tokens.ink, 1.25)),
    }
}

/// A file's name made of a title: small letters and figures, all else as hyphens.
pub fn file_name(title: &str, ending: &str) -> String {
    let letters =
        title.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' });
    let words: String = letters.collect();
    let words: Vec<&str> = words.split('-').filter(|word| !word.is_empty()).collect();
    let name: String = words.join("-").chars().take(60).collect();
    format!("streamguard-{}.{ending}", if name.is_empty() { "view" } else { name.trim_end_matches('-') })
}

/// The light colours of `assets/style.css`: paper is white.
pub fn tokens() -> Tokens {
    Tokens {
        ink: Color::rgb(0x17, 0x20, 0x2b),
        muted: Color::rgb(0x56, 0x62, 0x73),
        line: Color::rgb(0xd7, 0xdd, 0xe5),
        surface: Color::rgb(0xff, 0xff, 0xff),
        accent: Color::rgb(0x1b, 0x5f, 0xc1),
        anomaly: Color::rgb(0xb3, 0x26, 0x1e),
        grid: Color::rgb(0xe8, 0xec, 0xf1),
        density: [
            Color::rgb(0xdb, 0xe4, 0xf0),
            Color::rgb(0x9d, 0xb7, 0xd8),
            Color::rgb(0x4d, 0x7f, 0xb8),
            Color::rgb(0x12, 0x3f, 0x78),
        ],
        field_low: Color::rgb(0xff, 0xff, 0xff),
        field_high: Color::rgb(0xf6, 0xc9, 0xbf),
        font: "system-ui, \"Segoe UI\", Roboto, \"Liberation Sans\", Arial, sans-serif".into(),
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crossfilter::Dimension;
    use crossfilter::picture::{Binning, Count, Histogram};
    use crossfilter::view::{Axis, Scale};

    #[test]
    fn the_colours_are_those_of_the_page() {
        let sheet = include_str!("../../../assets/style.css");
        let light = sheet.split("[data-theme").next().expect("the light theme is first");
        let value = |name: &str| {
            let (_, rest) = light.split_once(&format!("--{name}:")).expect("a token");
            Color::parse(rest.split(';').next().expect("ends"))
        };
        let tokens = tokens();
        for (name, color) in [
            ("ink", tokens.ink),
            ("muted", tokens.muted),
            ("line", tokens.line),
            ("surface", tokens.surface),
            ("accent", tokens.accent),
            ("anomaly", tokens.anomaly),
            ("grid", tokens.grid),
            ("density-0", tokens.density[0]),
            ("density-1", tokens.density[1]),
            ("density-2", tokens.density[2]),
            ("density-3", tokens.density[3]),
            ("field-low", tokens.field_low),
            ("field-high", tokens.field_high),
        ] {
            assert_eq!(value(name), Some(color), "{name}");
        }
    }

    #[test]
    fn a_view_is_drawn_for_paper() {
        let axis = Axis { dimension: Dimension::Score, scale: Scale::Linear, window: None };
        let count = Count { sessions: 5, flagged: 2 };
        let histogram = Histogram {
            axis: axis.clone(),
            binning: Binning { edges: vec![0.0, 0.5, 1.0] },
            shown: vec![count; 2],
            all: vec![count; 2],
            beyond: (0, 0),
            missing: 0,
        };
        let mut given = Given {
            drawing: Drawing::Histogram(axis),
            picture: Some(Rc::new(Picture::Histogram(histogram))),
            test: None,
            test_up: None,
            compare: false,
            about: Rc::new(Description::default()),
            cross: None,
            around: Around::default(),
        };
        let printed = picture(&given, "Score <1>", true, 0.5).expect("something is drawn");
        assert!(printed.svg.starts_with("<svg ") && printed.svg.contains("Score &lt;1&gt;"), "{}", printed.svg);
        assert!(printed.svg.contains("flagged</text>") && printed.summary.contains("10"), "{printed:?}");
        let plain = picture(&given, "Score <1>", false, 0.5).expect("something is drawn");
        assert!(plain.size.1 < printed.size.1 && !plain.svg.contains("Score &lt;1&gt;</text>"), "{}", plain.svg);
        given.picture = None;
        assert_eq!(picture(&given, "Score", true, 0.5), None);
    }

    #[test]
    fn names_of_files_are_plain() {
        assert_eq!(
            file_name("Bitrate against Startup time (s)", "svg"),
            "streamguard-bitrate-against-startup-time-s.svg"
        );
        assert_eq!(file_name("../../…", "png"), "streamguard-view.png");
    }
}

//! Charts without a browser: what the tests of all kinds need.

use crate::kind::{ChartData, Input, Kind, Pointer, Reaction, Sheet, Tip};
use crate::layout::{Layout, Size};
use crate::scene::Scene;
use crate::theme::{Color, Tokens};

/// Colours to draw with where it does not matter which.
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

/// A chart under test, on a stage of 600 by 300.
pub struct Bench<S: ChartData> {
    /// Its kind.
    pub kind: Box<dyn Kind<S>>,
    /// What it shows.
    pub given: S,
    /// The stage's width and height.
    pub size: (f64, f64),
    /// Its colours.
    pub tokens: Tokens,
}

impl<S: ChartData> Bench<S> {
    /// The chart of what is given.
    pub fn new(given: S) -> Self {
        Self { kind: given.kind(), given, size: (600.0, 300.0), tokens: tokens() }
    }

    /// Shows something else.
    pub fn show(&mut self, given: S) {
        self.kind.renew(&given);
        self.given = given;
    }

    fn laid_out(&self, height: f64) -> Layout {
        let size = Size { width: self.size.0, height, ratio: 1.0 };
        Layout::new(size, self.kind.margins(&self.given, self.size.0)).unwrap_or_default()
    }

    fn scene(&self, layout: &Layout, draw: impl FnOnce(&mut Sheet<'_>)) -> Scene {
        let mut sheet = Sheet { layout, tokens: &self.tokens, scene: Scene::default() };
        draw(&mut sheet);
        sheet.scene
    }

    /// Where things are.
    pub fn layout(&self) -> Layout {
        self.laid_out(self.kind.height(&self.given, self.size.1))
    }

    /// A person did something.
    pub fn take(&mut self, input: Input<'_>) -> Reaction<S::Gesture> {
        let layout = self.layout();
        self.kind.take(&self.given, input, &layout)
    }

    /// A key was pressed.
    pub fn key(&mut self, key: &str) -> Reaction<S::Gesture> {
        self.take(Input::Key(key, false, false))
    }

    /// A pointer at shares of the plot area.
    pub fn at(&self, (across, up): (f64, f64)) -> Pointer {
        let layout = self.layout();
        Pointer { at: (layout.x(across), layout.y(up)), ..Pointer::default() }
    }

    /// The pointer was pressed, moved and released: what is told of it.
    pub fn drag(&mut self, from: (f64, f64), to: (f64, f64)) -> Vec<S::Gesture> {
        let inputs = [Input::Press(self.at(from)), Input::At(self.at(to)), Input::Release(self.at(to))];
        inputs.into_iter().flat_map(|input| self.take(input).tell).collect()
    }

    /// Axes and data.
    pub fn base(&self) -> Scene {
        self.scene(&self.layout(), |sheet| self.kind.draw(&self.given, sheet))
    }

    /// What of it is drawn on paper.
    pub fn printed(&self) -> Scene {
        let layout = self.laid_out(self.kind.printed_height(&self.given, self.size.1));
        self.scene(&layout, |sheet| self.kind.print(&self.given, sheet))
    }

    /// What lies over axes and data.
    pub fn overlay(&self) -> (Scene, Option<Tip>) {
        let mut tip = None;
        let scene = self.scene(&self.layout(), |sheet| tip = self.kind.overlay(&self.given, sheet));
        (scene, tip)
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
        self.take(Input::OtherUp);
        self.take(Input::Blur);
        self.key("Escape");
        let (words, rows) = (self.kind.words(&self.given), self.kind.rows(&self.given));
        for row in rows {
            assert_eq!(row.len(), words.columns.len(), "{words:?} {row:?}");
        }
        let _ = (self.kind.legend(&self.given, &tokens()), self.kind.near(&self.given));
    }

    /// Asserts that every shape has numbers for places.
    pub fn sound(&self) {
        for shape in self.base().shapes.into_iter().chain(self.overlay().0.shapes) {
            let text = format!("{shape:?}");
            assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
        }
        let layout = self.layout();
        let _ = (self.kind.cursor(&self.given, &layout), self.kind.reached(&self.given, &layout));
    }
}

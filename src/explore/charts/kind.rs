//! What a kind of chart is to the one component that all share: what it draws, what it makes of the pointer and the keys,
//! and its words. Nothing here needs a browser.

use crate::explore::gesture::Gesture;
use charts::layout::{Layout, Margins};
use charts::scene::{Place, Scene};
use charts::theme::Tokens;
use crossfilter::query::Description;
use crossfilter::view::Drawing;
use crossfilter::{Dimension, Picture, Test};
use std::rc::Rc;

/// What a chart shows.
#[derive(Clone, Debug)]
pub struct Given {
    /// What is to be drawn.
    pub drawing: Drawing,
    /// The newest picture there is; it may be of a drawing before.
    pub picture: Option<Rc<Picture>>,
    /// The filter on its own dimension, or on that across.
    pub test: Option<Test>,
    /// The filter on the dimension up.
    pub test_up: Option<Test>,
    /// Whether all sessions are drawn behind the shown ones.
    pub compare: bool,
    /// What there is.
    pub about: Rc<Description>,
    /// The shared crosshair.
    pub cross: Option<(Dimension, f64)>,
}

impl Given {
    /// The range that a filter leaves.
    pub fn range(test: Option<&Test>) -> Option<(f64, f64)> {
        match test {
            Some(Test::Between(low, high)) => Some((*low, *high)),
            _ => None,
        }
    }

    /// Whether a label is picked by a filter.
    pub fn picks(test: Option<&Test>, label: &str) -> bool {
        matches!(test, Some(Test::OneOf(labels)) if labels.iter().any(|picked| picked == label))
    }
}

/// A pointer: where it is, in CSS pixels from the corner of the drawing, and what is held down with it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pointer {
    /// Where.
    pub at: Place,
    /// Whether Shift is held.
    pub shift: bool,
    /// Whether Ctrl or Meta is held.
    pub ctrl: bool,
    /// Whether it is a finger.
    pub touch: bool,
}

impl Pointer {
    /// Whether what is picked comes beside what is picked already.
    pub fn more(&self) -> bool {
        self.shift || self.ctrl || self.touch
    }
}

/// What a person did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Input<'a> {
    /// The pointer is somewhere.
    At(Pointer),
    /// The primary button, or a finger, was pressed.
    Press(Pointer),
    /// It was released.
    Release(Pointer),
    /// The primary button was pressed twice.
    Twice(Pointer),
    /// The pointer left.
    Leave,
    /// The browser took the pointer for something else.
    Cancel,
    /// The keyboard's focus left.
    Blur,
    /// To be seen this many times as large around a place: wheel, or two fingers.
    Zoom(Place, f64),
    /// Two fingers moved so far.
    Pan(Place),
    /// A key was pressed, with Shift, with Ctrl.
    Key(&'a str, bool, bool),
    /// Shift was released.
    KeyUp,
}

/// What comes of an input. The overlay is painted anew in any case.
#[derive(Debug, Default, PartialEq)]
pub struct Reaction {
    /// It was meant for the chart: the browser does nothing else with it.
    pub taken: bool,
    /// The pointer is held until its release, wherever it goes.
    pub held: bool,
    /// To be read out.
    pub say: Option<String>,
    /// To be told.
    pub tell: Vec<Gesture>,
}

/// A chart's words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Words {
    /// What it is, for a screen reader.
    pub role: &'static str,
    /// What it shows, in one sentence.
    pub summary: String,
    /// What the keys do.
    pub keys: &'static str,
    /// Where nothing can be drawn: why.
    pub empty: Option<String>,
    /// The caption of its table.
    pub caption: String,
    /// The columns of its table.
    pub columns: Vec<String>,
}

/// What stands beside the pointer.
#[derive(Clone, Debug, PartialEq)]
pub struct Tip {
    /// Beside which place.
    pub at: Place,
    /// Its title.
    pub title: String,
    /// Names and values.
    pub pairs: Vec<(String, String)>,
}

/// A sample of the legend.
#[derive(Clone, Debug, PartialEq)]
pub enum Sample {
    /// Colours side by side.
    Ramp(Vec<charts::theme::Color>),
    /// A class of the style sheet and a path, 16 by 12.
    Path(&'static str, &'static str),
}

/// A key to a colour or shape.
pub type Key = (Sample, String);

/// Where a chart draws.
pub struct Sheet<'a> {
    /// Where things are, in CSS pixels.
    pub layout: &'a Layout,
    /// The colours.
    pub tokens: &'a Tokens,
    /// What is drawn.
    pub scene: Scene,
}

/// A kind of chart: the state of its pointer and keys. What it shows is given with each call.
pub trait Kind {
    /// The room around its plot area on a stage of this width.
    fn margins(&self, given: &Given, width: f64) -> Margins;

    /// How high its drawing is on a stage of this height; where it is higher, the stage scrolls.
    fn height(&self, _given: &Given, room: f64) -> f64 {
        room
    }

    /// Axes and data.
    fn draw(&self, given: &Given, sheet: &mut Sheet<'_>);

    /// How high it is on paper, where there is room of this height.
    fn printed_height(&self, given: &Given, room: f64) -> f64 {
        self.height(given, room)
    }

    /// What is drawn on paper.
    fn print(&self, given: &Given, sheet: &mut Sheet<'_>) {
        self.draw(given, sheet);
    }

    /// What follows the pointer, the keys and the filters.
    fn overlay(&self, given: &Given, sheet: &mut Sheet<'_>) -> Option<Tip>;

    /// A person did something.
    fn take(&mut self, given: &Given, input: Input<'_>, layout: &Layout) -> Reaction;

    /// Something else is given than before.
    fn renew(&mut self, _given: &Given) {}

    /// The pointer's shape where it is.
    fn cursor(&self, _given: &Given, _layout: &Layout) -> &'static str {
        "default"
    }

    /// What should be prepared when the pointer or the focus comes near.
    fn near(&self, _given: &Given) -> Option<Dimension> {
        None
    }

    /// Its words.
    fn words(&self, given: &Given) -> Words;

    /// The keys to its colours and shapes.
    fn legend(&self, _given: &Given, _tokens: &Tokens) -> Vec<Key> {
        Vec::new()
    }

    /// The rows of its table.
    fn rows(&self, given: &Given) -> Vec<Vec<String>>;

    /// Where in the drawing the keys are, from and to, so that it can be scrolled there.
    fn reached(&self, _given: &Given, _layout: &Layout) -> Option<(f64, f64)> {
        None
    }
}

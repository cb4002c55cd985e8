//! What a kind of chart is to the one component that all share: what it draws, what it makes of the pointer and the keys,
//! and its words. Nothing here needs a browser.

use crate::layout::{Layout, Margins};
use crate::scene::{Place, Scene};
use crate::theme::{Color, Tokens};

/// What the charts of a program are given to show, one type for all of its kinds.
pub trait ChartData: Clone + PartialEq + 'static {
    /// What a person did with a chart, as those around it are told.
    type Gesture: 'static;

    /// Whether charts are zoomed and scrolled: by wheel, by two fingers, by pressing twice. Where they are not, no code for it is
    /// loaded.
    const ZOOMS: bool;

    /// Whether nothing is seen through a chart: it is put on the screen in half the time, which counts where many move together.
    const OPAQUE: bool;

    /// Whether who is told is the same for one chart for ever, so that another one is no reason to write it anew.
    const STEADY: bool;

    /// The kind of chart that shows it.
    fn kind(&self) -> Box<dyn Kind<Self>>;

    /// What of a chart is another than when it showed `before`.
    fn change(&self, before: &Self) -> Change;

    /// Its words, as a kind has them.
    fn words(&self, kind: &dyn Kind<Self>) -> Words {
        kind.words(self)
    }

    /// Whether something is moved by hand, here or in another chart: what is drawn follows at once, words wait until it rests.
    fn is_moving(&self) -> bool {
        false
    }

    /// What is told of the plot area's size, in CSS pixels, at so many device pixels each.
    fn sized(&self, plot: (f64, f64), ratio: f64) -> Option<Self::Gesture>;

    /// Whether something newer to show follows at once.
    fn is_answered_soon(_told: &Self::Gesture) -> bool {
        false
    }
}

/// What of a chart is another than before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Its kind.
    pub kind: bool,
    /// Axes and data.
    pub base: bool,
    /// What lies over them.
    pub overlay: bool,
    /// What is written around it.
    pub words: bool,
    /// All: what was read out is of something else.
    pub all: bool,
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
    /// Another key was released, or another button.
    OtherUp,
}

/// What comes of an input. The overlay is painted anew in any case.
#[derive(Debug, PartialEq)]
pub struct Reaction<T> {
    /// It was meant for the chart: the browser does nothing else with it.
    pub taken: bool,
    /// The pointer is held until its release, wherever it goes.
    pub held: bool,
    /// To be read out.
    pub say: Option<String>,
    /// To be told.
    pub tell: Vec<T>,
}

impl<T> Default for Reaction<T> {
    fn default() -> Self {
        Self { taken: false, held: false, say: None, tell: Vec::new() }
    }
}

/// A chart's words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Words {
    /// The classes that tell its kind and how it stands with it.
    pub class: String,
    /// Whether something newer is on its way.
    pub busy: bool,
    /// What it is, for a screen reader; of what is no more than a picture, nothing.
    pub role: &'static str,
    /// What it shows, in one sentence.
    pub summary: String,
    /// The sentence as it is written below the chart, where it is another.
    pub short: Option<String>,
    /// What the keys do, where there are any.
    pub keys: &'static str,
    /// Where nothing can be drawn: why.
    pub empty: Option<String>,
    /// What is laid over the chart: its classes and its text.
    pub note: Option<(&'static str, String)>,
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

/// A value that is moved along the axis across.
#[derive(Clone, Debug, PartialEq)]
pub struct Slider {
    /// What it is.
    pub label: &'static str,
    /// The least and the greatest value.
    pub range: [String; 2],
    /// The value.
    pub value: String,
    /// The value as it is read out.
    pub text: String,
    /// Where it is, as a share of the axis.
    pub share: f64,
}

/// A sample of the legend.
#[derive(Clone, Debug, PartialEq)]
pub enum Sample {
    /// Colours side by side.
    Ramp(Vec<Color>),
    /// A class of the style sheet and a path, 16 by 12.
    Path(&'static str, &'static str),
    /// So wide and 12 high: paths with their classes.
    Paths(u32, &'static [(&'static str, &'static str)]),
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
pub trait Kind<S: ChartData> {
    /// The room around its plot area on a stage of this width.
    fn margins(&self, given: &S, width: f64) -> Margins;

    /// How high its drawing is on a stage of this height; where it is higher, the stage scrolls.
    fn height(&self, _given: &S, room: f64) -> f64 {
        room
    }

    /// Axes and data.
    fn draw(&self, given: &S, sheet: &mut Sheet<'_>);

    /// How high it is on paper, where there is room of this height.
    fn printed_height(&self, given: &S, room: f64) -> f64 {
        self.height(given, room)
    }

    /// What is drawn on paper.
    fn print(&self, given: &S, sheet: &mut Sheet<'_>) {
        self.draw(given, sheet);
    }

    /// What follows the pointer, the keys and the filters.
    fn overlay(&self, given: &S, sheet: &mut Sheet<'_>) -> Option<Tip>;

    /// A person did something.
    fn take(&mut self, given: &S, input: Input<'_>, layout: &Layout) -> Reaction<S::Gesture>;

    /// Something else is given than before.
    fn renew(&mut self, _given: &S) {}

    /// The pointer's shape where it is.
    fn cursor(&self, _given: &S, _layout: &Layout) -> &'static str {
        "default"
    }

    /// What is told when the pointer or the focus comes near.
    fn near(&self, _given: &S) -> Option<S::Gesture> {
        None
    }

    /// Its words.
    fn words(&self, given: &S) -> Words;

    /// The keys to its colours and shapes.
    fn legend(&self, _given: &S, _tokens: &Tokens) -> Vec<Key> {
        Vec::new()
    }

    /// The rows of its table.
    fn rows(&self, given: &S) -> Vec<Vec<String>>;

    /// What the button of a row tells, and whether what the row stands for is chosen.
    fn choice(&self, _given: &S, _row: usize) -> Option<(S::Gesture, bool)> {
        None
    }

    /// Where in the drawing the keys are, from and to, so that it can be scrolled there.
    fn reached(&self, _given: &S, _layout: &Layout) -> Option<(f64, f64)> {
        None
    }

    /// The slider on the stage.
    fn slider(&self, _given: &S) -> Option<Slider> {
        None
    }

    /// What else stands on the stage. `tell` tells those around the chart, `turn` is for the chart itself.
    #[cfg(target_arch = "wasm32")]
    fn beside(&self, _given: &S, _tell: &yew::Callback<S::Gesture>, _turn: &yew::Callback<String>) -> yew::Html {
        yew::Html::default()
    }

    /// What stands on the stage has called `turn`.
    fn turn(&mut self, _what: String) {}
}

//! What a kind of chart is to the one component that all charts share: what it draws, what it makes of the pointer and
//! the keys, and its words. Shared through a trait object, because each further component costs kilobytes to load.

use charts::layout::{Layout, Margins};
use charts::nodes::Nodes;
use charts::table::Cell;
use charts::theme::Tokens;
use wasm_bindgen::JsValue;
use yew::{AttrValue, Callback, Html};

/// Where a chart is drawn.
pub struct Ground<'a> {
    /// The chart's elements.
    pub nodes: &'a Nodes,
    /// Where things are on its canvases.
    pub layout: &'a Layout,
    /// Its colours.
    pub tokens: &'a Tokens,
}

/// What a person did with a chart. Places are in CSS pixels from the stage's corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Input<'a> {
    /// The pointer is somewhere.
    At((f64, f64)),
    /// The primary button, or a finger, was pressed.
    Press((f64, f64)),
    /// It was released; another button has no place.
    Release(Option<(f64, f64)>),
    /// The pointer left.
    Leave,
    /// The browser took the pointer for something else.
    Cancel,
    /// The keyboard's focus left.
    Blur,
    /// A key was pressed, without Ctrl, Alt or Meta.
    Key(&'a str),
    /// A key was released.
    KeyUp,
}

/// What comes of an input. The chart is painted anew in any case.
#[derive(Default)]
pub struct Reaction {
    /// It was meant for the chart: the browser does nothing else with it.
    pub taken: bool,
    /// The pointer is held until its release, wherever it goes, and the slider gets the keyboard's focus.
    pub held: bool,
    /// To be read out.
    pub say: Option<String>,
    /// To be told to the page, once the chart can be asked again.
    pub tell: Option<Box<dyn FnOnce()>>,
}

/// A chart's words.
#[derive(Default)]
pub struct Words {
    /// The class that tells its kind.
    pub class: &'static str,
    /// What it shows, in one sentence.
    pub summary: AttrValue,
    /// For a chart that keys move through: what it is, and what the keys do.
    pub keys: Option<(&'static str, &'static str)>,
    /// Whether newer data is on its way.
    pub busy: bool,
    /// The caption of its table.
    pub caption: String,
    /// The columns of its table.
    pub columns: Vec<String>,
}

/// A kind of chart.
pub trait View {
    /// The room around its plot area.
    fn margins(&self) -> Margins;

    /// Axes and data.
    ///
    /// # Errors
    /// What the canvas refused.
    fn paint_base(&self, ground: &Ground<'_>) -> Result<(), JsValue>;

    /// What follows the pointer and the keys.
    ///
    /// # Errors
    /// What the canvas refused.
    fn paint_overlay(&self, ground: &Ground<'_>) -> Result<(), JsValue>;

    /// A person did something; without a layout there is nothing to see yet.
    fn take(&mut self, input: Input<'_>, layout: &Layout) -> Reaction;

    /// Its words.
    fn words(&self) -> Words;

    /// The keys to its colours and shapes.
    fn legend(&self) -> Html;

    /// The rows of its table.
    fn rows(&self) -> Vec<Vec<Cell>>;

    /// What else stands on the stage.
    fn slider(&self, _nodes: &Nodes) -> Html {
        Html::default()
    }

    /// Who wants to know the plot area's size in device pixels.
    fn on_size(&self) -> Option<Callback<(u32, u32)>> {
        None
    }
}

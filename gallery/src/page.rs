//! The page: the examples by kind and state, light or dark, wide or as narrow as a phone. The fragment of the address chooses
//! one kind, or one state of a kind, by its name.

use crate::examples::{Examples, examples};
use crate::registry::{Kind, Shown, State};
use charts::Chart;
use charts::kind::ChartData;
use std::fmt::Debug;
use streamguard::app::charts::given as result;
use streamguard::crossfilter::view::Drawing;
use streamguard::explore::charts::given as explore;
use streamguard::explore::{gesture, words};
use web_sys::HtmlDetailsElement;
use web_sys::wasm_bindgen::JsCast;
use web_sys::wasm_bindgen::prelude::Closure;
use yew::prelude::*;

/// The name of the part where the kinds of Explore stand side by side.
const ALL_OF_EXPLORE: &str = "together";
/// These kinds.
const TOGETHER: [Kind; 7] =
    [Kind::Histogram, Kind::Bars, Kind::Trend, Kind::HeatMap, Kind::Scatter, Kind::Parallel, Kind::Places];

/// What makes the page another.
enum Message {
    /// Light or dark.
    Turned,
    /// Wide or narrow.
    Narrowed,
    /// All data tables open or closed.
    Tables,
    /// Another part is chosen by the address.
    Chosen,
    /// What a chart tells of what was done with it.
    Told(String),
}

/// The page.
struct Page {
    examples: Vec<(Kind, State, Examples)>,
    is_dark: bool,
    is_narrow: bool,
    are_open: bool,
    /// The fragment of the address.
    chosen: String,
    told: String,
    on_result: Callback<result::Gesture>,
    on_explore: Callback<gesture::Gesture>,
    /// Called when the fragment is another.
    _on_fragment: Closure<dyn Fn()>,
}

/// Shows the page.
pub fn start() {
    yew::Renderer::<Page>::new().render();
}

fn document() -> Option<web_sys::Document> {
    web_sys::window()?.document()
}

/// The fragment of the address, without its sign.
fn fragment() -> String {
    let fragment = web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    fragment.trim_start_matches('#').to_owned()
}

fn is_system_dark() -> bool {
    let query = web_sys::window().and_then(|window| window.match_media("(prefers-color-scheme: dark)").ok().flatten());
    query.is_some_and(|query| query.matches())
}

impl Page {
    fn show_theme(&self) {
        if let Some(root) = document().and_then(|document| document.document_element()) {
            // Setting an attribute of an element that exists does not fail.
            let _ = root.set_attribute("data-theme", if self.is_dark { "dark" } else { "light" });
        }
    }

    fn show_tables(&self) {
        let Some(tables) = document().and_then(|document| document.query_selector_all(".chart-table").ok()) else {
            return;
        };
        let tables = (0..tables.length()).filter_map(|place| tables.get(place)?.dyn_into::<HtmlDetailsElement>().ok());
        tables.for_each(|table| table.set_open(self.are_open));
    }

    /// Charts of a result in their cards.
    fn result(&self, given: &result::Given) -> Html {
        let (class, title) = match given {
            result::Given::Histogram(_) => ("card scores", "Scores"),
            result::Given::Scatter(_) => ("card scatter", "Sessions"),
            result::Given::Timeline(_) => ("card timeline", "Flagged share over time"),
        };
        html! {
            <section {class}>
                <div class="title"><h2>{ title }</h2></div>
                { chart(given, &self.on_result) }
            </section>
        }
    }

    /// A view of Explore in its card, so many of twelve columns wide and so many steps high.
    fn explore(&self, given: &explore::Given, (width, height): (u8, u8)) -> Html {
        html! {
            <section class="card x-view" style={format!("--w:{width};--h:{height}")}>
                <header class="x-head"><h2>{ words::title(&given.about, &given.drawing) }</h2></header>
                <div class="x-plot">{ chart(given, &self.on_explore) }</div>
            </section>
        }
    }

    fn state(&self, kind: Kind, state: State, shown: &Examples) -> Html {
        let shown = match shown {
            Err(why) => html! { <p class="hint">{ *why }</p> },
            Ok(shown) => {
                let results = shown.iter().filter_map(|shown| match shown {
                    Shown::Result(given) => Some(self.result(given)),
                    Shown::Explore(_) => None,
                });
                let results: Vec<Html> = results.collect();
                let views = shown.iter().filter_map(|shown| match shown {
                    Shown::Explore(given) => Some(self.explore(given, size(given))),
                    Shown::Result(_) => None,
                });
                if results.is_empty() {
                    grid(views.collect())
                } else {
                    html! { <div class="g-result">{ results }</div> }
                }
            }
        };
        let id = id_of(kind, state);
        html! {
            <section class="g-state" id={id.clone()}>
                <h3><a href={format!("#{id}")}>{ state.title() }</a></h3>
                { shown }
            </section>
        }
    }

    /// Whether a part is shown whose names these are, from the whole to the part.
    fn shows(&self, names: &[&str]) -> bool {
        self.chosen.is_empty() || names.contains(&self.chosen.as_str())
    }

    fn kind(&self, kind: Kind) -> Html {
        let shown = |state: State| self.shows(&[kind.id(), &id_of(kind, state)]);
        let states = self.examples.iter().filter(|example| example.0 == kind && shown(example.1));
        let states: Vec<_> = states.collect();
        if states.is_empty() {
            return Html::default();
        }
        html! {
            <section class="g-kind" id={kind.id()}>
                <h2>{ kind.title() }</h2>
                { for states.iter().map(|(kind, state, shown)| self.state(*kind, *state, shown)) }
            </section>
        }
    }

    /// What stands for each kind of Explore, side by side; of scatters one with its field, too.
    fn together(&self) -> Html {
        let compared = |kind: Kind| {
            let found = self.examples.iter().find(|example| example.0 == kind && example.1 == State::Compared);
            found.and_then(|example| example.2.as_ref().ok()).into_iter().flatten()
        };
        let first = TOGETHER.iter().flat_map(|kind| compared(*kind).take(if *kind == Kind::Scatter { 2 } else { 1 }));
        let views = first.filter_map(|shown| match shown {
            Shown::Explore(given) => Some(self.explore(given, if is_wide(given) { (6, 4) } else { (4, 3) })),
            Shown::Result(_) => None,
        });
        grid(views.collect())
    }
}

fn id_of(kind: Kind, state: State) -> String {
    format!("{}-{}", kind.id(), state.id())
}

fn chart<S: ChartData>(given: &S, on: &Callback<S::Gesture>) -> Html {
    html! { <Chart<S> given={given.clone()} on={on.clone()} /> }
}

/// Views as they stand in Explore.
fn grid(views: Vec<Html>) -> Html {
    html! { <div class="g-explore"><div class="explore"><div class="x-grid">{ views }</div></div></div> }
}

/// Whether a view has many columns of its own.
fn is_wide(given: &explore::Given) -> bool {
    matches!(given.drawing, Drawing::Parallel | Drawing::Places)
}

fn size(given: &explore::Given) -> (u8, u8) {
    if is_wide(given) { (6, 4) } else { (4, 3) }
}

impl Component for Page {
    type Message = Message;
    type Properties = ();

    fn create(context: &Context<Self>) -> Self {
        let pairs = Kind::ALL.iter().flat_map(|kind| State::ALL.iter().map(|state| (*kind, *state)));
        let link = context.link();
        let on_fragment = {
            let link = link.clone();
            Closure::<dyn Fn()>::new(move || link.send_message(Message::Chosen))
        };
        if let Some(window) = web_sys::window() {
            window.set_onhashchange(Some(on_fragment.as_ref().unchecked_ref()));
        }
        let page = Self {
            examples: pairs.map(|(kind, state)| (kind, state, examples(kind, state))).collect(),
            is_dark: is_system_dark(),
            is_narrow: false,
            are_open: false,
            chosen: fragment(),
            told: String::new(),
            _on_fragment: on_fragment,
            // How large it is each chart tells when it is shown, and whenever the window is another.
            on_result: link.batch_callback(|told| match told {
                result::Gesture::Size(..) => None,
                told => Some(Message::Told(said(&told))),
            }),
            on_explore: link.batch_callback(|told| match told {
                gesture::Gesture::Sized(..) => None,
                told => Some(Message::Told(said(&told))),
            }),
        };
        page.show_theme();
        page
    }

    fn update(&mut self, _: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Turned => {
                self.is_dark = !self.is_dark;
                self.show_theme();
            }
            Message::Narrowed => self.is_narrow = !self.is_narrow,
            Message::Tables => {
                self.are_open = !self.are_open;
                self.show_tables();
            }
            Message::Chosen => self.chosen = fragment(),
            Message::Told(told) => self.told = told,
        }
        true
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let button = |label: &'static str, is_on: bool, message: fn() -> Message| {
            let on_click = context.link().callback(move |_: MouseEvent| message());
            html! { <button type="button" class="secondary" aria-pressed={is_on.to_string()} onclick={on_click}>{ label }</button> }
        };
        html! {
            <main class={classes!("g-page", self.is_narrow.then_some("is-narrow"))}>
                <nav class="g-bar" aria-label="Kinds of charts">
                    { button("Dark", self.is_dark, || Message::Turned) }
                    { button("Narrow", self.is_narrow, || Message::Narrowed) }
                    { button("Data tables", self.are_open, || Message::Tables) }
                    <a href="#">{ "All" }</a>
                    { for Kind::ALL.iter().map(|kind| html! { <a href={format!("#{}", kind.id())}>{ kind.title() }</a> }) }
                    <output class="g-told">{ if self.told.is_empty() { "What is done with a chart is told here." } else { &self.told } }</output>
                </nav>
                if self.shows(&[ALL_OF_EXPLORE]) {
                    <section class="g-state" id={ALL_OF_EXPLORE}>
                        <h3><a href={format!("#{ALL_OF_EXPLORE}")}>{ "Explore's kinds together" }</a></h3>
                        { self.together() }
                    </section>
                }
                { for Kind::ALL.iter().map(|kind| self.kind(*kind)) }
            </main>
        }
    }
}

fn said(told: &impl Debug) -> String {
    format!("{told:?}")
}

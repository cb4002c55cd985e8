//! The state of Explore and the only place that changes it: `ask` sends, `hear` receives, `act` is what the user does,
//! `drag` what he does with a handle, `draw` is how it looks. What is known of an analysis is one value (`known`).

mod act;
mod ask;
mod drag;
mod draw;
mod hear;
mod known;
mod take;
mod timer;

use super::dom;
use super::filter_draft::Draft;
use super::gesture::Gesture;
use super::history::History;
use super::layout::Move;
use super::offer::Kind;
use super::sessions::{Act, Post};
use super::take::draft;
use crate::bridge::{self, Bridge, FromPage, Props};
use crossfilter::query::{BrushAsked, Description, ViewsAsked};
use crossfilter::view::Drawing;
use crossfilter::{Dimension, Filters, State, Test, View, ViewId};
use drag::Drag;
pub use drag::Dragged;
use js_sys::Uint8Array;
use known::Known;
use port::QuestionQueue;
use std::collections::BTreeMap;
use std::rc::Rc;
use tabs::Tab;
pub use take::Take;
use timer::Timer;
use wasm_bindgen::prelude::*;
use web_sys::{Element, KeyboardEvent, ResizeObserver};
use yew::prelude::*;

/// What can happen to Explore.
pub enum Msg {
    /// The page has spoken.
    FromPage(FromPage, Option<Uint8Array>),
    /// Explore is seen, or no longer.
    Seen(bool),
    /// The user does something on a view's chart.
    Gesture(ViewId, Gesture),
    /// The user moves a view, or takes it away.
    Move(ViewId, Move),
    /// The user pulls a view by a handle.
    Drag(Dragged),
    /// The user wants a view to draw something else.
    Redraw(ViewId, Drawing),
    /// The user wants a view more.
    Add(Kind),
    /// The user wants the views that belong to these sessions.
    Reset,
    /// The user sets the filter on a dimension, or takes it away.
    Filter(Dimension, Option<Test>),
    /// The user wants no filter at all.
    ClearAll,
    /// The user wants to see all sessions behind the shown ones, or not.
    Compare(bool),
    /// The user types a filter.
    Draft(Draft),
    /// The user is done with typing it.
    Apply,
    /// The user opens a panel, or closes it.
    Panel(Option<Panel>),
    /// The user opens a view's menu, or closes it.
    Menu(Option<ViewId>),
    /// The user takes a step back.
    Undo,
    /// The user takes a step forth.
    Redo,
    /// The user has pressed a key anywhere.
    Key(KeyboardEvent),
    /// The user has seen what was said.
    Dismiss,
    /// The user has seen the hint.
    DismissHint,
    /// The user wants it to be tried again.
    Again,
    /// A while has passed without another change.
    Rested(Rest),
    /// The user does something with the sessions themselves.
    Sessions(Act),
    /// The user takes something of a view away.
    Take(ViewId, Take),
    /// The user writes a report, or no longer.
    Report(Option<draft::Draft>),
    /// The user wants the report.
    SaveReport,
    /// A file was saved.
    Saved,
    /// A file was not, and why; empty where nobody has said.
    NotSaved(String),
}

/// What waits until nothing has changed for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// The note for the link.
    Note,
    /// What is asked.
    Ask,
    /// The end of a step of many turns.
    Step,
}

/// What is open above the views.
#[derive(Clone, PartialEq)]
pub enum Panel {
    /// A filter that is typed.
    Filter(Draft),
    /// The kinds of views.
    Picker,
    /// The keys.
    Keys,
}

/// A brush that moves.
#[derive(Clone)]
struct Brushing {
    /// The view that it is on.
    id: ViewId,
    /// What is brushed.
    dimension: Dimension,
    /// Where it stands in the view's bins.
    bins: Option<(u16, u16)>,
}

/// Explore.
pub struct Root {
    bridge: Bridge,
    history: History<State>,
    /// What is chosen, as the link has it.
    noted: String,
    /// How many letters there are in the link for it.
    room: usize,
    /// Why it is not in the link, where it is not.
    unfit: Option<String>,
    /// Whether it is to be noted once it is known what the sessions have.
    unnoted: bool,
    known: Known,
    /// Whether that is of another analysis.
    stale: bool,
    describe: QuestionQueue<()>,
    show: QuestionQueue<ViewsAsked>,
    prepare: QuestionQueue<BrushAsked>,
    brush: QuestionQueue<(u16, u16)>,
    brushing: Option<Brushing>,
    /// The filters as they were before a brush began to move: the sessions are listed anew when it ends.
    before: Option<Filters>,
    /// Whether the brush that is under way rests.
    resting: bool,
    /// The plot areas in CSS pixels.
    sizes: BTreeMap<ViewId, (u16, u16)>,
    panel: Option<Panel>,
    menu: Option<ViewId>,
    drag: Option<Drag>,
    /// What there is to say.
    notice: Option<String>,
    /// Whether a question failed.
    failed: bool,
    hint: bool,
    seen: bool,
    /// The way for parts that ask for themselves.
    post: Post,
    /// Counts analyses.
    epoch: u32,
    /// How far the page was scrolled when a session's page was opened, and whether it is to be there again.
    scrolled: f64,
    back: bool,
    /// What is to have the focus once it is drawn, by its id.
    focus: Option<String>,
    note_timer: Timer,
    ask_timer: Timer,
    step_timer: Timer,
    _observer: Option<(ResizeObserver, Closure<dyn FnMut()>)>,
    _on_key: Closure<dyn FnMut(KeyboardEvent)>,
}

/// Shows Explore in its place in the page.
pub fn start() {
    bridge::start::<Root>(Tab::Explore);
}

impl Component for Root {
    type Message = Msg;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        let bridge = ctx.props().bridge.clone();
        let link = ctx.link().clone();
        bridge.listen(move |told, bytes| link.send_message(Msg::FromPage(told, bytes)));
        let on_key = {
            let link = ctx.link().clone();
            Closure::<dyn FnMut(KeyboardEvent)>::new(move |event| link.send_message(Msg::Key(event)))
        };
        if let Some(window) = web_sys::window() {
            // A listener to an event that exists is taken.
            let _ = window.add_event_listener_with_callback("keydown", on_key.as_ref().unchecked_ref());
        }
        Self {
            history: History::default(),
            noted: String::new(),
            room: 0,
            unfit: None,
            unnoted: false,
            known: Known::default(),
            stale: true,
            describe: QuestionQueue::default(),
            show: QuestionQueue::default(),
            prepare: QuestionQueue::default(),
            brush: QuestionQueue::default(),
            brushing: None,
            before: None,
            resting: false,
            sizes: BTreeMap::new(),
            panel: None,
            menu: None,
            drag: None,
            notice: None,
            failed: false,
            hint: super::help::is_hint_wanted(),
            seen: false,
            post: Self::post(&bridge),
            epoch: 0,
            scrolled: 0.0,
            back: false,
            focus: None,
            note_timer: Timer::new(ctx.link(), Rest::Note),
            ask_timer: Timer::new(ctx.link(), Rest::Ask),
            step_timer: Timer::new(ctx.link(), Rest::Step),
            _observer: observe(&bridge.element(), ctx.link().clone()),
            _on_key: on_key,
            bridge,
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        self.act(ctx, msg)
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        if let Some(id) = self.focus.take() {
            super::dom::focus(&id);
        }
        if std::mem::take(&mut self.back) {
            dom::scroll_to(self.scrolled);
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        self.draw(ctx.link())
    }
}

impl Root {
    fn state(&self) -> &State {
        self.history.now()
    }

    /// The views that are shown: those chosen, or those that belong to the sessions.
    fn views(&self) -> &[View] {
        match (&self.known.about, self.state().views.is_empty()) {
            (Some(about), true) => &about.views,
            _ => &self.state().views,
        }
    }
}

/// Watches whether the page shows Explore: hidden it has no size.
fn observe(place: &Element, link: html::Scope<Root>) -> Option<(ResizeObserver, Closure<dyn FnMut()>)> {
    let seen = place.clone();
    let on_size = Closure::<dyn FnMut()>::new(move || link.send_message(Msg::Seen(seen.client_width() > 0)));
    let observer = ResizeObserver::new(on_size.as_ref().unchecked_ref()).ok()?;
    observer.observe(place);
    Some((observer, on_size))
}

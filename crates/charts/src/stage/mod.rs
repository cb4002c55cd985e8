//! What a chart stands on: it listens with one handler, follows size, resolution and theme, and paints at most once per
//! frame, the base only when what it shows has changed.

mod listen;
mod paint;

use crate::kind::{ChartData, Kind};
use crate::layout::Size;
use crate::nodes::Nodes;
use crate::scene::Scene;
use crate::theme::Tokens;
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, MediaQueryList, MutationObserver, MutationObserverInit, ResizeObserver};
use yew::Callback;

thread_local! {
    /// The tokens of the theme in force, read once for all charts.
    static TOKENS: RefCell<Option<(String, Rc<Tokens>)>> = const { RefCell::new(None) };
}

/// The theme that is named on the root, and its tokens.
fn tokens() -> Rc<Tokens> {
    let document = web_sys::window().and_then(|window| window.document());
    let theme = document.and_then(|document| document.document_element()?.get_attribute("data-theme"));
    let theme = theme.unwrap_or_default();
    TOKENS.with_borrow_mut(|known| match known {
        Some((of, tokens)) if *of == theme => tokens.clone(),
        _ => {
            let tokens = Rc::new(Tokens::read());
            *known = Some((theme, tokens.clone()));
            tokens
        }
    })
}

/// What outlives a rendering. It ends with its component, so that nothing calls what is no longer there.
pub struct Stage<S: ChartData> {
    pub nodes: Nodes,
    pub kind: RefCell<Box<dyn Kind<S>>>,
    pub given: RefCell<S>,
    /// Who is told what a person does.
    pub on: RefCell<Callback<S::Gesture>>,
    /// Told when the theme changed.
    renewed: Callback<()>,
    size: Cell<Size>,
    /// Whether axes and data are to be drawn anew.
    pub stale: Cell<bool>,
    tokens: RefCell<Rc<Tokens>>,
    /// The plot area's size last told, and device pixels per CSS pixel.
    told: Cell<(f64, f64, f64)>,
    frame: Cell<Option<i32>>,
    /// The timer of a drawing that waits for an answer.
    waiting: Cell<Option<i32>>,
    /// The canvases' height as it was set last, in CSS pixels.
    high: Cell<u32>,
    /// What the overlay shows, and its width and height in device pixels.
    over: RefCell<(u32, u32, Scene)>,
    /// What the browser calls: with a number for a frame, with an event, or about a size, a resolution or a theme.
    called: OnceCell<Closure<dyn Fn(JsValue)>>,
    observers: OnceCell<(ResizeObserver, MutationObserver)>,
    /// Matches the resolution as it was last: listened to until it changes.
    query: RefCell<Option<MediaQueryList>>,
    /// The fingers on it.
    fingers: RefCell<Vec<(i32, (f64, f64))>>,
    /// Whether the pointer has been moved here, not the page under it.
    moved: Cell<bool>,
    at: Cell<(i32, i32)>,
    /// Whether the tooltip is shown, and the pointer's shape as it was set last.
    tipped: Cell<bool>,
    cursor: Cell<&'static str>,
}

impl<S: ChartData> Stage<S> {
    /// A stage for what is given.
    pub fn new(given: S, on: Callback<S::Gesture>, renewed: Callback<()>) -> Self {
        Self {
            nodes: Nodes::new(S::OPAQUE),
            kind: RefCell::new(given.kind()),
            given: RefCell::new(given),
            on: RefCell::new(on),
            renewed,
            size: Cell::default(),
            stale: Cell::new(true),
            tokens: RefCell::new(tokens()),
            told: Cell::default(),
            frame: Cell::default(),
            waiting: Cell::default(),
            high: Cell::default(),
            over: RefCell::default(),
            called: OnceCell::new(),
            observers: OnceCell::new(),
            query: RefCell::default(),
            fingers: RefCell::default(),
            moved: Cell::default(),
            at: Cell::default(),
            tipped: Cell::default(),
            cursor: Cell::new("default"),
        }
    }

    /// Listens and paints, once its elements are in the page.
    pub fn begin(self: &Rc<Self>) {
        let Some(stage) = self.nodes.stage.cast::<HtmlElement>() else { return };
        let this = Rc::downgrade(self);
        let called = self.called.get_or_init(|| {
            Closure::new(move |argument: JsValue| {
                if let Some(this) = this.upgrade() {
                    this.call(&argument);
                }
            })
        });
        let called = called.as_ref().unchecked_ref();
        for name in listen::events::<S>() {
            // Only a name that is none makes it fail.
            let _ = stage.add_event_listener_with_callback(name, called);
        }
        if let (Ok(sizes), Ok(themes)) = (ResizeObserver::new(called), MutationObserver::new(called)) {
            sizes.observe(&stage);
            let options = MutationObserverInit::new();
            options.set_attributes(true);
            options.set_attribute_filter(&js_sys::Array::of1(&"data-theme".into()));
            if let Some(root) = stage.owner_document().and_then(|document| document.document_element()) {
                // Without it another theme is seen with the next new size.
                let _ = themes.observe_with_options(&root, &options);
            }
            self.observers.get_or_init(|| (sizes, themes));
        }
        self.measure();
    }

    /// Hears and paints nothing any more.
    pub fn end(&self) {
        self.follow(None);
        if let Some((sizes, themes)) = self.observers.get() {
            sizes.disconnect();
            themes.disconnect();
        }
        if let (Some(called), Some(stage)) = (self.called.get(), self.nodes.stage.cast::<HtmlElement>()) {
            for name in listen::events::<S>() {
                // It was added at the beginning, so it can be removed.
                let _ = stage.remove_event_listener_with_callback(name, called.as_ref().unchecked_ref());
            }
        }
        self.wait_no_more();
        if let (Some(frame), Some(window)) = (self.frame.take(), web_sys::window()) {
            // A frame that cannot be cancelled was never going to come.
            let _ = window.cancel_animation_frame(frame);
        }
    }

    /// The colours in force.
    pub fn tokens(&self) -> Rc<Tokens> {
        self.tokens.borrow().clone()
    }

    fn call(&self, argument: &JsValue) {
        match argument.dyn_ref::<web_sys::Event>() {
            Some(event) if event.type_() != "change" => self.hear(event),
            None if argument.as_f64().is_some() => {
                self.frame.set(None);
                self.paint_or_request();
            }
            _ => self.measure(),
        }
    }

    /// Listens to this media query instead of the one before.
    fn follow(&self, query: Option<MediaQueryList>) {
        let Some(called) = self.called.get() else { return };
        let called = called.as_ref().unchecked_ref();
        if let Some(query) = &query {
            // Without it a new resolution is noticed with the next new size.
            let _ = query.add_event_listener_with_callback("change", called);
        }
        if let Some(before) = self.query.replace(query) {
            let _ = before.remove_event_listener_with_callback("change", called);
        }
    }

    /// Takes the stage's size and colours, and tells the plot area's size where it has changed.
    pub fn measure(&self) {
        let (Some(element), Some(window)) = (self.nodes.stage.cast::<HtmlElement>(), web_sys::window()) else { return };
        let tokens = tokens();
        if !Rc::ptr_eq(&self.tokens.borrow(), &tokens) {
            self.tokens.replace(tokens);
            self.stale.set(true);
            self.request();
            self.renewed.emit(());
        }
        let width =
            self.nodes.scroll.cast::<HtmlElement>().map_or(element.client_width(), |scroll| scroll.client_width());
        let size = Size {
            width: f64::from(width),
            height: f64::from(element.client_height()),
            ratio: window.device_pixel_ratio(),
        };
        let before = self.size.replace(size);
        if before.ratio != size.ratio {
            // A media query matches one resolution only, so a new one is asked for after each change.
            self.follow(window.match_media(&format!("(resolution: {}dppx)", size.ratio)).ok().flatten());
        }
        if before != size {
            self.stale.set(true);
            self.request();
        }
        let Some(layout) = self.layout() else { return };
        let plot = (layout.plot_width(), layout.plot_height());
        let told = (plot.0, plot.1, size.ratio);
        if self.told.replace(told) != told {
            let sized = self.given.borrow().sized(plot, size.ratio);
            if let Some(sized) = sized {
                self.on.borrow().clone().emit(sized);
            }
        }
    }
}

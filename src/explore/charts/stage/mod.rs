//! What a chart stands on: it listens with one handler, follows size, resolution and theme, and paints at most once per
//! frame, the base only when what it shows has changed.

use charts::layout::Size;
use charts::nodes::Nodes;
use charts::theme::Tokens;
mod listen;
mod paint;

use crate::explore::charts::kind::{Given, Kind};
use crate::explore::gesture::Gesture;
use charts::canvas::Surface;
use charts::scene::Scene;
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, MediaQueryList, MutationObserver, MutationObserverInit, ResizeObserver};
use yew::{Callback, NodeRef};

thread_local! {
    /// The tokens of the theme in force, read once for all charts.
    static TOKENS: RefCell<Option<(String, Rc<Tokens>)>> = const { RefCell::new(None) };
}

/// What outlives a rendering. It ends with its component, so that nothing calls what is no longer there.
pub struct Stage {
    pub nodes: Nodes,
    /// Axes and data.
    pub base: Surface,
    /// What follows the pointer.
    pub overlay: Surface,
    /// The canvases' height as it was set last, in CSS pixels.
    high: Cell<u32>,
    /// What scrolls.
    pub scroll: NodeRef,
    pub kind: RefCell<Box<dyn Kind>>,
    pub given: RefCell<Given>,
    pub on: RefCell<Callback<Gesture>>,
    /// Told when the theme changed.
    renewed: Callback<()>,
    size: Cell<Size>,
    /// Whether axes and data are to be drawn anew.
    pub stale: Cell<bool>,
    tokens: RefCell<Option<Rc<Tokens>>>,
    /// The plot area's size last told.
    told: Cell<(u16, u16)>,
    frame: Cell<Option<i32>>,
    /// The timer of a drawing that waits for an answer.
    waiting: Cell<Option<i32>>,
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

impl Stage {
    pub fn new(kind: Box<dyn Kind>, given: Given, on: Callback<Gesture>, renewed: Callback<()>) -> Self {
        Self {
            nodes: Nodes::default(),
            base: Surface::opaque(),
            overlay: Surface::default(),
            high: Cell::default(),
            scroll: NodeRef::default(),
            kind: RefCell::new(kind),
            given: RefCell::new(given),
            on: RefCell::new(on),
            renewed,
            size: Cell::default(),
            stale: Cell::new(true),
            tokens: RefCell::default(),
            told: Cell::default(),
            frame: Cell::default(),
            waiting: Cell::default(),
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
        for name in listen::EVENTS {
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

    pub fn end(&self) {
        self.follow(None);
        if let Some((sizes, themes)) = self.observers.get() {
            sizes.disconnect();
            themes.disconnect();
        }
        if let (Some(called), Some(stage)) = (self.called.get(), self.nodes.stage.cast::<HtmlElement>()) {
            for name in listen::EVENTS {
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

    /// The colours in force, once they are known.
    pub fn tokens(&self) -> Option<Rc<Tokens>> {
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
        let theme = element
            .owner_document()
            .and_then(|document| document.document_element()?.get_attribute("data-theme"))
            .unwrap_or_default();
        let tokens = TOKENS.with_borrow_mut(|known| match known {
            Some((of, tokens)) if *of == theme => tokens.clone(),
            _ => {
                let tokens = Rc::new(Tokens::read(&element));
                *known = Some((theme, tokens.clone()));
                tokens
            }
        });
        let other = self.tokens.borrow().as_ref().is_none_or(|known| !Rc::ptr_eq(known, &tokens));
        if other {
            self.tokens.replace(Some(tokens));
            self.stale.set(true);
            self.request();
            self.renewed.emit(());
        }
        let width = self.scroll.cast::<HtmlElement>().map_or(element.client_width(), |scroll| scroll.client_width());
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
        let plot = (layout.plot_width() as u16, layout.plot_height() as u16);
        if self.told.replace(plot) != plot {
            self.on.borrow().clone().emit(Gesture::Sized(plot.0, plot.1));
        }
    }
}

//! The component that all charts share: it listens, follows the size and the resolution, paints at most once per frame,
//! and writes sentence, legend and table around the picture. What is drawn stands in the kinds of [`View`].
//!
//! It listens to its stage itself, with one handler for everything: a listener of the page's framework is compiled for
//! each kind of event.

use super::histogram::{HistogramProps, HistogramView};
use super::paint;
use super::scatter::{ScatterProps, ScatterView};
use super::timeline::{TimelineProps, TimelineView};
use super::view::{Ground, Input, View};
use charts::layout::{Layout, Size};
use charts::nodes::Nodes;
use charts::table::table;
use charts::theme::Tokens;
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlDetailsElement, HtmlElement, KeyboardEvent, MediaQueryList, PointerEvent, ResizeObserver};
use yew::prelude::*;

/// What the stage listens to.
const EVENTS: [&str; 8] =
    ["pointerdown", "pointermove", "pointerup", "pointerleave", "pointercancel", "keydown", "keyup", "focusout"];

/// Which chart it is, and what it shows.
#[derive(Clone, PartialEq)]
pub enum Subject {
    /// The scores.
    Histogram(HistogramProps),
    /// Two features.
    Scatter(ScatterProps),
    /// The flagged share over time.
    Timeline(TimelineProps),
}

/// The properties of a chart.
#[derive(Clone, PartialEq, Properties)]
pub struct ChartProps {
    /// What it shows.
    pub subject: Subject,
}

/// A chart.
pub struct Chart {
    inner: Rc<Inner>,
    /// Whether the table is open.
    open: bool,
}

/// What outlives a rendering. It ends with its component, so that nothing calls what is no longer there.
struct Inner {
    nodes: Nodes,
    views: RefCell<Kind>,
    size: Cell<Size>,
    /// Whether axes and data are to be drawn anew.
    stale: Cell<bool>,
    tokens: RefCell<Option<Tokens>>,
    /// The plot area's size last told.
    told: Cell<(u32, u32)>,
    /// The frame that is waited for.
    frame: Cell<Option<i32>>,
    /// What the browser calls: with a number for a frame, with an event, or about a size or a resolution.
    called: OnceCell<Closure<dyn Fn(JsValue)>>,
    observer: OnceCell<ResizeObserver>,
    /// Matches the resolution as it was last: listened to until it changes.
    query: RefCell<Option<MediaQueryList>>,
}

/// The kinds of chart: asked through [`View`], but given what they show each in its own way.
enum Kind {
    Histogram(HistogramView),
    Scatter(ScatterView),
    Timeline(TimelineView),
}

impl Kind {
    fn new(subject: &Subject) -> Self {
        match subject.clone() {
            Subject::Histogram(props) => Self::Histogram(HistogramView::new(props)),
            Subject::Scatter(props) => Self::Scatter(ScatterView::new(props)),
            Subject::Timeline(props) => Self::Timeline(TimelineView::new(props)),
        }
    }

    /// Shows something else; whether axes and data are to be drawn anew.
    fn show(&mut self, subject: &Subject) -> bool {
        match (self, subject.clone()) {
            (Self::Histogram(view), Subject::Histogram(props)) => view.show(props),
            (Self::Scatter(view), Subject::Scatter(props)) => view.show(props),
            (Self::Timeline(view), Subject::Timeline(props)) => view.show(props),
            (kind, _) => {
                *kind = Self::new(subject);
                true
            }
        }
    }

    fn view(&self) -> &dyn View {
        match self {
            Self::Histogram(view) => view,
            Self::Scatter(view) => view,
            Self::Timeline(view) => view,
        }
    }

    fn view_mut(&mut self) -> &mut dyn View {
        match self {
            Self::Histogram(view) => view,
            Self::Scatter(view) => view,
            Self::Timeline(view) => view,
        }
    }
}

impl Component for Chart {
    /// The table was opened or closed.
    type Message = bool;
    type Properties = ChartProps;

    fn create(context: &Context<Self>) -> Self {
        Self { inner: Rc::new(Inner::new(&context.props().subject)), open: false }
    }

    fn update(&mut self, _: &Context<Self>, open: bool) -> bool {
        std::mem::replace(&mut self.open, open) != open
    }

    fn changed(&mut self, context: &Context<Self>, _: &ChartProps) -> bool {
        if self.inner.views.borrow_mut().show(&context.props().subject) {
            self.inner.stale.set(true);
            // What was read out is of what was shown before.
            self.inner.nodes.announce("");
        }
        self.inner.request();
        true
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let kind = self.inner.views.borrow();
        let (view, nodes) = (kind.view(), &self.inner.nodes);
        let words = view.words();
        let summary = words.summary;
        let toggled = context
            .link()
            .batch_callback(|event: Event| event.target_dyn_into::<HtmlDetailsElement>().map(|details| details.open()));
        let only = |present: bool, value: &'static str| present.then_some(value);
        let keys = words.keys.is_some();
        html! {
            <figure class={classes!("chart", words.class, only(words.busy, "is-busy"))} aria-busy={words.busy.to_string()}>
                <div class="chart-stage" ref={nodes.stage.clone()} tabindex={only(keys, "0")}
                    role={only(keys, "application")} aria-roledescription={words.keys.map(|(name, _)| name)}
                    aria-label={words.keys.map(|(_, keys)| format!("{summary} {keys}"))}>
                    <canvas class="chart-canvas" ref={nodes.base.clone()} aria-hidden={only(keys, "true")}
                        role={only(!keys, "img")} aria-label={(!keys).then(|| summary.clone())} />
                    <canvas class="chart-overlay" ref={nodes.overlay.clone()} aria-hidden="true" />
                    { view.slider(nodes) }
                    <div class="chart-tip" ref={nodes.tip.clone()} aria-hidden="true" hidden=true />
                </div>
                { view.legend() }
                <figcaption class="chart-note">{ summary }</figcaption>
                <p class="chart-live" aria-live="polite" ref={nodes.live.clone()} />
                { table(toggled, words.caption, words.columns, self.open.then(|| view.rows())) }
            </figure>
        }
    }

    fn rendered(&mut self, _: &Context<Self>, first: bool) {
        if first {
            self.inner.begin();
        }
    }

    fn destroy(&mut self, _: &Context<Self>) {
        self.inner.end();
    }
}

impl Inner {
    fn new(subject: &Subject) -> Self {
        Self {
            nodes: Nodes::default(),
            views: RefCell::new(Kind::new(subject)),
            size: Cell::default(),
            stale: Cell::new(true),
            tokens: RefCell::default(),
            told: Cell::default(),
            frame: Cell::default(),
            called: OnceCell::new(),
            observer: OnceCell::new(),
            query: RefCell::default(),
        }
    }

    fn begin(self: &Rc<Self>) {
        let Some(stage) = self.nodes.stage.cast::<HtmlElement>() else { return };
        let inner = Rc::downgrade(self);
        let called = self.called.get_or_init(|| {
            Closure::new(move |argument: JsValue| {
                if let Some(inner) = inner.upgrade() {
                    inner.call(&argument);
                }
            })
        });
        let called = called.as_ref().unchecked_ref();
        for name in EVENTS {
            // Only a name that is none makes it fail.
            let _ = stage.add_event_listener_with_callback(name, called);
        }
        if let Ok(observer) = ResizeObserver::new(called) {
            self.observer.get_or_init(|| observer).observe(&stage);
        }
        self.measure();
    }

    fn end(&self) {
        self.follow(None);
        if let Some(observer) = self.observer.get() {
            observer.disconnect();
        }
        if let (Some(called), Some(stage)) = (self.called.get(), self.nodes.stage.cast::<HtmlElement>()) {
            for name in EVENTS {
                // It was added at the beginning, so it can be removed.
                let _ = stage.remove_event_listener_with_callback(name, called.as_ref().unchecked_ref());
            }
        }
        if let (Some(frame), Some(window)) = (self.frame.take(), web_sys::window()) {
            // A frame that cannot be cancelled was never going to come.
            let _ = window.cancel_animation_frame(frame);
        }
    }

    fn call(&self, argument: &JsValue) {
        match argument.dyn_ref::<web_sys::Event>() {
            Some(event) if event.type_() != "change" => self.hear(event),
            None if argument.as_f64().is_some() => self.paint(),
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

    fn layout(&self) -> Option<Layout> {
        Layout::new(self.size.get(), self.views.borrow().view().margins())
    }

    /// Asks for painting in the next frame.
    fn request(&self) {
        if let (None, Some(called), Some(window)) = (self.frame.get(), self.called.get(), web_sys::window()) {
            self.frame.set(window.request_animation_frame(called.as_ref().unchecked_ref()).ok());
        }
    }

    /// Draws what has changed.
    fn paint(&self) {
        self.frame.set(None);
        let Some(layout) = self.layout() else { return };
        let mut tokens = self.tokens.borrow_mut();
        let stale = self.stale.replace(false) || tokens.is_none();
        if stale {
            let Some(stage) = self.nodes.stage.cast::<HtmlElement>() else { return };
            *tokens = Some(Tokens::read(&stage));
        }
        let Some(tokens) = &*tokens else { return };
        let kind = self.views.borrow();
        let ground = Ground { nodes: &self.nodes, layout: &layout, tokens };
        if stale {
            paint::report(kind.view().paint_base(&ground));
        }
        paint::report(kind.view().paint_overlay(&ground));
    }

    /// Takes the stage's size, and tells the plot area's where it has changed.
    fn measure(&self) {
        let (Some(element), Some(window)) = (self.nodes.stage.cast::<HtmlElement>(), web_sys::window()) else { return };
        let size = Size {
            width: f64::from(element.client_width()),
            height: f64::from(element.client_height()),
            ratio: window.device_pixel_ratio(),
        };
        let before = self.size.replace(size);
        if before == size {
            return;
        }
        if before.ratio != size.ratio {
            // A media query matches one resolution only, so a new one is asked for after each change.
            self.follow(window.match_media(&format!("(resolution: {}dppx)", size.ratio)).ok().flatten());
        }
        self.stale.set(true);
        self.request();
        let Some(layout) = self.layout() else { return };
        let plot = (layout.plot_width() as u32, layout.plot_height() as u32);
        let on_size = self.views.borrow().view().on_size();
        if let Some(on_size) = on_size.filter(|_| self.told.replace(plot) != plot) {
            on_size.emit(plot);
        }
    }

    fn hear(&self, event: &web_sys::Event) {
        let Some(layout) = self.layout() else { return };
        let name = event.type_();
        let reaction = if let Some(event) = event.dyn_ref::<PointerEvent>() {
            let Some(place) = self.nodes.place(event) else { return };
            let primary = event.is_primary() && event.button() == 0;
            let input = match name.as_str() {
                "pointerdown" if primary => Input::Press(place),
                "pointerup" => Input::Release(primary.then_some(place)),
                "pointercancel" => Input::Cancel,
                // What a lifted finger pointed at stays shown, or it could never be read.
                "pointerleave" if event.pointer_type() == "touch" => return,
                "pointerleave" => Input::Leave,
                _ => Input::At(place),
            };
            let reaction = self.views.borrow_mut().view_mut().take(input, &layout);
            if reaction.held {
                // Without capture the drag ends at the chart's edge. Either may fail where the pointer is gone already.
                if let Some(stage) = self.nodes.stage.cast::<HtmlElement>() {
                    let _ = stage.set_pointer_capture(event.pointer_id());
                }
                if let Some(handle) = self.nodes.handle.cast::<HtmlElement>() {
                    let _ = handle.focus();
                }
            }
            reaction
        } else if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
            let key = event.key();
            let input = match name.as_str() {
                "keyup" => Input::KeyUp,
                _ if event.ctrl_key() || event.meta_key() || event.alt_key() => return,
                _ => Input::Key(&key),
            };
            self.views.borrow_mut().view_mut().take(input, &layout)
        } else {
            self.views.borrow_mut().view_mut().take(Input::Blur, &layout)
        };
        if reaction.taken {
            event.prevent_default();
        }
        if let Some(words) = reaction.say {
            self.nodes.announce(&words);
        }
        if let Some(tell) = reaction.tell {
            tell();
        }
        self.request();
    }
}

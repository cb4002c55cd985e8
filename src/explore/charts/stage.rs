//! What a chart stands on: it listens with one handler, follows size, resolution and theme, and paints at most once per
//! frame, the base only when what it shows has changed.

use super::canvas::Surface;
use super::kind::{Given, Input, Kind, Pointer, Sheet, Tip};
use super::scene::Scene;
use crate::app::charts::canvas::Nodes;
use crate::app::charts::layout::{Layout, Margins, Size};
use crate::app::charts::theme::Tokens;
use crate::app::charts::tooltip;
use crate::explore::gesture::Gesture;
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{
    HtmlElement, KeyboardEvent, MediaQueryList, MouseEvent, MutationObserver, MutationObserverInit, PointerEvent,
    ResizeObserver, WheelEvent,
};
use yew::{Callback, NodeRef};

/// What the stage listens to.
const EVENTS: [&str; 13] = [
    "pointerenter",
    "pointerdown",
    "pointermove",
    "pointerup",
    "pointerleave",
    "pointercancel",
    "dblclick",
    "wheel",
    "keydown",
    "keyup",
    "focusin",
    "focusout",
    "scroll",
];
/// So many milliseconds the drawing of a moving brush waits for its pictures.
const PATIENCE: i32 = 32;
/// How much a wheel's step of so many pixels zooms.
const WHEEL: f64 = 0.0015;

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
        for name in EVENTS {
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
            for name in EVENTS {
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

    /// Where things are in CSS pixels. What scrolls is higher than the stage.
    fn layout(&self) -> Option<Layout> {
        let (given, kind, size) = (self.given.borrow(), self.kind.borrow(), self.size.get());
        let size = Size { height: kind.height(&given, size.height), ratio: 1.0, ..size };
        Layout::new(size, kind.margins(&given, size.width))
    }

    /// Asks for painting in the next frame.
    pub fn request(&self) {
        if let (None, Some(called), Some(window)) = (self.frame.get(), self.called.get(), web_sys::window()) {
            self.frame.set(window.request_animation_frame(called.as_ref().unchecked_ref()).ok());
        }
    }

    /// Asks for painting with the pictures that a moving brush leads to: one frame for both takes half the time of two. Where
    /// they take long, the brush goes on without them.
    fn request_with_answer(&self) {
        if let (None, None, Some(called), Some(window)) =
            (self.frame.get(), self.waiting.get(), self.called.get(), web_sys::window())
        {
            let called = called.as_ref().unchecked_ref();
            let number = JsValue::from(0);
            let timer = window.set_timeout_with_callback_and_timeout_and_arguments_1(called, PATIENCE, &number);
            self.waiting.set(timer.ok());
        }
    }

    fn wait_no_more(&self) {
        if let (Some(timer), Some(window)) = (self.waiting.take(), web_sys::window()) {
            window.clear_timeout_with_handle(timer);
        }
    }

    /// Draws what has changed.
    fn paint(&self) {
        self.frame.set(None);
        self.wait_no_more();
        let (Some(layout), Some(tokens)) = (self.layout(), self.tokens()) else { return };
        let ratio = self.size.get().ratio;
        let whole = Size { width: f64::from(layout.width), height: f64::from(layout.height), ratio };
        let none = Margins { left: 0.0, right: 0.0, top: 0.0, bottom: 0.0 };
        let Some(device) = Layout::new(whole, none) else { return };
        let (given, kind) = (self.given.borrow(), self.kind.borrow());
        let sheet = || Sheet { layout: &layout, tokens: &tokens, scene: Scene::default() };
        if self.stale.replace(false) {
            if self.high.replace(layout.height) != layout.height {
                for canvas in [self.base.element(), self.overlay.element()].into_iter().flatten() {
                    // A canvas that cannot be sized has the stage's size.
                    let _ = canvas.style().set_property("height", &format!("{}px", layout.height));
                }
            }
            let mut sheet = sheet();
            kind.draw(&given, &mut sheet);
            report(self.base.paint(&device, ratio, &tokens, &sheet.scene));
            self.tell_drawn();
        }
        let mut sheet = sheet();
        let tip = kind.overlay(&given, &mut sheet);
        let over = (device.width, device.height, sheet.scene);
        if *self.over.borrow() != over {
            report(self.overlay.paint(&device, ratio, &tokens, &over.2));
            self.over.replace(over);
        }
        // Whatever is asked of the document here makes the browser lay the page out once more, for each chart of a frame.
        match tip {
            Some(Tip { at: (x, y), title, pairs }) => {
                let scrolled = self.scroll.cast::<HtmlElement>().map_or(0.0, |scroll| f64::from(scroll.scroll_top()));
                tooltip::show(&self.nodes, (x, y - scrolled), &title, &pairs);
                self.tipped.set(true);
            }
            None if self.tipped.replace(false) => tooltip::hide(&self.nodes),
            None => {}
        }
        let cursor = kind.cursor(&given, &layout);
        if self.cursor.replace(cursor) != cursor
            && let Some(stage) = self.nodes.stage.cast::<HtmlElement>()
        {
            // The pointer's shape says nothing that the picture does not.
            let _ = stage.style().set_property("cursor", cursor);
        }
    }

    /// Says that axes and data are drawn: to those who wait for that, tests and benchmarks, by an event that does not bubble.
    fn tell_drawn(&self) {
        if let (Some(stage), Ok(drawn)) = (self.nodes.stage.cast::<HtmlElement>(), web_sys::Event::new("drawn")) {
            // Only an event that is under way already is refused.
            let _ = stage.dispatch_event(&drawn);
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

    fn place(&self, event: &MouseEvent) -> Option<(f64, f64)> {
        let corner = self.nodes.stage.cast::<HtmlElement>()?.get_bounding_client_rect();
        let scrolled = self.scroll.cast::<HtmlElement>().map_or(0.0, |scroll| f64::from(scroll.scroll_top()));
        Some((f64::from(event.client_x()) - corner.left(), f64::from(event.client_y()) - corner.top() + scrolled))
    }

    fn hear(&self, event: &web_sys::Event) {
        let name = event.type_();
        if matches!(name.as_str(), "pointerenter" | "focusin") {
            let near = self.kind.borrow().near(&self.given.borrow());
            if let Some(near) = near {
                self.on.borrow().clone().emit(Gesture::Near(near));
            }
            return;
        }
        if let Some(wheel) = event.dyn_ref::<WheelEvent>() {
            // Where the page was scrolled under a resting pointer, it scrolls on.
            if let (true, Some(at)) = (self.moved.get() || wheel.ctrl_key(), self.place(wheel)) {
                let lines = if wheel.delta_mode() == WheelEvent::DOM_DELTA_PIXEL { 1.0 } else { 30.0 };
                // Two fingers on a trackpad arrive as small steps with Ctrl.
                let speed = if wheel.ctrl_key() { 6.0 } else { 1.0 };
                self.take(event, Input::Zoom(at, libm::exp(-wheel.delta_y() * lines * speed * WHEEL)));
            }
        } else if let Some(pointer) = event.dyn_ref::<PointerEvent>() {
            self.pointer(event, pointer, &name);
        } else if let Some(mouse) = event.dyn_ref::<MouseEvent>() {
            if let Some(at) = self.place(mouse) {
                self.take(event, Input::Twice(pressed(mouse, at, false)));
            }
        } else if let Some(key) = event.dyn_ref::<KeyboardEvent>() {
            if name == "keyup" {
                // As long as Shift is held, what the arrows choose is one step.
                if key.key() == "Shift" {
                    self.take(event, Input::KeyUp);
                }
            } else if !key.alt_key() {
                let ctrl = key.ctrl_key() || key.meta_key();
                let name = key.key();
                // With Ctrl only a choice is meant for the chart, or with Shift a brush that is moved.
                if !ctrl || matches!(name.as_str(), "Enter" | " ") || key.shift_key() && name.starts_with("Arrow") {
                    self.take(event, Input::Key(&name, key.shift_key(), ctrl));
                }
            }
        } else if name == "focusout" {
            self.take(event, Input::Blur);
        }
    }

    fn pointer(&self, event: &web_sys::Event, pointer: &PointerEvent, name: &str) {
        let Some(at) = self.place(pointer) else { return };
        let touch = pointer.pointer_type() == "touch";
        let (id, main) = (pointer.pointer_id(), pointer.is_primary() && pointer.button() == 0);
        let screen = (pointer.screen_x(), pointer.screen_y());
        match name {
            "pointerleave" => self.moved.set(false),
            "pointermove" if self.at.replace(screen) != screen => self.moved.set(true),
            _ => {}
        }
        if touch && self.fingers(name, id, at, event) {
            return;
        }
        let pointer = pressed(pointer, at, touch);
        match name {
            "pointerdown" if main => self.take(event, Input::Press(pointer)),
            "pointerup" if main => self.take(event, Input::Release(pointer)),
            "pointercancel" => self.take(event, Input::Cancel),
            // What a lifted finger pointed at stays shown, or it could never be read.
            "pointerleave" if !touch => self.take(event, Input::Leave),
            "pointermove" => self.take(event, Input::At(pointer)),
            _ => {}
        }
    }

    /// Follows fingers; whether there are two, which zoom and pan and do nothing else.
    fn fingers(&self, name: &str, id: i32, at: (f64, f64), event: &web_sys::Event) -> bool {
        let mut fingers = self.fingers.borrow_mut();
        let known = fingers.iter().position(|(finger, _)| *finger == id);
        match (name, known) {
            ("pointerdown", None) => {
                fingers.push((id, at));
                if fingers.len() == 2 {
                    drop(fingers);
                    self.take(event, Input::Cancel);
                    return true;
                }
                fingers.len() > 2
            }
            ("pointermove", Some(finger)) => {
                let before = fingers[finger].1;
                fingers[finger].1 = at;
                let other = match fingers.as_slice() {
                    [(_, a), (_, b)] => {
                        if finger == 0 {
                            *b
                        } else {
                            *a
                        }
                    }
                    others => return others.len() > 2,
                };
                drop(fingers);
                let apart = |a: (f64, f64)| libm::hypot(a.0 - other.0, a.1 - other.1).max(10.0);
                let middle = ((at.0 + other.0) / 2.0, (at.1 + other.1) / 2.0);
                self.take(event, Input::Zoom(middle, apart(at) / apart(before)));
                self.take(event, Input::Pan(((at.0 - before.0) / 2.0, (at.1 - before.1) / 2.0)));
                true
            }
            ("pointerup" | "pointercancel" | "pointerleave", Some(finger)) => {
                let several = fingers.len() > 1;
                fingers.remove(finger);
                several
            }
            _ => fingers.len() > 1,
        }
    }

    fn take(&self, event: &web_sys::Event, input: Input<'_>) {
        let Some(layout) = self.layout() else { return };
        let reaction = self.kind.borrow_mut().take(&self.given.borrow(), input, &layout);
        if reaction.held
            && let (Some(stage), Some(pointer)) =
                (self.nodes.stage.cast::<HtmlElement>(), event.dyn_ref::<PointerEvent>())
        {
            // Without capture the drag ends at the chart's edge. Either may fail where the pointer is gone already.
            let _ = stage.set_pointer_capture(pointer.pointer_id());
            if let Some(scroll) = self.scroll.cast::<HtmlElement>() {
                let _ = scroll.focus();
            }
        }
        if reaction.taken {
            event.prevent_default();
        }
        if let Some(words) = reaction.say {
            self.nodes.announce(&words);
        }
        if let (Input::Key(..), Some(scroll)) = (input, self.scroll.cast::<HtmlElement>())
            && let Some((from, to)) = self.kind.borrow().reached(&self.given.borrow(), &layout)
        {
            let (top, room) = (f64::from(scroll.scroll_top()), f64::from(scroll.client_height()));
            let kept = top.min(from - 24.0).max(to + 8.0 - room).max(0.0);
            if kept != top {
                scroll.set_scroll_top(kept as i32);
            }
        }
        let on = self.on.borrow().clone();
        let answered = reaction.tell.iter().any(Gesture::is_answered_soon);
        for gesture in reaction.tell {
            on.emit(gesture);
        }
        if answered { self.request_with_answer() } else { self.request() }
    }
}

fn pressed(event: &MouseEvent, at: (f64, f64), touch: bool) -> Pointer {
    Pointer { at, shift: event.shift_key(), ctrl: event.ctrl_key() || event.meta_key(), touch }
}

/// Reports a drawing that failed: the table says the same, so the page goes on.
fn report(result: Result<(), JsValue>) {
    if let Err(error) = result {
        web_sys::console::warn_2(&"A chart could not be drawn:".into(), &error);
    }
}

//! When a chart is painted, and what of it: the base only where what it shows has changed, the overlay where it is another.

use super::Stage;
use crate::kind::{ChartData, Sheet, Slider, Tip};
use crate::layout::{Layout, Margins, Size};
use crate::scene::{Scene, crisp};
use crate::tooltip;
use std::cell::Cell;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

/// So many milliseconds the drawing of a moving brush waits for its pictures.
const PATIENCE: i32 = 32;

/// So many milliseconds go into painting one chart after the other: those that are left are painted in the next frame, so that
/// the page hears a click meanwhile.
const BUDGET: f64 = 16.0;

/// Charts between whose paintings there are no more milliseconds than these are painted one after the other.
const BREAK: f64 = 2.0;

thread_local! {
    /// When the charts that are painted one after the other began to be, and when the last of them was.
    static STRETCH: Cell<(f64, f64)> = const { Cell::new((f64::NEG_INFINITY, f64::NEG_INFINITY)) };
}

impl<S: ChartData> Stage<S> {
    /// Where things are in CSS pixels. What scrolls is higher than the stage.
    pub(super) fn layout(&self) -> Option<Layout> {
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

    /// Waits with painting for the pictures that a moving brush leads to: one frame for both takes half the time of two. Where
    /// they take long, the brush goes on without them.
    pub(super) fn request_with_answer(&self) {
        if let (None, None, Some(called), Some(window)) =
            (self.frame.get(), self.waiting.get(), self.called.get(), web_sys::window())
        {
            let called = called.as_ref().unchecked_ref();
            let number = JsValue::from(0);
            let timer = window.set_timeout_with_callback_and_timeout_and_arguments_1(called, PATIENCE, &number);
            self.waiting.set(timer.ok());
        }
    }

    pub(super) fn wait_no_more(&self) {
        if let (Some(timer), Some(window)) = (self.waiting.take(), web_sys::window()) {
            window.clear_timeout_with_handle(timer);
        }
    }

    /// Draws what has changed: now, or in the next frame where other charts have taken the time.
    pub fn paint_or_request(&self) {
        let now = || web_sys::window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now());
        let (start, (began, ended)) = (now(), STRETCH.get());
        let began = if start - ended > BREAK { start } else { began };
        if start - began > BUDGET {
            return self.request();
        }
        self.paint();
        STRETCH.set((began, now()));
    }

    fn paint(&self) {
        self.wait_no_more();
        let Some(layout) = self.layout() else { return };
        let tokens = self.tokens();
        let ratio = self.size.get().ratio;
        let whole = Size { width: f64::from(layout.width), height: f64::from(layout.height), ratio };
        let none = Margins { left: 0.0, right: 0.0, top: 0.0, bottom: 0.0 };
        let Some(device) = Layout::new(whole, none) else { return };
        let (given, kind, nodes) = (self.given.borrow(), self.kind.borrow(), &self.nodes);
        let sheet = || Sheet { layout: &layout, tokens: &tokens, scene: Scene::default() };
        if self.stale.replace(false) {
            if self.high.replace(layout.height) != layout.height {
                for canvas in [nodes.base.element(), nodes.overlay.element()].into_iter().flatten() {
                    // A canvas that cannot be sized has the stage's size.
                    let _ = canvas.style().set_property("height", &format!("{}px", layout.height));
                }
            }
            let mut sheet = sheet();
            kind.draw(&given, &mut sheet);
            report(nodes.base.paint(&device, ratio, &tokens, &sheet.scene));
            self.tell_drawn();
        }
        let mut sheet = sheet();
        let tip = kind.overlay(&given, &mut sheet);
        let over = (device.width, device.height, sheet.scene);
        if *self.over.borrow() != over {
            report(nodes.overlay.paint(&device, ratio, &tokens, &over.2));
            self.over.replace(over);
        }
        // Whatever is asked of the document here makes the browser lay the page out once more, for each chart of a frame.
        match tip {
            Some(Tip { at: (x, y), title, pairs }) => {
                let size = self.size.get();
                // Only what is higher than the stage is scrolled.
                let above = if whole.height > size.height { nodes.scrolled() } else { 0.0 };
                tooltip::show(nodes, (x, y - above), (size.width, size.height), &title, &pairs);
                self.tipped.set(true);
            }
            None if self.tipped.replace(false) => tooltip::hide(nodes),
            None => {}
        }
        if let Some(slider) = kind.slider(&given) {
            report(self.slide(&slider, &layout));
        }
        let cursor = kind.cursor(&given, &layout);
        if self.cursor.replace(cursor) != cursor
            && let Some(stage) = nodes.stage.cast::<HtmlElement>()
        {
            // The pointer's shape says nothing that the picture does not.
            let _ = stage.style().set_property("cursor", cursor);
        }
    }

    /// Puts the slider's handle where its value is, half way up.
    fn slide(&self, slider: &Slider, layout: &Layout) -> Result<(), JsValue> {
        let Some(handle) = self.nodes.handle.cast::<HtmlElement>() else { return Ok(()) };
        handle.set_attribute("aria-valuenow", &slider.value)?;
        handle.set_attribute("aria-valuetext", &slider.text)?;
        let (left, up) = (crisp(layout.x(slider.share)), f64::from(layout.top + layout.bottom) / 2.0);
        handle.style().set_property("transform", &format!("translate({left:.1}px,{up:.1}px) translate(-50%,-50%)"))
    }

    /// Says that axes and data are drawn: to those who wait for that, tests and benchmarks, by an event that does not bubble.
    fn tell_drawn(&self) {
        if let (Some(stage), Ok(drawn)) = (self.nodes.stage.cast::<HtmlElement>(), web_sys::Event::new("drawn")) {
            // Only an event that is under way already is refused.
            let _ = stage.dispatch_event(&drawn);
        }
    }
}

/// Reports a drawing that failed: the table says the same, so the page goes on.
fn report(result: Result<(), JsValue>) {
    if let Err(error) = result {
        web_sys::console::warn_2(&"A chart could not be drawn:".into(), &error);
    }
}

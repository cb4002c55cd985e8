//! What a chart makes of events: pointers, fingers, wheel and keys, each as an input of its kind.

use super::Stage;
use crate::kind::{ChartData, Input, Pointer};
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, KeyboardEvent, MouseEvent, PointerEvent, WheelEvent};

/// What every stage listens to.
const EVENTS: [&str; 8] =
    ["pointerdown", "pointermove", "pointerup", "pointerleave", "pointercancel", "keydown", "keyup", "focusout"];
/// What one listens to, too, whose chart can be zoomed.
const MORE: [&str; 5] = ["pointerenter", "dblclick", "wheel", "focusin", "scroll"];

/// What a stage listens to.
pub(super) fn events<S: ChartData>() -> impl Iterator<Item = &'static str> {
    let more: &[&str] = if S::ZOOMS { &MORE } else { &[] };
    EVENTS.iter().chain(more).copied()
}

/// How much a wheel's step of so many pixels zooms.
const WHEEL: f64 = 0.0015;

impl<S: ChartData> Stage<S> {
    pub(super) fn hear(&self, event: &web_sys::Event) {
        let name = event.type_();
        if S::ZOOMS && self.hear_more(event, &name) {
            return;
        }
        if let Some(pointer) = event.dyn_ref::<PointerEvent>() {
            self.pointer(event, pointer, &name);
        } else if let Some(key) = event.dyn_ref::<KeyboardEvent>() {
            if name == "keyup" {
                // As long as Shift is held, what the arrows choose is one step.
                self.take(event, if key.key() == "Shift" { Input::KeyUp } else { Input::OtherUp });
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

    /// Hears what only a chart that can be zoomed listens to; whether it was that.
    fn hear_more(&self, event: &web_sys::Event, name: &str) -> bool {
        if matches!(name, "pointerenter" | "focusin") {
            let near = self.kind.borrow().near(&self.given.borrow());
            if let Some(near) = near {
                self.on.borrow().clone().emit(near);
            }
        } else if let Some(wheel) = event.dyn_ref::<WheelEvent>() {
            // Where the page was scrolled under a resting pointer, it scrolls on.
            if let (true, Some(at)) = (self.moved.get() || wheel.ctrl_key(), self.nodes.place(wheel)) {
                let lines = if wheel.delta_mode() == WheelEvent::DOM_DELTA_PIXEL { 1.0 } else { 30.0 };
                // Two fingers on a trackpad arrive as small steps with Ctrl.
                let speed = if wheel.ctrl_key() { 6.0 } else { 1.0 };
                self.take(event, Input::Zoom(at, libm::exp(-wheel.delta_y() * lines * speed * WHEEL)));
            }
        } else if let (Some(mouse), "dblclick") = (event.dyn_ref::<MouseEvent>(), name) {
            if let Some(at) = self.nodes.place(mouse) {
                self.take(event, Input::Twice(pressed(mouse, at, false)));
            }
        } else {
            return false;
        }
        true
    }

    fn pointer(&self, event: &web_sys::Event, pointer: &PointerEvent, name: &str) {
        let Some(at) = self.nodes.place(pointer) else { return };
        let touch = pointer.pointer_type() == "touch";
        let (id, main) = (pointer.pointer_id(), pointer.is_primary() && pointer.button() == 0);
        if S::ZOOMS {
            let screen = (pointer.screen_x(), pointer.screen_y());
            match name {
                "pointerleave" => self.moved.set(false),
                "pointermove" if self.at.replace(screen) != screen => self.moved.set(true),
                _ => {}
            }
            if touch && self.fingers(name, id, at, event) {
                return;
            }
        }
        let pointer = pressed(pointer, at, touch);
        match name {
            "pointerdown" if main => self.take(event, Input::Press(pointer)),
            "pointerup" if main => self.take(event, Input::Release(pointer)),
            "pointerup" => self.take(event, Input::OtherUp),
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
            // What is moved with the pointer is moved on with the keys.
            if let Some(focused) = self.nodes.handle.cast().or(self.nodes.scroll.cast::<HtmlElement>()) {
                let _ = focused.focus();
            }
        }
        if reaction.taken {
            event.prevent_default();
        }
        if let Some(words) = reaction.say {
            self.nodes.announce(&words);
        }
        if let (Input::Key(..), Some(scroll)) = (input, self.nodes.scroll.cast::<HtmlElement>())
            && let Some((from, to)) = self.kind.borrow().reached(&self.given.borrow(), &layout)
        {
            let (top, room) = (f64::from(scroll.scroll_top()), f64::from(scroll.client_height()));
            let kept = top.min(from - 24.0).max(to + 8.0 - room).max(0.0);
            if kept != top {
                scroll.set_scroll_top(kept as i32);
            }
        }
        let on = self.on.borrow().clone();
        let answered = reaction.tell.iter().any(S::is_answered_soon);
        for told in reaction.tell {
            on.emit(told);
        }
        if answered { self.request_with_answer() } else { self.request() }
    }
}

fn pressed(event: &MouseEvent, at: (f64, f64), touch: bool) -> Pointer {
    Pointer { at, shift: event.shift_key(), ctrl: event.ctrl_key() || event.meta_key(), touch }
}

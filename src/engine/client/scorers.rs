//! The scoring workers, which speak to the full analysis worker directly.

use super::start::run;
use super::{Inner, MOST_FAILURES, Program};
use crate::engine::protocol::{Event, Request};
use crate::engine::wire::unpack;
use crate::engine::worker::SERVE;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use web_sys::{Event as DomEvent, MessageChannel, MessageEvent};

impl Inner {
    /// Starts the scoring worker of this number.
    pub(super) fn start_scorer(self: Rc<Self>, number: u32) {
        let inner = Rc::downgrade(&self);
        let on_message = {
            let inner = inner.clone();
            move |event: MessageEvent| {
                let Some(inner) = inner.upgrade() else { return };
                match unpack::<Event>(&event.data()).map(|message| message.body) {
                    Ok(Event::Ready) => inner.connect(number),
                    _ => inner.replace_scorer(number),
                }
            }
        };
        let on_error = move |_: DomEvent| {
            if let Some(inner) = inner.upgrade() {
                inner.replace_scorer(number);
            }
        };
        // Without a scoring worker the analysis worker does the work alone.
        let running = run(self.addresses.of(Program::Full), "scoring", on_message, on_error).ok();
        let mut scorers = self.scorers.borrow_mut();
        let place = number as usize;
        if scorers.len() <= place {
            scorers.resize_with(place + 1, || None);
        }
        scorers[place] = running;
    }

    /// Joins a scoring worker to the full analysis worker: they speak to each other directly.
    pub(super) fn connect(&self, number: u32) {
        if !self.has(Program::Full) {
            return;
        }
        let Ok(channel) = MessageChannel::new() else { return };
        let greeting = js_sys::Object::new();
        let transfer = js_sys::Array::new();
        transfer.push(&channel.port1());
        let greeted = {
            let scorers = self.scorers.borrow();
            let Some(Some(running)) = scorers.get(number as usize) else { return };
            js_sys::Reflect::set(&greeting, &SERVE.into(), &channel.port1())
                .and_then(|_| running.worker.post_message_with_transfer(&greeting, &transfer))
        };
        if greeted.is_ok() {
            self.post(Program::Full, 0, Request::Peer { peer: number }, channel.port2().into());
        }
    }

    fn replace_scorer(self: Rc<Self>, number: u32) {
        self.post(Program::Full, 0, Request::PeerLost { peer: number }, JsValue::UNDEFINED);
        if let Some(place) = self.scorers.borrow_mut().get_mut(number as usize) {
            *place = None;
        }
        self.failures.set(self.failures.get() + 1);
        if self.failures.get() <= MOST_FAILURES {
            self.start_scorer(number);
        }
    }
}

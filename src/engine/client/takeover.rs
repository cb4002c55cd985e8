//! How the full program takes over from the page's own: it makes what is shown anew, and from then on it is asked. What only
//! it can answer waits for that.

use super::{Inner, Program};
use crate::engine::protocol::Request;
use std::rc::Rc;
use wasm_bindgen::JsValue;

impl Inner {
    /// Has the full program make what the page's own program shows anew, to take over from it.
    pub(super) fn adopt(self: &Rc<Self>) {
        if !self.has(Program::Full) {
            self.clone().start_analyst(Program::Full);
        }
        if self.holder.get() == Program::Page
            && let Some(plan) = self.shown.borrow().clone()
        {
            let id = self.next();
            self.adopting.set(id);
            self.post(Program::Full, id, Request::Run { plan }, JsValue::UNDEFINED);
        }
    }

    /// Sees to it that what was deferred is answered: where the full program could not be had, or was kept from taking over,
    /// it is asked once more. A run that is under way goes first.
    pub(super) fn adopt_for_deferred(self: &Rc<Self>) {
        let idle = self.wanted.get() == 0 && self.adopting.get() == 0;
        if idle && self.holder.get() == Program::Page && !self.deferred.borrow().is_empty() {
            self.adopt();
        }
    }

    /// A worker has finished a run: from now on it holds what is shown. The full program never gives it back.
    pub(super) fn hand_over(&self, program: Program) {
        if self.holder.replace(program) == program || program == Program::Page {
            return;
        }
        self.analysts.borrow_mut().retain_mut(|analyst| {
            analyst.retired = analyst.program == Program::Page;
            !analyst.retired || analyst.unanswered > 0
        });
        for (id, request) in self.deferred.take() {
            self.post(program, id, request, JsValue::UNDEFINED);
        }
    }

    /// Tells whoever waits for the full program that it failed.
    pub(super) fn fail_deferred(&self, message: &str) {
        for (id, _) in self.deferred.take() {
            self.fail(id, message.to_owned());
        }
    }
}

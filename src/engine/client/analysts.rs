//! The analysis workers: one of each program at most, of which one holds what the page shows.

use super::start::{last_words, run};
use super::{Inner, MOST_FAILURES, Program, Running, Signal};
use crate::engine::protocol::{Event, Request};
use crate::engine::wire::{Message, describe, unpack};
use std::rc::Rc;
use wasm_bindgen::JsValue;
use web_sys::{Event as DomEvent, MessageEvent};

/// An analysis worker.
pub(super) struct Analyst {
    pub(super) program: Program,
    pub(super) running: Running,
    pub(super) ready: bool,
    /// Waiting until it is ready.
    pub(super) waiting: Vec<(u32, Request, JsValue)>,
    /// The run that it was given last.
    pub(super) run: u32,
    /// How many questions it has not answered yet.
    pub(super) unanswered: u32,
    /// Another one has taken over: it goes when it has answered them.
    pub(super) retired: bool,
}

impl Inner {
    /// Starts the worker of a program.
    pub(super) fn start_analyst(self: Rc<Self>, program: Program) {
        let inner = Rc::downgrade(&self);
        let on_message = {
            let inner = inner.clone();
            move |event: MessageEvent| {
                let Some(inner) = inner.upgrade() else { return };
                match unpack::<Event>(&event.data()) {
                    Ok(message) => inner.hear(program, message),
                    Err(error) => inner.replace_analyst(program, &describe(&error)),
                }
            }
        };
        let on_error = move |event: DomEvent| {
            if let Some(inner) = inner.upgrade() {
                inner.replace_analyst(program, &last_words(&event));
            }
        };
        match run(self.addresses.of(program), "analysis", on_message, on_error) {
            Ok(running) => {
                self.analysts.borrow_mut().push(Analyst {
                    program,
                    running,
                    ready: false,
                    waiting: Vec::new(),
                    run: 0,
                    unanswered: 0,
                    retired: false,
                });
                if program == Program::Full {
                    for number in 0..self.wanted_scorers {
                        self.connect(number);
                    }
                }
            }
            Err(error) => (self.on_signal)(Signal::Broken { message: describe(&error) }),
        }
    }

    /// A worker has spoken.
    pub(super) fn hear(self: Rc<Self>, program: Program, message: Message<Event>) {
        let Message { id, mut body, bulk, .. } = message;
        let adopted = id == self.adopting.get() && id != 0;
        match &mut body {
            Event::Ready => return self.ready(program),
            Event::Crashed { message } => {
                let message = std::mem::take(message);
                return self.replace_analyst(program, &message);
            }
            // A run that is not wanted any more was done before it heard so. Where it is what the page asks about from now
            // on, the page is told.
            Event::Done(_) | Event::Opened(_) if !adopted && !self.end(id) && program != self.holder.get() => return,
            Event::Done(_) | Event::Opened(_) => {
                self.failures.set(0);
                self.hand_over(program);
            }
            // What is shown stays with the page's own program; whoever waits for the other one is told.
            Event::Failed { message, .. } if adopted => {
                self.adopting.set(0);
                self.fail_deferred(message);
            }
            Event::Cancelled { .. } if adopted => self.adopting.set(0),
            Event::Cancelled { kept } | Event::Failed { kept, .. } => {
                // The worker that failed is not the one that holds what is shown.
                *kept |= program != self.holder.get();
                self.end(id);
            }
            _ => {}
        }
        if body.ends_question() {
            self.answered(program);
        }
        // Of what the page knows already it hears nothing again.
        if !adopted {
            (self.on_signal)(Signal::Event { id, event: body, bulk });
        }
        self.adopt_for_deferred();
    }

    /// A worker has answered a question: one that has retired goes with its last answer.
    fn answered(&self, program: Program) {
        self.analysts.borrow_mut().retain_mut(|analyst| {
            if analyst.program == program {
                analyst.unanswered = analyst.unanswered.saturating_sub(1);
            }
            !(analyst.retired && analyst.unanswered == 0)
        });
    }

    /// A worker can be spoken to.
    fn ready(&self, program: Program) {
        let waiting = {
            let mut analysts = self.analysts.borrow_mut();
            let Some(analyst) = analysts.iter_mut().find(|analyst| analyst.program == program) else { return };
            analyst.ready = true;
            std::mem::take(&mut analyst.waiting)
        };
        for (id, request, attached) in waiting {
            self.post(program, id, request, attached);
        }
    }

    /// Puts a new analysis worker in the place of one that failed; the scoring workers go with it.
    fn replace_analyst(self: Rc<Self>, program: Program, message: &str) {
        let run =
            self.analysts.borrow().iter().find(|analyst| analyst.program == program).map_or(0, |analyst| analyst.run);
        self.analysts.borrow_mut().retain(|analyst| analyst.program != program);
        if program != self.holder.get() {
            // It is started again when it is needed.
            let message = format!("the worker that does this failed: {message}");
            let adopted = run == self.adopting.replace(0);
            self.fail_deferred(&message);
            if !adopted {
                self.fail(run, message);
            }
            return;
        }
        self.failures.set(self.failures.get() + 1);
        self.end(run);
        self.scorers.take();
        if self.failures.get() > MOST_FAILURES {
            return (self.on_signal)(Signal::Broken { message: message.to_owned() });
        }
        self.clone().start_analyst(program);
        (self.on_signal)(Signal::Replaced { message: message.to_owned() });
    }
}

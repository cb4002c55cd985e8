//! The page's end: starts the workers, sends requests, and replaces a worker that fails. `analysts` are the workers that
//! answer, `takeover` is how the full program comes to be the one that does, `scorers` are those that help it, `start` is how
//! any of them is started.

mod analysts;
mod scorers;
mod start;
mod takeover;

use super::protocol::{Event, Program, Request};
use super::wire::{Message, describe, pack};
use analysts::Analyst;
use start::{Addresses, Running, worker_count};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// What the page hears.
pub enum Signal {
    /// The analysis worker answers the request of this number.
    Event {
        /// The request's number.
        id: u32,
        /// The answer.
        event: Event,
        /// Its bulk.
        bulk: Vec<Vec<u8>>,
    },
    /// The analysis worker failed and was replaced: it has forgotten everything.
    Replaced {
        /// What it said last.
        message: String,
    },
    /// No worker can be started: the page cannot work.
    Broken {
        /// Why.
        message: String,
    },
}

/// A worker that fails this often before it has been ready once is not started again.
const MOST_FAILURES: u32 = 3;

/// The workers, from the page's side.
#[derive(Clone)]
pub struct Client(Rc<Inner>);

struct Inner {
    addresses: Addresses,
    on_signal: Box<dyn Fn(Signal)>,
    /// The analysis workers that run, at most one of each program.
    analysts: RefCell<Vec<Analyst>>,
    /// The program of the worker that holds what the page shows.
    holder: Cell<Program>,
    /// The run that was asked for last; 0 once it has ended.
    wanted: Cell<u32>,
    /// The run by which the full program makes what the page's own program shows anew, to take over from it; 0 for none.
    adopting: Cell<u32>,
    /// The plan of what the page's own program shows, as text; none before there is a result.
    shown: RefCell<Option<String>>,
    /// What only the full program answers, until it has taken over.
    deferred: RefCell<Vec<(u32, Request)>>,
    scorers: RefCell<Vec<Option<Running>>>,
    wanted_scorers: u32,
    last: Cell<u32>,
    failures: Cell<u32>,
}

impl Client {
    /// Starts the analysis worker; the others are started once it has finished its first run.
    pub fn new(on_signal: impl Fn(Signal) + 'static) -> Self {
        let inner = Rc::new(Inner {
            addresses: Addresses::of_page(),
            on_signal: Box::new(on_signal),
            analysts: RefCell::default(),
            holder: Cell::new(Program::Page),
            wanted: Cell::new(0),
            adopting: Cell::new(0),
            shown: RefCell::default(),
            deferred: RefCell::default(),
            scorers: RefCell::default(),
            wanted_scorers: worker_count() - 1,
            last: Cell::new(0),
            failures: Cell::new(0),
        });
        inner.clone().start_analyst(Program::Page);
        Self(inner)
    }

    /// Starts a run, with the file or model that it reads where there is one; returns the number that its answers carry.
    /// `needs` says which program can carry it out; the page's own is asked only where the full one is not there yet.
    pub fn run(&self, needs: Program, request: Request, attached: JsValue) -> u32 {
        let inner = &self.0;
        let id = inner.next();
        inner.wanted.set(id);
        inner.adopting.set(0);
        let program = if needs == Program::Full { Program::Full } else { inner.holder.get() };
        if !inner.has(program) {
            inner.clone().start_analyst(program);
        }
        // The latest run is the one that is wanted, whichever worker has it.
        let other = if program == Program::Page { Program::Full } else { Program::Page };
        inner.post(other, id, Request::Cancel, JsValue::UNDEFINED);
        inner.post(program, id, request, attached);
        id
    }

    /// Whether a program is still on its way, so that a run waits for it.
    pub fn is_loading(&self, program: Program) -> bool {
        self.0.analysts.borrow().iter().any(|analyst| analyst.program == program && !analyst.ready)
    }

    /// Asks the run that is under way to stop.
    pub fn cancel(&self) {
        let inner = &self.0;
        let wanted = inner.wanted.get();
        if let Some(program) = inner.withdraw(wanted) {
            // It has not begun, so nobody else could say so.
            let body = Event::Cancelled { kept: program != inner.holder.get() };
            let message = Message { id: wanted, body, bulk: Vec::new(), attached: JsValue::UNDEFINED };
            return inner.clone().hear(program, message);
        }
        let id = inner.next();
        for program in [Program::Page, Program::Full] {
            inner.post(program, id, Request::Cancel, JsValue::UNDEFINED);
        }
    }

    /// Asks a question about what is shown; returns the number that its answers carry.
    pub fn ask(&self, request: Request) -> u32 {
        let inner = &self.0;
        let id = inner.next();
        if request.needs_full() && inner.holder.get() == Program::Page && inner.shown.borrow().is_some() {
            inner.deferred.borrow_mut().push((id, request));
            inner.adopt_for_deferred();
        } else {
            inner.post(inner.holder.get(), id, request, JsValue::UNDEFINED);
        }
        id
    }

    /// Starts the scoring workers and the full program, where they are not there yet, and has it make what the page's own
    /// program shows (`plan`, as text) anew, to take over from it: then the first file does not wait for it and needs no network.
    pub fn start_others(&self, plan: &str) {
        let inner = &self.0;
        inner.shown.replace(Some(plan.to_owned()));
        // A run that is under way goes first.
        if inner.wanted.get() == 0 {
            inner.adopt();
        }
        if inner.scorers.borrow().is_empty() {
            for number in 0..inner.wanted_scorers {
                inner.clone().start_scorer(number);
            }
        }
    }
}

impl Inner {
    /// The number of the next request.
    fn next(&self) -> u32 {
        let id = self.last.get().wrapping_add(1).max(1);
        self.last.set(id);
        id
    }

    /// Whether an analysis worker runs this program, or is about to.
    fn has(&self, program: Program) -> bool {
        self.analysts.borrow().iter().any(|analyst| analyst.program == program)
    }

    /// Whether it is the run that is wanted; that ends it.
    fn end(&self, run: u32) -> bool {
        let wanted = run != 0 && run == self.wanted.get();
        if wanted {
            self.wanted.set(0);
        }
        wanted
    }

    /// Takes back a run that waits for its program; the program, where there was such a run.
    fn withdraw(&self, run: u32) -> Option<Program> {
        let mut analysts = self.analysts.borrow_mut();
        analysts.iter_mut().find_map(|analyst| {
            // What has no number is none: a scoring worker that is to be joined.
            let place = analyst.waiting.iter().position(|(id, ..)| *id == run && run != 0)?;
            analyst.waiting.remove(place);
            Some(analyst.program)
        })
    }

    /// Hands a request to an analysis worker, as soon as it is ready.
    fn post(&self, program: Program, id: u32, request: Request, attached: JsValue) {
        let mut analysts = self.analysts.borrow_mut();
        let Some(analyst) = analysts.iter_mut().find(|analyst| analyst.program == program) else { return };
        if matches!(request, Request::Run { .. } | Request::Open { .. }) {
            analyst.run = id;
        }
        if !analyst.ready {
            return analyst.waiting.push((id, request, attached));
        }
        if request.is_question() {
            analyst.unanswered += 1;
        }
        let posted = pack(id, &request, &[], &attached)
            .and_then(|parcel| analyst.running.worker.post_message_with_transfer(&parcel.value, &parcel.transfer));
        drop(analysts);
        if let Err(error) = posted {
            self.fail(id, describe(&error));
        }
    }

    /// Tells the page that a request failed before any worker could.
    fn fail(&self, id: u32, message: String) {
        self.end(id);
        (self.on_signal)(Signal::Event { id, event: Event::Failed { message, kept: true }, bulk: Vec::new() });
    }
}

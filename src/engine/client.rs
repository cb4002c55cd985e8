//! The page's end: starts the workers, sends requests, and replaces a worker that fails.

use super::protocol::{Event, Request};
use super::wire::{Message, describe, pack, unpack};
use super::worker::SERVE;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Event as DomEvent, MessageChannel, MessageEvent, Worker, WorkerOptions, WorkerType};

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

/// No more workers than this: each holds a copy of the program.
const MOST_WORKERS: u32 = 8;
/// A worker that fails this often before it has been ready once is not started again.
const MOST_FAILURES: u32 = 3;

/// The workers, from the page's side.
#[derive(Clone)]
pub struct Client(Rc<Inner>);

/// Which program an analysis worker runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// The page's own, which is there first: generates sessions and fits the classic forest.
    Page,
    /// The full one, which can all that the other can and everything else; it is started once the page shows its first
    /// result, which does not wait for it.
    Full,
}

struct Inner {
    addresses: Addresses,
    on_signal: Box<dyn Fn(Signal)>,
    /// The analysis workers that run, at most one of each program.
    analysts: RefCell<Vec<Analyst>>,
    /// The program of the worker that holds what the page shows.
    holder: Cell<Program>,
    /// The run that was asked for last.
    wanted: Cell<u32>,
    /// The run by which the full program makes what the page's own program shows anew, to take over from it; 0 for none.
    adopting: Cell<u32>,
    /// What only the full program answers, until it has taken over.
    deferred: RefCell<Vec<(u32, Request)>>,
    scorers: RefCell<Vec<Option<Running>>>,
    wanted_scorers: u32,
    last: Cell<u32>,
    failures: Cell<u32>,
}

struct Analyst {
    program: Program,
    running: Running,
    ready: bool,
    /// Waiting until it is ready.
    waiting: Vec<(u32, Request, JsValue)>,
    /// The run that it was given last.
    run: u32,
    /// How many questions it has not answered yet.
    unanswered: u32,
    /// Another one has taken over: it goes when it has answered them.
    retired: bool,
}

struct Running {
    worker: Worker,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(DomEvent)>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
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

    /// Asks the run that is under way to stop.
    pub fn cancel(&self) {
        let id = self.0.next();
        for program in [Program::Page, Program::Full] {
            self.0.post(program, id, Request::Cancel, JsValue::UNDEFINED);
        }
    }

    /// Asks a question about what is shown; returns the number that its answers carry.
    pub fn ask(&self, request: Request) -> u32 {
        let id = self.0.next();
        // Where it could not be started nobody takes over: the page's own says that it cannot.
        if request.needs_full() && self.0.holder.get() == Program::Page && self.0.has(Program::Full) {
            self.0.deferred.borrow_mut().push((id, request));
        } else {
            self.0.post(self.0.holder.get(), id, request, JsValue::UNDEFINED);
        }
        id
    }

    /// Starts the scoring workers and the full program, where they are not there yet, and has it make what the page's own
    /// program shows (`plan`, as text) anew, to take over from it: then the first file does not wait for it and needs no network.
    pub fn start_others(&self, plan: &str) {
        let inner = &self.0;
        if !inner.has(Program::Full) {
            inner.clone().start_analyst(Program::Full);
        }
        if inner.scorers.borrow().is_empty() {
            for number in 0..inner.wanted_scorers {
                inner.clone().start_scorer(number);
            }
        }
        if inner.holder.get() == Program::Page {
            let id = inner.next();
            inner.adopting.set(id);
            inner.post(Program::Full, id, Request::Run { plan: plan.to_owned() }, JsValue::UNDEFINED);
        }
    }
}

impl Inner {
    fn next(&self) -> u32 {
        let id = self.last.get().wrapping_add(1).max(1);
        self.last.set(id);
        id
    }

    fn has(&self, program: Program) -> bool {
        self.analysts.borrow().iter().any(|analyst| analyst.program == program)
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

    fn fail(&self, id: u32, message: String) {
        (self.on_signal)(Signal::Event { id, event: Event::Failed { message, kept: true }, bulk: Vec::new() });
    }

    fn start_analyst(self: Rc<Self>, program: Program) {
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

    fn hear(self: Rc<Self>, program: Program, message: Message<Event>) {
        let Message { id, mut body, bulk, .. } = message;
        let adopted = id == self.adopting.get() && id != 0;
        match &mut body {
            Event::Ready => return self.ready(program),
            Event::Crashed { message } => {
                let message = std::mem::take(message);
                return self.replace_analyst(program, &message);
            }
            // A run that is not wanted any more was done before it heard so.
            Event::Done(_) | Event::Opened(_) if !adopted && id != self.wanted.get() => return,
            Event::Done(_) | Event::Opened(_) => {
                self.failures.set(0);
                self.hand_over(program);
            }
            // The worker that failed is not the one that holds what is shown.
            Event::Cancelled { kept } | Event::Failed { kept, .. } if program != self.holder.get() => *kept = true,
            _ => {}
        }
        if body.ends_question() {
            self.answered(program);
        }
        // Of what the page knows already it hears nothing again.
        if !adopted {
            (self.on_signal)(Signal::Event { id, event: body, bulk });
        }
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

    /// A worker has finished a run: from now on it holds what is shown. The full program never gives it back.
    fn hand_over(&self, program: Program) {
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

    /// Puts a new analysis worker in the place of one that failed; the scoring workers go with it.
    fn replace_analyst(self: Rc<Self>, program: Program, message: &str) {
        let run =
            self.analysts.borrow().iter().find(|analyst| analyst.program == program).map_or(0, |analyst| analyst.run);
        self.analysts.borrow_mut().retain(|analyst| analyst.program != program);
        self.failures.set(self.failures.get() + 1);
        if program != self.holder.get() {
            // It is started again when it is needed.
            for (id, _) in self.deferred.take() {
                self.fail(id, format!("the worker that does this failed: {message}"));
            }
            if run != self.adopting.replace(0) {
                self.fail(run, format!("the worker that does this failed: {message}"));
            }
            return;
        }
        self.scorers.take();
        if self.failures.get() > MOST_FAILURES {
            return (self.on_signal)(Signal::Broken { message: message.to_owned() });
        }
        self.clone().start_analyst(program);
        (self.on_signal)(Signal::Replaced { message: message.to_owned() });
    }

    fn start_scorer(self: Rc<Self>, number: u32) {
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
    fn connect(&self, number: u32) {
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

/// What a worker said last. The event of a worker whose program could not be loaded has no message.
fn last_words(event: &DomEvent) -> String {
    let message = js_sys::Reflect::get(event, &"message".into()).ok().and_then(|message| message.as_string());
    message.unwrap_or_else(|| "its program could not be loaded".into())
}

/// Starts a worker.
fn run(
    address: &str,
    name: &str,
    on_message: impl FnMut(MessageEvent) + 'static,
    on_error: impl FnMut(DomEvent) + 'static,
) -> Result<Running, JsValue> {
    if address.is_empty() {
        return Err("this page does not name its program: it was not built as a whole".into());
    }
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    // For whoever looks at the page's workers.
    options.set_name(name);
    let worker = Worker::new_with_options(address, &options)?;
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(on_message);
    let on_error = Closure::<dyn FnMut(DomEvent)>::new(on_error);
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    Ok(Running { worker, _on_message: on_message, _on_error: on_error })
}

/// Where the programs of workers are: the static loader, told which program to load. The page itself names them, so page
/// and workers are of one build.
struct Addresses {
    page: String,
    full: String,
}

impl Addresses {
    /// The addresses in this page; empty where it does not name them.
    fn of_page() -> Self {
        let read = |selector: &str, attribute: &str| {
            let element = web_sys::window()?.document()?.query_selector(selector).ok()??;
            element.get_attribute(attribute)
        };
        let address = |js: Option<String>, wasm: Option<String>| {
            let query = web_sys::UrlSearchParams::new().ok()?;
            query.append("js", &js?);
            query.append("wasm", &wasm?);
            Some(format!("{}?{}", read("meta[name=worker]", "content")?, String::from(query.to_string())))
        };
        let page = address(read("link[rel=modulepreload]", "href"), read("link[rel=preload][as=fetch]", "href"));
        let stem = read("meta[name=full]", "content").unwrap_or_default();
        let full = address(Some(format!("./{stem}.js")), Some(format!("./{stem}_bg.wasm")));
        Self { page: page.unwrap_or_default(), full: full.unwrap_or_default() }
    }

    fn of(&self, program: Program) -> &str {
        match program {
            Program::Page => &self.page,
            Program::Full => &self.full,
        }
    }
}

/// As many workers as processors, at least one; `?workers=N` in the address asks for another number.
fn worker_count() -> u32 {
    let Some(window) = web_sys::window() else { return 1 };
    let asked = window
        .location()
        .search()
        .ok()
        .and_then(|search| web_sys::UrlSearchParams::new_with_str(&search).ok())
        .and_then(|query| query.get("workers"))
        .and_then(|count| count.parse().ok());
    let processors = window.navigator().hardware_concurrency() as u32;
    asked.unwrap_or(processors).clamp(1, MOST_WORKERS)
}

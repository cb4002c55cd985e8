//! The page's end: starts the workers, sends requests, and replaces a worker that fails.

use super::protocol::{Event, Request};
use super::wire::{Message, describe, pack, unpack};
use super::worker::SERVE;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{ErrorEvent, MessageChannel, MessageEvent, Worker, WorkerOptions, WorkerType};

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

struct Inner {
    address: String,
    on_signal: Box<dyn Fn(Signal)>,
    analyst: RefCell<Option<Running>>,
    scorers: RefCell<Vec<Option<Running>>>,
    wanted_scorers: Cell<u32>,
    /// Waiting until the analysis worker is ready.
    waiting: RefCell<Vec<(u32, Request, JsValue)>>,
    ready: Cell<bool>,
    last: Cell<u32>,
    failures: Cell<u32>,
}

struct Running {
    worker: Worker,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
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
            address: worker_address().unwrap_or_default(),
            on_signal: Box::new(on_signal),
            analyst: RefCell::default(),
            scorers: RefCell::default(),
            wanted_scorers: Cell::new(worker_count() - 1),
            waiting: RefCell::default(),
            ready: Cell::new(false),
            last: Cell::new(0),
            failures: Cell::new(0),
        });
        inner.clone().start_analyst();
        Self(inner)
    }

    /// Sends a request, with a file where it needs one; returns the number that its answers carry.
    pub fn send(&self, request: Request, attached: JsValue) -> u32 {
        let id = self.0.last.get().wrapping_add(1).max(1);
        self.0.last.set(id);
        if self.0.ready.get() {
            self.0.post(id, &request, &attached);
        } else {
            self.0.waiting.borrow_mut().push((id, request, attached));
        }
        id
    }

    /// Starts the scoring workers, where there are none yet.
    pub fn start_scorers(&self) {
        if self.0.scorers.borrow().is_empty() {
            for number in 0..self.0.wanted_scorers.get() {
                self.0.clone().start_scorer(number);
            }
        }
    }
}

impl Inner {
    fn post(&self, id: u32, request: &Request, attached: &JsValue) {
        let analyst = self.analyst.borrow();
        let Some(running) = analyst.as_ref() else { return };
        let posted = pack(id, request, &[], attached)
            .and_then(|parcel| running.worker.post_message_with_transfer(&parcel.value, &parcel.transfer));
        if let Err(error) = posted {
            let event = Event::Failed { message: describe(&error), kept: true };
            (self.on_signal)(Signal::Event { id, event, bulk: Vec::new() });
        }
    }

    fn start_analyst(self: Rc<Self>) {
        self.ready.set(false);
        let inner = Rc::downgrade(&self);
        let on_message = {
            let inner = inner.clone();
            move |event: MessageEvent| {
                let Some(inner) = inner.upgrade() else { return };
                match unpack::<Event>(&event.data()) {
                    Ok(message) => inner.hear(message),
                    Err(error) => inner.replace_analyst(&describe(&error)),
                }
            }
        };
        let on_error = move |event: ErrorEvent| {
            if let Some(inner) = inner.upgrade() {
                inner.replace_analyst(&event.message());
            }
        };
        match run(&self.address, on_message, on_error) {
            Ok(running) => *self.analyst.borrow_mut() = Some(running),
            Err(error) => (self.on_signal)(Signal::Broken { message: describe(&error) }),
        }
    }

    fn hear(self: Rc<Self>, message: Message<Event>) {
        match message.body {
            Event::Ready => {
                self.ready.set(true);
                for (id, request, attached) in self.waiting.take() {
                    self.post(id, &request, &attached);
                }
            }
            Event::Crashed { message } => self.replace_analyst(&message),
            event => {
                if matches!(event, Event::Done(_)) {
                    self.failures.set(0);
                }
                (self.on_signal)(Signal::Event { id: message.id, event, bulk: message.bulk });
            }
        }
    }

    /// Puts a new analysis worker in the place of one that failed; the scoring workers go with it.
    fn replace_analyst(self: Rc<Self>, message: &str) {
        self.analyst.take();
        self.scorers.take();
        self.waiting.take();
        self.failures.set(self.failures.get() + 1);
        if self.failures.get() > MOST_FAILURES {
            return (self.on_signal)(Signal::Broken { message: message.to_owned() });
        }
        self.clone().start_analyst();
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
        let on_error = move |_: ErrorEvent| {
            if let Some(inner) = inner.upgrade() {
                inner.replace_scorer(number);
            }
        };
        // Without a scoring worker the analysis worker does the work alone.
        let running = run(&self.address, on_message, on_error).ok();
        let mut scorers = self.scorers.borrow_mut();
        let place = number as usize;
        if scorers.len() <= place {
            scorers.resize_with(place + 1, || None);
        }
        scorers[place] = running;
    }

    /// Joins a scoring worker to the analysis worker: they speak to each other directly.
    fn connect(&self, number: u32) {
        let Ok(channel) = MessageChannel::new() else { return };
        let greeting = js_sys::Object::new();
        let transfer = js_sys::Array::new();
        transfer.push(&channel.port1());
        let scorers = self.scorers.borrow();
        let Some(Some(running)) = scorers.get(number as usize) else { return };
        let greeted = js_sys::Reflect::set(&greeting, &SERVE.into(), &channel.port1())
            .and_then(|_| running.worker.post_message_with_transfer(&greeting, &transfer));
        if greeted.is_ok() {
            self.post(0, &Request::Peer { peer: number }, &channel.port2().into());
        }
    }

    fn replace_scorer(self: Rc<Self>, number: u32) {
        self.post(0, &Request::PeerLost { peer: number }, &JsValue::UNDEFINED);
        if let Some(place) = self.scorers.borrow_mut().get_mut(number as usize) {
            *place = None;
        }
        self.failures.set(self.failures.get() + 1);
        if self.failures.get() <= MOST_FAILURES {
            self.start_scorer(number);
        }
    }
}

/// Starts a worker.
fn run(
    address: &str,
    on_message: impl FnMut(MessageEvent) + 'static,
    on_error: impl FnMut(ErrorEvent) + 'static,
) -> Result<Running, JsValue> {
    if address.is_empty() {
        return Err("this page does not name its program: it was not built as a whole".into());
    }
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let worker = Worker::new_with_options(address, &options)?;
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(on_message);
    let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(on_error);
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    Ok(Running { worker, _on_message: on_message, _on_error: on_error })
}

/// The worker's address: the static loader, told which program to load. The page's own links name it, so page and
/// workers are of one build.
fn worker_address() -> Option<String> {
    let document = web_sys::window()?.document()?;
    let read = |selector: &str, attribute: &str| {
        let element = document.query_selector(selector).ok()??;
        element.get_attribute(attribute)
    };
    let js = read("link[rel=modulepreload]", "href")?;
    let wasm = read("link[rel=preload][as=fetch]", "href")?;
    let loader = read("meta[name=worker]", "content")?;
    let query = web_sys::UrlSearchParams::new().ok()?;
    query.append("js", &js);
    query.append("wasm", &wasm);
    Some(format!("{loader}?{}", String::from(query.to_string())))
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

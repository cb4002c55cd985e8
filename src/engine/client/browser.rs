//! The workers of the browser.

use super::dispatch::{Dispatcher, Signal, Workers};
use super::start::{Addresses, Running, last_words, run, worker_count};
use crate::engine::protocol::{Event, Program, Request};
use crate::engine::wire::{describe, pack, unpack};
use crate::engine::worker::SERVE;
use analysis::services;
use std::cell::RefCell;
use std::rc::{Rc, Weak};
use wasm_bindgen::JsValue;
use web_sys::{Event as DomEvent, MessageChannel, MessageEvent};

/// The workers, from the page's side.
#[derive(Clone)]
pub struct Client(Rc<Shared>);

type Shared = RefCell<Dispatcher<Browser>>;

impl Client {
    /// Starts the analysis worker; the others are started once it has finished its first run.
    pub fn new(on_signal: impl Fn(Signal) + 'static) -> Self {
        let client = Rc::new_cyclic(|this| {
            RefCell::new(Dispatcher::new(Browser {
                this: this.clone(),
                addresses: Addresses::of_page(),
                analysts: Vec::new(),
                scorers: Vec::new(),
                wanted_scorers: worker_count() - 1,
                on_signal: Box::new(on_signal),
            }))
        });
        client.borrow_mut().start(Program::Page);
        Self(client)
    }

    /// Starts a run, with the file or model that it reads where there is one; returns the number that its answers carry.
    /// `needs` says which program can carry it out; the page's own is asked only where the full one is not there yet.
    pub fn run(&self, needs: Program, request: Request, attached: JsValue) -> u32 {
        self.0.borrow_mut().run(needs, request, attached)
    }

    /// Whether a program is still on its way, so that a run waits for it.
    pub fn is_loading(&self, program: Program) -> bool {
        self.0.borrow().is_loading(program)
    }

    /// Asks the run that is under way to stop.
    pub fn cancel(&self) {
        self.0.borrow_mut().cancel();
    }

    /// Asks a service a question about what is shown; returns the number that its answer carries.
    pub fn ask(&self, service: &str, question: Vec<u8>) -> u32 {
        self.0.borrow_mut().ask(service, question)
    }

    /// Starts the scoring workers and the full program, which makes what is shown (`plan`, as text) anew, to take over.
    pub fn start_others(&self, plan: &str) {
        self.0.borrow_mut().start_others(plan);
    }
}

/// The workers that run. Each calls the dispatcher, from a turn of its own.
struct Browser {
    this: Weak<Shared>,
    addresses: Addresses,
    analysts: Vec<(Program, Running)>,
    scorers: Vec<Option<Running>>,
    wanted_scorers: u32,
    on_signal: Box<dyn Fn(Signal)>,
}

impl Browser {
    /// What a worker that has failed does to the dispatcher, called by the browser.
    fn failed(&self, lose: impl Fn(&mut Dispatcher<Self>, &str) + 'static) -> impl FnMut(DomEvent) + 'static {
        let this = self.this.clone();
        move |event| {
            if let Some(this) = this.upgrade() {
                lose(&mut this.borrow_mut(), &last_words(&event));
            }
        }
    }
}

impl Workers for Browser {
    type Attached = JsValue;

    fn start(&mut self, program: Program) -> Result<(), String> {
        let this = self.this.clone();
        let on_message = move |event: MessageEvent| {
            let Some(this) = this.upgrade() else { return };
            let mut dispatcher = this.borrow_mut();
            match unpack::<Event>(&event.data()) {
                Ok(message) => dispatcher.hear(program, message.id, message.body, message.bulk),
                Err(error) => dispatcher.replace(program, &describe(&error)),
            }
        };
        let on_error = self.failed(move |dispatcher, words| dispatcher.replace(program, words));
        let running = run(self.addresses.of(program), "analysis", on_message, on_error);
        self.analysts.push((program, running.map_err(|error| describe(&error))?));
        Ok(())
    }

    fn stop(&mut self, program: Program) {
        self.analysts.retain(|(running, _)| *running != program);
    }

    fn post(&mut self, program: Program, id: u32, request: &Request, attached: JsValue) -> Result<(), String> {
        let Some((_, running)) = self.analysts.iter().find(|(running, _)| *running == program) else { return Ok(()) };
        pack(id, request, &[], &attached)
            .and_then(|parcel| running.worker.post_message_with_transfer(&parcel.value, &parcel.transfer))
            .map_err(|error| describe(&error))
    }

    fn scorers(&self) -> u32 {
        self.wanted_scorers
    }

    fn start_scorer(&mut self, number: u32) {
        let this = self.this.clone();
        let on_message = move |event: MessageEvent| {
            let Some(this) = this.upgrade() else { return };
            let mut dispatcher = this.borrow_mut();
            match unpack::<Event>(&event.data()).map(|message| message.body) {
                Ok(Event::Ready) => dispatcher.join(number),
                _ => dispatcher.lose_scorer(number),
            }
        };
        let on_error = self.failed(move |dispatcher, _| dispatcher.lose_scorer(number));
        // Without a scoring worker the analysis worker does the work alone.
        let running = run(self.addresses.of(Program::Full), "scoring", on_message, on_error).ok();
        let place = number as usize;
        if self.scorers.len() <= place {
            self.scorers.resize_with(place + 1, || None);
        }
        self.scorers[place] = running;
    }

    fn stop_scorer(&mut self, number: u32) {
        if let Some(scorer) = self.scorers.get_mut(number as usize) {
            *scorer = None;
        }
    }

    fn stop_scorers(&mut self) {
        self.scorers.clear();
    }

    fn join(&mut self, number: u32) -> Option<JsValue> {
        let Some(Some(running)) = self.scorers.get(number as usize) else { return None };
        let channel = MessageChannel::new().ok()?;
        let greeting = js_sys::Object::new();
        js_sys::Reflect::set(&greeting, &SERVE.into(), &channel.port1()).ok()?;
        let transfer = js_sys::Array::of1(&channel.port1());
        running.worker.post_message_with_transfer(&greeting, &transfer).ok()?;
        Some(channel.port2().into())
    }

    fn is_first(&self, service: &str) -> bool {
        services::FIRST.has(service)
    }

    fn tell(&mut self, signal: Signal) {
        (self.on_signal)(signal);
    }
}

//! The way to the page and, through it, to the analysis worker: functions on the element that Explore lives in. What they
//! are is said where the page puts its own (`app::root::explore`).

use js_sys::{Array, Function, Reflect, Uint8Array};
use port::{Service, encode};
use wasm_bindgen::prelude::*;
use web_sys::Element;

/// The element in the page.
#[derive(Clone, PartialEq)]
pub struct Seam(Element);

/// What the page says.
pub enum Heard {
    /// There is another analysis, or the same anew, or none: everything is to be asked again.
    Anew {
        /// Whether it is of other sessions.
        others: bool,
    },
    /// What is chosen is to be noted at once.
    Note,
    /// The question of this number is answered: the answer, encoded, or why there is none.
    Answer(u32, Result<Vec<u8>, String>),
    /// A part of what the question of this number has written; more, and the answer, follow.
    Part(u32, Uint8Array),
}

impl Seam {
    /// The place that the page has made.
    pub fn of_page() -> Option<Self> {
        Some(Self(web_sys::window()?.document()?.get_element_by_id("explore")?))
    }

    /// The element.
    pub fn element(&self) -> Element {
        self.0.clone()
    }

    /// Asks a service a question; its number, 0 where it could not be asked.
    pub fn ask<S: Service>(&self, question: &S::Question) -> u32 {
        self.ask_encoded(S::NAME, &encode(question))
    }

    /// Asks a service an encoded question; its number, 0 where it could not be asked.
    pub fn ask_encoded(&self, service: &str, question: &[u8]) -> u32 {
        let asked = self.tell(&Array::of2(&service.into(), &Uint8Array::from(question)));
        asked.and_then(|number| number.as_f64()).map_or(0, |number| number as u32)
    }

    /// Tells what is chosen, for the link.
    pub fn note(&self, state: &str) {
        self.tell(&state.into());
    }

    /// Tells that nothing works any more.
    pub fn fail(&self) {
        self.tell(&JsValue::UNDEFINED);
    }

    /// What is chosen, as the link has it.
    pub fn state(&self) -> String {
        let state = Reflect::get(&self.0, &"state".into()).ok();
        state.and_then(|state| state.as_string()).unwrap_or_default()
    }

    /// How many letters there are in the link for what is chosen.
    pub fn room(&self) -> usize {
        let room = Reflect::get(&self.0, &"room".into()).ok();
        room.and_then(|room| room.as_f64()).map_or(0, |room| room as usize)
    }

    /// Listens to what the page says, for as long as the page lives.
    pub fn listen(&self, on: impl Fn(Heard) + 'static) {
        let hear = Closure::<dyn Fn(u32, JsValue, bool)>::new(move |number, said: JsValue, more: bool| {
            let said = said.dyn_into::<Uint8Array>().map_err(|said| said.as_string().unwrap_or_default());
            on(match (number, said) {
                (0, Err(_)) if more => Heard::Note,
                (0, others) => Heard::Anew { others: others.is_ok() },
                (number, Ok(part)) if more => Heard::Part(number, part),
                (number, answer) => Heard::Answer(number, answer.map(|bytes| bytes.to_vec())),
            });
        });
        // Setting a property of an element does not fail.
        let _ = Reflect::set(&self.0, &"hear".into(), hear.as_ref());
        hear.forget();
    }

    fn tell(&self, said: &JsValue) -> Option<JsValue> {
        let tell = Reflect::get(&self.0, &"tell".into()).ok()?.dyn_into::<Function>().ok()?;
        tell.call1(&self.0, said).ok()
    }
}

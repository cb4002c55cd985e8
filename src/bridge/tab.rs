//! A late tab's end of the bridge.

use super::message::{FromPage, FromTab};
use js_sys::{Function, Reflect, Uint8Array};
use port::{Service, decode, encode};
use wasm_bindgen::prelude::*;
use web_sys::Element;

/// The name of the page's function: it takes what is said, encoded, and the bytes beside it, and returns the number of a question.
pub const TELL: &str = "tell";
/// The name of the tab's function: it takes what is told, encoded, and the bytes beside it.
pub const HEAR: &str = "hear";

/// The way to the page and, through it, to the workers.
#[derive(Clone, PartialEq)]
pub struct Bridge(Element);

impl Bridge {
    /// By the element of a tab's name, which the page has made.
    pub fn of_page(name: &str) -> Option<Self> {
        Some(Self(web_sys::window()?.document()?.get_element_by_id(name)?))
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
    fn ask_encoded(&self, service: &str, question: &[u8]) -> u32 {
        let asked = self.tell(&FromTab::Ask { service: service.to_owned() }, question);
        asked.and_then(|number| number.as_f64()).map_or(0, |number| number as u32)
    }

    /// Says something to the page.
    pub fn say(&self, said: &FromTab) {
        self.tell(said, &[]);
    }

    /// Listens to what the page tells, for as long as the page lives, and has it tell what there is.
    pub fn listen(&self, on: impl Fn(FromPage, Option<Uint8Array>) + 'static) {
        let hear = Closure::<dyn Fn(Uint8Array, JsValue)>::new(move |told: Uint8Array, bytes: JsValue| {
            if let Some(told) = decode(&told.to_vec()) {
                on(told, bytes.dyn_into().ok());
            }
        });
        // Setting a property of an element does not fail.
        let _ = Reflect::set(&self.0, &HEAR.into(), hear.as_ref());
        hear.forget();
        self.say(&FromTab::Ready);
    }

    fn tell(&self, said: &FromTab, bytes: &[u8]) -> Option<JsValue> {
        let tell = Reflect::get(&self.0, &TELL.into()).ok()?.dyn_into::<Function>().ok()?;
        let said = Uint8Array::from(encode(said).as_slice());
        tell.call2(&self.0, &said, &Uint8Array::from(bytes)).ok()
    }
}

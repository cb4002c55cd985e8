//! Explore: a program of its own in an element of the page, which never touches what is in there. Both are on one thread
//! and speak by functions that they put on that element:
//!
//! - `tell` is the page's: the name of a service with bytes is a question to it, whose number is returned; a text is what is chosen,
//!   for the link; anything else says that the program does not work;
//! - `hear` is Explore's: the number of a question with the bytes of the answer, or a text that says why there is none; bytes before
//!   it that are a part of what is written come with a third argument that is true; the number 0 says that everything is to
//!   be asked anew, with bytes that it is of other sessions or, with a third argument that is true, that what is chosen is to
//!   be told at once;
//! - `state` is the text of what is chosen, as the link has it, and `room` how many letters there are for it.

use js_sys::{Array, Function, Reflect, Uint8Array};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, HtmlElement};

/// The page's side of it.
pub(super) struct Explore {
    /// Not `FnMut`: what Explore notes can have the page ask it for more before it returns.
    tell: Closure<dyn Fn(JsValue) -> u32>,
    /// How often its program was asked for.
    tries: u32,
    /// Whether it does not work.
    pub(super) failed: bool,
    /// The questions that it has asked and that are not answered yet.
    asked: Rc<RefCell<Vec<u32>>>,
}

impl Explore {
    /// With what the page does when it is asked something, and when it is told something else: what is chosen, or that the
    /// program does not work.
    pub(super) fn new(ask: impl Fn(&str, Vec<u8>) -> u32 + 'static, told: impl Fn(Option<String>) + 'static) -> Self {
        let asked = Rc::<RefCell<Vec<u32>>>::default();
        let numbers = asked.clone();
        let tell = Closure::<dyn Fn(JsValue) -> u32>::new(move |said: JsValue| {
            let Some(question) = said.dyn_ref::<Array>() else {
                told(said.as_string());
                return 0;
            };
            let service = question.get(0).as_string().unwrap_or_default();
            let question = question.get(1).dyn_into::<Uint8Array>().map(|bytes| bytes.to_vec());
            let number = ask(&service, question.unwrap_or_default());
            numbers.borrow_mut().push(number);
            number
        });
        Self { tell, tries: 0, failed: false, asked }
    }

    /// Hands an answer over, or why there is none, where Explore has asked.
    pub(super) fn answer(&self, id: u32, answer: Result<&[u8], &str>) {
        let mut asked = self.asked.borrow_mut();
        if let Some(place) = asked.iter().position(|number| *number == id) {
            asked.swap_remove(place);
            // Whoever is told may ask again at once.
            drop(asked);
            tell(id, &said(answer), false);
        }
    }

    /// Hands a part of an answer over, where Explore has asked.
    pub(super) fn part(&self, id: u32, part: &[u8]) {
        if self.asked.borrow().contains(&id) {
            tell(id, &said(Ok(part)), true);
        }
    }

    /// The element is there.
    pub(super) fn place(&self) {
        put("tell", self.tell.as_ref());
    }

    /// What is chosen, where there is anything to explore, and that everything is to be asked anew.
    pub(super) fn renew(&mut self, state: Option<&str>, others: bool) {
        put("state", &state.unwrap_or_default().into());
        if self.tries == 0 && state.is_some() {
            self.load();
        }
        self.asked.borrow_mut().clear();
        tell(0, &if others { Uint8Array::new_with_length(0).into() } else { JsValue::UNDEFINED }, false);
    }

    /// Loads the program.
    pub(super) fn load(&mut self) {
        self.tries += 1;
        self.failed = self.script().is_none();
    }

    fn script(&self) -> Option<()> {
        let document = document()?;
        let stem = document.query_selector("meta[name=explore]").ok()??.get_attribute("content")?;
        let script = document.create_element("script").ok()?;
        script.set_attribute("type", "module").ok()?;
        // What could not be loaded is kept as that under its address.
        script.set_attribute("src", &format!("./{stem}.boot.js?{}", self.tries)).ok()?;
        script.unchecked_ref::<HtmlElement>().set_onerror(Some(self.tell.as_ref().unchecked_ref()));
        document.document_element()?.append_child(&script).ok()?;
        Some(())
    }
}

fn said(answer: Result<&[u8], &str>) -> JsValue {
    answer.map_or_else(JsValue::from_str, |bytes| Uint8Array::from(bytes).into())
}

/// Asks Explore to say at once what is chosen; whether there is somebody to ask.
pub(super) fn ask_for_note() -> bool {
    tell(0, &JsValue::UNDEFINED, true)
}

/// Tells Explore something; whether there is somebody to tell.
fn tell(id: u32, bytes: &JsValue, more: bool) -> bool {
    let Some(element) = element() else { return false };
    if let Ok(hear) = Reflect::get(&element, &"hear".into())
        && let Some(hear) = hear.dyn_ref::<Function>()
    {
        // What goes wrong in there is told from there.
        return hear.call3(&element, &id.into(), bytes, &more.into()).is_ok();
    }
    false
}

pub(super) fn put(name: &str, value: &JsValue) {
    if let Some(element) = element() {
        // Setting a property of an element does not fail.
        let _ = Reflect::set(&element, &name.into(), value);
    }
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

fn element() -> Option<Element> {
    document()?.get_element_by_id("explore")
}

//! Explore: a program of its own in an element of the page, which never touches what is in there. Both are on one thread
//! and speak by functions that they put on that element:
//!
//! - `tell` is the page's: bytes are a question to the analysis worker, whose number is returned; a text is what is chosen,
//!   for the link; anything else says that the program does not work;
//! - `hear` is Explore's: the number of a question with the bytes of the answer, or without any where it failed; bytes before
//!   it that are a part of what is written come with a third argument that is true; the number 0 says that everything is to
//!   be asked anew, with bytes that it is of other sessions or, with a third argument that is true, that what is chosen is to
//!   be told at once;
//! - `state` is the text of what is chosen, as the link has it, and `room` how many letters there are for it.

use js_sys::{Function, Reflect, Uint8Array};
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
}

impl Explore {
    /// With what the page does when it is told something.
    pub(super) fn new(tell: Closure<dyn Fn(JsValue) -> u32>) -> Self {
        Self { tell, tries: 0, failed: false }
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
        tell(0, others.then(Vec::new).as_ref(), false);
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

/// Hands an answer over, or a part of one; whether there is somebody to tell.
pub(super) fn tell(id: u32, bulk: Option<&Vec<u8>>, more: bool) -> bool {
    let Some(element) = element() else { return false };
    let bytes = bulk.map_or(JsValue::UNDEFINED, |bytes| Uint8Array::from(bytes.as_slice()).into());
    if let Ok(hear) = Reflect::get(&element, &"hear".into())
        && let Some(hear) = hear.dyn_ref::<Function>()
    {
        // What goes wrong in there is told from there.
        return hear.call3(&element, &id.into(), &bytes, &more.into()).is_ok();
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

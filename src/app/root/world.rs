//! What the page's state has around it in the browser.

use super::explore::{self, Explore};
use super::{Msg, Root, browser};
use crate::app::page::World;
use crate::engine::{Client, Program, Request};
use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;
use yew::html::Scope;

/// The browser.
pub struct Browser {
    pub(super) client: Client,
    pub(super) explore: Explore,
}

impl Browser {
    /// The workers, and the place of Explore.
    pub(super) fn new(client: Client, link: Scope<Root>) -> Self {
        let asked = client.clone();
        let tell = Closure::<dyn Fn(JsValue) -> u32>::new(move |said: JsValue| match said.dyn_into::<Uint8Array>() {
            Ok(question) => asked.ask(Request::Explore(question.to_vec())),
            Err(other) => {
                link.send_message(Msg::Explore(other.as_string()));
                0
            }
        });
        Self { explore: Explore::new(tell), client }
    }
}

impl World for Browser {
    type File = web_sys::File;

    fn ask(&self, request: Request) -> u32 {
        self.client.ask(request)
    }

    fn run(&self, needs: Program, request: Request, files: &[web_sys::File]) -> u32 {
        let attached = match files {
            [] => JsValue::UNDEFINED,
            files => files.iter().collect::<js_sys::Array>().into(),
        };
        self.client.run(needs, request, attached)
    }

    fn is_loading(&self, program: Program) -> bool {
        self.client.is_loading(program)
    }

    fn start_others(&self, plan: &str) {
        self.client.start_others(plan);
    }

    fn renew_explore(&mut self, state: Option<&str>, others: bool) {
        self.explore.renew(state, others);
    }

    fn ask_for_note(&self) -> bool {
        !self.explore.failed && explore::tell(0, None, true)
    }

    fn make_room(&self, letters: usize) {
        explore::put("room", &(letters as u32).into());
    }

    fn tell_explore(&self, id: u32, bulk: Option<&Vec<u8>>, more: bool) {
        explore::tell(id, bulk, more);
    }

    fn address(&self) -> String {
        browser::address_without_fragment()
    }

    fn fragment(&self) -> String {
        browser::fragment()
    }

    fn set_fragment(&self, fragment: &str) {
        browser::set_fragment(fragment);
    }

    fn save(&self, name: &str, parts: &[Vec<u8>], media: &str) -> Result<(), String> {
        browser::download(name, parts, media).map_err(|error| format!("{error:?}"))
    }
}

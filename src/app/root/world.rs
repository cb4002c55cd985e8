//! What the page's state has around it in the browser.

use super::explore::{self, Explore};
use super::{Msg, Root, browser};
use crate::app::page::World;
use crate::engine::{Client, Program, Request};
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
        let ask = move |service: &str, question| asked.ask(service, question);
        let told = move |chosen| link.send_message(Msg::Explore(chosen));
        Self { explore: Explore::new(ask, told), client }
    }
}

impl World for Browser {
    type File = web_sys::File;

    fn ask(&self, service: &'static str, question: Vec<u8>) -> u32 {
        self.client.ask(service, question)
    }

    fn asker(&self) -> impl Fn(&'static str, Vec<u8>) -> u32 + 'static {
        let client = self.client.clone();
        move |service, question| client.ask(service, question)
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
        !self.explore.failed && explore::ask_for_note()
    }

    fn make_room(&self, letters: usize) {
        explore::put("room", &(letters as u32).into());
    }

    fn answer_tab(&self, id: u32, answer: Result<&[u8], &str>) {
        self.explore.answer(id, answer);
    }

    fn part_for_tab(&self, id: u32, part: &[u8]) {
        self.explore.part(id, part);
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

//! What the page's state has around it in the browser.

use super::{Msg, Root, browser};
use crate::app::late::LateTabs;
use crate::app::page::World;
use crate::bridge::{FromPage, ShownResult};
use crate::engine::{Client, Piece, Program, Request};
use export::Chosen;
use wasm_bindgen::prelude::*;
use yew::html::Scope;

/// The browser.
pub struct Browser {
    pub(super) client: Client,
    pub(super) late: LateTabs,
}

impl Browser {
    /// The workers, and the late tabs.
    pub(super) fn new(client: Client, link: Scope<Root>) -> Self {
        let asked = client.clone();
        let ask = move |service: &str, question| asked.ask(service, question);
        let heard = move |tab, said| link.send_message(Msg::Late(tab, said));
        Self { late: LateTabs::new(ask, heard), client }
    }
}

impl World for Browser {
    type File = web_sys::File;

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

    fn show_tabs(&mut self, subject: Option<&ShownResult>, chosen: &Chosen, others: bool) {
        self.late.tell(|tab| {
            let (subject, chosen) = (subject.cloned(), chosen.on(tab).to_owned());
            FromPage::Result { subject, others, chosen }
        });
    }

    fn ask_for_choice(&self) -> u32 {
        self.late.ask_for_choice()
    }

    fn make_room(&mut self, letters: usize) {
        self.late.tell(|_| FromPage::Room(letters as u32));
    }

    fn answer_tab(&self, id: u32, answer: Result<&Piece, &str>) {
        self.late.answer(id, answer);
    }

    fn part_for_tab(&self, id: u32, part: &Piece) {
        self.late.part(id, part);
    }

    fn address(&self) -> String {
        browser::address_without_fragment()
    }

    fn fragment(&self) -> String {
        browser::fragment()
    }

    fn set_fragment(&mut self, fragment: &str) {
        browser::set_fragment(fragment);
    }

    fn tell_address(&mut self) {
        let fragment = browser::fragment();
        self.late.tell(|_| FromPage::Address(fragment.clone()));
    }

    fn save(&self, name: &str, parts: &[Piece], media: &str) -> Result<(), String> {
        browser::download(name, parts, media).map_err(|error| format!("{error:?}"))
    }
}

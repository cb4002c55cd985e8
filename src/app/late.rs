//! The page's end of the bridge to late tabs: programs of their own, each in an element of the page that bears its name and whose
//! children the page never touches.

use crate::bridge::{FromPage, FromTab, HEAR, TELL};
use crate::engine::{Piece, named_by_page};
use js_sys::{Function, Reflect, Uint8Array};
use port::{decode, encode};
use std::cell::RefCell;
use std::rc::Rc;
use tabs::Tab;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, HtmlElement};

/// The late tabs.
pub struct LateTabs(Vec<LateTab>);

/// A late tab.
struct LateTab {
    tab: Tab,
    /// Not `FnMut`: what a tab says can have the page ask it for more before it returns.
    tell: Closure<dyn Fn(JsValue, JsValue) -> u32>,
    /// How often its program was asked for.
    tries: u32,
    /// Whether it does not work.
    failed: bool,
    /// The questions that it has asked and that are not answered yet.
    asked: Rc<RefCell<Vec<u32>>>,
    /// What a program that begins is told: the result, the address, the room, the theme.
    standing: [Option<FromPage>; 4],
}

impl LateTabs {
    /// With what the page does when a tab asks something, and when one says something else.
    pub fn new(ask: impl Fn(&str, Vec<u8>) -> u32 + 'static, heard: impl Fn(Tab, FromTab) + 'static) -> Self {
        let (ask, heard) = (Rc::new(ask), Rc::new(heard));
        Self(
            Tab::late()
                .map(|tab| {
                    let (ask, heard) = (ask.clone(), heard.clone());
                    let asked = Rc::<RefCell<Vec<u32>>>::default();
                    let numbers = asked.clone();
                    let tell = Closure::<dyn Fn(JsValue, JsValue) -> u32>::new(move |said, bytes| {
                        match read(&said).unwrap_or(FromTab::Broken) {
                            FromTab::Ask { service } => {
                                let number = ask(&service, bytes_of(&bytes));
                                numbers.borrow_mut().push(number);
                                return number;
                            }
                            said => heard(tab, said),
                        }
                        0
                    });
                    LateTab { tab, tell, tries: 0, failed: false, asked, standing: Default::default() }
                })
                .collect(),
        )
    }

    /// The elements are there.
    pub fn place(&self) {
        for late in &self.0 {
            if let Some(element) = element(late.tab) {
                // Setting a property of an element does not fail.
                let _ = Reflect::set(&element, &TELL.into(), late.tell.as_ref());
            }
        }
    }

    /// Tells each tab something, which depends on the tab or not. Where there is a result, the programs are loaded.
    pub fn tell(&mut self, told: impl Fn(Tab) -> FromPage) {
        for late in &mut self.0 {
            let told = told(late.tab);
            if let FromPage::Result { subject, .. } = &told {
                late.asked.borrow_mut().clear();
                if late.tries == 0 && subject.is_some() {
                    late.load();
                }
            }
            tell(late.tab, &told, None);
            late.stand(told);
        }
    }

    /// A tab listens from now on: it is told what there is.
    pub fn greet(&self, tab: Tab) {
        let late = self.0.iter().find(|late| late.tab == tab);
        late.into_iter().flat_map(|late| late.standing.iter().flatten()).for_each(|told| {
            self::tell(tab, told, None);
        });
    }

    /// Asks those on which something can be chosen to say it at once; how many there are.
    pub fn ask_for_choice(&self) -> u32 {
        let asked = self.0.iter().filter(|late| late.tab.prefix().is_some() && !late.failed);
        asked.filter(|late| tell(late.tab, &FromPage::Choose, None)).count() as u32
    }

    /// This is chosen on a tab by now: a program that begins later goes on with that.
    pub fn note(&mut self, tab: Tab, text: &str) {
        let late = self.0.iter_mut().find(|late| late.tab == tab);
        if let Some(FromPage::Result { chosen, .. }) = late.and_then(|late| late.standing[0].as_mut()) {
            text.clone_into(chosen);
        }
    }

    /// Hands an answer over, or why there is none, to the tab that has asked.
    pub fn answer(&self, id: u32, answer: Result<&Piece, &str>) {
        for late in &self.0 {
            let mut asked = late.asked.borrow_mut();
            if let Some(place) = asked.iter().position(|number| *number == id) {
                asked.swap_remove(place);
                // Whoever is told may ask again at once.
                drop(asked);
                let failure = answer.err().map(str::to_owned);
                tell(late.tab, &FromPage::Answer { id, failure }, answer.ok());
            }
        }
    }

    /// Hands a part of an answer over to the tab that has asked.
    pub fn part(&self, id: u32, part: &Piece) {
        for late in self.0.iter().filter(|late| late.asked.borrow().contains(&id)) {
            tell(late.tab, &FromPage::Part { id }, Some(part));
        }
    }

    /// Loads a tab's program, once more.
    pub fn load(&mut self, tab: Tab) {
        if let Some(late) = self.0.iter_mut().find(|late| late.tab == tab) {
            late.load();
        }
    }

    /// A tab does not work, or not any more.
    pub fn fail(&mut self, tab: Tab) {
        if let Some(late) = self.0.iter_mut().find(|late| late.tab == tab) {
            late.failed = true;
        }
    }

    /// Whether a tab does not work.
    pub fn has_failed(&self, tab: Tab) -> bool {
        self.0.iter().any(|late| late.tab == tab && late.failed)
    }
}

impl LateTab {
    /// Remembers what a program that begins later is to be told.
    fn stand(&mut self, told: FromPage) {
        let place = match &told {
            FromPage::Result { .. } => 0,
            FromPage::Address(_) => 1,
            FromPage::Room(_) => 2,
            _ => 3,
        };
        // To a program that begins, all sessions are others.
        self.standing[place] = Some(match told {
            FromPage::Result { subject, chosen, .. } => FromPage::Result { subject, others: true, chosen },
            told => told,
        });
    }

    fn load(&mut self) {
        self.tries += 1;
        self.failed = self.script().is_none();
    }

    fn script(&self) -> Option<()> {
        let document = document()?;
        let script = document.create_element("script").ok()?;
        script.set_attribute("type", "module").ok()?;
        // What could not be loaded is kept as that under its address.
        let address = format!("./{}.js?{}&{}", named_by_page("tab")?, named_by_page(self.tab.name())?, self.tries);
        script.set_attribute("src", &address).ok()?;
        script.unchecked_ref::<HtmlElement>().set_onerror(Some(self.tell.as_ref().unchecked_ref()));
        document.document_element()?.append_child(&script).ok()?;
        Some(())
    }
}

/// Tells a tab something; whether there is somebody to tell.
fn tell(tab: Tab, told: &FromPage, bytes: Option<&Piece>) -> bool {
    let Some(element) = element(tab) else { return false };
    let nothing = JsValue::UNDEFINED;
    let bytes = bytes.map_or(&nothing, |bytes| bytes.inner());
    if let Ok(hear) = Reflect::get(&element, &HEAR.into())
        && let Some(hear) = hear.dyn_ref::<Function>()
    {
        // What goes wrong in there is told from there.
        return hear.call2(&element, &Uint8Array::from(encode(told).as_slice()), bytes).is_ok();
    }
    false
}

/// What a tab has said; nothing where something else called, to say that it does not work.
fn read(said: &JsValue) -> Option<FromTab> {
    decode(&said.dyn_ref::<Uint8Array>()?.to_vec())
}

fn bytes_of(bytes: &JsValue) -> Vec<u8> {
    bytes.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec).unwrap_or_default()
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

fn element(tab: Tab) -> Option<Element> {
    document()?.get_element_by_id(tab.name())
}

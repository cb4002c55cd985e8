//! Questions of parts that ask for themselves: whoever asked is brought the answer, whatever else is asked meanwhile.

use crate::bridge::Bridge;
use js_sys::Uint8Array;
use port::{Service, decode};
use std::cell::RefCell;
use std::rc::Rc;
use yew::Callback;

/// An answer, or why there is none.
pub type Answer<T> = Result<T, String>;

/// An encoded answer, with what was written beside it.
type Parts = (Answer<Vec<u8>>, Vec<Uint8Array>);

/// Asks, and brings the answers.
#[derive(Clone)]
pub struct Post {
    bridge: Bridge,
    waiting: Rc<RefCell<Vec<Waiting>>>,
}

/// A question that is not answered yet.
struct Waiting {
    number: u32,
    on: Callback<Parts>,
    parts: Vec<Uint8Array>,
}

impl PartialEq for Post {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.waiting, &other.waiting)
    }
}

impl Post {
    /// Asks by the bridge.
    pub fn new(bridge: Bridge) -> Self {
        Self { bridge, waiting: Rc::default() }
    }

    /// Asks a service; whether that could be done. Told the answer.
    pub fn ask<S: Service>(&self, question: &S::Question, on: Callback<Answer<S::Answer>>) -> bool
    where
        S::Answer: 'static,
    {
        self.ask_for_parts::<S>(question, on.reform(|(answer, _)| answer))
    }

    /// Asks for something to be written; whether that could be done. Told its parts, too.
    pub fn ask_for_parts<S: Service>(
        &self,
        question: &S::Question,
        on: Callback<(Answer<S::Answer>, Vec<Uint8Array>)>,
    ) -> bool
    where
        S::Answer: 'static,
    {
        let number = self.bridge.ask::<S>(question);
        if number != 0 {
            let on = on.reform(|(answer, parts): Parts| {
                (answer.and_then(|bytes| decode(&bytes).ok_or_else(String::new)), parts)
            });
            self.waiting.borrow_mut().push(Waiting { number, on, parts: Vec::new() });
        }
        number != 0
    }

    /// A part of what is written.
    pub fn part(&self, number: u32, part: Uint8Array) {
        let mut waiting = self.waiting.borrow_mut();
        if let Some(waiting) = waiting.iter_mut().find(|waiting| waiting.number == number) {
            waiting.parts.push(part);
        }
    }

    /// Brings an answer to whoever asked; to nobody, where that is somebody else or the analysis another.
    pub fn deliver(&self, number: u32, answer: Answer<Vec<u8>>) {
        let mut waiting = self.waiting.borrow_mut();
        let Some(place) = waiting.iter().position(|waiting| waiting.number == number) else { return };
        let Waiting { on, parts, .. } = waiting.swap_remove(place);
        // Whoever is told may ask again at once.
        drop(waiting);
        on.emit((answer, parts));
    }

    /// There is another analysis: what was asked of the one before is answered with nothing.
    pub fn forget(&self) {
        let waiting = std::mem::take(&mut *self.waiting.borrow_mut());
        waiting.into_iter().for_each(|waiting| waiting.on.emit((Err(String::new()), Vec::new())));
    }
}

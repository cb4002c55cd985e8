//! Questions of parts that ask for themselves: whoever asked is brought the answer, whatever else is asked meanwhile.

use crossfilter::{Query, Reply};
use js_sys::Uint8Array;
use std::cell::RefCell;
use std::rc::Rc;
use yew::Callback;

/// An answer; none where the question failed.
pub type Answer = Option<Box<Reply>>;

/// An answer with what was written beside it.
pub type Parts = (Answer, Vec<Uint8Array>);

/// Asks, and brings the answers.
#[derive(Clone)]
pub struct Post {
    ask: Callback<Query, u32>,
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
    /// Asks by this function, which gives a question's number, 0 where it could not be asked.
    pub fn new(ask: Callback<Query, u32>) -> Self {
        Self { ask, waiting: Rc::default() }
    }

    /// Asks; whether that could be done.
    pub fn ask(&self, query: Query, on: Callback<Answer>) -> bool {
        self.ask_for_parts(query, on.reform(|(answer, _): Parts| answer))
    }

    /// Asks for something to be written; whether that could be done.
    pub fn ask_for_parts(&self, query: Query, on: Callback<Parts>) -> bool {
        let number = self.ask.emit(query);
        if number != 0 {
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

    /// Brings an answer to whoever asked; gives it back where nobody here did.
    pub fn deliver(&self, number: u32, answer: Answer) -> Option<Answer> {
        let mut waiting = self.waiting.borrow_mut();
        let Some(place) = waiting.iter().position(|waiting| waiting.number == number) else { return Some(answer) };
        let Waiting { on, parts, .. } = waiting.swap_remove(place);
        // Whoever is told may ask again at once.
        drop(waiting);
        on.emit((answer, parts));
        None
    }

    /// There is another analysis: what was asked of the one before is answered with nothing.
    pub fn forget(&self) {
        let waiting = std::mem::take(&mut *self.waiting.borrow_mut());
        waiting.into_iter().for_each(|waiting| waiting.on.emit((None, Vec::new())));
    }
}

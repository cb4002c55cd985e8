//! Questions of parts that ask for themselves: whoever asked is brought the answer, whatever else is asked meanwhile.

use crate::crossfilter::{Query, Reply};
use std::cell::RefCell;
use std::rc::Rc;
use yew::Callback;

/// An answer; none where the question failed.
pub type Answer = Option<Box<Reply>>;

/// Asks, and brings the answers.
#[derive(Clone)]
pub struct Post {
    ask: Callback<Query, u32>,
    waiting: Rc<RefCell<Vec<(u32, Callback<Answer>)>>>,
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
        let number = self.ask.emit(query);
        if number != 0 {
            self.waiting.borrow_mut().push((number, on));
        }
        number != 0
    }

    /// Brings an answer to whoever asked; gives it back where nobody here did.
    pub fn deliver(&self, number: u32, answer: Answer) -> Option<Answer> {
        let mut waiting = self.waiting.borrow_mut();
        let Some(place) = waiting.iter().position(|(other, _)| *other == number) else { return Some(answer) };
        let (_, on) = waiting.swap_remove(place);
        // Whoever is told may ask again at once.
        drop(waiting);
        on.emit(answer);
        None
    }

    /// There is another analysis: what was asked of the one before is heard no more.
    pub fn forget(&self) {
        self.waiting.borrow_mut().clear();
    }
}

//! Questions of one sort: at most one is under way, and of those that come meanwhile the latest is asked next.

use crossfilter::Query;

/// Questions of one sort.
#[derive(Debug, Default)]
pub struct Lane {
    /// The one that is under way, and its number.
    flight: Option<(u32, Query)>,
    waiting: Option<Query>,
    /// The one that was asked last, under way or answered.
    last: Option<Query>,
}

impl Lane {
    /// Asks, as soon as can be. What was asked last and is not to be asked otherwise is not asked again.
    pub fn want(&mut self, query: Query, ask: impl FnOnce(&Query) -> u32) {
        if self.flight.is_some() {
            self.waiting = (self.last.as_ref() != Some(&query)).then_some(query);
        } else if self.last.as_ref() != Some(&query) {
            self.send(query, ask);
        }
    }

    /// A question is answered: asks the one that waits. The one that was answered, where it was of these.
    pub fn heard(&mut self, number: u32, ask: impl FnOnce(&Query) -> u32) -> Option<Query> {
        self.flight.take_if(|(flight, _)| *flight == number).map(|(_, answered)| {
            if let Some(query) = self.waiting.take() {
                self.send(query, ask);
            }
            answered
        })
    }

    /// Nothing is wanted any more. What is under way is heard no more.
    pub fn reset(&mut self) {
        *self = Self::default();
    }

    /// What waits is not wanted any more, and what was asked may be asked again.
    pub fn drop_waiting(&mut self) {
        self.waiting = None;
        self.last = None;
    }

    /// What was asked last may be asked again: something else has changed what its answer stood for.
    pub fn forget(&mut self) {
        self.last = None;
    }

    /// Whether a question is under way.
    pub fn is_busy(&self) -> bool {
        self.flight.is_some()
    }

    fn send(&mut self, query: Query, ask: impl FnOnce(&Query) -> u32) {
        let number = ask(&query);
        self.last = Some(query.clone());
        self.flight = (number != 0).then_some((number, query));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::{Cell, RefCell};

    /// Asks by counting: each question's number is how many were asked.
    fn counting(asked: &Cell<u32>) -> impl Fn(&Query) -> u32 + Copy {
        move |_| {
            asked.set(asked.get() + 1);
            asked.get()
        }
    }

    fn brush(from: u16) -> Query {
        Query::Brush { from, to: 100 }
    }

    #[test]
    fn one_is_under_way_and_the_latest_wins() {
        let asked = RefCell::new(Vec::new());
        let ask = |query: &Query| {
            asked.borrow_mut().push(query.clone());
            asked.borrow().len() as u32
        };
        let mut lane = Lane::default();
        (0..5).for_each(|from| lane.want(brush(from), ask));
        assert_eq!(*asked.borrow(), [brush(0)]);
        assert_eq!(lane.heard(7, ask), None);
        assert_eq!(lane.heard(1, ask), Some(brush(0)));
        assert_eq!(*asked.borrow(), [brush(0), brush(4)]);
        assert!(lane.is_busy());
        assert_eq!(lane.heard(1, ask), None);
        assert_eq!(lane.heard(2, ask), Some(brush(4)));
        assert!(!lane.is_busy());
    }

    #[test]
    fn what_is_known_is_not_asked_again() {
        let asked = Cell::new(0);
        let ask = counting(&asked);
        let mut lane = Lane::default();
        lane.want(brush(1), ask);
        lane.want(brush(2), ask);
        // Back where it was before the answer came.
        lane.want(brush(1), ask);
        assert_eq!(lane.heard(1, ask), Some(brush(1)));
        lane.want(brush(1), ask);
        assert_eq!(asked.get(), 1);
        lane.drop_waiting();
        lane.want(brush(1), ask);
        assert_eq!(asked.get(), 2);
        lane.reset();
        assert_eq!(lane.heard(2, ask), None);
    }

    #[test]
    fn what_is_forgotten_is_asked_again_even_while_it_is_under_way() {
        let asked = Cell::new(0);
        let ask = counting(&asked);
        let mut lane = Lane::default();
        lane.want(brush(1), ask);
        lane.forget();
        lane.want(brush(1), ask);
        assert_eq!(lane.heard(1, ask), Some(brush(1)));
        assert_eq!(asked.get(), 2);
        assert!(lane.is_busy());
    }

    #[test]
    fn what_cannot_be_asked_does_not_block() {
        let mut lane = Lane::default();
        lane.want(brush(1), |_| 0);
        assert!(!lane.is_busy());
    }
}

//! When questions of one kind are asked: at most one is under way, and of those that come meanwhile the latest is asked next.

/// Questions of one kind.
#[derive(Debug)]
pub struct QuestionQueue<Q> {
    /// The one that is under way, and its number.
    flight: Option<(u32, Q)>,
    waiting: Option<Q>,
    /// The one that was asked last, under way or answered.
    last: Option<Q>,
}

impl<Q> Default for QuestionQueue<Q> {
    fn default() -> Self {
        Self { flight: None, waiting: None, last: None }
    }
}

impl<Q: Clone + PartialEq> QuestionQueue<Q> {
    /// Asks, as soon as can be. What was asked last and is not to be asked otherwise is not asked again. `ask` returns the
    /// question's number, 0 where it cannot be asked.
    pub fn want(&mut self, question: Q, ask: impl FnOnce(&Q) -> u32) {
        if self.flight.is_some() {
            self.waiting = (self.last.as_ref() != Some(&question)).then_some(question);
        } else if self.last.as_ref() != Some(&question) {
            self.send(question, ask);
        }
    }

    /// A question is answered: asks the one that waits. The one that was answered, where it was of these.
    pub fn heard(&mut self, number: u32, ask: impl FnOnce(&Q) -> u32) -> Option<Q> {
        self.flight.take_if(|(flight, _)| *flight == number).map(|(_, answered)| {
            if let Some(question) = self.waiting.take() {
                self.send(question, ask);
            }
            answered
        })
    }

    /// Nothing is wanted any more. What is under way is heard no more.
    pub fn reset(&mut self) {
        *self = Self::default();
    }

    /// What was asked last may be asked again: something else has changed what its answer stood for.
    pub fn forget(&mut self) {
        self.last = None;
    }

    /// Whether the question of this number is under way.
    pub fn awaits(&self, number: u32) -> bool {
        self.flight.as_ref().is_some_and(|(flight, _)| *flight == number)
    }

    /// Whether a question is under way.
    pub fn is_busy(&self) -> bool {
        self.flight.is_some()
    }

    /// Whether this is the question that was wanted last.
    pub fn is_latest(&self, question: &Q) -> bool {
        self.waiting.as_ref().or(self.last.as_ref()) == Some(question)
    }

    fn send(&mut self, question: Q, ask: impl FnOnce(&Q) -> u32) {
        let number = ask(&question);
        self.last = Some(question.clone());
        self.flight = (number != 0).then_some((number, question));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::cell::{Cell, RefCell};

    /// Asks by counting: each question's number is how many were asked.
    fn counting(asked: &Cell<u32>) -> impl Fn(&u16) -> u32 + Copy {
        move |_| {
            asked.set(asked.get() + 1);
            asked.get()
        }
    }

    #[test]
    fn one_is_under_way_and_the_latest_wins() {
        let asked = RefCell::new(Vec::new());
        let ask = |question: &u16| {
            asked.borrow_mut().push(*question);
            asked.borrow().len() as u32
        };
        let mut queue = QuestionQueue::default();
        (0..5).for_each(|question| queue.want(question, ask));
        assert_eq!(*asked.borrow(), [0]);
        assert_eq!(queue.heard(7, ask), None);
        assert_eq!(queue.heard(1, ask), Some(0));
        assert_eq!(*asked.borrow(), [0, 4]);
        assert!(queue.is_busy());
        assert_eq!(queue.heard(1, ask), None);
        assert_eq!(queue.heard(2, ask), Some(4));
        assert!(!queue.is_busy());
    }

    #[test]
    fn what_is_known_is_not_asked_again() {
        let asked = Cell::new(0);
        let ask = counting(&asked);
        let mut queue = QuestionQueue::default();
        queue.want(1, ask);
        queue.want(2, ask);
        // Back where it was before the answer came.
        queue.want(1, ask);
        assert_eq!(queue.heard(1, ask), Some(1));
        queue.want(1, ask);
        assert_eq!(asked.get(), 1);
        queue.forget();
        queue.want(1, ask);
        assert_eq!(asked.get(), 2);
        queue.reset();
        assert_eq!(queue.heard(2, ask), None);
    }

    #[test]
    fn what_is_forgotten_is_asked_again_even_while_it_is_under_way() {
        let asked = Cell::new(0);
        let ask = counting(&asked);
        let mut queue = QuestionQueue::default();
        queue.want(1, ask);
        queue.forget();
        queue.want(1, ask);
        assert_eq!(queue.heard(1, ask), Some(1));
        assert_eq!(asked.get(), 2);
        assert!(queue.is_busy());
    }

    #[test]
    fn what_cannot_be_asked_does_not_block() {
        let mut queue = QuestionQueue::default();
        queue.want(1, |_: &u16| 0);
        assert!(!queue.is_busy());
    }

    proptest! {
        /// Whatever is wanted and answered in whatever order: never two under way, and in the end the latest was asked.
        #[test]
        fn the_latest_is_asked_in_the_end(steps in proptest::collection::vec(proptest::option::of(0_u16..4), 1..60)) {
            let asked = RefCell::new(Vec::new());
            let ask = |question: &u16| {
                asked.borrow_mut().push(*question);
                asked.borrow().len() as u32
            };
            let (mut queue, mut latest, mut answered) = (QuestionQueue::default(), None, 0);
            for step in steps {
                match step {
                    Some(question) => {
                        queue.want(question, ask);
                        latest = Some(question);
                        prop_assert!(queue.is_latest(&question));
                    }
                    None if queue.is_busy() => {
                        answered += 1;
                        prop_assert!(queue.heard(answered, ask).is_some());
                    }
                    None => {}
                }
                prop_assert_eq!(asked.borrow().len() as u32 - answered, u32::from(queue.is_busy()));
            }
            while queue.is_busy() {
                answered += 1;
                queue.heard(answered, ask);
            }
            prop_assert_eq!(asked.borrow().last().copied(), latest);
        }
    }
}

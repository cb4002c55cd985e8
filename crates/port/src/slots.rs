//! The side that asks: what is wanted of each service, what is under way, and what was answered.

use super::queue::QuestionQueue;
use super::service::{Lasting, Service, decode, encode};
use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

/// What there is of what is wanted.
pub struct AnswerState<T> {
    value: Option<Rc<T>>,
    is_current: bool,
    is_renewing: bool,
}

impl<T> Default for AnswerState<T> {
    fn default() -> Self {
        Self { value: None, is_current: false, is_renewing: false }
    }
}

impl<T> Clone for AnswerState<T> {
    fn clone(&self) -> Self {
        Self { value: self.value.clone(), ..*self }
    }
}

impl<T> AnswerState<T> {
    /// The newest answer: to this question, or until that is there to the one before.
    pub fn value(&self) -> Option<Rc<T>> {
        self.value.clone()
    }

    /// The answer to this very question.
    pub fn current(&self) -> Option<Rc<T>> {
        self.value.clone().filter(|_| self.is_current)
    }

    /// Whether the question was answered, or failed.
    pub fn is_current(&self) -> bool {
        self.is_current
    }

    /// Whether the answer belongs to what was asked about before.
    pub fn is_renewing(&self) -> bool {
        self.is_renewing
    }
}

/// Asks a service a question; the number that its answer carries, 0 where it cannot be asked.
type Ask = dyn Fn(&'static str, Vec<u8>) -> u32;

/// A slot for each service that was asked: the latest question wins, one is under way, and an answer whose question nobody
/// waits for any more is dropped.
pub struct Slots {
    ask: Box<Ask>,
    slots: RefCell<Vec<Slot>>,
}

/// What is wanted of a service.
struct Slot {
    name: &'static str,
    lasting: Lasting,
    queue: QuestionQueue<Vec<u8>>,
    answer: Option<Content>,
    failure: Option<String>,
    /// Whether the answer is to the question that was wanted last; so it is where that failed.
    is_current: bool,
    is_renewing: bool,
}

/// An answer, as it came and once it was read.
enum Content {
    Bytes(Vec<u8>),
    Value(Rc<dyn Any>),
}

impl Slots {
    /// Without a question, asking by this function: it returns the number that the answer will carry, 0 where a question
    /// cannot be asked.
    pub fn new(ask: impl Fn(&'static str, Vec<u8>) -> u32 + 'static) -> Self {
        Self { ask: Box::new(ask), slots: RefCell::default() }
    }

    /// Wants the answer to a question: asks it where it is another one than before. What there is by now.
    pub fn want<S: Service<Answer: 'static>>(&self, question: &S::Question) -> AnswerState<S::Answer> {
        let place = self.place(S::NAME, S::LASTING, encode(question));
        self.read(place)
    }

    /// Asks for once, whoever hears the answer: the number that it carries.
    pub fn ask<S: Service>(&self, question: &S::Question) -> u32 {
        (self.ask)(S::NAME, encode(question))
    }

    /// What there is of what was wanted last of a service.
    pub fn get<S: Service<Answer: 'static>>(&self) -> AnswerState<S::Answer> {
        let place = self.slots.borrow().iter().position(|slot| slot.name == S::NAME);
        place.map_or_else(AnswerState::default, |place| self.read(place))
    }

    /// Why the question that was wanted last of a service has no answer, where it failed.
    pub fn failure<S: Service>(&self) -> Option<String> {
        self.slots.borrow().iter().find(|slot| slot.name == S::NAME)?.failure.clone()
    }

    /// An answer to this question is known without asking.
    pub fn put<S: Service<Answer: 'static>>(&self, question: &S::Question, answer: S::Answer) {
        let place = self.prepare(S::NAME, S::LASTING);
        let slot = &mut self.slots.borrow_mut()[place];
        slot.queue.reset();
        slot.queue.want(encode(question), |_| 0);
        slot.put(Some(Content::Value(Rc::new(answer))));
    }

    /// The slot of a service, in which a question is wanted.
    fn place(&self, name: &'static str, lasting: Lasting, question: Vec<u8>) -> usize {
        let place = self.prepare(name, lasting);
        let slot = &mut self.slots.borrow_mut()[place];
        if !slot.queue.is_latest(&question) {
            (slot.is_current, slot.failure) = (false, None);
        }
        slot.queue.want(question, |question| (self.ask)(name, question.clone()));
        place
    }

    /// The slot of a service.
    fn prepare(&self, name: &'static str, lasting: Lasting) -> usize {
        let mut slots = self.slots.borrow_mut();
        slots.iter().position(|slot| slot.name == name).unwrap_or_else(|| {
            let (queue, answer, failure) = (QuestionQueue::default(), None, None);
            slots.push(Slot { name, lasting, queue, answer, failure, is_current: false, is_renewing: false });
            slots.len() - 1
        })
    }

    fn read<T: serde::de::DeserializeOwned + 'static>(&self, place: usize) -> AnswerState<T> {
        let (value, is_current, is_renewing) = self.content(place, |bytes| Some(Rc::new(decode::<T>(bytes)?)));
        AnswerState { value: value.and_then(|value| value.downcast().ok()), is_current, is_renewing }
    }

    /// What is in a slot, read where it was not yet; whether it is current, and whether it is being renewed.
    fn content(&self, place: usize, read: fn(&[u8]) -> Option<Rc<dyn Any>>) -> (Option<Rc<dyn Any>>, bool, bool) {
        let slot = &mut self.slots.borrow_mut()[place];
        if let Some(Content::Bytes(bytes)) = &slot.answer {
            slot.answer = read(bytes).map(Content::Value);
            if slot.answer.is_none() {
                slot.failure = Some("the answer cannot be read".into());
            }
        }
        let value = match &slot.answer {
            Some(Content::Value(value)) => Some(value.clone()),
            _ => None,
        };
        (value, slot.is_current, slot.is_renewing)
    }

    /// Whether an answer of this number is waited for.
    pub fn awaits(&self, number: u32) -> bool {
        self.slots.borrow().iter().any(|slot| slot.queue.awaits(number))
    }

    /// A question is answered, or failed, and why. The service that it was of, where it was one of these.
    pub fn hear(&self, number: u32, answer: Result<Vec<u8>, String>) -> Option<&'static str> {
        let mut slots = self.slots.borrow_mut();
        for slot in slots.iter_mut() {
            let name = slot.name;
            let Some(answered) = slot.queue.heard(number, |question| (self.ask)(name, question.clone())) else {
                continue;
            };
            if slot.queue.is_latest(&answered) {
                match answer {
                    Ok(bytes) => slot.put(Some(Content::Bytes(bytes))),
                    Err(why) => {
                        slot.put(None);
                        slot.failure = Some(why);
                    }
                }
            }
            return Some(name);
        }
        None
    }

    /// Something else is asked about from now on: nothing that is under way is heard any more, and everything is asked anew
    /// when it is wanted. Answers about what is the same stay meanwhile, as being renewed.
    pub fn renew(&self, is_same: impl Fn(Lasting) -> bool) {
        for slot in self.slots.borrow_mut().iter_mut() {
            slot.queue.reset();
            (slot.is_current, slot.failure) = (false, None);
            if !is_same(slot.lasting) {
                slot.answer = None;
            }
            slot.is_renewing = slot.answer.is_some();
        }
    }

    /// What was wanted of a service is not wanted any more.
    pub fn forget<S: Service>(&self) {
        self.slots.borrow_mut().retain(|slot| slot.name != S::NAME);
    }
}

impl Slot {
    fn put(&mut self, answer: Option<Content>) {
        (self.answer, self.failure) = (answer, None);
        (self.is_current, self.is_renewing) = (true, false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    struct Double;
    impl Service for Double {
        const NAME: &'static str = "double";
        type Question = u32;
        type Answer = u32;
    }
    struct Columns;
    impl Service for Columns {
        const NAME: &'static str = "columns";
        const LASTING: Lasting = Lasting::File;
        type Question = u32;
        type Answer = String;
    }

    type Sent = Rc<RefCell<Vec<(&'static str, Vec<u8>)>>>;

    fn slots() -> (Slots, Sent) {
        let sent = Sent::default();
        let channel = sent.clone();
        let slots = Slots::new(move |service, question| {
            channel.borrow_mut().push((service, question));
            channel.borrow().len() as u32
        });
        (slots, sent)
    }

    #[test]
    fn a_question_is_asked_once_and_its_answer_is_kept() {
        let (slots, sent) = slots();
        assert!(slots.want::<Double>(&4).value().is_none() && slots.awaits(1) && !slots.awaits(2));
        assert!(slots.want::<Double>(&4).value().is_none());
        assert_eq!(*sent.borrow(), [("double", encode(&4_u32))]);
        assert_eq!(slots.hear(1, Ok(encode(&8_u32))), Some("double"));
        let wanted = slots.want::<Double>(&4);
        assert_eq!((wanted.current().as_deref(), wanted.is_renewing()), (Some(&8), false));
        // To another question the answer before is shown, and is known as that.
        let wanted = slots.want::<Double>(&5);
        assert_eq!((wanted.value().as_deref(), wanted.current()), (Some(&8), None));
        assert_eq!(sent.borrow().len(), 2);
    }

    #[test]
    fn an_answer_to_what_is_not_wanted_any_more_is_dropped() {
        let (slots, sent) = slots();
        (1..4).for_each(|question| drop(slots.want::<Double>(&question)));
        assert_eq!(sent.borrow().len(), 1);
        assert!(slots.hear(1, Ok(encode(&2_u32))).is_some());
        assert!(slots.get::<Double>().value().is_none());
        assert_eq!(sent.borrow().last(), Some(&("double", encode(&3_u32))));
        assert!(slots.hear(2, Ok(encode(&6_u32))).is_some());
        assert_eq!(slots.get::<Double>().current().as_deref(), Some(&6));
        assert_eq!(slots.hear(2, Err(String::new())), None, "it is answered");
    }

    #[test]
    fn what_failed_leaves_nothing_and_is_not_asked_again() {
        let (slots, sent) = slots();
        slots.want::<Double>(&1);
        slots.hear(1, Ok(encode(&2_u32)));
        slots.want::<Double>(&2);
        slots.hear(2, Err("too large".into()));
        let wanted = slots.want::<Double>(&2);
        assert_eq!(slots.failure::<Double>().as_deref(), Some("too large"));
        assert!(wanted.value().is_none() && wanted.is_current());
        assert_eq!(sent.borrow().len(), 2);
        // What cannot be read is as much worth.
        slots.want::<Double>(&3);
        slots.hear(3, Ok(Vec::new()));
        assert!(slots.want::<Double>(&3).value().is_none() && slots.failure::<Double>().is_some());
        assert_eq!(sent.borrow().len(), 3);
    }

    #[test]
    fn answers_outlive_what_they_are_about_in_no_case() {
        let (slots, sent) = slots();
        slots.want::<Double>(&1);
        slots.want::<Columns>(&1);
        slots.hear(1, Ok(encode(&2_u32)));
        slots.hear(2, Ok(encode(&"a")));
        slots.want::<Double>(&7);
        slots.renew(|lasting| lasting == Lasting::File);
        assert_eq!(slots.hear(3, Ok(encode(&14_u32))), None, "it was asked about something else");
        assert!(slots.get::<Double>().value().is_none());
        let columns = slots.get::<Columns>();
        assert!(columns.is_renewing() && columns.current().is_none());
        assert_eq!(columns.value().as_deref().map(String::as_str), Some("a"));
        slots.want::<Columns>(&1);
        assert_eq!(sent.borrow().len(), 4, "it is asked anew");
        slots.hear(4, Ok(encode(&"b")));
        assert_eq!(slots.get::<Columns>().current().as_deref().map(String::as_str), Some("b"));
        slots.forget::<Columns>();
        assert!(slots.get::<Columns>().value().is_none());
    }

    #[test]
    fn what_is_known_is_not_asked() {
        let (slots, sent) = slots();
        slots.put::<Double>(&4, 8);
        assert_eq!(slots.want::<Double>(&4).current().as_deref(), Some(&8));
        assert!(sent.borrow().is_empty());
    }

    proptest! {
        /// Whatever is wanted, answered, failed and renewed: an answer that says to be current is the one to the question.
        #[test]
        fn a_current_answer_is_to_the_question(steps in proptest::collection::vec((0_u8..4, 0_u32..5), 1..80)) {
            let (slots, sent) = slots();
            let mut heard = 0;
            for (step, question) in steps {
                match step {
                    0 | 1 => {
                        let wanted = slots.want::<Double>(&question);
                        prop_assert!(wanted.current().is_none_or(|answer| *answer == question * 2));
                    }
                    2 if heard < sent.borrow().len() => {
                        heard += 1;
                        let asked: Option<u32> = decode(&sent.borrow()[heard - 1].1);
                        let answer = asked.filter(|asked| *asked != 3).map(|asked| encode(&(asked * 2)));
                        slots.hear(heard as u32, answer.ok_or_else(String::new));
                    }
                    3 => slots.renew(|_| question > 2),
                    _ => {}
                }
            }
        }
    }
}

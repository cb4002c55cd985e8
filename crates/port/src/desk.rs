//! The side that is asked: finds the service that is meant.

use super::service::{Answers, Refusal, Service, decode, encode};

/// The services that something answers.
pub struct Desk<About: 'static>(pub &'static [Entry<About>]);

/// A service as a desk lists it.
pub struct Entry<About> {
    name: &'static str,
    answer: fn(&mut About, &[u8]) -> Result<Vec<u8>, Refusal>,
}

/// A service for the list of a desk.
pub const fn entry<S: Service, About: Answers<S>>() -> Entry<About> {
    fn answer<S: Service, About: Answers<S>>(about: &mut About, question: &[u8]) -> Result<Vec<u8>, Refusal> {
        let question = decode(question).ok_or(Refusal::Unreadable(S::NAME))?;
        about.answer(question).map(|answer| encode(&answer))
    }
    Entry { name: S::NAME, answer: answer::<S, About> }
}

impl<About> Desk<About> {
    /// Whether a service is answered here.
    pub fn has(&self, service: &str) -> bool {
        self.0.iter().any(|entry| entry.name == service)
    }

    /// The names of the services that are answered here.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|entry| entry.name)
    }

    /// The answer to an encoded question, encoded.
    ///
    /// # Errors
    /// Where the service is not answered here, the bytes are no question of it, or whoever is asked has no answer.
    pub fn answer(&self, service: &str, about: &mut About, question: &[u8]) -> Result<Vec<u8>, Refusal> {
        let entry = self.0.iter().find(|entry| entry.name == service);
        let entry = entry.ok_or_else(|| Refusal::Unknown(service.to_owned()))?;
        (entry.answer)(about, question)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    struct Halve;
    impl Service for Halve {
        const NAME: &'static str = "halve";
        type Question = u32;
        type Answer = u32;
    }
    struct Name;
    impl Service for Name {
        const NAME: &'static str = "name";
        type Question = (String, f64);
        type Answer = Option<String>;
    }
    /// What is asked: how often it was.
    impl Answers<Halve> for u32 {
        fn answer(&mut self, question: u32) -> Result<u32, Refusal> {
            *self += 1;
            if question.is_multiple_of(2) { Ok(question / 2) } else { Err(Refusal::Told("it is odd".into())) }
        }
    }
    impl Answers<Name> for u32 {
        fn answer(&mut self, (name, number): (String, f64)) -> Result<Option<String>, Refusal> {
            *self += 1;
            Ok((!number.is_nan()).then_some(name))
        }
    }
    const DESK: Desk<u32> = Desk(&[entry::<Halve, u32>(), entry::<Name, u32>()]);

    #[test]
    fn each_question_comes_to_its_service() {
        let mut asked = 0;
        assert_eq!(DESK.answer("halve", &mut asked, &encode(&8_u32)), Ok(encode(&4_u32)));
        let question = ("a".to_owned(), f64::NAN);
        assert_eq!(DESK.answer("name", &mut asked, &encode(&question)), Ok(encode(&None::<String>)));
        assert_eq!(asked, 2);
        assert!(DESK.has("name") && !DESK.has("nam"));
        assert_eq!(DESK.names().collect::<Vec<_>>(), ["halve", "name"]);
    }

    #[test]
    fn what_is_not_answered_says_why() {
        let mut asked = 0;
        let refused = |service, question: &[u8], asked: &mut u32| DESK.answer(service, asked, question).unwrap_err();
        assert_eq!(refused("other", &[], &mut asked), Refusal::Unknown("other".into()));
        assert_eq!(refused("halve", &[], &mut asked), Refusal::Unreadable("halve"));
        assert_eq!(asked, 0, "what is no question is not asked");
        assert_eq!(refused("halve", &encode(&7_u32), &mut asked).to_string(), "it is odd");
    }

    proptest! {
        #[test]
        fn any_bytes_are_answered_or_refused(service in "halve|name|[a-z]{0,6}", question: Vec<u8>) {
            let mut asked = 0;
            let answer = DESK.answer(&service, &mut asked, &question);
            prop_assert!(DESK.has(&service) || answer == Err(Refusal::Unknown(service)));
        }

        #[test]
        fn numbers_keep_their_bits(bits: u64) {
            let number = f64::from_bits(bits);
            prop_assert_eq!(decode::<f64>(&encode(&number)).map(f64::to_bits), Some(bits));
        }
    }
}

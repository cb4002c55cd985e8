//! Kinds of questions.

use serde::Serialize;
use serde::de::DeserializeOwned;
use thiserror::Error;

/// What an answer is about, and so how long it can be shown: until its successor is there, as long as this is the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lasting {
    /// The sessions and what they are judged.
    Sessions,
    /// The file, however its sessions are read.
    File,
}

/// A kind of question with its answer.
pub trait Service {
    /// The name by which it is asked for, one for each service.
    const NAME: &'static str;

    /// What its answers are about.
    const LASTING: Lasting = Lasting::Sessions;

    /// What is asked.
    type Question: Serialize + DeserializeOwned;

    /// What is answered.
    type Answer: Serialize + DeserializeOwned;
}

/// Answers the questions of a service.
pub trait Answers<S: Service> {
    /// The answer to a question.
    ///
    /// # Errors
    /// Why there is none.
    fn answer(&mut self, question: S::Question) -> Result<S::Answer, Refusal>;
}

/// Why a question has no answer.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The asked side does not know the service.
    #[error("nobody here answers “{0}”")]
    Unknown(String),
    /// The bytes are no question of the service.
    #[error("this is no question of “{0}”")]
    Unreadable(&'static str),
    /// Whoever was asked has no answer, and says why.
    #[error("{0}")]
    Told(String),
}

/// A question or answer as bytes.
pub fn encode(value: &impl Serialize) -> Vec<u8> {
    // Plain data in memory is encoded without fail; nothing arrives as nothing.
    postcard::to_allocvec(value).unwrap_or_default()
}

/// The question or answer of some bytes; none for what [`encode`] has not made.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
}

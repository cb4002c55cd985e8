//! One port for questions: what a program asks another one, on the other side of a channel of messages.
//!
//! - [`Service`] is a kind of question with its answer. A crate defines it beside what it is asked about, and says there how
//!   that [answers](Answers);
//! - [`Desk`] is a list of services, by which the asked side finds the one that is meant;
//! - [`QuestionQueue`] decides when questions of one kind are asked: one is under way, and of those that come meanwhile the latest is
//!   next;
//! - [`Slots`] is the table of the asking side: what is wanted of each service, what is under way, what was answered.
//!
//! Questions and answers travel as bytes in [postcard](https://postcard.jamesmunns.com)'s encoding, written once each by
//! [`encode`]: both ends are of one build. Nothing here knows a browser.
//!
//! ```
//! use port::{Answers, Desk, Refusal, Service, Slots, entry};
//!
//! /// The number of sessions whose start took longer than so many seconds.
//! struct CountLate;
//!
//! impl Service for CountLate {
//!     const NAME: &'static str = "late";
//!     type Question = f64;
//!     type Answer = u32;
//! }
//!
//! impl Answers<CountLate> for Vec<f64> {
//!     fn answer(&mut self, seconds: f64) -> Result<u32, Refusal> {
//!         Ok(self.iter().filter(|&&start| start > seconds).count() as u32)
//!     }
//! }
//!
//! // The side that is asked.
//! const DESK: Desk<Vec<f64>> = Desk(&[entry::<CountLate, _>()]);
//! let mut starts = vec![0.4, 2.5, 7.0];
//!
//! // The side that asks: here the channel is a list.
//! let sent = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
//! let channel = sent.clone();
//! let slots = Slots::new(move |service, question| {
//!     channel.borrow_mut().push((service, question));
//!     channel.borrow().len() as u32
//! });
//! assert_eq!(slots.want::<CountLate>(&2.0).value(), None);
//!
//! let (service, question) = sent.borrow()[0].clone();
//! let answer = DESK.answer(service, &mut starts, &question)?;
//! assert_eq!(slots.hear(1, Ok(answer)), Some("late"));
//! assert_eq!(slots.want::<CountLate>(&2.0).value().as_deref(), Some(&2));
//! # Ok::<(), Refusal>(())
//! ```

mod desk;
mod queue;
mod service;
mod slots;

pub use desk::{Desk, Entry, entry};
pub use queue::QuestionQueue;
pub use service::{Answers, Lasting, Refusal, Service, decode, encode};
pub use slots::{AnswerState, Slots};

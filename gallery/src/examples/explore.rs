//! The states of Explore's charts: the same for all kinds, so a kind says only what it draws of how many sessions.

use super::sessions::Names;
use crate::registry::State;
use std::rc::Rc;
use streamguard::crossfilter::view::Drawing;
use streamguard::crossfilter::{Picture, Test};
use streamguard::explore::charts::given::{Around, Given};
use streamguard::explore::gesture::Standing;

/// How many sessions there are, and how many of them are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// All of some thousand.
    All,
    /// A part of them.
    Part,
    /// One.
    One,
    /// As many as there may be.
    Many,
    /// None of some thousand.
    None,
}

/// The filters on the dimension across and on that up.
pub type Tests = [Option<Test>; 2];

/// What the examples of a kind are made of.
pub struct Source {
    /// What it draws: first what stands for the kind, then what else it can draw.
    pub drawings: fn() -> Vec<Drawing>,
    /// The picture of a drawing.
    pub picture: fn(&Drawing, Amount, &Names) -> Picture,
    /// The filters on it.
    pub tests: fn(&Drawing, &Names) -> Tests,
}

impl Source {
    /// Its examples in this state. What all drawings have in common is shown by the first.
    pub fn examples(&self, state: State) -> Vec<Given> {
        let names = if state == State::LongLabels { Names::long() } else { Names::usual() };
        let amount = match state {
            State::Plain => Amount::All,
            State::Compared | State::LongLabels | State::Busy | State::Failed => Amount::Part,
            State::One => Amount::One,
            State::Many => Amount::Many,
            State::NothingLeft | State::Lacking | State::First => Amount::None,
        };
        let standing = match state {
            State::Busy => Standing::Busy,
            State::Lacking => Standing::Lacking,
            State::Failed => Standing::Failed("the worker could not answer.".into()),
            _ => Standing::Settled,
        };
        let drawings = (self.drawings)();
        let many = matches!(state, State::Compared | State::Plain | State::One | State::LongLabels | State::Many);
        let drawings = drawings.into_iter().take(if many { usize::MAX } else { 1 });
        let example = |drawing: Drawing| {
            let picture = state.draws().then(|| Rc::new((self.picture)(&drawing, amount, &names)));
            let chosen = matches!(state, State::Compared | State::LongLabels);
            let [test, test_up] = if chosen { (self.tests)(&drawing, &names) } else { [None, None] };
            Given {
                drawing,
                picture,
                test,
                test_up,
                compare: amount == Amount::Part || amount == Amount::None,
                about: names.about.clone(),
                cross: None,
                around: Around { standing: standing.clone(), ..Around::default() },
            }
        };
        let mut examples: Vec<Given> = Vec::new();
        for example in drawings.map(example) {
            // What looks the same is shown once.
            if examples.iter().all(|other| other.picture.is_none() || other.picture != example.picture) {
                examples.push(example);
            }
        }
        examples
    }
}

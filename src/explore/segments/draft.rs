//! What is said of the columns of a table of counts.

use diagnose::counts::{At, CountColumns};

/// What is said of the columns; empty where nothing is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// How many are bad.
    pub bad: String,
    /// How many sessions a row stands for.
    pub weight: String,
    /// The time.
    pub time: String,
    /// Which time is explained.
    pub at: String,
}

impl Draft {
    /// As it is asked.
    pub fn columns(&self) -> CountColumns {
        let is_given = |text: &String| (!text.trim().is_empty()).then(|| text.trim().to_owned());
        let at = is_given(&self.at).map(|from| At { from, until: None });
        CountColumns {
            weight: is_given(&self.weight),
            bad: self.bad.clone(),
            time: is_given(&self.time).zip(at),
            ..CountColumns::default()
        }
    }

    /// Whether it can be asked: a time and which one go together.
    pub fn is_whole(&self) -> bool {
        !self.bad.is_empty() && self.time.is_empty() == self.at.trim().is_empty()
    }
}

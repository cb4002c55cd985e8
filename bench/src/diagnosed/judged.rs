//! Answers held against the causes that are known.

use super::Conditions;
use serde_json::{Value, json};

/// What somebody has answered.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answered {
    /// The answers in their order.
    pub answers: Vec<Conditions>,
    /// What comes next to them.
    pub close: Vec<Conditions>,
}

/// The places, from 1, of causes among the answers and what comes next to them; none where a cause is not there.
pub fn ranks(causes: &[Conditions], answered: &Answered) -> Vec<Option<usize>> {
    let place = |cause: &Conditions| {
        answered.answers.iter().chain(&answered.close).position(|answer| answer == cause).map(|place| place + 1)
    };
    causes.iter().map(place).collect()
}

/// What a method came to in one case.
pub struct Judged<'a> {
    /// Which world, as `truth`, `flagged`, `none` or `incidents`.
    pub world: &'a str,
    /// How many sessions there are; none where that differs.
    pub sessions: Option<usize>,
    /// The seed or the file.
    pub case: String,
    /// Whose answers they are.
    pub method: &'a str,
    /// What the causes are.
    pub causes: &'a [Conditions],
    /// The place among them of the one that is behind most.
    pub strongest: Option<usize>,
}

impl Judged<'_> {
    /// As a line.
    pub fn line(&self, answered: &Answered) -> Value {
        json!({
            "world": self.world,
            "sessions": self.sessions,
            "case": self.case,
            "method": self.method,
            "answers": answered.answers.len(),
            "ranks": ranks(self.causes, answered),
            "strongest": self.strongest,
            // For people: what was answered.
            "said": answered.answers.iter().map(said).collect::<Vec<_>>(),
        })
    }
}

fn said(conditions: &Conditions) -> String {
    let conditions: Vec<String> = conditions.iter().map(|(name, label)| format!("{name} = {label}")).collect();
    conditions.join(" & ")
}

#[cfg(test)]
mod tests {
    use super::super::set;
    use super::*;

    fn conditions(text: &str) -> Conditions {
        let condition = |text: &str| text.split_once('=').map(|(name, label)| (name.to_owned(), label.to_owned()));
        set(text.split('&').filter_map(condition).collect())
    }

    #[test]
    fn an_answer_is_right_where_its_set_is_that_of_a_cause() {
        let answered =
            Answered { answers: ["a=1&b=2", "c=3"].map(conditions).to_vec(), close: ["a=1"].map(conditions).to_vec() };
        let causes = ["b=2&a=1", "c=3&a=1", "a=1", "c=4"].map(conditions);
        assert_eq!(ranks(&causes, &answered), [Some(1), None, Some(3), None]);
    }
}

//! How long the answer takes: natively on one thread, and in the page.

use serde_json::{Value, json};

/// Natively; times in milliseconds.
#[derive(Debug, Clone, PartialEq)]
pub struct Native {
    /// The sessions.
    pub sessions: u64,
    /// What combinations are made of.
    pub dimensions: u64,
    /// Until the search can begin, for each question, the first one first.
    pub begun: Vec<f64>,
    /// The search, likewise.
    pub searched: Vec<f64>,
}

impl Native {
    /// What the program says.
    pub fn of(line: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(line).ok()?;
        Some(Self {
            sessions: value["sessions"].as_u64()?,
            dimensions: value["dimensions"].as_u64()?,
            begun: numbers(&value["begun"])?,
            searched: numbers(&value["searched"])?,
        })
    }
}

/// An answer that a page was asked for; times in milliseconds.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// From the click on the button until the answers are rendered.
    pub opened: f64,
    /// What the worker did meanwhile for it.
    pub worker: f64,
    /// How many answers there are.
    pub answers: u64,
}

/// What is asked of the driver: so many clicks.
pub fn question(clicks: usize) -> Value {
    json!({ "candidate": "shared", "clicks": clicks })
}

/// What it has answered: each click, or why there is none.
pub fn asked(answer: &Value) -> Option<Result<Vec<Asked>, String>> {
    if let Some(error) = answer["error"].as_str() {
        return Some(Err(error.to_owned()));
    }
    let asked = |value: &Value| {
        Some(Asked {
            opened: value["opened"].as_f64()?,
            worker: value["worker"].as_f64()?,
            answers: value["answers"].as_u64()?,
        })
    };
    answer["asked"].as_array()?.iter().map(asked).collect::<Option<_>>().map(Ok)
}

fn numbers(list: &Value) -> Option<Vec<f64>> {
    list.as_array()?.iter().map(Value::as_f64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read() {
        let line = r#"{"sessions":5,"dimensions":10,"answers":2,"begun":[3,1],"searched":[4.5,4]}"#;
        let expected = Native { sessions: 5, dimensions: 10, begun: vec![3.0, 1.0], searched: vec![4.5, 4.0] };
        assert_eq!(Native::of(line), Some(expected));
        assert_eq!(Native::of(&line.replace("4.5", "null")), None);
        let answer = json!({ "asked": [{ "opened": 80, "worker": 30.5, "answers": 4 }] });
        assert_eq!(asked(&answer), Some(Ok(vec![Asked { opened: 80.0, worker: 30.5, answers: 4 }])));
        assert_eq!(asked(&json!({ "error": "no" })), Some(Err("no".into())));
        assert_eq!(asked(&json!({ "asked": [{ "opened": 80 }] })), None);
    }
}

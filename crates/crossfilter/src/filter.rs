//! A condition on one dimension, and how it is written.

use super::dimension::Dimension;
use super::places::{MOST_LABELS, Places};
use super::text::{self, TextError};
use serde::{Deserialize, Serialize};

/// A condition on the value of a session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Test {
    /// At least the first and less than the second; infinite where there is no end. For times in UTC milliseconds. A missing
    /// value is in no range.
    Between(f64, f64),
    /// One of these labels.
    OneOf(Vec<String>),
    /// Has this text in it, capital or small letters alike (of the ASCII letters).
    Contains(String),
    /// One of the labels at these places, as it stands in links: [`Self::OneOf`] once it is known which labels there are.
    /// Until then no value meets it.
    At(Places),
}

/// A condition on one dimension.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Filter {
    /// What is looked at.
    pub dimension: Dimension,
    /// What must be true of it.
    pub test: Test,
}

const MOST_TEXT: usize = 300;

impl Filter {
    /// Whether it can be meant: ends in order and numbers, labels and text neither none nor too many.
    pub fn is_sound(&self) -> bool {
        match &self.test {
            Test::Between(low, high) => low < high,
            Test::OneOf(labels) => (1..=MOST_LABELS).contains(&labels.len()),
            Test::Contains(text) => (1..=MOST_TEXT).contains(&text.chars().count()),
            Test::At(_) => true,
        }
    }

    /// The filter as text: `c.startup_time_ms:2000..8000`, `c.device_type:in:web;mobile`, `c.session_id:has:abc`,
    /// `c.cdn:of:1f0e9a3c:0-5;9`.
    pub fn to_text(&self) -> String {
        let name = text::escape(&self.dimension.name());
        match &self.test {
            Test::Between(low, high) => format!("{name}:{}", text::range(*low, *high)),
            Test::OneOf(labels) => {
                let labels: Vec<String> = labels.iter().map(|label| text::escape(label)).collect();
                format!("{name}:in:{}", labels.join(";"))
            }
            Test::Contains(part) => format!("{name}:has:{}", text::escape(part)),
            Test::At(places) => format!("{name}:of:{}", places.to_text()),
        }
    }

    /// Reads a filter.
    ///
    /// # Errors
    /// [`TextError`] for what [`Self::to_text`] does not write.
    pub fn from_text(whole: &str) -> Result<Self, TextError> {
        let none = || TextError::new(whole, "is no filter");
        let (name, test) = whole.split_once(':').ok_or_else(none)?;
        let dimension = text::dimension(name)?;
        let test = match test.split_once(':') {
            Some(("in", labels)) => {
                Test::OneOf(labels.split(';').map(text::unescape).collect::<Result<Vec<String>, TextError>>()?)
            }
            Some(("has", part)) => Test::Contains(text::unescape(part)?),
            Some(("of", places)) => Test::At(Places::from_text(places).ok_or_else(none)?),
            Some(_) => return Err(none()),
            None => text::read_range(test).map(|(low, high)| Test::Between(low, high))?,
        };
        let filter = Self { dimension, test };
        if filter.is_sound() { Ok(filter) } else { Err(none()) }
    }
}

//! The small grammar in which filters and views are written into links: names and labels with what separates them escaped,
//! numbers as the shortest text that gives them back.

use super::dimension::Dimension;
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use telemetry::parse_number;

/// What separates the parts of a text.
const ESCAPED: &AsciiSet = &CONTROLS.add(b':').add(b';').add(b'%').add(b'(').add(b')').add(b'@');

/// A text of a link that means nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{text}\" {why}")]
pub struct TextError {
    text: String,
    why: &'static str,
}

impl TextError {
    /// About a text, which is cut to a length fit to show.
    pub(super) fn new(text: &str, why: &'static str) -> Self {
        Self { text: text.chars().filter(|letter| !letter.is_control()).take(60).collect(), why }
    }
}

pub(super) fn escape(text: &str) -> String {
    utf8_percent_encode(text, ESCAPED).to_string()
}

pub(super) fn unescape(text: &str) -> Result<String, TextError> {
    match percent_decode_str(text).decode_utf8() {
        Ok(decoded) => Ok(decoded.into_owned()),
        Err(_) => Err(TextError::new(text, "is not properly encoded")),
    }
}

pub(super) fn dimension(text: &str) -> Result<Dimension, TextError> {
    let name = unescape(text)?;
    Dimension::from_name(&name).map_err(|_| TextError::new(&name, "names nothing that a session has"))
}

/// A range as `low..high`, an end left out where it is infinite.
pub(super) fn range(low: f64, high: f64) -> String {
    let end = |value: f64| if value.is_finite() { value.to_string() } else { String::new() };
    format!("{}..{}", end(low), end(high))
}

pub(super) fn read_range(text: &str) -> Result<(f64, f64), TextError> {
    let none = || TextError::new(text, "is no range");
    let (low, high) = text.split_once("..").ok_or_else(none)?;
    let end = |text: &str, absent: f64| match text {
        "" => Ok(absent),
        _ => parse_number(text).ok().filter(|value| value.is_finite()).ok_or_else(none),
    };
    let (low, high) = (end(low, f64::NEG_INFINITY)?, end(high, f64::INFINITY)?);
    if low < high { Ok((low, high)) } else { Err(none()) }
}

//! How long the search takes, natively on one thread: the time for which it was at work.

use super::generated::{GeneratedError, analysed};
use crate::process::milliseconds_at_work;
use serde_json::{Value, json};
use std::time::Instant;
use streamguard::crossfilter::{Contrast, Crossfilter};
use streamguard::diagnose::{Explaining, Limits, circumstances};

/// The seed of the sessions, that of the page's first ones.
const SEED: u64 = 7;

/// The milliseconds of questions to so many sessions along so many dimensions: the first one, with which values are made to places, and
/// so many more.
///
/// # Errors
/// [`GeneratedError`] for a scenario out of bounds.
pub fn measure(sessions: u32, dimensions: usize, repeats: usize) -> Result<Value, GeneratedError> {
    let mut crossfilter = Crossfilter::of(analysed(sessions, SEED)?);
    let mut asked = Contrast { dimensions: circumstances(&crossfilter), ..Contrast::default() };
    asked.dimensions.truncate(dimensions);
    let dimensions = asked.dimensions.len();
    let start = Instant::now();
    let (mut begun, mut searched, mut answers) = (Vec::new(), Vec::new(), 0);
    for _ in 0..=repeats {
        let before = milliseconds_at_work(start);
        let mut explaining = Explaining::begin(&mut crossfilter, asked.clone(), Limits::default())?;
        let ready = milliseconds_at_work(start);
        while explaining.advance(u64::MAX).is_some() {}
        answers = explaining.finish().answers.len();
        begun.push(ready - before);
        searched.push(milliseconds_at_work(start) - ready);
    }
    Ok(json!({
        "sessions": sessions, "dimensions": dimensions, "answers": answers, "begun": begun, "searched": searched
    }))
}

//! The scores of a result.

use super::shapes::{around, bell, part};
use crate::registry::State;
use std::rc::Rc;
use streamguard::analysis::views::Histogram;
use streamguard::app::charts::given::{Given, Scores};

/// The example of a state.
pub fn example(state: State) -> Result<Given, &'static str> {
    let scores = match state {
        State::Compared => scores(20_000.0, true),
        State::Plain => scores(20_000.0, false),
        State::Many => scores(250_000_000.0, true),
        State::One => of(Histogram { start: 0.5, width: 0.005, counts: vec![1], faults: vec![0], threshold: 0.5 }, 1),
        State::Lacking => of(Histogram { start: 0.0, width: 0.005, counts: vec![], faults: vec![], threshold: 0.5 }, 0),
        State::LongLabels => return Err("Its labels are numbers."),
        State::NothingLeft => return Err("A result is not filtered."),
        State::Busy | State::Failed | State::First => {
            return Err("It comes with the result, whose state the page shows.");
        }
    };
    Ok(Given::Histogram(scores))
}

fn of(histogram: Histogram, flagged: u32) -> Scores {
    let sessions = histogram.counts.iter().sum();
    Scores { histogram: Rc::new(histogram), flagged, sessions }
}

/// Many usual sessions, and a tail.
fn scores(most: f64, with_truth: bool) -> Scores {
    let (start, width, threshold) = (0.36, 0.005, 0.58);
    let at = |bin: u32| start + width * (f64::from(bin) + 0.5);
    let usual = |bin| bell(at(bin), 0.43, 0.03) + 0.03 * bell(at(bin), 0.5, 0.05);
    let strange = |bin| 0.004 * bell(at(bin), 0.64, 0.07);
    let counts: Vec<u32> = (0..80)
        .map(|bin| (most / 15.0 * (usual(bin) + strange(bin)) * (1.0 + 0.12 * around(bin))).max(0.0) as u32)
        .collect();
    let faults = counts.iter().zip(0..).map(|(&count, bin)| part(count, strange(bin) / (usual(bin) + strange(bin))));
    let faults = if with_truth { faults.collect() } else { Vec::new() };
    let flagged = counts.iter().zip(0..).filter(|(_, bin)| at(*bin) > threshold).map(|(count, _)| count).sum();
    of(Histogram { start, width, counts, faults, threshold }, flagged)
}

//! The flagged share of a result over time.

use super::sessions::{HOUR, START};
use super::shapes::{around, bell, part};
use crate::registry::State;
use std::rc::Rc;
use streamguard::analysis::views::Timeline;
use streamguard::app::charts::given::Given;

/// The example of a state.
pub fn example(state: State) -> Result<Given, &'static str> {
    let timeline = match state {
        State::Plain => timeline(48, 600.0, HOUR),
        State::Many => timeline(400, 3_000_000.0, 24.0 * HOUR),
        State::One => Timeline { start_ms: START, width_ms: 1000.0, sessions: vec![1], flagged: vec![1] },
        State::Lacking => Timeline { start_ms: START, width_ms: HOUR, sessions: vec![], flagged: vec![] },
        State::Compared | State::NothingLeft => return Err("A result is not filtered."),
        State::LongLabels => return Err("Its labels are numbers and times."),
        State::Busy | State::Failed | State::First => {
            return Err("It comes with the result, whose state the page shows.");
        }
    };
    Ok(Given::Timeline(Rc::new(timeline)))
}

/// Two days and a fault in the second evening; few sessions at night, none for an hour.
fn timeline(bins: u32, most: f64, width_ms: f64) -> Timeline {
    let day = |bin: u32| 0.02 + bell(f64::from(bin % 24), 20.0, 4.0) + 0.5 * bell(f64::from(bin % 24), 12.0, 3.0);
    let sessions: Vec<u32> = (0..bins)
        .map(|bin| if bin == 27 { 0 } else { (most * day(bin) * (1.0 + 0.1 * around(bin))).max(0.0) as u32 })
        .collect();
    let share = |bin: u32| 0.04 + 0.015 * around(bin + 1000) + 0.3 * bell(f64::from(bin), 43.0, 1.2);
    let flagged = sessions.iter().zip(0..).map(|(&count, bin)| part(count, share(bin).clamp(0.0, 1.0))).collect();
    Timeline { start_ms: START, width_ms, sessions, flagged }
}

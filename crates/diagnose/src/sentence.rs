//! Answers in words.

use crate::figures::Figures;
use crate::search::Found;
use crate::statistics::Count;
use crossfilter::Baseline;
use telemetry::format;

/// What the sessions that are explained are called.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words {
    /// As in *12 sessions are flagged*.
    pub bad: &'static str,
}

impl Words {
    pub fn of(baseline: &Baseline) -> Self {
        Self {
            bad: match baseline {
                Baseline::NotFlagged | Baseline::Earlier => "flagged",
                Baseline::Others => "chosen",
                Baseline::Group(_) => "of the chosen group",
            },
        }
    }
}

fn rate(count: Count) -> String {
    format::part(count.bad, count.sessions)
}

/// What is said of an answer.
pub(crate) fn of_answer(name: &str, figures: &Figures, Words { bad }: Words) -> String {
    let sessions = format::things(figures.now.sessions, "session");
    let verb = if figures.now.sessions == 1 { "is" } else { "are" };
    let (low, high) = figures.interval;
    let compared = match figures.rest.bad {
        0 => "and no other is".to_owned(),
        _ => format!(
            "{} times as often as the others ({} to {})",
            format::significant(figures.risk_ratio, 2),
            format::significant(low, 2),
            format::significant(high, 2)
        ),
    };
    let earlier = match figures.before {
        Some(before) if before.sessions > 0 => format!("; before it was {}", rate(before)),
        Some(_) => "; before there were none".into(),
        None => String::new(),
    };
    let (rate, support) = (rate(figures.now), format::share(figures.support));
    format!("{name}: {rate} of {sessions} {verb} {bad}, {compared}{earlier}. They are {support} of all that are {bad}.")
}

/// What is said of the whole.
pub(crate) fn of_all(found: &Found, Words { bad }: Words, dimensions: usize) -> String {
    let sessions = |count: Count| format::things(count.sessions, "session");
    let compared = match found.before {
        Some(before) => format!(
            "{} of {} were {bad} before, {} of {} are now",
            rate(before),
            sessions(before),
            rate(found.now),
            sessions(found.now)
        ),
        None => format!("{} of {} are {bad}", format::count(found.now.bad), sessions(found.now)),
    };
    let explained: f64 = found.segments.iter().map(|segment| segment.explained).sum();
    let explained = format::share(explained.clamp(0.0, 1.0));
    let answer = match found.segments.len() {
        0 => {
            let of = format::things(dimensions as u64, "dimension");
            format!("No common cause: no combination of up to three of {of} has more of them than chance explains")
        }
        1 => format!("One segment explains {explained} of them"),
        segments => format!("{segments} segments explain {explained} of them"),
    };
    format!("{compared}. {answer}.")
}

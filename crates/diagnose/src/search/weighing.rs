//! How well a combination explains bad sessions, as recall and precision of an explanation.
//!
//! - What it **explains** is how many bad sessions it has beyond those that it would have at the rate of the others (or at its
//!   own earlier rate, where that is compared with), as a part of all bad ones: the population attributable fraction of
//!   epidemiology. It grows with the combination: that is recall.
//! - Its **attributable fraction among the exposed**, 1 − 1 / risk ratio, is how much of its bad sessions is due to being one of
//!   it. It grows as the combination is narrowed to where the cause is: that is precision.
//!
//! A combination is as good as both together, their product. Too wide a one has the sound sessions around the cause as well, too
//! narrow a one leaves bad sessions behind. Neither has a constant in it that could be set.

use super::combinations::Counts;
use super::{ALL, ALL_BEFORE, BAD, BAD_BEFORE};
use crate::limits::Limits;
use crate::statistics::{Count, ln_fisher};

/// The sessions that no answer explains yet, and all of them.
pub(super) struct Totals {
    /// All of now.
    pub whole: Count,
    /// All of before, where they are compared with.
    pub whole_before: Option<Count>,
    /// Those that are left.
    pub left: Counts,
}

/// What a combination is worth.
#[derive(Clone, Copy, Debug)]
pub(super) struct Weighed {
    /// What it explains, times its attributable fraction.
    pub score: f64,
    /// What it explains of all bad sessions of now.
    pub explained: f64,
    /// Its sessions that are left, and the others of these.
    pub left: (Count, Count),
    /// Who is compared in the test.
    pub tested: (Count, Count),
}

/// The worth of a combination with these counts; none where it is no answer.
pub(super) fn weigh(counts: &Counts, totals: &Totals, limits: &Limits) -> Option<Weighed> {
    let count = |counts: &Counts, bad: usize, all: usize| Count { bad: counts[bad], sessions: counts[all] };
    let (of, left) = (count(counts, BAD, ALL), count(&totals.left, BAD, ALL));
    let rest = left.without(of);
    if rest.sessions == 0 || totals.whole.bad == 0 {
        return None;
    }
    // Half a bad session more, so that the ratio is finite where the others have none (Walter 1975).
    let ratio = of.rate() / ((rest.bad as f64 + 0.5) / (rest.sessions as f64 + 1.0));
    if ratio < limits.risk_ratio {
        return None;
    }
    let (usual, tested) = match totals.whole_before {
        None => (rest.rate(), (of, rest)),
        Some(whole) => {
            // One session more at the rate of all, so that there is a rate where there was none.
            let before = count(counts, BAD_BEFORE, ALL_BEFORE);
            ((before.bad as f64 + whole.rate()) / (before.sessions as f64 + 1.0), (of, before))
        }
    };
    let explained = (of.bad as f64 - of.sessions as f64 * usual) / totals.whole.bad as f64;
    let score = explained * (1.0 - 1.0 / ratio);
    (score > 0.0).then_some(Weighed { score, explained, left: (of, rest), tested })
}

impl Weighed {
    /// The natural logarithm of the probability that chance has put so many bad sessions there.
    pub fn ln_p_value(&self) -> f64 {
        ln_fisher(self.tested.0, self.tested.1)
    }
}

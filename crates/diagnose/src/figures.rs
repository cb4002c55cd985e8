//! The figures of an answer.

use crate::search::{Found, Segment};
use crate::statistics::{Count, interval, risk_ratio};
use serde::{Deserialize, Serialize};

/// The figures of a segment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// Its sessions, and the bad ones among them.
    pub now: Count,
    /// The others.
    pub rest: Count,
    /// The same sessions of the earlier time, where that is compared with.
    pub before: Option<Count>,
    /// Which part of all bad sessions it holds, 0 to 1.
    pub support: f64,
    /// How many times as often its sessions are bad as the others; infinite where no other is.
    pub risk_ratio: f64,
    /// The interval that holds it in 95 of 100 samples.
    pub interval: (f64, f64),
    /// Those of its sessions that no answer before it holds, and the others of these; none of the first one.
    pub left: Option<(Count, Count)>,
    /// Which part of all bad sessions is there beyond what would be, and beyond the answers before: 0 to 1.
    pub explained: f64,
    /// The decimal logarithm of the probability that chance alone gives any answer like this.
    pub log10_p_value: f64,
}

impl Figures {
    /// Those of a segment that was found.
    pub fn of(segment: &Segment, found: &Found) -> Self {
        let rest = found.now.without(segment.now);
        Self {
            now: segment.now,
            rest,
            before: segment.before,
            support: segment.now.bad as f64 / found.now.bad.max(1) as f64,
            risk_ratio: risk_ratio(segment.now, rest),
            interval: interval(segment.now, rest),
            left: segment.left,
            explained: segment.explained,
            log10_p_value: segment.ln_p_value / std::f64::consts::LN_10,
        }
    }
}

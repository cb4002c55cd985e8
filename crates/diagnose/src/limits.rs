//! What is an answer, and what is too little.

/// What is an answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Conditions of a combination at most, 1 to 3.
    pub order: usize,
    /// Answers at most.
    pub answers: usize,
    /// The least share of all bad sessions that an answer holds, at least [`Limits::LEAST_SUPPORT`]. A cause of less is not
    /// found.
    pub support: f64,
    /// The least number of bad sessions that an answer holds: of fewer, a share says little.
    pub bad: u64,
    /// How many times as often as elsewhere an answer's sessions are bad at least.
    pub risk_ratio: f64,
    /// The probability at most that chance alone gives any answer at all.
    pub p_value: f64,
    /// The least part of what the first one found explains that another answer explains.
    pub part_of_first: f64,
}

impl Limits {
    /// With fewer, more combinations hold enough bad sessions than are counted by one byte each.
    pub const LEAST_SUPPORT: f64 = 0.005;
}

impl Default for Limits {
    /// Three conditions, ten answers. An answer holds one in a hundred of the bad sessions and five of them; its sessions are
    /// bad twice as often as the others; it is there by chance once in a hundred times at most; and it explains a fifth of
    /// what the first one found does.
    fn default() -> Self {
        Self { order: 3, answers: 10, support: 0.01, bad: 5, risk_ratio: 2.0, p_value: 0.01, part_of_first: 0.2 }
    }
}

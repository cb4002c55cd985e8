//! How the scores are distributed, and where the threshold cuts.

use crate::Analysis;
use serde::{Deserialize, Serialize};

/// Scores counted in bins of equal width.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    /// Where the first bin starts.
    pub start: f64,
    /// How wide a bin is.
    pub width: f64,
    /// How many sessions each bin has.
    pub counts: Vec<u32>,
    /// How many of them are known to have a fault; empty without a truth.
    pub faults: Vec<u32>,
    /// The threshold in force.
    pub threshold: f64,
}

/// A bin's width in score: fine enough to see where the distribution breaks.
const WIDTH: f64 = 0.005;

/// The histogram of the scores of the sessions that are judged.
pub fn histogram(analysis: &Analysis) -> Histogram {
    let scores = &analysis.scores;
    let least = scores.iter().copied().fold(f64::INFINITY, f64::min);
    let greatest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let first = (least.min(analysis.threshold) / WIDTH).floor();
    let last = (greatest.max(analysis.threshold) / WIDTH).floor();
    let bins = (last - first) as usize + 1;
    let mut counts = vec![0; bins];
    let truth = analysis.sessions.truth.as_ref();
    let mut faults = vec![0; if truth.is_some() { bins } else { 0 }];
    for (row, score) in scores.iter().enumerate().filter(|(_, score)| !score.is_nan()) {
        let bin = (((score / WIDTH).floor() - first) as usize).min(bins - 1);
        counts[bin] += 1;
        if truth.is_some_and(|truth| truth.is_fault(row)) {
            faults[bin] += 1;
        }
    }
    Histogram { start: first * WIDTH, width: WIDTH, counts, faults, threshold: analysis.threshold }
}

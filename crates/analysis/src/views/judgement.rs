//! How good a detection is, where the truth is known.

use super::order::{key, lowest};
use crate::Analysis;
use serde::{Deserialize, Serialize};
use telemetry::Truth;

/// How many sessions of a fault were found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FaultRecall {
    /// The fault's name.
    pub fault: String,
    /// How many sessions have it.
    pub sessions: u32,
    /// How many of them are flagged.
    pub flagged: u32,
}

/// A detection held against the truth. A quotient of nothing by nothing is absent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// Which share of the flagged sessions have a fault.
    pub precision: Option<f64>,
    /// Which share of the sessions with a fault are flagged.
    pub recall: Option<f64>,
    /// Average precision: the mean over the faulty sessions of the precision among all sessions that score at least as
    /// high; independent of the threshold. As scikit-learn's `average_precision_score`.
    pub average_precision: Option<f64>,
    /// The same by fault.
    pub faults: Vec<FaultRecall>,
}

/// Holds an analysis against the truth, where there is one.
pub fn judge(analysis: &Analysis) -> Option<Judgement> {
    let truth = analysis.sessions.truth.as_ref()?;
    // What is not judged is neither found nor missed.
    let codes = || truth.codes().iter().enumerate().filter(|&(row, _)| analysis.is_judged(row));
    let faulty = codes().filter(|&(_, &code)| code != Truth::NONE).count();
    let mut faults: Vec<FaultRecall> =
        truth.faults().iter().map(|fault| FaultRecall { fault: fault.clone(), sessions: 0, flagged: 0 }).collect();
    let mut found = 0_usize;
    for (row, &code) in codes() {
        if code != Truth::NONE {
            let flagged = analysis.is_flagged(row);
            found += usize::from(flagged);
            let fault = &mut faults[usize::from(code) - 1];
            fault.sessions += 1;
            fault.flagged += u32::from(flagged);
        }
    }
    let quotient = |part: usize, whole: usize| (whole > 0).then(|| part as f64 / whole as f64);
    Some(Judgement {
        precision: quotient(found, analysis.flagged),
        recall: quotient(found, faulty),
        average_precision: average_precision(&analysis.scores, |row| truth.is_fault(row)),
        faults,
    })
}

fn average_precision(scores: &[f64], is_fault: impl Fn(usize) -> bool) -> Option<f64> {
    // The highest score first.
    let judged = scores.iter().zip(0..).filter(|(score, _)| !score.is_nan());
    let keyed = judged.map(|(&score, row)| (!key(score), row)).collect();
    let (mut above, mut faults, mut sum) = (0.0, 0.0, 0.0);
    // Sessions of equal score come in together: their order among themselves means nothing.
    for group in lowest(keyed, scores.len()).chunk_by(|a, b| a.0 == b.0) {
        let new = group.iter().filter(|&&(_, row)| is_fault(row as usize)).count() as f64;
        above += group.len() as f64;
        faults += new;
        sum += new * (faults / above);
    }
    (faults > 0.0).then(|| sum / faults)
}

#[cfg(test)]
mod tests {
    use super::average_precision;

    #[test]
    fn average_precision_follows_its_definition() {
        let truth = [true, false, true, false];
        let is_fault = |row: usize| truth[row];
        // Found at ranks 1 and 3: (1/1 + 2/3) / 2.
        assert_eq!(average_precision(&[0.9, 0.8, 0.7, 0.1], is_fault), Some((1.0 + 2.0 / 3.0) / 2.0));
        // All tied: the share of faults.
        assert_eq!(average_precision(&[0.5; 4], is_fault), Some(0.5));
        assert_eq!(average_precision(&[0.5; 4], |_| false), None);
    }
}

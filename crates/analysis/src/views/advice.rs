//! What each threshold would flag, and what drives the sessions that are flagged now.

use crate::{Analysis, Contamination, Share, Threshold, score_break};
use isolation_forest::Explainer;
use serde::{Deserialize, Serialize};

/// What a threshold rule would flag.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ThresholdChoice {
    /// The rule, as it stands in a plan.
    pub rule: String,
    /// Whether it is where the distribution of the scores breaks.
    pub is_break: bool,
    /// The score that it comes to.
    pub threshold: f64,
    /// How many sessions it would flag.
    pub flagged: u32,
    /// Which share of them have a fault, where the truth is known.
    pub precision: Option<f64>,
    /// Which share of the sessions with a fault it would flag, where the truth is known.
    pub recall: Option<f64>,
}

/// How much a feature has to do with the sessions that are flagged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Driver {
    /// The feature's name in the plan.
    pub feature: String,
    /// The mean of its contributions over the flagged sessions, in splits: above zero made them more anomalous.
    pub flagged: f64,
    /// In how many flagged sessions it is the strongest reason.
    pub first: u32,
}

/// What each threshold would flag, and what drives the sessions that are flagged now.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Advice {
    /// The thresholds to choose from, the one where the scores break first.
    pub choices: Vec<ThresholdChoice>,
    /// The features, the strongest first; empty where nothing is flagged.
    pub drivers: Vec<Driver>,
}

/// The shares of sessions that are held against each other.
const SHARES: [f64; 4] = [0.01, 0.02, 0.05, 0.1];

/// Rows explained at a time.
const BLOCK: usize = 4096;

/// What each threshold would flag, and what drives the sessions that are flagged now.
pub fn advise(analysis: &Analysis) -> Advice {
    let mut rules = Vec::new();
    // As many digits as the page shows: what is seen is what is in the link.
    let broken = score_break(&analysis.scores).map(|score| (score * 1000.0).round() / 1000.0);
    if let Some(score) = broken.and_then(|score| Share::new(score).ok()) {
        rules.push((Threshold::Score(score), true));
    }
    rules.extend(
        SHARES
            .iter()
            .filter_map(|&share| Contamination::new(share).ok())
            .map(|share| (Threshold::Contamination(share), false)),
    );
    rules.push((Threshold::Auto, false));
    let choices = rules.into_iter().map(|(rule, is_break)| choice(analysis, rule, is_break)).collect();
    Advice { choices, drivers: drivers(analysis) }
}

fn choice(analysis: &Analysis, rule: Threshold, is_break: bool) -> ThresholdChoice {
    let threshold = rule.of(&analysis.scores);
    let truth = analysis.sessions.truth.as_ref();
    let (mut flagged, mut found, mut faulty) = (0_u32, 0_u32, 0_u32);
    for (row, &score) in analysis.scores.iter().enumerate() {
        let fault = !score.is_nan() && truth.is_some_and(|truth| truth.is_fault(row));
        flagged += u32::from(score > threshold);
        found += u32::from(fault && score > threshold);
        faulty += u32::from(fault);
    }
    let quotient = |whole: u32| (truth.is_some() && whole > 0).then(|| f64::from(found) / f64::from(whole));
    ThresholdChoice {
        rule: rule.text(),
        is_break,
        threshold,
        flagged,
        precision: quotient(flagged),
        recall: quotient(faulty),
    }
}

/// The features by the mean of their contributions over the flagged sessions.
fn drivers(analysis: &Analysis) -> Vec<Driver> {
    let flagged: Vec<usize> = (0..analysis.scores.len()).filter(|&row| analysis.is_flagged(row)).collect();
    let explainer = Explainer::new(&analysis.model);
    let width = analysis.matrix.width();
    let (mut sums, mut firsts) = (vec![0.0; width], vec![0_u32; width]);
    for rows in flagged.chunks(BLOCK) {
        let columns: Vec<Vec<f32>> =
            analysis.matrix.columns().iter().map(|column| rows.iter().map(|&row| column[row]).collect()).collect();
        let columns: Vec<&[f32]> = columns.iter().map(Vec::as_slice).collect();
        let contributions =
            explainer.contributions(&columns).unwrap_or_else(|_| unreachable!("a column for each feature"));
        for contributions in contributions.chunks(width) {
            for (sum, contribution) in sums.iter_mut().zip(contributions) {
                *sum -= contribution;
            }
            let strongest = (0..width).min_by(|&a, &b| contributions[a].total_cmp(&contributions[b]));
            if let Some(strongest) = strongest {
                firsts[strongest] += 1;
            }
        }
    }
    if flagged.is_empty() {
        return Vec::new();
    }
    let features = analysis.plan.features.iter();
    let mut drivers: Vec<Driver> = features
        .zip(sums.iter().zip(firsts))
        .map(|(feature, (sum, first))| Driver { feature: feature.name(), flagged: sum / flagged.len() as f64, first })
        .collect();
    drivers.sort_by(|a, b| b.flagged.total_cmp(&a.flagged));
    drivers
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::Plan;
    use crate::SerialExecutor;

    #[test]
    fn each_choice_flags_what_a_run_with_it_flags() {
        let analysis = SerialExecutor::default().analyse_generated(&Plan::default()).expect("a sound plan");
        let advice = advise(&analysis);
        assert!(advice.choices[0].is_break, "ten thousand sessions have a break");
        for choice in &advice.choices {
            let mut plan = Plan::default();
            plan.detector.threshold = Threshold::parse(&choice.rule).expect("a rule");
            let other = SerialExecutor::default().analyse_generated(&plan).expect("a sound plan");
            assert_eq!(
                (choice.threshold, choice.flagged as usize),
                (other.threshold, other.flagged),
                "{}",
                choice.rule
            );
            let judged = crate::views::judge(&other).expect("the truth is known");
            assert_eq!((choice.precision, choice.recall), (judged.precision, judged.recall));
        }
    }

    #[test]
    fn the_drivers_are_the_means_of_the_flagged_sessions() {
        let analysis = SerialExecutor::default().analyse_generated(&Plan::default()).expect("a sound plan");
        let drivers = advise(&analysis).drivers;
        assert_eq!(drivers.iter().map(|driver| driver.first as usize).sum::<usize>(), analysis.flagged);
        assert!(drivers.windows(2).all(|pair| pair[0].flagged >= pair[1].flagged));
        // What drives them adds up to how much shorter than average their paths are.
        let flagged: Vec<usize> = (0..analysis.scores.len()).filter(|&row| analysis.is_flagged(row)).collect();
        let paths = flagged
            .iter()
            .map(|&row| analysis.model.mean_path_length(&analysis.matrix.row(row)).expect("of its shape"));
        let shorter = analysis.model.average_path() - paths.sum::<f64>() / flagged.len() as f64;
        let sum: f64 = drivers.iter().map(|driver| driver.flagged).sum();
        assert!((sum - shorter).abs() < 1e-9, "{sum} {shorter}");
    }
}

//! From sessions to scores, threshold, flags and fingerprint.

use super::host::{Host, Progress, Stage, Stopped};
use super::{Fingerprint, Plan, Sessions, Threshold};
use crate::features::{Feature, FeatureError, Matrix, build};
use crate::forest::{Forest, Hyperparameters};
use crate::ingest::IngestError;
use std::sync::Arc;

/// A finished analysis.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// What was asked for, with the source as it turned out.
    pub plan: Plan,
    /// The sessions.
    pub sessions: Arc<Sessions>,
    /// Their features.
    pub matrix: Arc<Matrix>,
    /// The forest fitted to them.
    pub forest: Arc<Forest>,
    /// The score of each session: between 0 and 1, the greater the more anomalous.
    pub scores: Arc<Vec<f64>>,
    /// A session with a score above this is flagged.
    pub threshold: f64,
    /// How many sessions are flagged.
    pub flagged: usize,
    /// Tells this result from any other.
    pub fingerprint: Fingerprint,
}

/// Why an analysis could not be made.
#[derive(Debug, thiserror::Error)]
pub enum AnalysisError {
    /// The file is no sessions.
    #[error(transparent)]
    Ingest(#[from] IngestError),
    /// The file's bytes could not be had.
    #[error("the file cannot be read: {0}")]
    Reading(String),
    /// The features cannot be computed.
    #[error(transparent)]
    Features(#[from] FeatureError),
    /// It was stopped.
    #[error(transparent)]
    Stopped(#[from] Stopped),
    /// The file is not the one that the plan speaks of.
    #[error("this is not the file that the link was made from: {0}")]
    OtherFile(String),
}

impl Analysis {
    /// Whether a session is flagged.
    pub fn is_flagged(&self, row: usize) -> bool {
        self.scores[row] > self.threshold
    }

    /// Whether this analysis has the scores that another detector would give to the same features.
    fn has_scores_of(&self, sessions: &Arc<Sessions>, features: &[Feature], forest: &Hyperparameters) -> bool {
        self.has_matrix_of(sessions, features) && self.plan.detector.hyperparameters == *forest
    }

    fn has_matrix_of(&self, sessions: &Arc<Sessions>, features: &[Feature]) -> bool {
        Arc::ptr_eq(&self.sessions, sessions) && self.plan.features == features
    }
}

/// Analyses sessions. What a previous analysis of the same sessions has in common with this one is taken over.
///
/// # Errors
/// [`AnalysisError`] when features cannot be computed, or somebody has cancelled.
pub async fn analyse(
    plan: Plan,
    sessions: Arc<Sessions>,
    previous: Option<&Analysis>,
    host: &impl Host,
) -> Result<Analysis, AnalysisError> {
    let total = sessions.table.rows() as f64;
    let stage = |stage| Progress { stage, done: 0.0, total };
    let matrix = match previous {
        Some(previous) if previous.has_matrix_of(&sessions, &plan.features) => previous.matrix.clone(),
        _ => {
            host.checkpoint(stage(Stage::Features)).await?;
            Arc::new(build(&sessions.table, &plan.features)?)
        }
    };
    let hyperparameters = plan.detector.hyperparameters;
    let (forest, scores) = match previous {
        Some(previous) if previous.has_scores_of(&sessions, &plan.features, &hyperparameters) => {
            (previous.forest.clone(), previous.scores.clone())
        }
        _ => {
            host.checkpoint(stage(Stage::Scoring)).await?;
            let forest = Forest::fit(&matrix, &hyperparameters);
            let scores = host.score(&forest, &matrix).await?;
            (Arc::new(forest), Arc::new(scores))
        }
    };
    host.checkpoint(stage(Stage::Finishing)).await?;
    let threshold = threshold(plan.detector.threshold, &scores);
    let flagged = scores.iter().filter(|&&score| score > threshold).count();
    let plan = Plan { source: sessions.source.clone(), ..plan };
    let fingerprint = Fingerprint::of(&plan, &scores, threshold);
    Ok(Analysis { plan, sessions, matrix, forest, scores, threshold, flagged, fingerprint })
}

/// The score above which a session is flagged.
///
/// A contamination is turned into the percentile of the scores as numpy and scikit-learn do, with linear interpolation
/// between the two nearest scores.
fn threshold(rule: Threshold, scores: &[f64]) -> f64 {
    match rule {
        Threshold::Auto => 0.5,
        Threshold::Score(score) => score.get(),
        Threshold::Contamination(share) => {
            let position = (1.0 - share.get()) * (scores.len() - 1) as f64;
            let below = position as usize;
            let mut order = scores.to_vec();
            let (_, low, above) = order.select_nth_unstable_by(below, f64::total_cmp);
            let low = *low;
            let high = above.iter().copied().min_by(f64::total_cmp).unwrap_or(low);
            low + (high - low) * (position - below as f64)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Contamination;

    #[test]
    fn the_percentile_interpolates_as_numpy_does() {
        let rule = Threshold::Contamination(Contamination::new(0.25).expect("a share"));
        // numpy.percentile([0.1, 0.2, 0.4, 0.8], 75) = 0.5
        assert!((threshold(rule, &[0.8, 0.1, 0.4, 0.2]) - 0.5).abs() < 1e-15);
        assert_eq!(threshold(rule, &[0.3]), 0.3);
        assert_eq!(threshold(rule, &[0.3, 0.3, 0.3]), 0.3, "ties are not flagged");
    }
}

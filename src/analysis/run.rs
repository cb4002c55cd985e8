//! From sessions to scores, threshold, flags and fingerprint.

use super::host::{Host, Progress, Stage, Stopped};
use super::{Fingerprint, Given, ModelSource, Plan, Sessions};
use crate::features::{FeatureError, Matrix, Recipe};
use crate::forest::{Method, Model, Part};
use crate::ingest::IngestError;
use crate::rules::Rules;
use std::sync::Arc;

/// A finished analysis.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// What was asked for, with the source as it turned out.
    pub plan: Plan,
    /// The sessions.
    pub sessions: Arc<Sessions>,
    /// How their features are computed.
    pub recipe: Arc<Recipe>,
    /// Their features.
    pub matrix: Arc<Matrix>,
    /// How the model was fitted.
    pub method: Method,
    /// What scores them.
    pub model: Arc<Model>,
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
    /// The file is no sessions. The words are made where the error is: shown from the error itself, they would all be in the
    /// page's program, which reads no files.
    #[error("{words}")]
    Ingest {
        /// Why, in words.
        words: String,
        /// Why.
        error: Box<IngestError>,
    },
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
    /// The file is no model.
    #[error("this is no model that can be used: {0}")]
    Model(String),
    /// The plan speaks of a saved model that is not open.
    #[error("open the saved model \"{0}\", too")]
    NoModel(String),
    /// The plan speaks of a file that is not open.
    #[error("open the sessions' file \"{0}\", too")]
    NoFile(String),
    /// The model judges by other features than the plan names: by so many, or by others of them.
    #[error("the model {name} judges by {expected} features, which are not the {found} that are chosen")]
    OtherFeatures {
        /// The model's file.
        name: String,
        /// How many features it has.
        expected: usize,
        /// How many the plan has.
        found: usize,
    },
    /// The model judges sessions that are read by other rules than the plan's.
    #[error(
        "the model {name} judges sessions that are read by rules {expected}, and these are read by rules {found}",
        expected = .expected.number(), found = .found.number()
    )]
    OtherRules {
        /// The model's file.
        name: String,
        /// Its rules.
        expected: Rules,
        /// The plan's.
        found: Rules,
    },
}

impl From<IngestError> for AnalysisError {
    fn from(error: IngestError) -> Self {
        AnalysisError::Ingest { words: error.to_string(), error: Box::new(error) }
    }
}

impl Analysis {
    /// Whether a session is flagged.
    pub fn is_flagged(&self, row: usize) -> bool {
        self.scores[row] > self.threshold
    }

    /// Whether this analysis has the scores that another detector would give to the same features.
    fn has_scores_of(&self, sessions: &Arc<Sessions>, plan: &Plan) -> bool {
        self.has_matrix_of(sessions, plan) && self.plan.detector.model == plan.detector.model
    }

    /// Whether this analysis has the features of a plan. A saved model brings its own recipe.
    fn has_matrix_of(&self, sessions: &Arc<Sessions>, plan: &Plan) -> bool {
        let fitted = |plan: &Plan| matches!(plan.detector.model, ModelSource::Fitted { .. });
        Arc::ptr_eq(&self.sessions, sessions)
            && self.plan.rules == plan.rules
            && self.plan.features == plan.features
            && (fitted(&self.plan) && fitted(plan) || self.plan.detector.model == plan.detector.model)
    }
}

/// Analyses sessions. What a previous analysis of the same sessions has in common with this one is taken over; a plan that
/// speaks of a saved model needs it `given`.
///
/// # Errors
/// [`AnalysisError`] when features cannot be computed, the model is not there, or somebody has cancelled.
pub async fn analyse(
    plan: Plan,
    sessions: Arc<Sessions>,
    given: Option<&Given>,
    previous: Option<&Analysis>,
    host: &impl Host,
) -> Result<Analysis, AnalysisError> {
    let total = sessions.table.rows() as f64;
    let stage = |stage| Progress { stage, done: 0.0, total };
    let given = match &plan.detector.model {
        ModelSource::Saved(file) => {
            let given = given.filter(|given| given.file.sha256 == file.sha256);
            let given = given.ok_or_else(|| AnalysisError::NoModel(file.name.clone()))?;
            if let Some(expected) = given.rules.filter(|&rules| rules != plan.rules) {
                let (name, found) = (file.name.clone(), plan.rules);
                return Err(AnalysisError::OtherRules { name, expected, found });
            }
            // A link can say what it likes: everything later goes by the plan's features.
            if !given.judges_by(&plan.features) {
                let (name, expected, found) = (file.name.clone(), given.model.features(), plan.features.len());
                return Err(AnalysisError::OtherFeatures { name, expected, found });
            }
            Some(given)
        }
        ModelSource::Fitted { .. } => None,
    };
    let (recipe, matrix) = match previous {
        Some(previous) if previous.has_matrix_of(&sessions, &plan) => {
            (previous.recipe.clone(), previous.matrix.clone())
        }
        _ => {
            host.checkpoint(stage(Stage::Features)).await?;
            match given.and_then(|given| given.recipe.clone()) {
                Some(recipe) => {
                    let matrix = recipe.apply(&sessions.table)?;
                    (recipe, Arc::new(matrix))
                }
                None => {
                    let (recipe, matrix) = Recipe::fit_apply(&sessions.table, &plan.features)?;
                    (Arc::new(recipe), Arc::new(matrix))
                }
            }
        }
    };
    let (model, scores) = match previous {
        Some(previous) if previous.has_scores_of(&sessions, &plan) => (previous.model.clone(), previous.scores.clone()),
        _ => {
            host.checkpoint(stage(Stage::Scoring)).await?;
            let (model, scores) = score(&plan.detector.model, given, &matrix, host).await?;
            (model, Arc::new(scores))
        }
    };
    let method = match (&plan.detector.model, given) {
        (ModelSource::Fitted { method, .. }, _) => *method,
        (ModelSource::Saved(_), given) => given.map_or_else(Method::default, |given| given.method),
    };
    host.checkpoint(stage(Stage::Finishing)).await?;
    let threshold = plan.detector.threshold.of(&scores);
    let flagged = scores.iter().filter(|&&score| score > threshold).count();
    let plan = Plan { source: sessions.source.clone(), ..plan };
    let fingerprint = Fingerprint::of(&plan, &scores, threshold);
    Ok(Analysis { plan, sessions, recipe, matrix, method, model, scores, threshold, flagged, fingerprint })
}

/// Scores the rows of a matrix by the given model, or by one that is fitted to them.
async fn score(
    source: &ModelSource,
    given: Option<&Given>,
    matrix: &Matrix,
    host: &impl Host,
) -> Result<(Arc<Model>, Vec<f64>), AnalysisError> {
    let grown = match source {
        ModelSource::Fitted { method, hyperparameters } => host.grow(*method, matrix, hyperparameters).await?,
        ModelSource::Saved(_) => Vec::new(),
    };
    let parts: Vec<&Part> = match given {
        Some(given) => given.model.parts().iter().map(|(_, part)| part).collect(),
        None => grown.iter().collect(),
    };
    let mut paths = Vec::with_capacity(parts.len());
    for part in parts {
        paths.push(host.mean_paths(part, matrix).await?);
    }
    let (model, paths) = match given {
        Some(given) => (given.model.clone(), given.model.weigh(&paths)),
        None => {
            let (model, paths) = Model::blend(grown, paths);
            (Arc::new(model), paths)
        }
    };
    let scores = model.scores_of_paths(paths);
    Ok((model, scores))
}

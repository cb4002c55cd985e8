//! Why there is no analysis.

use super::Stopped;
use features::FeatureError;
use ingest::IngestError;
use rules::Rules;

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
    /// There is one session, with what it holds.
    #[error("{0}")]
    OneSession(String),
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

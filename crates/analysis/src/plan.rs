//! The plan of an analysis: everything that its result depends on.

use super::AnalysisError;
use features::{Feature, default_features};
use ingest::{FileIdentity, Reading};
use isolation_forest::{Hyperparameters, Method};
use rules::Rules;
use simulate::Scenario;

/// Everything that a result depends on. Equal plans give equal bits, on every machine.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Where the sessions come from.
    pub source: Source,
    /// By which rules they are read, and what they do not state is derived.
    pub rules: Rules,
    /// What they are judged by.
    pub features: Vec<Feature>,
    /// How they are judged.
    pub detector: Detector,
}

/// Where sessions come from.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// They are generated.
    Generated(Scenario),
    /// They are read from a file.
    File(FileSource),
}

/// A file, known by its content, and how it is read.
#[derive(Clone, Debug, PartialEq)]
pub struct FileSource {
    /// The file's name: for people only, no result depends on it.
    pub name: String,
    /// Its length and SHA-256.
    pub identity: FileIdentity,
    /// How it becomes sessions.
    pub reading: Reading,
}

impl FileSource {
    /// Checks that a file that was opened is the one that is meant.
    ///
    /// # Errors
    /// [`AnalysisError::OtherFile`] says what differs.
    pub fn check(&self, found: &FileSource) -> Result<(), AnalysisError> {
        let (expected, found) = (&self.identity, &found.identity);
        if expected.bytes != found.bytes {
            let (expected, found) = (expected.bytes, found.bytes);
            return Err(AnalysisError::OtherFile(format!("it has {found} bytes instead of {expected}")));
        }
        if expected.sha256 != found.sha256 {
            return Err(AnalysisError::OtherFile("it is as long, but its content (SHA-256) differs".into()));
        }
        Ok(())
    }
}

/// How sessions are judged.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Detector {
    /// Where the model comes from that scores them.
    pub model: ModelSource,
    /// From which score on a session is flagged.
    pub threshold: Threshold,
}

/// Where a model comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum ModelSource {
    /// It is fitted to the very sessions that it scores.
    Fitted {
        /// How.
        method: Method,
        /// The settings.
        hyperparameters: Hyperparameters,
    },
    /// It was fitted before, and saved.
    Saved(ModelFile),
}

impl ModelSource {
    /// The settings of the fit; none for a model that was saved.
    pub fn hyperparameters(&self) -> Option<Hyperparameters> {
        match self {
            Self::Fitted { hyperparameters, .. } => Some(*hyperparameters),
            Self::Saved(_) => None,
        }
    }
}

impl Default for ModelSource {
    fn default() -> Self {
        Self::Fitted { method: Method::default(), hyperparameters: Hyperparameters::default() }
    }
}

/// A saved model, known by its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelFile {
    /// The file's name: for people only, no result depends on it.
    pub name: String,
    /// The SHA-256 of its bytes.
    pub sha256: [u8; 32],
}

/// From which score on a session is flagged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Threshold {
    /// So that about this share is flagged: scikit-learn's `contamination`.
    Contamination(Contamination),
    /// Above this score.
    Score(Share),
    /// Above 0.5, an average path: scikit-learn's `contamination="auto"`.
    Auto,
}

impl Default for Threshold {
    fn default() -> Self {
        Self::Contamination(Contamination::default())
    }
}

/// A number that must be strictly between 0 and 1 is not.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("must be above {least} and at most {greatest}")]
pub struct ShareError {
    /// What it must be above.
    pub least: f64,
    /// What it may be at most.
    pub greatest: f64,
}

/// A number above 0 and at most 1.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Share(f64);

impl Share {
    /// Checks a number.
    ///
    /// # Errors
    /// [`ShareError`] when it is not above 0 and at most 1.
    pub fn new(value: f64) -> Result<Self, ShareError> {
        if value > 0.0 && value <= 1.0 { Ok(Self(value)) } else { Err(ShareError { least: 0.0, greatest: 1.0 }) }
    }

    /// The number.
    pub fn get(self) -> f64 {
        self.0
    }
}

/// The share of sessions to flag: above 0 and at most 0.5.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Contamination(f64);

impl Contamination {
    /// The greatest share: an anomaly is in the minority.
    pub const MAX: f64 = 0.5;

    /// Checks a share.
    ///
    /// # Errors
    /// [`ShareError`] when it is not above 0 and at most 0.5.
    pub fn new(share: f64) -> Result<Self, ShareError> {
        if share > 0.0 && share <= Self::MAX {
            Ok(Self(share))
        } else {
            Err(ShareError { least: 0.0, greatest: Self::MAX })
        }
    }

    /// The share.
    pub fn get(self) -> f64 {
        self.0
    }
}

impl Default for Contamination {
    fn default() -> Self {
        Self(0.05)
    }
}

impl Default for Plan {
    /// What the page opens with: 10,000 generated sessions, the default features, the paper's forest.
    fn default() -> Self {
        Self {
            source: Source::Generated(Scenario { seed: 7, ..Scenario::default() }),
            rules: Rules::LATEST,
            features: default_features(),
            detector: Detector::default(),
        }
    }
}

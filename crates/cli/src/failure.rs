//! Why a command failed, in one line with its position.

use analysis::{AnalysisError, SavedModelError};
use export::onnx::OnnxError;

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// An argument does not fit: to another one, to the link, or at all.
    #[error("invalid value for '{argument}': {why}")]
    Argument {
        /// The argument as the help names it.
        argument: &'static str,
        /// What is wrong, and what would be right.
        why: String,
    },
    /// A file could not be opened or read.
    #[error("{name}: cannot be read: {error}")]
    Read {
        /// The file.
        name: String,
        /// What the system says.
        error: std::io::Error,
    },
    /// A file could not be written; nothing of it is left.
    #[error("{name}: cannot be written: {error}")]
    Write {
        /// The file.
        name: String,
        /// What the system says.
        error: std::io::Error,
    },
    /// The sessions of a file could not be read or analysed.
    #[error("{name}: {error}")]
    Sessions {
        /// The file, or what was generated.
        name: String,
        /// What is wrong.
        error: AnalysisError,
    },
    /// The rows of a file could not be written beside what came out.
    #[error("{name}: {why}")]
    Rows {
        /// The file.
        name: String,
        /// Why.
        why: String,
    },
    /// A model could not be read or saved.
    #[error("{name}: {error}")]
    Model {
        /// The file.
        name: String,
        /// What is wrong.
        error: SavedModelError,
    },
    /// A model cannot be said in ONNX.
    #[error("{name}: {error}")]
    Export {
        /// The model's file.
        name: String,
        /// Why.
        error: OnnxError,
    },
    /// The columns of a file are not those that are needed.
    #[error("{name}: {why}")]
    Columns {
        /// The file.
        name: String,
        /// What is missing or too much, and what there is.
        why: String,
    },
}

impl Failure {
    /// Whether the arguments are at fault: other arguments are needed, and no other file would help.
    pub fn is_wrong_use(&self) -> bool {
        matches!(self, Failure::Argument { .. })
    }
}

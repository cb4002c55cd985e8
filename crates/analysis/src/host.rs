//! What runs an analysis lends it: a browser's worker or a native program.

use isolation_forest::Matrix;
use isolation_forest::{Hyperparameters, Method, Part};

/// What an analysis is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Stage {
    /// Sessions are generated.
    Generating,
    /// A file is read.
    Reading {
        /// Rows so far.
        rows: u64,
        /// Whether it is for the second time: late rows have told more than the first ones.
        again: bool,
    },
    /// Features are computed.
    Features,
    /// Trees are grown.
    Fitting,
    /// Sessions are scored.
    Scoring,
    /// The result is put together.
    Finishing,
}

impl Stage {
    /// So many rows of a file have been read.
    pub(crate) fn reading(rows: u64) -> Self {
        Stage::Reading { rows, again: false }
    }

    /// So many rows of a file have been read for the second time.
    pub(crate) fn reading_again(rows: u64) -> Self {
        Stage::Reading { rows, again: true }
    }
}

/// How far an analysis has come.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Progress {
    /// What it is doing.
    pub stage: Stage,
    /// How much of it is done: sessions, trees, or bytes of a file.
    pub done: f64,
    /// Of how much; zero where that is not known.
    pub total: f64,
}

/// Why an analysis did not come to its end.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stopped {
    /// Somebody wanted it so.
    #[error("cancelled")]
    Cancelled,
    /// A worker failed in a way that another try would not mend.
    #[error("a worker failed: {0}")]
    Worker(String),
}

/// Runs analyses. The numbers must not depend on which host it is.
pub trait Host {
    /// Whether it runs analyses of generated sessions alone, each of which has all values. A constant: what is for sessions of
    /// files is no part of such a program.
    const GENERATED_ALONE: bool = false;

    /// Called every few ten milliseconds of work: shows the progress, lets other work in, and says whether to go on.
    ///
    /// # Errors
    /// [`Stopped::Cancelled`] when somebody has cancelled.
    fn checkpoint(&self, progress: Progress) -> impl Future<Output = Result<(), Stopped>>;

    /// The forests of a method, grown from the rows of the matrix.
    ///
    /// # Errors
    /// [`Stopped`] when somebody has cancelled, or this host does not know the method.
    fn grow(
        &self,
        method: Method,
        matrix: &Matrix,
        hyperparameters: &Hyperparameters,
    ) -> impl Future<Output = Result<Vec<Part>, Stopped>>;

    /// The mean path lengths of all rows of the matrix in a forest, in their order.
    ///
    /// # Errors
    /// [`Stopped`] when somebody has cancelled, or a worker failed for good.
    fn mean_paths(&self, part: &Part, matrix: &Matrix) -> impl Future<Output = Result<Vec<f64>, Stopped>>;
}

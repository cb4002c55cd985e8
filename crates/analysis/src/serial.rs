//! Analyses on one thread: the plain way, with which every other one is compared.

use crate::{Analysis, AnalysisError, Host, Plan, Progress, Source, Stopped, analyse, generate};
use isolation_forest::{Hyperparameters, Matrix, Method, Model, Part};
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

/// An executor without threads, that nobody cancels.
///
/// ```
/// use analysis::{Plan, SerialExecutor, Source};
/// use simulate::{Preset, Scenario};
///
/// let scenario = Scenario::new(Preset::StreamGuard, 2_000, 0.05, 7)?;
/// let plan = Plan { source: Source::Generated(scenario), ..Plan::default() };
/// let analysis = SerialExecutor::default().analyse_generated(&plan)?;
/// assert_eq!(analysis.scores.len(), 2_000);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct SerialExecutor {
    /// Rows that are scored at a stretch.
    piece: NonZeroUsize,
}

impl Default for SerialExecutor {
    /// All rows at a stretch.
    fn default() -> Self {
        Self { piece: NonZeroUsize::MAX }
    }
}

impl SerialExecutor {
    /// An executor that scores so many rows at a stretch, as those with threads do: the digits are the same.
    pub fn in_pieces(piece: NonZeroUsize) -> Self {
        Self { piece }
    }

    /// Runs to its end what waits for this executor alone.
    ///
    /// # Panics
    /// When the future waits for something else: there is nobody here to wake it.
    pub fn finish<F: Future>(future: F) -> F::Output {
        match std::pin::pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(output) => output,
            Poll::Pending => panic!("the future waits for something else than a serial executor"),
        }
    }

    /// The analysis of a plan of generated sessions.
    ///
    /// # Errors
    /// As [`analyse`]; [`AnalysisError::Reading`] for the plan of a file.
    pub fn analyse_generated(&self, plan: &Plan) -> Result<Analysis, AnalysisError> {
        let Source::Generated(scenario) = plan.source else {
            return Err(AnalysisError::Reading("the sessions of this plan stand in a file".into()));
        };
        Self::finish(async {
            let sessions = Arc::new(generate(scenario, self).await?);
            analyse(plan.clone(), sessions, None, None, self).await
        })
    }
}

impl Host for SerialExecutor {
    async fn checkpoint(&self, _: Progress) -> Result<(), Stopped> {
        Ok(())
    }

    async fn grow(
        &self,
        method: Method,
        matrix: &Matrix,
        hyperparameters: &Hyperparameters,
    ) -> Result<Vec<Part>, Stopped> {
        Model::grow(method, matrix, hyperparameters).map_err(|error| Stopped::Worker(error.to_string()))
    }

    async fn mean_paths(&self, part: &Part, matrix: &Matrix) -> Result<Vec<f64>, Stopped> {
        let rows = matrix.rows();
        let paths = |start: usize| {
            let piece = start..rows.min(start.saturating_add(self.piece.get()));
            let columns: Vec<&[f32]> = matrix.columns().iter().map(|column| &column[piece.clone()]).collect();
            part.mean_paths(&columns).expect("a column for each feature of the forest")
        };
        Ok((0..rows).step_by(self.piece.get()).flat_map(paths).collect())
    }
}

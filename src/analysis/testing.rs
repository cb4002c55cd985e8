//! Analyses for the tests of the views: made plainly, on one thread.

use super::{Analysis, Host, Plan, Progress, Sessions, Source, Stopped, analyse, generate};
use crate::features::Matrix;
use crate::forest::{Hyperparameters, Method, Model, Part};
use std::sync::Arc;

/// A host without threads, that nobody cancels.
pub struct Plain;

impl Host for Plain {
    async fn checkpoint(&self, _: Progress) -> Result<(), Stopped> {
        Ok(())
    }

    async fn grow(
        &self,
        method: Method,
        matrix: &Matrix,
        hyperparameters: &Hyperparameters,
    ) -> Result<Vec<Part>, Stopped> {
        Ok(Model::grow(method, matrix, hyperparameters))
    }

    async fn mean_paths(&self, part: &Part, matrix: &Matrix) -> Result<Vec<f64>, Stopped> {
        let columns: Vec<&[f32]> = matrix.columns().iter().map(Vec::as_slice).collect();
        Ok(part.mean_paths(&columns))
    }
}

/// The analysis of a plan of generated sessions.
pub fn analysed(plan: &Plan) -> Analysis {
    let Source::Generated(scenario) = &plan.source else { panic!("the sessions of a test are generated") };
    let sessions: Arc<Sessions> = Arc::new(pollster::block_on(generate(*scenario, &Plain)).expect("nobody cancels"));
    pollster::block_on(analyse(plan.clone(), sessions, None, None, &Plain)).expect("a sound plan")
}

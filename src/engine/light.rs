//! The equipment of the page's own program: generated sessions and the classic forest, walked plainly.

use super::equipment::{Equipment, Order, Supply};
use super::held::Held;
use super::protocol::Request;
use super::scope::post_answer;
use super::turn::Turn;
use analysis::{AnalysisError, Host, Progress, Sessions, Source, Stage, Stopped, generate};
use isolation_forest::Matrix;
use isolation_forest::{Forest, Hyperparameters, Method, Part, ShapeError};
use port::Refusal;
use std::cell::RefCell;
use std::sync::Arc;
use wasm_bindgen::JsValue;
use web_sys::MessagePort;

/// Rows that are walked at a stretch: some milliseconds.
const ROWS: usize = 4096;

/// The equipment of the page's own program.
#[derive(Default)]
pub struct Light;

/// A matrix that does not fit: there is none, as a recipe makes a column of each feature. Not `expect`: that would have the
/// words of the error in the first program.
fn no_shape<T>(_: ShapeError) -> T {
    unreachable!("a column for each feature")
}

/// What the page's own program is asked in error.
fn elsewhere() -> String {
    "this is the full program's affair".into()
}

struct LightHost<'a>(&'a Turn);

impl Host for LightHost<'_> {
    const GENERATED_ALONE: bool = true;

    async fn checkpoint(&self, progress: Progress) -> Result<(), Stopped> {
        self.0.checkpoint(progress).await
    }

    async fn grow(
        &self,
        method: Method,
        matrix: &Matrix,
        hyperparameters: &Hyperparameters,
    ) -> Result<Vec<Part>, Stopped> {
        match method {
            Method::Isolation => {
                let forest = Forest::fit(matrix, hyperparameters);
                Ok(vec![Part::Axis(forest.unwrap_or_else(no_shape))])
            }
            _ => Err(Stopped::Worker(elsewhere())),
        }
    }

    async fn mean_paths(&self, part: &Part, matrix: &Matrix) -> Result<Vec<f64>, Stopped> {
        let rows = matrix.rows();
        let mut paths = Vec::with_capacity(rows);
        while paths.len() < rows {
            let stretch = paths.len()..rows.min(paths.len() + ROWS);
            let columns: Vec<&[f32]> = matrix.columns().iter().map(|column| &column[stretch.clone()]).collect();
            paths.extend(part.mean_paths(&columns).unwrap_or_else(no_shape));
            let progress = Progress { stage: Stage::Scoring, done: paths.len() as f64, total: rows as f64 };
            self.checkpoint(progress).await?;
        }
        Ok(paths)
    }
}

impl Equipment for Light {
    fn host<'a>(&'a self, turn: &'a Turn) -> impl Host + 'a {
        LightHost(turn)
    }

    async fn sessions(&self, held: &RefCell<Held>, order: Order, host: &impl Host) -> Result<Supply, AnalysisError> {
        if let Some(sessions) = held.borrow().sessions_of(&order.plan) {
            return Ok(Supply { plan: order.plan, sessions, picking: false });
        }
        let Source::Generated(scenario) = order.plan.source else {
            return Err(AnalysisError::Reading(elsewhere()));
        };
        held.borrow_mut().make_room(scenario.sessions.get() as usize);
        let sessions = generate(scenario, host).await?;
        Ok(Supply { plan: order.plan, sessions: Arc::new(sessions), picking: false })
    }

    fn note(_: &Sessions, _: u32) -> Option<String> {
        None
    }

    fn warning(_: &Sessions) -> Option<String> {
        None
    }

    fn advise(_: &AnalysisError) -> Vec<u8> {
        Vec::new()
    }

    fn take(&self, _: &Request, _: &JsValue) -> bool {
        false
    }

    fn answer(&self, id: u32, _: &str, _: &[u8], _: &Held) {
        post_answer(id, Err(Refusal::Told(elsewhere())));
    }

    fn serve(_: MessagePort) {}
}

//! What an analysis worker is equipped with. There are two equipments, one in each program: whatever the page's own does
//! not name is not part of the first load.

use super::held::Held;
use super::protocol::{QualityInfo, Request};
use super::turn::Turn;
use crate::analysis::{Analysis, AnalysisError, Host, Plan, Quality, Sessions, Source};
use std::cell::RefCell;
use std::sync::Arc;
use wasm_bindgen::JsValue;
use web_sys::MessagePort;

/// A run that was asked for.
pub struct Order {
    /// The plan.
    pub plan: Plan,
    /// Whether the plan is a start, to be adapted to the file, rather than to be carried out as it is.
    pub opening: bool,
    /// The file that came with it: sessions or a model.
    pub file: Option<web_sys::File>,
}

/// What an analysis worker can do beside showing results.
pub trait Equipment: Default + 'static {
    /// Runs analyses.
    fn host<'a>(&'a self, turn: &'a Turn) -> impl Host + 'a;

    /// The sessions of an order, and the plan as it turns out.
    fn sessions(
        &self,
        held: &RefCell<Held>,
        order: Order,
        host: &impl Host,
    ) -> impl Future<Output = Result<(Plan, Arc<Sessions>), AnalysisError>>;

    /// Describes how sessions were read.
    fn describe(source: &Source, quality: &Quality) -> Option<QualityInfo>;

    /// Whether something is not a question about the analysis but about this worker: then it is dealt with.
    fn take(&self, request: &Request, attached: &JsValue) -> bool;

    /// Answers a question that not every program answers.
    fn answer(id: u32, request: Request, analysis: &Analysis);

    /// Serves another analysis worker as a scoring worker.
    fn serve(port: MessagePort);
}

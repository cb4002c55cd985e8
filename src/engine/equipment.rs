//! What an analysis worker is equipped with. There are two equipments, one in each program: whatever the page's own does
//! not name is not part of the first load.

use super::held::Held;
use super::protocol::{Columns, Request};
use super::turn::Turn;
use analysis::{AnalysisError, Host, Plan, Sessions};
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
    /// How the columns of the files that came with it become known.
    pub columns: Columns,
    /// How many rows one is taken of, where the plan does not say so.
    pub every: u32,
    /// The files that came with it: sessions or a model.
    pub files: Vec<web_sys::File>,
}

/// What an order came to.
pub struct Supply {
    /// The plan as it turned out.
    pub plan: Plan,
    /// Its sessions.
    pub sessions: Arc<Sessions>,
    /// Whether the user must choose first what to judge them by.
    pub picking: bool,
}

/// What an analysis worker can do beside showing results.
pub trait Equipment: Default + 'static {
    /// Runs analyses.
    fn host<'a>(&'a self, turn: &'a Turn) -> impl Host + 'a;

    /// The sessions of an order.
    fn sessions(
        &self,
        held: &RefCell<Held>,
        order: Order,
        host: &impl Host,
    ) -> impl Future<Output = Result<Supply, AnalysisError>>;

    /// What came of the reading of sessions, in few words.
    fn note(sessions: &Sessions, unjudged: u32) -> Option<String>;

    /// What of the sessions' file a person must know before anything else: that a part was not understood, or that it holds no
    /// sessions.
    fn warning(sessions: &Sessions) -> Option<String>;

    /// What can be done about an error, as bulk; empty for nothing.
    fn advise(error: &AnalysisError) -> Vec<u8>;

    /// Whether something is not a question about the analysis but about this worker: then it is dealt with.
    fn take(&self, request: &Request, attached: &JsValue) -> bool;

    /// Answers a question that not every program answers.
    fn answer(&self, id: u32, service: &str, question: &[u8], held: &Held);

    /// Serves another analysis worker as a scoring worker.
    fn serve(port: MessagePort);
}

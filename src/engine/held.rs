//! What an analysis worker remembers from one request to the next.

use analysis::{Analysis, Given, ModelSource, Plan, Sessions};
use port::{Desk, Refusal};
use std::rc::Rc;
use std::sync::Arc;

/// So many sessions are held at once: some 200 bytes each.
const TOGETHER: usize = 3_000_000;

/// So many saved models are held at once: the one that is in use, and those opened since.
const MODELS: usize = 4;

/// What is asked about an analysis that is not there.
pub fn no_analysis() -> Refusal {
    Refusal::Told("there is no analysis yet".into())
}

/// What an analysis worker remembers.
#[derive(Default)]
pub struct Held {
    /// The files that were opened last: they are read anew when their columns are mapped otherwise.
    pub files: Vec<web_sys::File>,
    /// The files that the sessions were read from: others may have been opened since, and not have become sessions.
    pub sources: Vec<web_sys::File>,
    /// The saved models that were opened, the last one at the end. One that turns out not to fit leaves the one in use.
    given: Vec<Rc<Given>>,
    /// The sessions of the last run.
    pub sessions: Option<Arc<Sessions>>,
    /// The last run's result.
    pub analysis: Option<Arc<Analysis>>,
}

impl Held {
    /// The sessions of a plan, where they are there.
    pub fn sessions_of(&self, plan: &Plan) -> Option<Arc<Sessions>> {
        let is_meant =
            |held: &Arc<Sessions>| held.source == plan.source && held.rules.is_none_or(|rules| rules == plan.rules);
        self.sessions.clone().filter(is_meant)
    }

    /// Keeps what came of a run.
    pub fn keep(&mut self, sessions: Arc<Sessions>, analysis: Option<Arc<Analysis>>) {
        if self.sessions.as_ref().is_none_or(|held| !Arc::ptr_eq(held, &sessions)) {
            self.sources = self.files.clone();
        }
        self.sessions = Some(sessions);
        self.analysis = analysis;
    }

    /// The answer to a question about the analysis.
    ///
    /// # Errors
    /// Where there is none, or the desk has no answer.
    pub fn answer(&self, desk: &Desk<Arc<Analysis>>, service: &str, question: &[u8]) -> Result<Vec<u8>, Refusal> {
        let mut analysis = self.analysis.clone().ok_or_else(no_analysis)?;
        desk.answer(service, &mut analysis, question)
    }

    /// Keeps a saved model that was opened.
    pub fn keep_model(&mut self, given: Given) {
        self.given.retain(|other| other.file.sha256 != given.file.sha256);
        self.given.push(Rc::new(given));
        if self.given.len() > MODELS {
            self.given.remove(0);
        }
    }

    /// The saved model of a plan, where it is there.
    pub fn model_of(&self, plan: &Plan) -> Option<Rc<Given>> {
        match &plan.detector.model {
            ModelSource::Saved(file) => self.given.iter().find(|given| given.file.sha256 == file.sha256).cloned(),
            ModelSource::Fitted { .. } => None,
        }
    }

    /// Lets go of the sessions before others are made, where both together would fill the memory.
    pub fn make_room(&mut self, rows: usize) {
        let present = self.sessions.as_ref().map_or(0, |sessions| sessions.table.rows());
        if present + rows > TOGETHER {
            self.sessions = None;
            self.analysis = None;
        }
    }
}

//! What an analysis worker remembers from one request to the next.

use crate::analysis::{Analysis, Given, Plan, Sessions};
use std::rc::Rc;
use std::sync::Arc;

/// So many sessions are held at once: some 200 bytes each.
const TOGETHER: usize = 3_000_000;

/// What an analysis worker remembers.
#[derive(Default)]
pub struct Held {
    /// The file that was opened last: it is read anew when its columns are mapped otherwise.
    pub file: Option<web_sys::File>,
    /// The saved model that was opened last.
    pub given: Option<Rc<Given>>,
    /// The sessions of the last run.
    pub sessions: Option<Arc<Sessions>>,
    /// The last run's result.
    pub analysis: Option<Rc<Analysis>>,
}

impl Held {
    /// The sessions of a plan, where they are there.
    pub fn sessions_of(&self, plan: &Plan) -> Option<Arc<Sessions>> {
        self.sessions.clone().filter(|held| held.source == plan.source)
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

//! Explore's questions: answered from a crossfilter over the analysis that is held, built when the first one comes.

use crate::analysis::Analysis;
use crate::crossfilter::{Crossfilter, Query, Reply};
use crate::engine::held::Held;
use crate::engine::protocol::Event;
use crate::engine::wire::encode;
use std::cell::RefCell;
use std::sync::Arc;

/// The crossfilter of the last analysis that was explored.
#[derive(Default)]
pub struct Explorer(RefCell<Option<(Arc<Analysis>, Crossfilter)>>);

impl Explorer {
    /// Answers a question about the analysis that is held.
    pub fn answer(&self, query: &[u8], held: &Held) -> (Event, Vec<u8>) {
        let Ok(query) = postcard::from_bytes::<Query>(query) else {
            return (Event::Failed { message: "this is no question".into(), kept: true }, Vec::new());
        };
        let reply = match &held.analysis {
            None => Reply::Nothing,
            Some(analysis) => {
                let mut explored = self.0.borrow_mut();
                if explored.as_ref().is_some_and(|(other, _)| !Arc::ptr_eq(other, analysis)) {
                    *explored = None;
                }
                let fresh = || (analysis.clone(), Crossfilter::of(analysis.clone()));
                explored.get_or_insert_with(fresh).1.answer(&query)
            }
        };
        (Event::Explored, encode(&reply))
    }

    /// Lets go of the analysis.
    pub fn forget(&self) {
        self.0.take();
    }
}

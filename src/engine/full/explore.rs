//! Explore's questions: answered from a crossfilter over the analysis that is held, built when the first one comes.

use crate::analysis::Analysis;
use crate::crossfilter::query::Writing;
use crate::crossfilter::{Crossfilter, Query, Reply};
use crate::engine::held::Held;
use crate::engine::protocol::Event;
use crate::engine::wire::encode;
use crate::engine::worker::post_event;
use crate::share::taken::{self, Taken};
use std::cell::RefCell;
use std::sync::Arc;

/// The crossfilter of the last analysis that was explored.
#[derive(Default)]
pub struct Explorer(RefCell<Option<Explored>>);

/// An analysis that is explored.
struct Explored {
    analysis: Arc<Analysis>,
    crossfilter: Crossfilter,
}

impl Explorer {
    /// Answers a question about the analysis that is held. What is written goes out in pieces before the answer.
    pub fn answer(&self, id: u32, query: &[u8], held: &Held) -> (Event, Vec<u8>) {
        let Ok(query) = postcard::from_bytes::<Query>(query) else {
            return (Event::Failed { message: "this is no question".into(), kept: true }, Vec::new());
        };
        let reply = match &held.analysis {
            None => Reply::Nothing,
            Some(analysis) => {
                let mut explored = self.0.borrow_mut();
                if explored.as_ref().is_some_and(|explored| !Arc::ptr_eq(&explored.analysis, analysis)) {
                    *explored = None;
                }
                explored.get_or_insert_with(|| Explored::of(analysis.clone())).answer(id, &query)
            }
        };
        (Event::Explored, encode(&reply))
    }

    /// Lets go of the analysis.
    pub fn forget(&self) {
        self.0.take();
    }
}

impl Explored {
    fn of(analysis: Arc<Analysis>) -> Self {
        Self { crossfilter: Crossfilter::of(analysis.clone()), analysis }
    }

    fn answer(&mut self, id: u32, query: &Query) -> Reply {
        match query {
            Query::Write(writing) => self.write(id, writing),
            query => self.crossfilter.answer(query),
        }
    }

    fn write(&mut self, id: u32, writing: &Writing) -> Reply {
        let mut bytes = 0;
        let sink = |piece: String| {
            bytes += piece.len() as u64;
            post_event(id, &Event::ExportPart, &[piece.as_bytes()]);
            Ok::<(), std::convert::Infallible>(())
        };
        match taken::write(&self.analysis, &mut self.crossfilter, writing, sink) {
            Ok(Some(Taken { name, media })) => Reply::Written { name: name.into(), media: media.into(), bytes },
            _ => Reply::Nothing,
        }
    }
}

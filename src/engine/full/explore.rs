//! Explore's questions: answered from a crossfilter over the analysis that is held, built when the first one comes.

use super::export;
use crate::engine::encode;
use crate::engine::held::Held;
use crate::engine::protocol::Event;
use crate::engine::scope::post_event;
use ::export::taken::{self, Taken};
use analysis::Analysis;
use crossfilter::query::Writing;
use crossfilter::{Crossfilter, Filters, Query, Remains, Reply};
use std::cell::{Cell, RefCell};
use std::sync::Arc;

/// The crossfilter of the last analysis that was explored, or what remains of it for the next.
#[derive(Default)]
pub struct Explorer {
    explored: RefCell<Option<Explored>>,
    remains: Cell<Option<Remains>>,
}

/// An analysis that is explored.
struct Explored {
    analysis: Arc<Analysis>,
    crossfilter: Crossfilter,
}

impl Explorer {
    /// Answers a question about the analysis that is held, at once or, where there is no answer yet, later on. What is written
    /// goes out in pieces before the answer.
    pub fn answer(&self, id: u32, query: &[u8], held: &Held) -> Option<(Event, Vec<u8>)> {
        let Ok(query) = postcard::from_bytes::<Query>(query) else {
            return Some((Event::Failed { message: "this is no question".into(), kept: true }, Vec::new()));
        };
        let reply = match &held.analysis {
            None => Reply::Nothing,
            Some(analysis) => {
                if self.explored.borrow().as_ref().is_some_and(|it| !Arc::ptr_eq(&it.analysis, analysis)) {
                    self.forget();
                }
                let mut explored = self.explored.borrow_mut();
                let explored = explored.get_or_insert_with(|| Explored::of(analysis.clone(), self.remains.take()));
                if let Query::Write(writing) = &query
                    && let Writing::Sessions(filters) = writing.as_ref()
                {
                    explored.write_sessions(id, filters, held.sources.clone());
                    return None;
                }
                explored.answer(id, &query)
            }
        };
        Some((Event::Explored, encode(&reply)))
    }

    /// Lets go of the analysis, but for what another one of the same sessions can use.
    pub fn forget(&self) {
        if let Some(explored) = self.explored.take() {
            self.remains.set(Some(explored.crossfilter.remains()));
        }
    }
}

impl Explored {
    fn of(analysis: Arc<Analysis>, remains: Option<Remains>) -> Self {
        let crossfilter = Crossfilter::of(analysis.clone());
        let crossfilter = match remains {
            Some(remains) => crossfilter.with(remains),
            None => crossfilter,
        };
        Self { crossfilter, analysis }
    }

    fn answer(&mut self, id: u32, query: &Query) -> Reply {
        match query {
            Query::Write(writing) => self.write(id, writing),
            query => self.crossfilter.answer(query),
        }
    }

    /// Writes the sessions that meet the filters, beside everything else.
    fn write_sessions(&mut self, id: u32, filters: &Filters, files: Vec<web_sys::File>) {
        let (analysis, meeting) = (self.analysis.clone(), self.crossfilter.meeting(filters));
        wasm_bindgen_futures::spawn_local(async move {
            let reply = match export::sessions(id, &analysis, Some(meeting), files).await {
                Ok(bytes) => {
                    let Taken { name, media } = taken::SESSIONS;
                    Reply::Written { name: name.into(), media: media.into(), bytes }
                }
                Err(why) => Reply::NotWritten { why },
            };
            post_event(id, &Event::Explored, &[&encode(&reply)]);
        });
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

//! Questions of linked views: answered from a crossfilter over the analysis that is held, built when the first one comes.

use super::export;
use crate::engine::held::{Held, no_analysis};
use crate::engine::protocol::Event;
use crate::engine::scope::{post_answer, post_event};
use ::export::taken::{self, Taken};
use analysis::Analysis;
use crossfilter::query::{BrushAsked, Writing, Written};
use crossfilter::services::{PrepareBrush, SERVICES, Write};
use crossfilter::{Crossfilter, Filters, Remains};
use port::{Refusal, Service, decode, encode};
use std::cell::{Cell, RefCell};
use std::sync::Arc;

/// The crossfilter of the last analysis that was asked about, or what remains of it for the next.
#[derive(Default)]
pub struct Crossfiltered {
    current: RefCell<Option<Current>>,
    remains: Cell<Option<Remains>>,
}

/// An analysis and its crossfilter.
struct Current {
    analysis: Arc<Analysis>,
    crossfilter: Crossfilter,
}

impl Crossfiltered {
    /// Whether a service is answered here.
    pub fn has(service: &str) -> bool {
        SERVICES.has(service) || [PrepareBrush::NAME, Write::NAME].contains(&service)
    }

    /// Answers a question about the analysis that is held, at once or later on. What is written goes out in parts before the
    /// answer.
    pub fn answer(&self, id: u32, service: &str, question: &[u8], held: &Held) {
        let Some(analysis) = &held.analysis else { return post_answer(id, Err(no_analysis())) };
        if self.current.borrow().as_ref().is_some_and(|it| !Arc::ptr_eq(&it.analysis, analysis)) {
            self.forget();
        }
        let mut current = self.current.borrow_mut();
        let current = current.get_or_insert_with(|| Current::of(analysis.clone(), self.remains.take()));
        if service == Write::NAME {
            match decode::<Writing>(question) {
                Some(Writing::Sessions(filters)) => current.write_sessions(id, &filters, held.sources.clone()),
                Some(writing) => post_answer(id, current.write(id, &writing).map(|written| encode(&written))),
                None => post_answer(id, Err(Refusal::Unreadable(Write::NAME))),
            }
        } else if service == PrepareBrush::NAME {
            let asked = decode::<BrushAsked>(question).ok_or(Refusal::Unreadable(PrepareBrush::NAME));
            post_answer(id, asked.map(|asked| current.prepare(id, &asked)));
        } else {
            post_answer(id, SERVICES.answer(service, &mut current.crossfilter, question));
        }
    }

    /// Lets go of the analysis, but for what another one of the same sessions can use.
    pub fn forget(&self) {
        if let Some(current) = self.current.take() {
            self.remains.set(Some(current.crossfilter.remains()));
        }
    }
}

impl Current {
    fn of(analysis: Arc<Analysis>, remains: Option<Remains>) -> Self {
        let crossfilter = Crossfilter::of(analysis.clone());
        let crossfilter = match remains {
            Some(remains) => crossfilter.with(remains),
            None => crossfilter,
        };
        Self { crossfilter, analysis }
    }

    /// Writes the sessions that meet the filters, beside everything else.
    fn write_sessions(&mut self, id: u32, filters: &Filters, files: Vec<web_sys::File>) {
        let (analysis, meeting) = (self.analysis.clone(), self.crossfilter.meeting(filters));
        wasm_bindgen_futures::spawn_local(async move {
            let Taken { name, media } = taken::SESSIONS;
            let written = export::sessions(id, &analysis, Some(meeting), files).await;
            let written = written.map(|bytes| encode(&Written { name: name.into(), media: media.into(), bytes }));
            post_answer(id, written.map_err(Refusal::Told));
        });
    }

    /// Hands over the index of a brush: its cubes, then the answer.
    fn prepare(&mut self, id: u32, asked: &BrushAsked) -> Vec<u8> {
        let prepared = self.crossfilter.prepare(asked);
        let parts = prepared.iter().flat_map(|prepared| prepared.parts());
        parts.for_each(|part| post_event(id, &Event::Part, &[part]));
        encode(&prepared.map(|prepared| prepared.index))
    }

    fn write(&mut self, id: u32, writing: &Writing) -> Result<Written, Refusal> {
        let mut bytes = 0;
        let sink = |piece: String| {
            bytes += piece.len() as u64;
            post_event(id, &Event::Part, &[piece.as_bytes()]);
            Ok::<(), std::convert::Infallible>(())
        };
        match taken::write(&self.analysis, &mut self.crossfilter, writing, sink) {
            Ok(Some(Taken { name, media })) => Ok(Written { name: name.into(), media: media.into(), bytes }),
            _ => Err(Refusal::Told("the sessions lack what it would show".into())),
        }
    }
}

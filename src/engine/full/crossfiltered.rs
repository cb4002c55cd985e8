//! Questions of linked views, and for what sessions have in common: answered from a crossfilter over the analysis that is held,
//! built when the first one comes.

use super::export;
use super::reader::FileReader;
use crate::engine::held::{Held, no_analysis};
use crate::engine::protocol::Event;
use crate::engine::scope::{post_answer, post_event};
use crate::engine::turn::Pauses;
use ::export::taken::{self, Taken};
use analysis::Analysis;
use crossfilter::query::{BrushAsked, Writing, Written};
use crossfilter::services::{PrepareBrush, SERVICES, Write};
use crossfilter::{Crossfilter, Filters, Remains};
use diagnose::Limits;
use diagnose::counts::{CountColumns, CountTable, CountsFound, read_counts};
use diagnose::services::{Diagnosis, ExplainCounts};
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
    diagnosis: Diagnosis,
}

impl Crossfiltered {
    /// Whether a service is answered here.
    pub fn has(service: &str) -> bool {
        let own = [PrepareBrush::NAME, Write::NAME, ExplainCounts::NAME];
        SERVICES.has(service) || diagnose::services::SERVICES.has(service) || own.contains(&service)
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
        } else if service == ExplainCounts::NAME {
            match decode::<CountColumns>(question) {
                Some(columns) => current.explain_counts(id, columns, held.sources.clone()),
                None => post_answer(id, Err(Refusal::Unreadable(ExplainCounts::NAME))),
            }
        } else if diagnose::services::SERVICES.has(service) {
            post_answer(id, diagnose::services::SERVICES.answer(service, &mut current.diagnosis, question));
        } else {
            post_answer(id, SERVICES.answer(service, &mut current.diagnosis.crossfilter, question));
        }
    }

    /// Lets go of the analysis, but for what another one of the same sessions can use.
    pub fn forget(&self) {
        if let Some(current) = self.current.take() {
            self.remains.set(Some(current.diagnosis.crossfilter.remains()));
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
        Self { diagnosis: Diagnosis::of(crossfilter), analysis }
    }

    /// Writes the sessions that meet the filters, beside everything else.
    fn write_sessions(&mut self, id: u32, filters: &Filters, files: Vec<web_sys::File>) {
        let (analysis, meeting) = (self.analysis.clone(), self.diagnosis.crossfilter.meeting(filters));
        wasm_bindgen_futures::spawn_local(async move {
            let written = export::sessions(id, &analysis, Some(meeting), files).await;
            export::answer(id, written.map(|(bytes, form)| export::named("streamguard-sessions", form, bytes)));
        });
    }

    /// Reads the file once more as counts, beside everything else.
    fn explain_counts(&self, id: u32, columns: CountColumns, files: Vec<web_sys::File>) {
        let analysis = self.analysis.clone();
        wasm_bindgen_futures::spawn_local(async move {
            let found = explain_counts(&analysis, columns, files).await;
            post_answer(id, Ok(encode(&found)));
        });
    }

    /// Hands over the index of a brush: its cubes, then the answer.
    fn prepare(&mut self, id: u32, asked: &BrushAsked) -> Vec<u8> {
        let prepared = self.diagnosis.crossfilter.prepare(asked);
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
        match taken::write(&self.analysis, &mut self.diagnosis.crossfilter, writing, sink) {
            Ok(Some(Taken { name, media })) => Ok(Written { name: name.into(), media: media.into(), bytes }),
            _ => Err(Refusal::Told("the sessions lack what it would show".into())),
        }
    }
}

async fn explain_counts(
    analysis: &Analysis,
    columns: CountColumns,
    files: Vec<web_sys::File>,
) -> Result<CountsFound, String> {
    let quality = analysis.sessions.quality.as_ref().filter(|_| !files.is_empty());
    let quality = quality.ok_or("the sessions come from no file")?;
    let table = CountTable::new(columns).map_err(|error| error.to_string())?;
    let mut files: Vec<(String, FileReader)> =
        files.into_iter().map(|file| (file.name(), FileReader::new(file))).collect();
    let pauses = Pauses::begin();
    let pause = async |_, _| {
        pauses.pause().await;
        Ok(())
    };
    let table = read_counts(table, &mut files, &quality.columns, analysis.plan.rules, pause).await?;
    table.explain(Limits::default()).map_err(|error| error.to_string())
}

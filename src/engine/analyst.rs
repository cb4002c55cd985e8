//! The analysis worker: holds the sessions and the last analysis, carries out plans and answers questions about them.

use super::host::{BrowserHost, Pool};
use super::protocol::{Choice, Event, Request, ResultInfo, Summary};
use super::quality;
use super::reader::FileReader;
use super::wire::Message;
use super::worker::{now, post_event};
use crate::analysis::views;
use crate::analysis::{
    Analysis, AnalysisError, FileSource, Pairs, Plan, Sessions, Source, Stopped, analyse, generate, proposed_features,
    read,
};
use crate::features::{Feature, Measure, unavailable};
use crate::ingest::Mapping;
use crate::share::{CsvWriter, write_scored_header, write_scored_row};
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// A piece of the CSV on its way to the page.
const PIECE: usize = 4 << 20;

/// So many sessions are held at once: some 200 bytes each.
const TOGETHER: usize = 3_000_000;

/// The analysis worker's memory.
#[derive(Default)]
pub struct Analyst {
    pool: Rc<Pool>,
    held: RefCell<Held>,
}

#[derive(Default)]
struct Held {
    /// The file that was opened last: it is read anew when its columns are mapped otherwise.
    file: Option<web_sys::File>,
    sessions: Option<Arc<Sessions>>,
    analysis: Option<Rc<Analysis>>,
}

impl Analyst {
    /// Takes a request. It is answered when it is done; other requests are taken meanwhile.
    pub fn receive(self: Rc<Self>, message: Message<Request>) {
        let Message { id, body, attached, .. } = message;
        match body {
            Request::Run { .. } | Request::Open { .. } => self.spawn(id, body, attached.dyn_into().ok()),
            Request::Export => self.answer(id, |analysis| export(id, analysis)),
            Request::Cancel => self.pool.cancel(),
            Request::Peer { peer } => {
                if let Ok(port) = attached.dyn_into() {
                    self.pool.add_peer(peer, port);
                }
            }
            Request::PeerLost { peer } => self.pool.remove_peer(peer),
            Request::Scatter(query) => self.answer(id, |analysis| {
                let mut scatter = views::scatter(analysis, &query);
                let bulk = scatter.take_bulk();
                let bulk: Vec<&[u8]> = bulk.iter().map(Vec::as_slice).collect();
                post_event(id, &Event::Scatter(Box::new(scatter)), &bulk);
            }),
            Request::Rank(query) => self.answer(id, |analysis| {
                post_event(id, &Event::Ranking(Box::new(views::rank(analysis, &query))), &[]);
            }),
            Request::Explain { row } => self.answer(id, |analysis| {
                let event = match views::explain(analysis, row) {
                    Some(explanation) => Event::Explanation(Box::new(explanation)),
                    None => Event::NoSuchSession,
                };
                post_event(id, &event, &[]);
            }),
        }
    }

    /// Answers a question about the last analysis.
    fn answer(&self, id: u32, reply: impl FnOnce(&Analysis)) {
        let analysis = self.held.borrow().analysis.clone();
        match analysis {
            Some(analysis) => reply(&analysis),
            None => post_event(id, &Event::Failed { message: "there is no analysis yet".into(), kept: false }, &[]),
        }
    }

    /// Carries out a run beside everything else. One future for all kinds of run: each further one is compiled anew.
    fn spawn(self: Rc<Self>, id: u32, request: Request, file: Option<web_sys::File>) {
        wasm_bindgen_futures::spawn_local(async move {
            let done = self.run(id, &request, file).await;
            let kept = self.held.borrow().analysis.is_some();
            let event = match done {
                Ok(summary) if summary.result.is_some() => Event::Done(summary),
                Ok(summary) => Event::Opened(summary),
                Err(AnalysisError::Stopped(Stopped::Cancelled)) => Event::Cancelled { kept },
                Err(error) => Event::Failed { message: error.to_string(), kept },
            };
            post_event(id, &event, &[]);
        });
    }

    /// Carries out a plan, or reads a file whose columns are to be recognised and analyses it by the features that it has.
    /// Without any it is held as it is, without a result.
    async fn run(
        &self,
        id: u32,
        request: &Request,
        file: Option<web_sys::File>,
    ) -> Result<Box<Summary>, AnalysisError> {
        let started = now();
        let (plan, opening) = match request {
            Request::Open { plan } => (parse(plan)?, true),
            Request::Run { plan } => (parse(plan)?, false),
            _ => return Err(AnalysisError::Reading("this request is not a run".into())),
        };
        if opening && file.is_none() {
            return Err(AnalysisError::Reading("no file came with the request".into()));
        }
        let host = BrowserHost::begin(self.pool.clone(), id);
        let held = self.held.borrow().sessions.clone().filter(|held| file.is_none() && held.source == plan.source);
        let sessions = match (held, &plan.source) {
            (Some(sessions), _) => sessions,
            (None, Source::Generated(scenario)) if !opening => {
                self.make_room(scenario.sessions.get() as usize);
                Arc::new(generate(*scenario, &host).await?)
            }
            (None, source) => {
                let expected = match source {
                    Source::File(expected) if !opening => Some(expected),
                    _ => None,
                };
                let file = file.or_else(|| self.held.borrow().file.clone());
                let file = file.ok_or_else(|| {
                    let name = expected.map_or("a file", |expected| expected.name.as_str());
                    AnalysisError::Reading(format!("open {name} first"))
                })?;
                self.read(file, expected, &host).await?
            }
        };
        let plan = if opening {
            Plan { source: sessions.source.clone(), features: proposed_features(&sessions), detector: plan.detector }
        } else {
            plan
        };
        if opening && plan.features.is_empty() {
            self.hold(sessions.clone(), None);
            return Ok(Box::new(summary(&plan, &sessions, None)));
        }
        let previous = self.held.borrow().analysis.clone();
        let analysis = Rc::new(analyse(plan, sessions.clone(), previous.as_deref(), &host).await?);
        self.hold(sessions.clone(), Some(analysis.clone()));
        let mut result = result(&analysis);
        result.elapsed_ms = now() - started;
        Ok(Box::new(summary(&analysis.plan, &sessions, Some(result))))
    }

    fn hold(&self, sessions: Arc<Sessions>, analysis: Option<Rc<Analysis>>) {
        let mut held = self.held.borrow_mut();
        held.sessions = Some(sessions);
        held.analysis = analysis;
    }

    async fn read(
        &self,
        file: web_sys::File,
        expected: Option<&FileSource>,
        host: &BrowserHost,
    ) -> Result<Arc<Sessions>, AnalysisError> {
        let name = file.name();
        let mapping = expected.map_or_else(Mapping::default, |expected| expected.mapping.clone());
        let sessions = read(&name, &mut FileReader::new(file.clone()), mapping, host).await?;
        if let (Some(expected), Source::File(found)) = (expected, &sessions.source) {
            expected.check(found)?;
        }
        // Only now: a file that cannot be read leaves the one that was open.
        self.held.borrow_mut().file = Some(file);
        Ok(Arc::new(sessions))
    }

    /// Lets go of the sessions before others are made, where both together would fill the memory.
    fn make_room(&self, rows: usize) {
        let mut held = self.held.borrow_mut();
        let present = held.sessions.as_ref().map_or(0, |sessions| sessions.table.rows());
        if present + rows > TOGETHER {
            held.sessions = None;
            held.analysis = None;
        }
    }
}

fn export(id: u32, analysis: &Analysis) {
    let mut writer = CsvWriter::default();
    write_scored_header(&mut writer, analysis);
    for row in 0..analysis.sessions.table.rows() {
        write_scored_row(&mut writer, analysis, row);
        if writer.len() > PIECE {
            post_event(id, &Event::ExportPart, &[writer.take().as_bytes()]);
        }
    }
    post_event(id, &Event::ExportPart, &[writer.take().as_bytes()]);
    post_event(id, &Event::ExportDone, &[]);
}

fn parse(plan: &str) -> Result<Plan, AnalysisError> {
    Pairs::parse(plan)
        .and_then(|mut pairs| Plan::take_from(&mut pairs))
        .map_err(|error| AnalysisError::Reading(error.to_string()))
}

fn summary(plan: &Plan, sessions: &Sessions, result: Option<ResultInfo>) -> Summary {
    Summary {
        plan: plan.to_pairs().to_string(),
        sessions: sessions.table.rows() as u32,
        choices: choices(sessions),
        quality: sessions.quality.as_ref().map(|quality| quality::describe(&plan.source, quality)),
        result,
    }
}

fn choices(sessions: &Sessions) -> Vec<Choice> {
    let known =
        Measure::KNOWN.iter().flat_map(|measure| [Feature::plain(measure.clone()), Feature::relative(measure.clone())]);
    let own = sessions.table.columns().iter().filter(|column| column.field.is_none()).filter_map(|column| {
        let numeric = matches!(column.data, crate::telemetry::Data::Number(_));
        numeric.then(|| Feature::plain(Measure::Column(column.name.clone())))
    });
    known
        .chain(own)
        .map(|feature| Choice { lacks: unavailable(&sessions.table, &feature), feature: feature.name() })
        .collect()
}

fn result(analysis: &Analysis) -> ResultInfo {
    ResultInfo {
        fingerprint: analysis.fingerprint.to_string(),
        threshold: analysis.threshold,
        flagged: analysis.flagged as u32,
        elapsed_ms: 0.0,
        figures: views::figures(analysis),
        judgement: views::judge(analysis),
        histogram: views::histogram(analysis),
        timeline: views::timeline(analysis),
        axes: views::scatter_features(analysis),
        columns: views::rankable(analysis),
    }
}

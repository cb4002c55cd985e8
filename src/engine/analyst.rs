//! The analysis worker: holds the sessions and the last analysis, carries out plans and answers questions about them.

use super::equipment::{Equipment, Opened};
use super::host::{BrowserHost, Pool};
use super::protocol::{Choice, Event, Request, ResultInfo, Summary};
use super::wire::Message;
use super::worker::{now, post_event};
use crate::analysis::views;
use crate::analysis::{
    Analysis, AnalysisError, Detector, FileSource, Given, ModelSource, Pairs, Plan, Sessions, Share, Source, Stopped,
    Threshold, analyse, generate, proposed_features,
};
use crate::features::{Feature, Measure, unavailable};
use crate::ingest::Mapping;
use std::cell::RefCell;
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// So many sessions are held at once: some 200 bytes each.
const TOGETHER: usize = 3_000_000;

/// The analysis worker's memory.
pub struct Analyst<E> {
    equipment: PhantomData<E>,
    pool: Rc<Pool>,
    held: RefCell<Held>,
}

#[derive(Default)]
struct Held {
    /// The file that was opened last: it is read anew when its columns are mapped otherwise.
    file: Option<web_sys::File>,
    /// The saved model that was opened last.
    given: Option<Rc<Given>>,
    sessions: Option<Arc<Sessions>>,
    analysis: Option<Rc<Analysis>>,
}

impl<E> Default for Analyst<E> {
    fn default() -> Self {
        Self { equipment: PhantomData, pool: Rc::default(), held: RefCell::default() }
    }
}

impl<E: Equipment> Analyst<E> {
    /// Takes a request. It is answered when it is done; other requests are taken meanwhile.
    pub fn receive(self: Rc<Self>, message: Message<Request>) {
        let Message { id, body, attached, .. } = message;
        match body {
            Request::Run { .. } | Request::Open { .. } => self.spawn(id, body, attached.dyn_into().ok()),
            Request::Cancel => self.pool.cancel(),
            Request::Peer { peer } if E::SPREADS => {
                if let Ok(port) = attached.dyn_into() {
                    self.pool.add_peer(peer, port);
                }
            }
            Request::PeerLost { peer } if E::SPREADS => self.pool.remove_peer(peer),
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
            other => self.answer(id, |analysis| E::answer(id, other, analysis)),
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
        let host = BrowserHost::<E>::begin(self.pool.clone(), id);
        let (plan, sessions) = match file {
            Some(file) => self.open(file, plan, opening, &host).await?,
            None => {
                let sessions = self.sessions_of(&plan, &host).await?;
                (plan, sessions)
            }
        };
        if plan.features.is_empty() && opening {
            self.hold(sessions.clone(), None);
            return Ok(Box::new(self.summary(&plan, &sessions, None)));
        }
        let (previous, given) = {
            let held = self.held.borrow();
            (held.analysis.clone(), held.given.clone())
        };
        let analysis = analyse(plan, sessions.clone(), given.as_deref(), previous.as_deref(), &host).await?;
        let analysis = Rc::new(analysis);
        self.hold(sessions.clone(), Some(analysis.clone()));
        let mut result = result(&analysis);
        result.elapsed_ms = now() - started;
        Ok(Box::new(self.summary(&analysis.plan, &sessions, Some(result))))
    }

    /// Opens a file: sessions, to which the plan's detector is put, or a model, which is put to the plan's sessions. A plan
    /// that is carried out, rather than taken as a start, stays as it is: the file must be the one that it speaks of.
    async fn open(
        &self,
        file: web_sys::File,
        plan: Plan,
        opening: bool,
        host: &BrowserHost<E>,
    ) -> Result<(Plan, Arc<Sessions>), AnalysisError> {
        let expected = match &plan.source {
            Source::File(expected) if !opening => Some(expected),
            _ => None,
        };
        let mapping = expected.map_or_else(Mapping::default, |expected| expected.mapping.clone());
        match E::open(file.clone(), mapping, host).await? {
            Opened::Sessions(sessions) => {
                if let (Some(expected), Source::File(found)) = (expected, &sessions.source) {
                    expected.check(found)?;
                }
                // Only now: a file that cannot be read leaves the one that was open.
                self.held.borrow_mut().file = Some(file);
                let sessions = Arc::new(*sessions);
                if !opening {
                    return Ok((plan, sessions));
                }
                let detector = match plan.detector.model {
                    ModelSource::Fitted { .. } => plan.detector,
                    // It judges by features that these sessions need not have.
                    ModelSource::Saved(_) => Detector::default(),
                };
                let features = proposed_features(&sessions);
                Ok((Plan { source: sessions.source.clone(), features, detector }, sessions))
            }
            Opened::Model(given) => {
                let plan = if opening { with_model(plan, &given)? } else { plan };
                self.held.borrow_mut().given = Some(Rc::new(*given));
                let sessions = self.sessions_of(&plan, host).await?;
                Ok((plan, sessions))
            }
        }
    }

    /// The sessions of a plan: those that are held, generated ones, or those of the file that was opened last.
    async fn sessions_of(&self, plan: &Plan, host: &BrowserHost<E>) -> Result<Arc<Sessions>, AnalysisError> {
        let held = self.held.borrow().sessions.clone().filter(|held| held.source == plan.source);
        match (held, &plan.source) {
            (Some(sessions), _) => Ok(sessions),
            (None, Source::Generated(scenario)) => {
                self.make_room(scenario.sessions.get() as usize);
                Ok(Arc::new(generate(*scenario, host).await?))
            }
            (None, Source::File(expected)) => {
                let file = self.held.borrow().file.clone();
                let file =
                    file.ok_or_else(|| AnalysisError::Reading(format!("open {} first", expected.name)))?;
                match E::open(file, expected.mapping.clone(), host).await? {
                    Opened::Sessions(sessions) => {
                        if let Source::File(found) = &sessions.source {
                            expected.check(found)?;
                        }
                        Ok(Arc::new(*sessions))
                    }
                    Opened::Model(_) => Err(AnalysisError::Reading("this file holds no sessions".into())),
                }
            }
        }
    }

    fn hold(&self, sessions: Arc<Sessions>, analysis: Option<Rc<Analysis>>) {
        let mut held = self.held.borrow_mut();
        held.sessions = Some(sessions);
        held.analysis = analysis;
    }

    fn summary(&self, plan: &Plan, sessions: &Sessions, result: Option<ResultInfo>) -> Summary {
        let quality = sessions.quality.as_ref();
        Summary {
            plan: plan.to_pairs().to_string(),
            sessions: sessions.table.rows() as u32,
            choices: choices(sessions),
            quality: quality.and_then(|quality| E::describe(&plan.source, quality)),
            result,
        }
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

/// The plan with a model that was just opened in place of its detector. A model that does not say what it judges by judges
/// by what is chosen.
fn with_model(plan: Plan, given: &Given) -> Result<Plan, AnalysisError> {
    let threshold = Share::new(given.threshold).map_err(|error| AnalysisError::Reading(error.to_string()))?;
    let detector = Detector { model: ModelSource::Saved(given.file.clone()), threshold: Threshold::Score(threshold) };
    let features = if given.features.is_empty() { plan.features } else { given.features.clone() };
    Ok(Plan { features, detector, ..plan })
}

fn parse(plan: &str) -> Result<Plan, AnalysisError> {
    Pairs::parse(plan)
        .and_then(|mut pairs| Plan::take_from(&mut pairs))
        .map_err(|error| AnalysisError::Reading(error.to_string()))
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

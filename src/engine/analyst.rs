//! The analysis worker: holds the sessions and the last analysis, carries out plans and answers questions about them.

use super::equipment::{Equipment, Order, Supply};
use super::held::Held;
use super::protocol::{Choice, Columns, Event, Request, ResultInfo, Summary};
use super::scope::{now, post_answer, post_event};
use super::turn::{Turn, Wanted};
use super::wire::Message;
use analysis::{Analysis, AnalysisError, Plan, Sessions, Stopped, analyse, services, views};
use features::{Feature, Measure, unavailable};
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::{JsCast, JsValue};

/// The analysis worker's memory.
#[derive(Default)]
pub struct Analyst<E> {
    equipment: E,
    wanted: Wanted,
    held: RefCell<Held>,
}

impl<E: Equipment> Analyst<E> {
    /// Takes a request. It is answered when it is done; other requests are taken meanwhile.
    pub fn receive(self: Rc<Self>, message: Message<Request>) {
        let Message { id, body, attached, .. } = message;
        if self.equipment.take(&body, &attached) {
            return;
        }
        match body {
            Request::Run { .. } | Request::Open { .. } => self.spawn(id, body, files(&attached)),
            Request::Cancel => self.wanted.cancel(),
            Request::Ask { service, question } if services::FIRST.has(&service) => {
                post_answer(id, self.held.borrow().answer(&services::FIRST, &service, &question));
            }
            Request::Ask { service, question } => {
                self.equipment.answer(id, &service, &question, &self.held.borrow());
            }
            // They are for some equipments only, which have taken them.
            Request::Peer { .. } | Request::PeerLost { .. } => {}
        }
    }

    /// Carries out a run beside everything else. One future for all kinds of run: each further one is compiled anew.
    fn spawn(self: Rc<Self>, id: u32, request: Request, files: Vec<web_sys::File>) {
        wasm_bindgen_futures::spawn_local(async move {
            let done = self.run(id, &request, files).await;
            let mut advice = Vec::new();
            let kept = self.held.borrow().analysis.is_some();
            let event = match done {
                Ok(summary) if summary.result.is_some() => Event::Done(summary),
                Ok(summary) => Event::Opened(summary),
                Err(AnalysisError::Stopped(Stopped::Cancelled)) => Event::Cancelled { kept },
                Err(error) => {
                    advice = E::advise(&error);
                    Event::Failed { message: error.to_string(), kept }
                }
            };
            post_event(id, &event, &[&advice]);
        });
    }

    /// Carries out a plan, or reads a file whose columns are to be recognised and analyses it by the features that it has.
    /// Without any it is held as it is, without a result.
    async fn run(&self, id: u32, request: &Request, files: Vec<web_sys::File>) -> Result<Box<Summary>, AnalysisError> {
        let started = now();
        let (plan, opening, columns, every) = match request {
            Request::Open { plan, columns, every } => (parse(plan)?, true, *columns, *every),
            Request::Run { plan } => (parse(plan)?, false, Columns::Mapped, 1),
            _ => return Err(AnalysisError::Reading("this request is not a run".into())),
        };
        if opening && files.is_empty() {
            return Err(AnalysisError::Reading("no file came with the request".into()));
        }
        let turn = Turn::begin(self.wanted.clone(), id);
        let host = self.equipment.host(&turn);
        let given = files.clone();
        let order = Order { plan, opening, columns, every, files };
        let Supply { plan, sessions, picking } = self.equipment.sessions(&self.held, order, &host).await?;
        let opened = !given.is_empty() && self.held.borrow().files == given;
        if picking {
            self.held.borrow_mut().keep(sessions.clone(), None);
            return Ok(Box::new(summary::<E>(&plan, &sessions, opened, None)));
        }
        let (previous, given) = {
            let held = self.held.borrow();
            (held.analysis.clone(), held.model_of(&plan))
        };
        let analysis = analyse(plan, sessions.clone(), given.as_deref(), previous.as_deref(), &host).await?;
        let analysis = Arc::new(analysis);
        self.held.borrow_mut().keep(sessions.clone(), Some(analysis.clone()));
        let mut result = result(&analysis);
        result.elapsed_ms = now() - started;
        Ok(Box::new(summary::<E>(&analysis.plan, &sessions, opened, Some(result))))
    }
}

/// The files that came with a request.
fn files(attached: &JsValue) -> Vec<web_sys::File> {
    let files = attached.dyn_ref::<js_sys::Array>().map(js_sys::Array::iter);
    files.into_iter().flatten().filter_map(|file| file.dyn_into().ok()).collect()
}

fn summary<E: Equipment>(plan: &Plan, sessions: &Sessions, opened: bool, result: Option<ResultInfo>) -> Summary {
    let judged = result.as_ref().map(|result| result.figures.all.sessions);
    let unjudged = judged.map_or(0, |judged| sessions.table.rows() as u32 - judged);
    Summary {
        plan: plan.to_pairs().to_string(),
        sessions: sessions.table.rows() as u32,
        choices: choices(sessions),
        reading: E::note(sessions, unjudged),
        warning: E::warning(sessions),
        opened,
        result,
    }
}

/// The plan of a text.
fn parse(plan: &str) -> Result<Plan, AnalysisError> {
    Plan::from_text(plan).map_err(|error| AnalysisError::Reading(error.to_string()))
}

fn choices(sessions: &Sessions) -> Vec<Choice> {
    let has = |measure: &&Measure| unavailable(&sessions.table, &Feature::plain((*measure).clone())).is_none();
    let measures = Measure::KNOWN.iter().chain(Measure::OF_FILES.iter().filter(has));
    let known = measures.flat_map(|measure| [Feature::plain(measure.clone()), Feature::relative(measure.clone())]);
    let own = sessions.table.columns().iter().filter(|column| column.field.is_none()).filter_map(|column| {
        let numeric = matches!(column.data, telemetry::Data::Number(_));
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
        histogram: Rc::new(views::histogram(analysis)),
        timeline: views::timeline(analysis).map(Rc::new),
        axes: views::scatter_features(analysis),
        columns: views::rankable(analysis),
    }
}

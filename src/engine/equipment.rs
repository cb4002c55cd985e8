//! What an analysis worker is equipped with. There are two equipments, one in each program: whatever the page's own does
//! not name is not part of the first load.

use super::host::BrowserHost;
use super::protocol::{QualityInfo, Request};
use crate::analysis::{Analysis, AnalysisError, Given, Quality, Sessions, Source, Stopped};
use crate::features::Matrix;
use crate::forest::{Forest, Hyperparameters, Method, Part};
use crate::ingest::Mapping;

/// Gives the mean path lengths of rows that are given by column.
pub type Scorer = Box<dyn Fn(&[&[f32]]) -> Vec<f64>>;

/// What a file turned out to hold.
pub enum Opened {
    /// Sessions.
    Sessions(Box<Sessions>),
    /// A model to judge sessions by.
    Model(Box<Given>),
}

/// What an analysis worker can do beside generating sessions and showing results.
pub trait Equipment: Sized + 'static {
    /// Whether it spreads rows over scoring workers.
    const SPREADS: bool;

    /// Reads a file: sessions by a mapping, or a model.
    fn open(
        file: web_sys::File,
        mapping: Mapping,
        host: &BrowserHost<Self>,
    ) -> impl Future<Output = Result<Opened, AnalysisError>>;

    /// Describes how sessions were read.
    fn describe(source: &Source, quality: &Quality) -> Option<QualityInfo>;

    /// Grows the forests of a method.
    fn grow(
        method: Method,
        matrix: &Matrix,
        hyperparameters: &Hyperparameters,
        host: &BrowserHost<Self>,
    ) -> impl Future<Output = Result<Vec<Part>, Stopped>>;

    /// What gives the mean path lengths of rows in a forest; all equipments give the same bits.
    fn scorer(part: &Part) -> Scorer;

    /// Answers a question that the page's own program does not answer.
    fn answer(id: u32, request: Request, analysis: &Analysis);
}

/// The equipment of the page's own program: the classic forest, scored plainly.
pub struct Light;

/// What the page's own program is asked in error.
fn elsewhere(what: &str) -> String {
    format!("{what} is the full program's affair")
}

impl Equipment for Light {
    const SPREADS: bool = false;

    async fn open(_: web_sys::File, _: Mapping, _: &BrowserHost<Self>) -> Result<Opened, AnalysisError> {
        Err(AnalysisError::Reading(elsewhere("reading files")))
    }

    fn describe(_: &Source, _: &Quality) -> Option<QualityInfo> {
        None
    }

    async fn grow(
        method: Method,
        matrix: &Matrix,
        hyperparameters: &Hyperparameters,
        _: &BrowserHost<Self>,
    ) -> Result<Vec<Part>, Stopped> {
        match method {
            Method::Isolation => Ok(vec![Part::Axis(Forest::fit(matrix, hyperparameters))]),
            _ => Err(Stopped::Worker(elsewhere("this detector"))),
        }
    }

    fn scorer(part: &Part) -> Scorer {
        let part = part.clone();
        Box::new(move |columns| part.mean_paths(columns))
    }

    fn answer(id: u32, _: Request, _: &Analysis) {
        let message = elsewhere("this question");
        super::worker::post_event(id, &super::protocol::Event::Failed { message, kept: true }, &[]);
    }
}

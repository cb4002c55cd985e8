//! The equipment of the full program: everything.

mod export;
mod models;
mod quality;
mod reader;

use super::equipment::{Equipment, Opened, Scorer};
use super::host::BrowserHost;
use super::protocol::{Event, QualityInfo, Request};
use super::worker::post_event;
use crate::analysis::views;
use crate::analysis::{Analysis, AnalysisError, Quality, Source, Stopped, read};
use crate::features::Matrix;
use crate::forest::{Hyperparameters, Method, Model, Part, RankedForest};
use crate::ingest::Mapping;
use reader::FileReader;

/// Everything: reads files and models, knows every detector, spreads rows, explains and writes files.
pub struct Full;

impl Equipment for Full {
    const SPREADS: bool = true;

    async fn open(file: web_sys::File, mapping: Mapping, host: &BrowserHost<Self>) -> Result<Opened, AnalysisError> {
        if models::is_model(&file).await? {
            return Ok(Opened::Model(Box::new(models::read(&file).await?)));
        }
        let name = file.name();
        let sessions = read(&name, &mut FileReader::new(file), mapping, host).await?;
        Ok(Opened::Sessions(Box::new(sessions)))
    }

    fn describe(source: &Source, quality: &Quality) -> Option<QualityInfo> {
        Some(quality::describe(source, quality))
    }

    async fn grow(
        method: Method,
        matrix: &Matrix,
        hyperparameters: &Hyperparameters,
        _: &BrowserHost<Self>,
    ) -> Result<Vec<Part>, Stopped> {
        Ok(Model::grow(method, matrix, hyperparameters))
    }

    fn scorer(part: &Part) -> Scorer {
        match part {
            Part::Axis(forest) => {
                let ranked = RankedForest::compile(forest);
                Box::new(move |columns| ranked.mean_paths(columns))
            }
            Part::Oblique(forest) => {
                let forest = forest.clone();
                Box::new(move |columns| forest.mean_paths(columns))
            }
        }
    }

    fn answer(id: u32, request: Request, analysis: &Analysis) {
        let event = match request {
            Request::Change { row } => Event::Changes(views::changes(analysis, row)),
            Request::Advise => Event::Advice(Box::new(views::advise(analysis))),
            Request::Export(product) => return export::write(id, product, analysis),
            // Everything else is answered by every program.
            _ => Event::NoSuchSession,
        };
        post_event(id, &event, &[]);
    }
}

//! Where sessions and models come from: files that were opened, or the generator.

use super::models;
use super::reader::FileReader;
use crate::analysis::{
    AnalysisError, Detector, Given, Host, ModelSource, Plan, Sessions, Share, Source, Threshold, generate,
    proposed_features, read,
};
use crate::engine::held::Held;
use crate::features::unavailable;
use crate::ingest::Mapping;
use std::cell::RefCell;
use std::sync::Arc;

/// What a file turned out to hold.
enum Opened {
    Sessions(Box<Sessions>),
    Model(Box<Given>),
}

async fn read_file(file: web_sys::File, mapping: Mapping, host: &impl Host) -> Result<Opened, AnalysisError> {
    if models::is_model(&file).await? {
        return Ok(Opened::Model(Box::new(models::read(&file).await?)));
    }
    let name = file.name();
    let sessions = read(&name, &mut FileReader::new(file), mapping, host).await?;
    Ok(Opened::Sessions(Box::new(sessions)))
}

/// Opens a file: sessions, to which the plan's detector is put, or a model, which is put to the plan's sessions. A plan
/// that is carried out, rather than taken as a start, stays as it is: the file must be the one that it speaks of.
pub async fn open(
    held: &RefCell<Held>,
    file: web_sys::File,
    plan: Plan,
    opening: bool,
    host: &impl Host,
) -> Result<(Plan, Arc<Sessions>), AnalysisError> {
    let expected = match &plan.source {
        Source::File(expected) if !opening => Some(expected),
        _ => None,
    };
    let mapping = expected.map_or_else(Mapping::default, |expected| expected.mapping.clone());
    match read_file(file.clone(), mapping, host).await? {
        Opened::Sessions(sessions) => {
            if let (Some(expected), Source::File(found)) = (expected, &sessions.source) {
                expected.check(found)?;
            }
            // Only now: a file that cannot be read leaves the one that was open.
            held.borrow_mut().file = Some(file);
            let sessions = Arc::new(*sessions);
            if !opening {
                return Ok((plan, sessions));
            }
            let source = sessions.source.clone();
            let fits = || plan.features.iter().all(|feature| unavailable(&sessions.table, feature).is_none());
            let plan = match plan.detector.model {
                // The next file for the same model.
                ModelSource::Saved(_) if fits() => Plan { source, ..plan },
                ModelSource::Saved(_) => {
                    Plan { source, features: proposed_features(&sessions), detector: Detector::default() }
                }
                ModelSource::Fitted { .. } => Plan { source, features: proposed_features(&sessions), ..plan },
            };
            Ok((plan, sessions))
        }
        Opened::Model(given) => {
            let plan = if opening { with_model(plan, &given)? } else { plan };
            held.borrow_mut().keep_model(*given);
            let sessions = sessions_of(held, &plan, host).await?;
            Ok((plan, sessions))
        }
    }
}

/// The sessions of a plan: those that are held, generated ones, or those of the file that was opened last.
pub async fn sessions_of(held: &RefCell<Held>, plan: &Plan, host: &impl Host) -> Result<Arc<Sessions>, AnalysisError> {
    let present = held.borrow().sessions_of(plan);
    match (present, &plan.source) {
        (Some(sessions), _) => Ok(sessions),
        (None, Source::Generated(scenario)) => {
            held.borrow_mut().make_room(scenario.sessions.get() as usize);
            Ok(Arc::new(generate(*scenario, host).await?))
        }
        (None, Source::File(expected)) => {
            let file = held.borrow().file.clone();
            let file = file.ok_or_else(|| AnalysisError::NoFile(expected.name.clone()))?;
            match read_file(file, expected.mapping.clone(), host).await? {
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

/// The plan with a model that was just opened in place of its detector. A model that does not say what it judges by judges
/// by what is chosen.
fn with_model(plan: Plan, given: &Given) -> Result<Plan, AnalysisError> {
    let threshold = Share::new(given.threshold).map_err(|error| AnalysisError::Reading(error.to_string()))?;
    let detector = Detector { model: ModelSource::Saved(given.file.clone()), threshold: Threshold::Score(threshold) };
    let features = if given.features.is_empty() { plan.features } else { given.features.clone() };
    Ok(Plan { features, detector, ..plan })
}

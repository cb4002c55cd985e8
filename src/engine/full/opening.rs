//! Where sessions and models come from: files that were opened, or the generator.

use super::models;
use super::peers::Peers;
use super::reader::FileReader;
use crate::engine::equipment::{Order, Supply};
use crate::engine::held::Held;
use crate::engine::protocol::Columns;
use analysis::{
    AnalysisError, Detector, Given, Host, ModelSource, Plan, Sessions, Share, Source, Threshold, generate,
    proposed_features, read, read_files, refuse_one,
};
use features::{Feature, unavailable};
use ingest::{Mapping, Reading};
use rules::Rules;
use std::cell::RefCell;
use std::num::NonZeroU32;
use std::sync::Arc;

/// What a file turned out to hold.
enum Opened {
    Sessions(Box<Sessions>),
    Model(Box<Given>),
}

/// The one place where files become sessions or a model.
async fn read_opened(
    files: &[web_sys::File],
    reading: Reading,
    rules: Rules,
    host: &impl Host,
    peers: &Peers,
) -> Result<Opened, AnalysisError> {
    if let [file] = files {
        if models::is_model(file).await? {
            return Ok(Opened::Model(Box::new(models::read(file).await?)));
        }
        // To fetch and to hash it takes as long as the rest: that is done elsewhere, where there is somebody.
        let mut bytes = FileReader::new(file.clone()).fetched_by(peers);
        let sessions = read(&file.name(), &mut bytes, reading, rules, host).await?;
        return Ok(Opened::Sessions(Box::new(sessions)));
    }
    for file in files {
        if models::is_model(file).await? {
            let why = format!("\"{}\" is a model: open it alone", file.name());
            return Err(AnalysisError::Reading(why));
        }
    }
    let mut readers: Vec<(String, FileReader)> =
        files.iter().map(|file| (file.name(), FileReader::new(file.clone()))).collect();
    let sessions = read_files(&mut readers, reading, rules, host).await?;
    Ok(Opened::Sessions(Box::new(sessions)))
}

/// Opens files: sessions, to which the plan's detector is put, or a model, which is put to the plan's sessions. A plan
/// that is to be carried out as it is: the files must be those that it speaks of.
pub async fn open(
    held: &RefCell<Held>,
    order: Order,
    host: &impl Host,
    peers: &Peers,
) -> Result<Supply, AnalysisError> {
    let Order { plan, opening, columns, every, mut files } = order;
    // In whichever order the browser hands them over.
    files.sort_by_key(web_sys::File::name);
    let meant = match &plan.source {
        Source::File(meant) if columns != Columns::Recognised => Some(meant.clone()),
        _ => None,
    };
    let recognise = || Reading {
        every: NonZeroU32::new(every).unwrap_or(NonZeroU32::MIN),
        ..Reading::recognise(Mapping::default(), js_sys::Date::now() as i64)
    };
    let mut reading = meant.as_ref().map_or_else(recognise, |meant| meant.reading.clone());
    if columns == Columns::ByTodaysRules {
        reading.mapping = reading.mapping.opened();
    }
    // A saved model is given other sessions as it was given its own.
    let is_fitted = matches!(plan.detector.model, ModelSource::Fitted { .. });
    let rules = if columns != Columns::Mapped && is_fitted { Rules::LATEST } else { plan.rules };
    match read_opened(&files, reading, rules, host, peers).await? {
        Opened::Sessions(sessions) => {
            if let (Some(meant), Source::File(found)) = (&meant, &sessions.source) {
                meant.check(found)?;
            }
            if opening && matches!(plan.detector.model, ModelSource::Fitted { .. }) {
                refuse_one(&sessions)?;
            }
            // Only now: files that cannot be read leave those that were open.
            held.borrow_mut().files = files;
            let sessions = Arc::new(*sessions);
            if !opening {
                return Ok(Supply { plan, sessions, picking: false });
            }
            Ok(adapt(Plan { rules, ..plan }, sessions, columns))
        }
        Opened::Model(given) => {
            let plan = if opening { with_model(plan, &given)? } else { plan };
            held.borrow_mut().keep_model(*given);
            let sessions = sessions_of(held, &plan, host, peers).await?;
            Ok(Supply { plan, sessions, picking: false })
        }
    }
}

/// The plan for sessions that were opened: judged by what is proposed for them. Where nothing is, the user has to choose;
/// what was chosen of the very same columns stays.
fn adapt(plan: Plan, sessions: Arc<Sessions>, columns: Columns) -> Supply {
    let source = sessions.source.clone();
    let available = |feature: &Feature| unavailable(&sessions.table, feature).is_none();
    if columns == Columns::ByTodaysRules && plan.features.iter().all(available) {
        return Supply { plan: Plan { source, ..plan }, sessions, picking: false };
    }
    let mut features = proposed_features(&sessions);
    let picking = features.is_empty();
    if columns != Columns::Recognised {
        let chosen = plan.features.iter().filter(|feature| available(feature) && !features.contains(feature));
        features.extend(chosen.cloned().collect::<Vec<_>>());
    }
    let (features, detector) = match plan.detector.model {
        // The next file for the same model.
        ModelSource::Saved(_) if plan.features.iter().all(available) => {
            return Supply { plan: Plan { source, ..plan }, sessions, picking: false };
        }
        ModelSource::Saved(_) => (features, Detector::default()),
        ModelSource::Fitted { .. } => (features, plan.detector),
    };
    Supply { plan: Plan { source, features, detector, ..plan }, sessions, picking }
}

/// The sessions of a plan: those that are held, generated ones, or those of the file that was opened last.
pub async fn sessions_of(
    held: &RefCell<Held>,
    plan: &Plan,
    host: &impl Host,
    peers: &Peers,
) -> Result<Arc<Sessions>, AnalysisError> {
    let present = held.borrow().sessions_of(plan);
    match (present, &plan.source) {
        (Some(sessions), _) => Ok(sessions),
        (None, Source::Generated(scenario)) => {
            held.borrow_mut().make_room(scenario.sessions.get() as usize);
            Ok(Arc::new(generate(*scenario, host).await?))
        }
        (None, Source::File(expected)) => {
            let files = held.borrow().files.clone();
            if files.is_empty() {
                return Err(AnalysisError::NoFile(expected.name.clone()));
            }
            match read_opened(&files, expected.reading.clone(), plan.rules, host, peers).await? {
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
    Ok(Plan { rules: given.rules.unwrap_or(plan.rules), features, detector, ..plan })
}

//! The sessions that a plan is about: generated, or read from a file.

use super::host::{Host, Progress, Stage, Stopped};
use super::{AnalysisError, FileSource, Source};
use crate::features::{Feature, Filled, Measure, default_features, fill_medians, unavailable};
use crate::ingest::{Aside, Checks, Fill, Loaded, Loader, Reading, Report, ResolvedMapping};
use crate::simulate::{Scenario, Simulator};
use crate::telemetry::{Table, Truth};

/// Sessions and what is known about them.
#[derive(Debug)]
pub struct Sessions {
    /// Where they come from, with the file's identity and the mapping as they turned out.
    pub source: Source,
    /// One row per session.
    pub table: Table,
    /// What is known to be wrong with each.
    pub truth: Option<Truth>,
    /// Sessions that are kept apart and not judged: hard failures of a file.
    pub aside: Option<Aside>,
    /// How the reading went: for files.
    pub quality: Option<Quality>,
}

/// How the reading of a file went.
#[derive(Debug)]
pub struct Quality {
    /// What was read, repaired and rejected.
    pub report: Report,
    /// What each column was taken for, and why.
    pub columns: ResolvedMapping,
    /// What was checked: a check that found nothing is not in the plan of a file that was just opened.
    pub checked: Checks,
    /// How many missing numbers were filled in, and in which columns.
    pub filled: Vec<Filled>,
}

/// Sessions generated between two checkpoints: some ten milliseconds of work.
const SLICE: u32 = 16_384;

/// Generates the sessions of a scenario.
///
/// # Errors
/// [`Stopped`] when somebody has cancelled.
pub async fn generate(scenario: Scenario, host: &impl Host) -> Result<Sessions, Stopped> {
    let total = f64::from(scenario.sessions.get());
    let mut simulator = Simulator::new(scenario);
    while !simulator.done() {
        let done = simulator.advance(SLICE);
        if done < scenario.sessions.get() {
            host.checkpoint(Progress { stage: Stage::Generating, done: f64::from(done), total }).await?;
        }
    }
    let simulated = simulator.finish();
    let source = Source::Generated(scenario);
    Ok(Sessions { source, table: simulated.table, truth: Some(simulated.truth), aside: None, quality: None })
}

/// The bytes of a file, slice by slice.
pub trait ByteSource {
    /// How many bytes there are, zero where that is not known.
    fn total(&self) -> f64;

    /// The next slice, empty at the end.
    ///
    /// # Errors
    /// What went wrong, in words.
    fn next(&mut self) -> impl Future<Output = Result<Vec<u8>, String>>;
}

/// Reads the sessions of a file.
///
/// # Errors
/// [`AnalysisError`] when the file cannot be read as sessions, or somebody has cancelled.
pub async fn read(
    name: &str,
    bytes: &mut impl ByteSource,
    reading: Reading,
    host: &impl Host,
) -> Result<Sessions, AnalysisError> {
    let total = bytes.total();
    let (checked, fill) = (reading.checks, reading.fill);
    let mut loader = Loader::new(reading);
    let mut done = 0.0;
    loop {
        let slice = bytes.next().await.map_err(AnalysisError::Reading)?;
        if slice.is_empty() {
            break;
        }
        loader.push(&slice)?;
        done += slice.len() as f64;
        host.checkpoint(Progress { stage: Stage::Reading, done, total }).await?;
    }
    let Loaded { mut table, truth, aside, report, source: identity, mapping: columns, reading } = loader.finish()?;
    let filled = match fill {
        Fill::Leave => Vec::new(),
        Fill::CohortMedian => fill_medians(&mut table),
    };
    let source = Source::File(FileSource { name: name.to_owned(), identity, reading });
    let quality = Some(Quality { report, columns, checked, filled });
    Ok(Sessions { source, table, truth, aside, quality })
}

/// The features to begin with: those of the default choice that the sessions have, or else all known ones they have;
/// none where they have none of these.
pub fn proposed_features(sessions: &Sessions) -> Vec<Feature> {
    let available = |features: Vec<Feature>| -> Vec<Feature> {
        features.into_iter().filter(|feature| unavailable(&sessions.table, feature).is_none()).collect()
    };
    let default = available(default_features());
    if default.is_empty() { available(Measure::KNOWN.iter().cloned().map(Feature::plain).collect()) } else { default }
}

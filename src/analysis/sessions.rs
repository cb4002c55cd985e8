//! The sessions that a plan is about: generated, or read from a file.

use super::host::{Host, Progress, Stage, Stopped};
use super::{AnalysisError, FileSource, Source};
use crate::features::{Feature, Measure, default_features, unavailable};
use crate::ingest::{Layout, Loader, Mapping, Report, ResolvedMapping};
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
    Ok(Sessions { source, table: simulated.table, truth: Some(simulated.truth), quality: None })
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

impl<B: ByteSource> ByteSource for &mut B {
    fn total(&self) -> f64 {
        (**self).total()
    }

    fn next(&mut self) -> impl Future<Output = Result<Vec<u8>, String>> {
        (**self).next()
    }
}

/// Reads the sessions of one file, whose layout is recognised. As [`read_files`].
///
/// # Errors
/// As [`read_files`].
pub async fn read(
    name: &str,
    bytes: &mut impl ByteSource,
    mapping: Mapping,
    host: &impl Host,
) -> Result<Sessions, AnalysisError> {
    read_files(&mut [(name.to_owned(), bytes)], mapping, None, host).await
}

/// Reads the sessions of files with the same columns, each with its name, as one table in this order: whoever calls
/// sorts them by name, so that a link to them need not say it. `layout` is how their text is laid out, recognised
/// where it is `None`.
///
/// # Errors
/// [`AnalysisError`] when the files cannot be read as sessions, or somebody has cancelled.
pub async fn read_files(
    files: &mut [(String, impl ByteSource)],
    mapping: Mapping,
    layout: Option<Layout>,
    host: &impl Host,
) -> Result<Sessions, AnalysisError> {
    let totals: Vec<f64> = files.iter().map(|(_, bytes)| bytes.total()).collect();
    let total = if totals.contains(&0.0) { 0.0 } else { totals.iter().sum() };
    let name = match files {
        [] => String::new(),
        [(name, _)] => name.clone(),
        [(first, _), others @ ..] => format!("{first} and {} more", others.len()),
    };
    let is_only = files.len() == 1;
    let mut loader = Loader::new(mapping).with_layout(layout);
    let mut done = 0.0;
    for (name, bytes) in files {
        if !is_only {
            loader.next_file(name)?;
        }
        loop {
            let slice = bytes.next().await.map_err(AnalysisError::Reading)?;
            if slice.is_empty() {
                break;
            }
            loader.push(&slice)?;
            done += slice.len() as f64;
            host.checkpoint(Progress { stage: Stage::Reading, done, total }).await?;
        }
    }
    let loaded = loader.finish()?;
    let mapping = loaded.mapping.to_mapping();
    let source = Source::File(FileSource { name, identity: loaded.source, mapping });
    let quality = Quality { report: loaded.report, columns: loaded.mapping };
    Ok(Sessions { source, table: loaded.table, truth: loaded.truth, quality: Some(quality) })
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

//! The sessions that a plan is about: generated, or read from a file.

use super::host::{Host, Progress, Stage, Stopped};
use super::{AnalysisError, FileSource, Source};
use features::{Feature, Filled, Measure, default_features, fill_medians, unavailable};
use ingest::{
    Aside, Checks, FileIdentity, Fill, Finished, Identifier, IngestError, Loaded, Loader, Reading, Report,
    ResolvedMapping, RowPlaces,
};
use qoe::derive::{Derived, complete};
use rules::{Derivations, Rules};
use simulate::{Scenario, Simulator};
use telemetry::format::quantity;
use telemetry::{Data, Table, Truth, Unit};

/// Sessions and what is known about them.
#[derive(Debug)]
pub struct Sessions {
    /// Where they come from, with the file's identity and the mapping as they turned out.
    pub source: Source,
    /// By which rules they were read; none for generated ones, which no rules change.
    pub rules: Option<Rules>,
    /// One row per session.
    pub table: Table,
    /// What is known to be wrong with each.
    pub truth: Option<Truth>,
    /// Sessions that are kept apart and not judged: hard failures of a file.
    pub aside: Option<Aside>,
    /// Where each stands in the file, and what became of the file's rows: for files.
    pub places: Option<RowPlaces>,
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
    /// What was derived before anything used it, by formula; nothing by rules that leave that to the features.
    pub derived: Vec<Derived>,
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
    let (table, truth) = (simulated.table, Some(simulated.truth));
    Ok(Sessions { source, rules: None, table, truth, aside: None, places: None, quality: None })
}

/// Bytes of a file read between two checkpoints.
const PIECE: usize = 256 << 10;

/// The bytes of a file, slice by slice.
pub trait ByteSource {
    /// How many bytes there are, zero where that is not known.
    fn total(&self) -> f64;

    /// The next slice, empty at the end.
    ///
    /// # Errors
    /// What went wrong, in words.
    fn next(&mut self) -> impl Future<Output = Result<Vec<u8>, String>>;

    /// Whether somebody else hashes the same bytes meanwhile: [`Self::identity`] is what he comes to.
    fn is_hashed_elsewhere(&self) -> bool {
        false
    }

    /// What somebody else has come to; `None` where nobody has, and the bytes must be hashed after all.
    fn identity(&mut self) -> impl Future<Output = Option<FileIdentity>> {
        std::future::ready(None)
    }

    /// Begins anew with the first slice, wherever it stands: files may have to be read twice to be understood.
    ///
    /// # Errors
    /// Why they cannot be had again, in words.
    fn rewind(&mut self) -> Result<(), String>;
}

impl<B: ByteSource> ByteSource for &mut B {
    fn total(&self) -> f64 {
        (**self).total()
    }

    fn next(&mut self) -> impl Future<Output = Result<Vec<u8>, String>> {
        (**self).next()
    }

    fn is_hashed_elsewhere(&self) -> bool {
        (**self).is_hashed_elsewhere()
    }

    fn identity(&mut self) -> impl Future<Output = Option<FileIdentity>> {
        (**self).identity()
    }

    fn rewind(&mut self) -> Result<(), String> {
        (**self).rewind()
    }
}

/// Reads the sessions of one file. As [`read_files`].
///
/// # Errors
/// As [`read_files`].
pub async fn read(
    name: &str,
    bytes: &mut impl ByteSource,
    reading: Reading,
    rules: Rules,
    host: &impl Host,
) -> Result<Sessions, AnalysisError> {
    read_files(&mut [(name.to_owned(), bytes)], reading, rules, host).await
}

/// Reads the sessions of files with the same columns, each with its name, as one table in this order: whoever calls
/// sorts them by name, so that a link to them need not say it.
///
/// # Errors
/// [`AnalysisError`] when the files cannot be read as sessions, or somebody has cancelled.
pub async fn read_files(
    files: &mut [(String, impl ByteSource)],
    reading: Reading,
    rules: Rules,
    host: &impl Host,
) -> Result<Sessions, AnalysisError> {
    let (checked, fill) = (reading.checks, reading.fill);
    let totals: Vec<f64> = files.iter().map(|(_, bytes)| bytes.total()).collect();
    let total = if totals.contains(&0.0) { 0.0 } else { totals.iter().sum() };
    let name = match &*files {
        [] => String::new(),
        [(name, _)] => name.clone(),
        [(first, _), others @ ..] => format!("{first} and {} more", others.len()),
    };
    let loader = Loader::new(reading).by_rules(rules).of_bytes(total as u64);
    let loaded = match read_once(files, loader, total, Stage::reading, host).await? {
        Finished::Loaded(loaded) => loaded,
        // All rows have told more than the first ones.
        Finished::Again(loader) => {
            for (_, bytes) in files.iter_mut() {
                bytes.rewind().map_err(AnalysisError::Reading)?;
            }
            match read_once(files, *loader, total, Stage::reading_again, host).await? {
                Finished::Loaded(loaded) => loaded,
                Finished::Again(_) => return Err(IngestError::ReadAgain.into()),
            }
        }
    };
    let Loaded { mut table, truth, mut aside, places, report, source: identity, mapping: columns, reading } = *loaded;
    let derived = match rules.derivations() {
        Derivations::ByFeature => Vec::new(),
        Derivations::BeforeUse if columns.is_table => Vec::new(),
        Derivations::BeforeUse => {
            let apart = aside.as_mut().map(|aside| &mut aside.table);
            complete(&mut table, apart).map_err(IngestError::from)?
        }
    };
    let filled = match fill {
        Fill::Leave => Vec::new(),
        Fill::CohortMedian => fill_medians(&mut table, rules.empty_sessions()),
    };
    let source = Source::File(FileSource { name, identity, reading });
    let quality = Some(Quality { report, columns, checked, derived, filled });
    Ok(Sessions { source, rules: Some(rules), table, truth, aside, places: Some(places), quality })
}

/// Reads all bytes of files, from the first to the last.
async fn read_once(
    files: &mut [(String, impl ByteSource)],
    mut loader: Loader,
    total: f64,
    stage: fn(u64) -> Stage,
    host: &impl Host,
) -> Result<Finished, AnalysisError> {
    match files {
        [(_, bytes)] if bytes.is_hashed_elsewhere() && !loader.knows_file() => {
            let mut loader = loader.without_hash();
            let take = |piece: &[u8]| loader.push(piece).map(|()| stage(loader.rows()));
            each_slice(bytes, (0.0, total), host, take).await?;
            let rows = loader.rows();
            let identity = match bytes.identity().await {
                Some(identity) => identity,
                None => {
                    bytes.rewind().map_err(AnalysisError::Reading)?;
                    let mut identifier = Identifier::default();
                    let take = |piece: &[u8]| {
                        identifier.push(piece);
                        Ok(stage(rows))
                    };
                    each_slice(bytes, (0.0, total), host, take).await?;
                    identifier.finish()
                }
            };
            Ok(loader.finish_as(identity)?)
        }
        files => {
            let is_only = files.len() == 1;
            let mut before = 0.0;
            for (name, bytes) in files {
                if !is_only {
                    loader.next_file(name)?;
                }
                let take = |piece: &[u8]| loader.push(piece).map(|()| stage(loader.rows()));
                before = each_slice(bytes, (before, total), host, take).await?;
            }
            Ok(loader.finish_or_again()?)
        }
    }
}

/// Numbers that are told of a session that stands alone.
const TOLD: usize = 8;

/// Refuses sessions of a file that are one alone, and says what that one holds: nothing can be compared with it.
///
/// # Errors
/// [`AnalysisError::OneSession`]
pub fn refuse_one(sessions: &Sessions) -> Result<(), AnalysisError> {
    if sessions.table.rows() != 1 {
        return Ok(());
    }
    let told = sessions.table.columns().iter().filter_map(|column| match (&column.data, column.field) {
        (Data::Number(values), Some(field)) if field.unit() != Unit::Flag => {
            let value = values.first().copied().filter(|value| !value.is_nan())?;
            Some(format!("{} {}", field.label().to_lowercase(), quantity(value, field.unit())))
        }
        _ => None,
    });
    let told: Vec<String> = told.take(TOLD).collect();
    let notice = sessions.quality.as_ref().and_then(|quality| quality.columns.notice);
    let what = notice.map_or_else(|| "one session is too few to compare".to_owned(), |notice| notice.to_string());
    let holds = if told.is_empty() { String::new() } else { format!(". What it holds: {}", told.join(", ")) };
    Err(AnalysisError::OneSession(format!("{what}{holds}")))
}

/// Hands on all bytes of a file, whose length must be what it was in the beginning, where that was known. `among` says how
/// many bytes there were in the files before, and how many there are in all; `take` says how far
/// the reading is.
/// Returns how many bytes there were, those before included.
async fn each_slice(
    bytes: &mut impl ByteSource,
    among: (f64, f64),
    host: &impl Host,
    mut take: impl FnMut(&[u8]) -> Result<Stage, IngestError>,
) -> Result<f64, AnalysisError> {
    let (before, total) = among;
    let (mut done, expected) = (0.0, bytes.total());
    loop {
        let slice = bytes.next().await.map_err(AnalysisError::Reading)?;
        if slice.is_empty() {
            break;
        }
        // A packed slice can hold many times its length: a run is not to be out of hand for all of it.
        for piece in slice.chunks(PIECE) {
            let stage = take(piece)?;
            done += piece.len() as f64;
            host.checkpoint(Progress { stage, done: before + done, total }).await?;
        }
    }
    if expected > 0.0 && done != expected {
        return Err(IngestError::Changed { expected: expected as u64, read: done as u64 }.into());
    }
    Ok(before + done)
}

/// The features to begin with: those of the default choice that the sessions have, or else all known ones they have;
/// none where they have none of these.
pub fn proposed_features(sessions: &Sessions) -> Vec<Feature> {
    let available = |features: Vec<Feature>| -> Vec<Feature> {
        features.into_iter().filter(|feature| unavailable(&sessions.table, feature).is_none()).collect()
    };
    let default = available(default_features());
    if default.is_empty() { available(Measure::all().cloned().map(Feature::plain).collect()) } else { default }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::SerialExecutor;
    use ingest::Mapping;

    /// A file in memory that may change, and that may be hashed by somebody else.
    struct Memory {
        bytes: Vec<u8>,
        at: usize,
        total: f64,
        other: Option<Option<FileIdentity>>,
    }

    impl Memory {
        fn new(text: &str, other: Option<Option<FileIdentity>>) -> Self {
            Self { bytes: text.as_bytes().to_vec(), at: 0, total: text.len() as f64, other }
        }
    }

    impl ByteSource for Memory {
        fn total(&self) -> f64 {
            self.total
        }

        async fn next(&mut self) -> Result<Vec<u8>, String> {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let slice = rest[..rest.len().min(7)].to_vec();
            self.at += slice.len();
            Ok(slice)
        }

        fn is_hashed_elsewhere(&self) -> bool {
            self.other.is_some()
        }

        async fn identity(&mut self) -> Option<FileIdentity> {
            self.other.flatten()
        }

        fn rewind(&mut self) -> Result<(), String> {
            self.at = 0;
            Ok(())
        }
    }

    const TEXT: &str = "a,b\n1,2\n3,4\n5,6\n";

    fn opened(mut file: Memory) -> Result<FileIdentity, String> {
        let sessions = SerialExecutor::finish(read(
            "f",
            &mut file,
            Reading::rows(Mapping::default()),
            Rules::LATEST,
            &SerialExecutor::default(),
        ));
        match sessions.map_err(|error| error.to_string())?.source {
            Source::File(file) => Ok(file.identity),
            Source::Generated(_) => Err("generated".into()),
        }
    }

    fn identity(text: &str) -> FileIdentity {
        let mut identifier = Identifier::default();
        identifier.push(text.as_bytes());
        identifier.finish()
    }

    #[test]
    fn whoever_hashes_the_identity_is_the_same() {
        let expected = identity(TEXT);
        assert_eq!(opened(Memory::new(TEXT, None)), Ok(expected));
        assert_eq!(opened(Memory::new(TEXT, Some(Some(expected)))), Ok(expected));
        // The other one has gone.
        assert_eq!(opened(Memory::new(TEXT, Some(None))), Ok(expected));
    }

    #[test]
    fn several_files_are_one_with_the_identity_of_all_bytes() {
        let (first, second) = ("a,b\n1,2\n", "b,a\n4,3\n");
        // Whoever hashes one of them does not know of the others.
        let elsewhere = Some(Some(identity(first)));
        let mut files = [("f".to_owned(), Memory::new(first, elsewhere)), ("g".to_owned(), Memory::new(second, None))];
        let read = SerialExecutor::finish(read_files(
            &mut files,
            Reading::rows(Mapping::default()),
            Rules::LATEST,
            &SerialExecutor::default(),
        ));
        let sessions = read.expect("sessions");
        let Source::File(source) = &sessions.source else { unreachable!("files were read") };
        assert_eq!((source.name.as_str(), source.identity), ("f and 1 more", identity(&[first, second].concat())));
        let data = sessions.table.column("b").map(|column| column.data.clone());
        assert_eq!(data, Some(Data::Number(vec![2.0, 4.0])));

        let longer = Memory { total: 9.0, ..Memory::new(second, None) };
        let mut files = [("f".to_owned(), Memory::new(first, None)), ("g".to_owned(), longer)];
        let error = SerialExecutor::finish(read_files(
            &mut files,
            Reading::rows(Mapping::default()),
            Rules::LATEST,
            &SerialExecutor::default(),
        ));
        let message = "the file has changed while it was read (8 bytes were read where it had 9): open it once more";
        assert_eq!(error.expect_err("it has changed").to_string(), message);
    }

    /// Sessions that report how often and how long they stalled and how long they played, and no watch time.
    const STALLS: &str = "session_id,startup_time_ms,rebuffer_count,rebuffer_duration_ms,playing_time_s,bitrate_kbps\n\
        a,1000,2,5000,94,3000\nb,2000,0,0,98,4000\nc,500,1,1000,298.5,2500\n";

    fn read_by(text: &str, rules: Rules) -> Sessions {
        let reading = Reading { fill: Fill::Leave, ..Reading::recognise(Mapping::default(), 1_800_000_000_000) };
        SerialExecutor::finish(read("f", &mut Memory::new(text, None), reading, rules, &SerialExecutor::default()))
            .expect("sessions")
    }

    #[test]
    fn what_follows_is_there_for_features_figures_and_views_alike() {
        use crate::views::{figures, qoe};
        use crate::{Plan, analyse};
        use std::sync::Arc;

        let sessions = read_by(STALLS, Rules::LATEST);
        let features = proposed_features(&sessions);
        let names: Vec<String> = features.iter().map(Feature::name).collect();
        assert_eq!(names, ["buffering_ratio"], "what the choice to begin with has of it");
        let offered = |measure: Measure| unavailable(&sessions.table, &Feature::plain(measure)).is_none();
        assert!(offered(Measure::RebuffersPerMinute) && offered(Measure::BufferingRatio));
        let derived = &sessions.quality.as_ref().expect("read").derived;
        let told: Vec<(&str, u64)> = derived.iter().map(|one| (one.formula, one.sessions)).collect();
        assert_eq!(
            told,
            [("watch time = playing + stalled + startup", 3), ("buffering ratio = stalled / watch time", 3)]
        );
        let plan = Plan { source: sessions.source.clone(), features, ..Plan::default() };
        let analysis =
            SerialExecutor::finish(analyse(plan, Arc::new(sessions), None, None, &SerialExecutor::default()))
                .expect("features");
        // 6 s of 500 s.
        assert_eq!(figures(&analysis).all.rebuffering_ratio, Some(0.012));
        let report = qoe(&analysis, None);
        let ratio = report.rows.iter().find(|row| row.name == qoe::Metric::RebufferingRatio.name());
        assert_eq!(ratio.and_then(|row| row.all.value), Some(0.012));
        let table = &analysis.sessions.table;
        assert_eq!(table.numbers(telemetry::Field::BufferingRatio), Some(&[0.05, 0.0, 1.0 / 300.0][..]));
    }

    #[test]
    fn the_first_rules_derive_nothing_before_use() {
        let sessions = read_by(STALLS, Rules::FIRST);
        assert!(sessions.quality.as_ref().is_some_and(|quality| quality.derived.is_empty()));
        assert!(sessions.table.field(telemetry::Field::WatchTimeS).is_none());
    }

    #[test]
    fn what_was_derived_is_not_filled_with_medians() {
        let text = STALLS.replace("b,2000,0,0,98", "b,,,,98");
        let reading = Reading { fill: Fill::CohortMedian, ..Reading::recognise(Mapping::default(), 1_800_000_000_000) };
        let mut file = Memory::new(&text, None);
        let sessions = SerialExecutor::finish(read("f", &mut file, reading, Rules::LATEST, &SerialExecutor::default()))
            .expect("sessions");
        let watched = sessions.table.numbers(telemetry::Field::WatchTimeS).expect("derived");
        // 94 + 5 + 1 and 298.5 + 1 + 0.5; the lower of the two is the median.
        assert_eq!(watched, [100.0, 100.0, 300.0]);
    }

    #[test]
    fn a_file_that_changes_while_it_is_read_is_told() {
        let longer = Some(Some(identity("a,b\n1,2\n3,4\n5,6\n7,8\n")));
        let message = "the file has changed while it was read (16 bytes were read where it had 20): open it once more";
        assert_eq!(opened(Memory::new(TEXT, longer)), Err(message.into()));
        for other in [None, Some(None)] {
            let message =
                "the file has changed while it was read (16 bytes were read where it had 12): open it once more";
            assert_eq!(opened(Memory { total: 12.0, ..Memory::new(TEXT, other) }), Err(message.into()));
        }
    }
}

//! `streamguard detect`: which sessions of a file are silent failures.

use super::Outcome;
use super::columns::{enumerate, number_columns, with_units};
use super::console::Console;
use super::failure::Failure;
use super::host::NativeHost;
use super::inputs::Inputs;
use super::outcome::{Results, read_sessions, refuse_unused, say_quality, say_result};
use super::reading::ReadingOptions;
use super::values::{self, FeatureList, Rule};
use analysis::{Detector, ModelSource, Plan, Sessions, Share, Threshold, analyse, proposed_features};
use features::Feature;
use isolation_forest::{Hyperparameters, Method};
use rules::Rules;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;

const FILES: &str = "<FILE>...";

/// Score the sessions of a file and flag the most anomalous ones.
///
/// Counts, fingerprint and link go to standard error. The link opens the same analysis on the page, or with `replay`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The sessions: CSV, JSON lines or a W3C log, also compressed with gzip, or in a zip archive; - is standard input.
    ///
    /// Several files with the same columns are one table, in the order of their names.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// What sessions are judged by, separated by commas [default: what the file has of the page's choice].
    ///
    /// buffering_ratio      stalled time divided by watch time
    /// bitrate_kbps         average video bitrate, kbps
    /// startup_log          startup time, on a logarithmic scale
    /// rebuffers_per_min    stalls per minute of watch time
    /// dropped_frames_pct   decoded frames that were not shown, %
    /// switches_per_min     changes of rendition per minute of watch time
    /// headroom             throughput divided by bitrate, on a logarithmic scale
    /// col.NAME             a number column of the file, as it is
    ///
    /// rel. before any of them takes it against the median and spread of the same device type and
    /// network type. A name with a comma stands in double quotes.
    #[arg(long, value_name = "LIST", value_parser = values::features, verbatim_doc_comment)]
    features: Option<FeatureList>,
    /// How sessions are judged: isolation, extended, fair-cut or mixture (docs/how-it-works.md).
    #[arg(long, value_name = "NAME", default_value = Method::default().name(), value_parser = values::method)]
    method: Method,
    /// Trees of the forest, 1 to 1000.
    #[arg(long, value_name = "N", default_value_t = Hyperparameters::default().trees(),
          value_parser = clap::value_parser!(u32).range(bounds(Hyperparameters::TREES)))]
    trees: u32,
    /// Sessions that each tree is grown from, 2 to 65536; where the file has fewer, all of them.
    #[arg(long, value_name = "N", default_value_t = Hyperparameters::default().sample_size(),
          value_parser = clap::value_parser!(u32).range(bounds(Hyperparameters::SAMPLE_SIZE)))]
    sample_size: u32,
    /// Share of the sessions to flag, above 0 and at most 0.5; auto flags what scores above 0.5.
    #[arg(long, value_name = "SHARE|auto", default_value_t, value_parser = values::contamination,
          conflicts_with = "threshold")]
    contamination: Rule,
    /// Flag what scores above this instead, above 0 and at most 1.
    #[arg(long, value_name = "SCORE", value_parser = values::score)]
    threshold: Option<Share>,
    /// Seed of the forest's random choices, a whole number from 0.
    #[arg(long, value_name = "N", default_value_t = Hyperparameters::default().seed())]
    seed: u64,
    #[command(flatten)]
    reading: ReadingOptions,
    #[command(flatten)]
    results: Results,
    /// Threads that grow and score [default: as many as there are cores]. The result does not depend on it.
    #[arg(long, value_name = "N", value_parser = values::threads)]
    threads: Option<NonZeroUsize>,
}

fn bounds(range: std::ops::RangeInclusive<u32>) -> std::ops::RangeInclusive<i64> {
    i64::from(*range.start())..=i64::from(*range.end())
}

/// Runs the command.
pub fn run(options: Options, console: &Console) -> Result<Outcome, Failure> {
    let reading = options.reading.reading()?;
    let detector = detector(&options)?;
    let results = options.results.open(&options.files)?;
    let host = NativeHost::new(console, options.threads);
    let inputs = results.keep(Inputs::open(FILES, &options.files)?)?;
    let name = inputs.name();
    let (sessions, files) = read_sessions(inputs, reading, Rules::LATEST, &host)?;
    say_quality(&name, &sessions, console);
    refuse_unused(&name, &sessions)?;
    let features = match options.features {
        Some(FeatureList(features)) => features,
        None => proposed(&name, &sessions)?,
    };
    let plan = Plan { source: sessions.source.clone(), rules: Rules::LATEST, features, detector };
    let analysis = pollster::block_on(analyse(plan, Arc::new(sessions), None, None, &host))
        .map_err(|error| Failure::Sessions { name, error })?;
    results.write(&analysis, files, console)?;
    say_result(&analysis, console);
    Ok(Outcome::Done)
}

fn detector(options: &Options) -> Result<Detector, Failure> {
    let hyperparameters = Hyperparameters::new(options.trees, options.sample_size, options.seed)
        .map_err(|error| Failure::Argument { argument: "--trees <N>", why: error.to_string() })?;
    let threshold = options.threshold.map_or(options.contamination.0, Threshold::Score);
    let model = ModelSource::Fitted { method: options.method, hyperparameters };
    Ok(Detector { model, threshold })
}

/// The page's choice, or what there is to choose from.
fn proposed(name: &str, sessions: &Sessions) -> Result<Vec<Feature>, Failure> {
    let features = proposed_features(sessions);
    if features.is_empty() {
        let numbers = number_columns(&sessions.table);
        let example = numbers.first().copied().unwrap_or("NAME");
        let why = format!(
            "none of the known features can be computed from its columns; choose among its number columns with \
             --features col.NAME (for example --features \"col.{example}\"), or tell with --map what they are: {}",
            enumerate(&with_units(&sessions.table).iter().map(String::as_str).collect::<Vec<_>>())
        );
        return Err(Failure::Columns { name: name.to_owned(), why });
    }
    Ok(features)
}

//! `streamguard detect`: which sessions of a file are silent failures.

use super::Outcome;
use super::console::Console;
use super::failure::Failure;
use super::host::NativeHost;
use super::inputs::Inputs;
use super::judging::JudgingOptions;
use super::outcome::{Results, read_sessions, refuse_unused, say_quality, say_result};
use super::reading::ReadingOptions;
use super::values;
use analysis::{analyse, refuse_one};
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
    #[command(flatten)]
    judging: JudgingOptions,
    #[command(flatten)]
    reading: ReadingOptions,
    #[command(flatten)]
    results: Results,
    /// Threads that grow and score [default: as many as there are cores]. The result does not depend on it.
    #[arg(long, value_name = "N", value_parser = values::threads)]
    threads: Option<NonZeroUsize>,
}

/// Runs the command.
pub fn run(options: Options, console: &Console) -> Result<Outcome, Failure> {
    let reading = options.reading.reading()?;
    let detector = options.judging.detector()?;
    let results = options.results.open(&options.files)?;
    let host = NativeHost::new(console, options.threads);
    let inputs = Inputs::open(FILES, &options.files)?;
    let name = inputs.name();
    let (sessions, files) = read_sessions(inputs, reading, Rules::LATEST, &host)?;
    say_quality(&name, &sessions, console);
    refuse_unused(&name, &sessions)?;
    refuse_one(&sessions).map_err(|error| Failure::Sessions { name: name.clone(), error })?;
    let plan = options.judging.plan(&name, &sessions, detector)?;
    let analysis = pollster::block_on(analyse(plan, Arc::new(sessions), None, None, &host))
        .map_err(|error| Failure::Sessions { name, error })?;
    results.write(&analysis, files, console)?;
    say_result(&analysis, console);
    Ok(Outcome::Done)
}

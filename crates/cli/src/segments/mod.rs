//! `streamguard segments`: what the bad sessions of a file have in common.

mod condition;
mod counted;
mod json;
mod sessions;

use super::Outcome;
use super::console::Console;
use super::failure::Failure;
use super::judging::JudgingOptions;
use super::reading::ReadingOptions;
use super::values;
use condition::{Condition, condition};
use std::num::NonZeroUsize;
use std::path::PathBuf;

const FILES: &str = "<FILE>...";

/// How sessions are judged: nothing is, where rows are counts.
const JUDGING: [&str; 7] = ["features", "method", "trees", "sample_size", "contamination", "threshold", "seed"];

/// Say what the bad sessions of a file have in common: combinations of up to three dimensions, what explains most first.
///
/// Each row is a session, and those that detect would flag are explained; or, with --bad, each row is a combination with
/// counts, and nothing is detected (docs/diagnose.md).
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The sessions or counts: CSV, JSON lines or a W3C log, also compressed with gzip, or in a zip archive; - is standard
    /// input.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Which sessions are explained. Can be given several times; all must hold.
    ///
    /// cdn=alpha                 the column has this label
    /// cdn=alpha;beta            one of these
    /// cdn!=alpha                none of these
    /// startup_time_ms=2000..    a number or time from and before, either may be left out
    /// flagged                   flagged sessions
    ///
    /// Sessions: those that meet these, against all others, or against those of --baseline [default: flagged]. Counts:
    /// the bad ones of these rows.
    #[arg(long = "where", verbatim_doc_comment, value_name = "CONDITION", value_parser = condition)]
    of: Vec<Condition>,
    /// What they are compared with, as --where has it [default: all others; with --at, what was before].
    #[arg(long, value_name = "CONDITION", value_parser = condition)]
    baseline: Vec<Condition>,
    /// What combinations are made of: names of columns, separated by commas [default: the circumstances of sessions (who
    /// watched what, where and with what), or of counts all other columns].
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    dimensions: Vec<String>,
    /// The column that says how many of a row's sessions are bad: rows are counts.
    #[arg(long, value_name = "COLUMN", conflicts_with_all = JUDGING)]
    bad: Option<String>,
    /// The column that says how many sessions a row stands for [default: one].
    #[arg(long, value_name = "COLUMN", requires = "bad")]
    weight: Option<String>,
    /// The column with the time [default of sessions: timestamp].
    #[arg(long, value_name = "COLUMN", requires = "at")]
    time: Option<String>,
    /// Explain what is at this time, compared with all that is before it. What comes later is not looked at.
    ///
    /// Of counts it is the rows of this very time, unless --until is given; of sessions those that begin from then on.
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// Explain what is from --at on and before this time.
    #[arg(long, value_name = "TIME", requires = "at")]
    until: Option<String>,
    /// Write the answer as JSON to standard output: `segments` are the answers in their order, `dimensions` of each an
    /// object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    judging: JudgingOptions,
    #[command(flatten)]
    reading: ReadingOptions,
    /// Threads that grow and score [default: as many as there are cores]. The result does not depend on it.
    #[arg(long, value_name = "N", value_parser = values::threads)]
    threads: Option<NonZeroUsize>,
}

/// Runs the command.
pub fn run(options: Options, console: &Console) -> Result<Outcome, Failure> {
    let (is_json, is_counted) = (options.json, options.bad.is_some());
    let told = if is_counted { counted::tell(options, console)? } else { sessions::tell(options, console)? };
    let text = if is_json { told.to_json() + "\n" } else { told.to_text() };
    let mut output = super::files::Output::create(std::path::Path::new("-"))?;
    output.write(&text)?;
    output.commit()?;
    Ok(Outcome::Done)
}

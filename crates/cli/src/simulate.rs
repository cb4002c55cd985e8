//! `streamguard simulate`: viewing sessions with silent faults, and the truth about them.

use super::console::Console;
use super::failure::Failure;
use super::files::{Output, STANDARD, is_same};
use super::host::NativeHost;
use super::values;
use super::{Outcome, outcome};
use analysis::{Plan, Sessions, Source, generate};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use export::{CsvWriter, write_table};
use simulate::{FaultShare, Preset, Scenario, SessionCount};
use std::path::PathBuf;
use telemetry::Field;

/// Bytes written at a time.
const PIECE: usize = 1 << 20;

/// Generate viewing sessions with silent faults, as CSV.
///
/// The same preset, count, share and seed give the same bytes, on every machine and on the page.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Whose sessions: a named set of viewers, devices, networks and incidents.
    #[arg(long, value_name = "NAME", default_value = Preset::default().name(), value_parser = presets())]
    preset: Preset,
    /// How many sessions, 1 to 5000000.
    #[arg(long, value_name = "N", default_value = "10000", value_parser = values::session_count)]
    sessions: SessionCount,
    /// Share of the sessions with a fault, 0 to 0.5.
    #[arg(long, value_name = "SHARE", default_value = "0.05", value_parser = values::fault_share)]
    fault_share: FaultShare,
    /// Seed of the random numbers, a whole number from 0.
    #[arg(long, value_name = "N", default_value_t = default_seed())]
    seed: u64,
    /// Where the sessions go; - is standard output.
    #[arg(short, long, value_name = "FILE", default_value = STANDARD)]
    output: PathBuf,
    /// Where the truth goes: the columns session_id and fault, empty for a session without one.
    #[arg(long, value_name = "FILE")]
    truth: Option<PathBuf>,
}

fn presets() -> impl TypedValueParser<Value = Preset> {
    PossibleValuesParser::new(Preset::ALL.iter().map(|preset| preset.name()))
        .try_map(|name| Preset::from_name(&name).ok_or("no such preset"))
}

/// The seed of the sessions that the page opens with.
fn default_seed() -> u64 {
    match Plan::default().source {
        Source::Generated(scenario) => scenario.seed,
        Source::File(_) => 0,
    }
}

/// Runs the command.
pub fn run(options: &Options, console: &Console) -> Result<Outcome, Failure> {
    if options.truth.as_deref().is_some_and(|truth| is_same(truth, &options.output)) {
        let why = "sessions and truth cannot go to the same place".into();
        return Err(Failure::Argument { argument: "--truth <FILE>", why });
    }
    let mut output = Output::create(&options.output)?;
    let truth = options.truth.as_deref().map(Output::create).transpose()?;
    let &Options { preset, sessions, fault_share, seed, .. } = options;
    let host = NativeHost::new(console, None);
    let sessions = pollster::block_on(generate(Scenario { preset, sessions, fault_share, seed }, &host))
        .map_err(|stopped| outcome::generated_failure(stopped.into()))?;
    write_table(&sessions.table, |piece| output.write(&piece))?;
    output.commit()?;
    if let Some(output) = truth {
        write_truth(&sessions, output)?;
    }
    Ok(Outcome::Done)
}

fn write_truth(sessions: &Sessions, mut output: Output) -> Result<(), Failure> {
    let mut writer = CsvWriter::default();
    writer.text(Field::SessionId.name());
    writer.text("fault");
    writer.end_row();
    if let (Some(truth), Some(names)) = (&sessions.truth, sessions.table.texts(Field::SessionId)) {
        for row in 0..names.len() {
            writer.text(names.get(row));
            writer.text(truth.label(row));
            writer.end_row();
            if writer.len() > PIECE {
                output.write(&writer.take())?;
            }
        }
    }
    output.write(&writer.take())?;
    output.commit()
}

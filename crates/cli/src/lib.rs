//! The command line: the same plans and the same digits as on the page, for cron jobs, continuous integration and proof.
//!
//! What a program reads (CSV, JSON) goes to files or standard output; what a person reads goes to standard error, one
//! line a fact. The exit code says how it ended: 0 done, 1 failed, 2 wrong use, 3 a replayed fingerprint differs.

mod columns;
mod console;
mod detect;
mod export_onnx;
mod failure;
mod files;
mod host;
mod inputs;
mod judging;
mod model;
mod outcome;
mod read;
mod reading;
mod replay;
mod score;
mod segments;
mod simulate;
mod spooled;
mod values;

use clap::error::ErrorKind;
use clap::{Parser, Subcommand};
pub use console::Console;
use failure::Failure;
pub use host::NativeHost;
use std::ffi::OsString;
use std::process::ExitCode;

/// Finds silent failures in video streaming: sessions that went badly for the viewer while nothing reported an error.
#[derive(Debug, Parser)]
#[command(
    name = "streamguard",
    version,
    after_help = "Files are CSV, JSON lines or W3C logs, also as gzip or zip; - stands for standard input or output.\n\
                  Exit codes: 0 done, 1 failed, 2 wrong use, 3 a replayed fingerprint differs."
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Simulate(simulate::Options),
    Detect(detect::Options),
    Read(read::Options),
    Segments(segments::Options),
    Replay(replay::Options),
    Score(score::Options),
    ExportOnnx(export_onnx::Options),
}

/// How a command that did its work ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Done,
    /// A replay gave another fingerprint than the link has.
    Differs,
}

const DONE: u8 = 0;
const FAILED: u8 = 1;
const WRONG_USE: u8 = 2;
const DIFFERS: u8 = 3;

/// Runs the command that the arguments name, the program's own name first, and says how it ended.
pub fn run(arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>) -> ExitCode {
    let console = Console::new();
    ExitCode::from(match Arguments::try_parse_from(arguments) {
        Ok(arguments) => match dispatch(arguments.command, &console) {
            Ok(Outcome::Done) => DONE,
            Ok(Outcome::Differs) => DIFFERS,
            Err(failure) => {
                console.say(format_args!("streamguard: {failure}"));
                if failure.is_wrong_use() { WRONG_USE } else { FAILED }
            }
        },
        Err(error) => explain(&error, &console),
    })
}

fn dispatch(command: Command, console: &Console) -> Result<Outcome, Failure> {
    match command {
        Command::Simulate(options) => simulate::run(&options, console),
        Command::Detect(options) => detect::run(options, console),
        Command::Read(options) => read::run(&options, console),
        Command::Segments(options) => segments::run(options, console),
        Command::Replay(options) => replay::run(&options, console),
        Command::Score(options) => score::run(&options, console),
        Command::ExportOnnx(options) => export_onnx::run(&options, console),
    }
}

/// Shows the help that was asked for, or in one line what is wrong with the arguments.
fn explain(error: &clap::Error, console: &Console) -> u8 {
    match error.kind() {
        // A reader that has gone away is no failure.
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let _ = error.print();
            DONE
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = error.print();
            WRONG_USE
        }
        _ => {
            let text = error.render().to_string();
            let lines = text
                .lines()
                .map(str::trim)
                .take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more information"));
            let line = lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
            let line = line.strip_prefix("error: ").unwrap_or(&line);
            console.say(format_args!("streamguard: {line} (see --help)"));
            WRONG_USE
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_sound() {
        super::Arguments::command().debug_assert();
    }
}

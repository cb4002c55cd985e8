//! The project's own commands, so that a fresh clone needs Rust, Node and one line: `cargo xtask serve` or
//! `cargo xtask test`. Each sets up what it needs and says what it is doing.

mod bench;
mod build;
mod commands;
mod error;
mod fuzz;
mod gallery;
mod http;
mod names;
mod page;
mod pictures;
mod project;
mod run;
mod serve;
mod setup;
mod size;
mod test;
mod tools;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match commands::dispatch(&arguments) {
        Ok(commands::Verdict::Passed) => ExitCode::SUCCESS,
        Ok(commands::Verdict::Failed) => ExitCode::FAILURE,
        Err(error @ error::Error::Usage(_)) => {
            eprintln!("xtask: {error}\n\n{}", commands::USAGE);
            ExitCode::from(2)
        }
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}

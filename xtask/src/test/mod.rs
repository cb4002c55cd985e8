//! `cargo xtask test`: every tier runs, whatever became of those before it; the last line adds them all up.

mod browser;
mod end_to_end;
mod native;
mod onnx;
mod outcome;
mod report;
pub mod tier;

use crate::error::Error;
use crate::project::Project;
use crate::run;
use outcome::Outcome;
use std::time::Instant;
use tier::Tier;

/// Runs the named tiers (none named: all of them) and whatever they stand on; whether everything passed.
pub fn run(project: &Project, named: &[Tier]) -> bool {
    let mut total = Outcome::default();
    let mut failures = Vec::new();
    for tier in tier::plan(named) {
        println!("==> {}: {}", tier.name(), tier.purpose());
        let start = Instant::now();
        let outcome = match perform(project, tier) {
            Ok(outcome) => outcome.or_failure_if_empty(),
            Err(error) => Outcome::could_not_run(&error),
        };
        print!("{}", outcome.shown());
        println!("    {} ({})", outcome.summary(), run::duration(start.elapsed()));
        if outcome.failed > 0 {
            failures.push(tier.name());
        }
        total.add(&outcome);
    }
    if !failures.is_empty() {
        println!("failed: {}", failures.join(", "));
    }
    println!("{} passed, {} failed", total.passed, total.failed);
    total.failed == 0
}

fn perform(project: &Project, tier: Tier) -> Result<Outcome, Error> {
    match tier {
        Tier::Fmt => native::fmt(project),
        Tier::Order => native::of_order(project),
        Tier::Clippy => native::clippy(project),
        Tier::ClippyWasm => native::clippy_wasm(project),
        Tier::Xtask => native::of_tools(project),
        Tier::Native => native::of_product(project),
        Tier::Doc => native::doc(project),
        Tier::Onnx => onnx::check(project),
        Tier::Chromium => browser::chromium(project),
        Tier::Firefox => browser::firefox(project),
        Tier::Build => end_to_end::build(project),
        Tier::Size => end_to_end::size(project),
        Tier::EndToEnd => end_to_end::drive(project),
    }
}

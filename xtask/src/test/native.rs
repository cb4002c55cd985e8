//! The tiers that need nothing but Rust.

use super::outcome::Outcome;
use super::report;
use crate::error::Error;
use crate::project::Project;
use crate::run::{self, cargo};
use crate::tools::toolchain;
use std::path::PathBuf;
use std::process::Command;

/// The code is formatted.
pub fn fmt(project: &Project) -> Result<Outcome, Error> {
    check(project, &["fmt", "--all", "--check"])
}

/// No warning natively: in everything together, and in the detectors alone, whose JSON is a choice that the rest has made.
pub fn clippy(project: &Project) -> Result<Outcome, Error> {
    let mut outcome = Outcome::default();
    for packages in [&["--workspace"][..], &["--package", "streamguard-isolation-forest"]] {
        let arguments = [&["clippy", "--quiet", "--locked"], packages, &["--all-targets", "--", "-D", "warnings"]];
        let done = check(project, &arguments.concat())?;
        outcome.add(&done);
        outcome.details.push_str(&done.details);
    }
    Ok(outcome)
}

/// No warning for the page, the charts' own page and the tests that run in browsers. The library's own tests are native: they draw random cases
/// with a package that is not built for the browser.
pub fn clippy_wasm(project: &Project) -> Result<Outcome, Error> {
    toolchain::wasm_target(project)?;
    let packages = ["streamguard", "bench", "gallery"].map(|name| ["--package", name]).concat();
    let targets = ["--lib", "--bins", "--test", "web*", "--target", toolchain::WASM];
    let arguments = [&["clippy", "--quiet", "--locked"], &packages[..], &targets, &["--", "-D", "warnings"]];
    check(project, &arguments.concat())
}

/// The packages that are no part of the product: the project's own commands, and what the benchmarks measure.
const BESIDE: [&str; 2] = ["xtask", "bench"];

/// The package that holds crates, modules and files to the architecture. It parses Rust, so it is none of this program's
/// dependencies.
const ORDER: &str = "order";

/// Who uses whom, and the tests of what checks that.
pub fn of_order(project: &Project) -> Result<Outcome, Error> {
    tests(project, ["--package", ORDER].into_iter())
}

/// Every test of the product, the examples in its documentation too.
pub fn of_product(project: &Project) -> Result<Outcome, Error> {
    let others = BESIDE.iter().chain([&ORDER]).flat_map(|package| ["--exclude", package]);
    tests(project, ["--workspace"].into_iter().chain(others))
}

/// Every test of the project's own commands and benchmarks.
pub fn of_tools(project: &Project) -> Result<Outcome, Error> {
    tests(project, BESIDE.iter().flat_map(|package| ["--package", package]))
}

fn tests<'a>(project: &Project, packages: impl Iterator<Item = &'a str>) -> Result<Outcome, Error> {
    let mut command = command(project, &["test", "--locked", "--no-fail-fast"]);
    command.args(packages);
    let done = run::recorded(&mut command)?;
    let counts = report::of_rust_tests(&done.output);
    Ok(Outcome::counted(counts.passed, counts.failed, counts.skipped, done))
}

/// The documentation, private items too, builds without a warning.
pub fn doc(project: &Project) -> Result<Outcome, Error> {
    let arguments = ["doc", "--quiet", "--locked", "--no-deps", "--document-private-items"];
    let mut command = command(project, &arguments);
    command.args(["--workspace", "--exclude", "xtask"]);
    command.env("RUSTDOCFLAGS", "-D warnings");
    Ok(Outcome::check(run::recorded(&mut command)?))
}

/// Builds the program for the command line, for the tests that compare something with it: as the tests of the product do, so
/// that it is compiled once.
pub fn program(project: &Project) -> Command {
    let mut command = command(project, &["build", "--locked", "--workspace"]);
    command.args(BESIDE.iter().flat_map(|package| ["--exclude", package])).args(["--bin", "streamguard"]);
    // Where a shared target folder is set for everything else, the program is looked for in the project's own.
    command.env("CARGO_TARGET_DIR", project.root.join("target"));
    command
}

/// Where that program is.
pub fn program_path(project: &Project) -> PathBuf {
    project.root.join(format!("target/debug/streamguard{}", std::env::consts::EXE_SUFFIX))
}

fn check(project: &Project, arguments: &[&str]) -> Result<Outcome, Error> {
    Ok(Outcome::check(run::recorded(&mut command(project, arguments))?))
}

fn command(project: &Project, arguments: &[&str]) -> Command {
    let mut command = cargo();
    command.args(arguments).current_dir(&project.root);
    command
}

//! The tiers that need nothing but Rust.

use super::outcome::Outcome;
use super::report;
use crate::error::Error;
use crate::project::Project;
use crate::run::{self, cargo};
use crate::tools::toolchain;
use std::process::Command;

/// The code is formatted.
pub fn fmt(project: &Project) -> Result<Outcome, Error> {
    check(project, &["fmt", "--all", "--check"])
}

/// No warning natively.
pub fn clippy(project: &Project) -> Result<Outcome, Error> {
    check(project, &["clippy", "--quiet", "--locked", "--workspace", "--all-targets", "--", "-D", "warnings"])
}

/// No warning for the page and the tests that run in browsers. The library's own tests are native: they draw random cases
/// with a package that is not built for the browser.
pub fn clippy_wasm(project: &Project) -> Result<Outcome, Error> {
    toolchain::wasm_target(project)?;
    let package = ["clippy", "--quiet", "--locked", "--package", "streamguard", "--lib", "--bins", "--test", "web*"];
    let arguments = [&package[..], &["--target", toolchain::WASM, "--", "-D", "warnings"]].concat();
    check(project, &arguments)
}

/// Every test of a package, the examples in its documentation too.
pub fn tests(project: &Project, package: &str) -> Result<Outcome, Error> {
    let done = run::recorded(&mut command(project, &["test", "--locked", "--no-fail-fast", "--package", package]))?;
    let counts = report::of_rust_tests(&done.output);
    Ok(Outcome::counted(counts.passed, counts.failed, counts.skipped, done))
}

/// The documentation, private items too, builds without a warning.
pub fn doc(project: &Project) -> Result<Outcome, Error> {
    let arguments = ["doc", "--quiet", "--locked", "--no-deps", "--document-private-items", "--package", "streamguard"];
    let mut command = command(project, &arguments);
    command.env("RUSTDOCFLAGS", "-D warnings");
    Ok(Outcome::check(run::recorded(&mut command)?))
}

fn check(project: &Project, arguments: &[&str]) -> Result<Outcome, Error> {
    Ok(Outcome::check(run::recorded(&mut command(project, arguments))?))
}

fn command(project: &Project, arguments: &[&str]) -> Command {
    let mut command = cargo();
    command.args(arguments).current_dir(&project.root);
    command
}

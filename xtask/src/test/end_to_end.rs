//! The tiers around the finished page: it builds, it is small, and it works in a browser under a sub-path.

use super::native;
use super::outcome::Outcome;
use super::report;
use crate::build;
use crate::error::{Error, at, content};
use crate::http::Server;
use crate::project::Project;
use crate::run::{self, Recorded};
use crate::setup;
use crate::size::{BUDGET, Weights};
use crate::tools::{browsers, npm};
use std::process::Command;

/// The page is served to the tests from here: whoever takes the server's root for granted is found out.
const PREFIX: &str = "/some/sub-path/";

/// The page builds for release.
pub fn build(project: &Project) -> Result<Outcome, Error> {
    let dist = project.dist();
    // A page from an earlier build must not stand in for one that failed.
    match std::fs::remove_dir_all(&dist) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => return Err(Error::File { path: dist, source }),
        _ => {}
    }
    let tools = setup::for_build(project)?;
    let done = run::recorded(&mut build::trunk(project, &tools)?)?;
    if done.succeeded {
        build::finish(project, &tools)?;
    }
    Ok(Outcome::check(done))
}

/// The first load is within its budget.
pub fn size(project: &Project) -> Result<Outcome, Error> {
    let weights = Weights::of(&project.dist())?;
    let passed = u64::from(weights.within(BUDGET));
    Ok(Outcome { passed, failed: 1 - passed, skipped: 0, details: format!("{weights}{}", weights.verdict(BUDGET)) })
}

/// The whole page, driven in Chromium by Playwright, without windows.
pub fn drive(project: &Project) -> Result<Outcome, Error> {
    if !project.dist().join("index.html").is_file() {
        return Err(Error::Missing("there is no page to drive: the build failed".into()));
    }
    browsers::install_missing()?;
    let chromium = browsers::headless_chromium()?;
    npm::end_to_end(project)?;
    let native = run::recorded(&mut native::program(project))?;
    if !native.succeeded {
        return Ok(Outcome::check(native));
    }
    let server = Server::bind(&project.dist(), PREFIX, 0)?;
    let url = server.url();
    std::thread::spawn(move || server.run());

    let report = project.scratch()?.join("playwright.json");
    match std::fs::remove_file(&report) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => return Err(at(&report)(source)),
        _ => {}
    }
    let mut command = Command::new("node");
    command
        .args(["node_modules/@playwright/test/cli.js", "test", "--forbid-only", "--reporter=line,json"])
        .current_dir(project.end_to_end())
        .env("STREAMGUARD_URL", url)
        .env("STREAMGUARD_CHROMIUM", chromium)
        .env("STREAMGUARD_CLI", native::program_path(project))
        .env("PLAYWRIGHT_JSON_OUTPUT_NAME", &report);
    let done = run::recorded(&mut command)?;
    let Ok(text) = std::fs::read_to_string(&report) else {
        return Ok(Outcome::check(Recorded { succeeded: false, ..done }));
    };
    let counts = report::of_playwright(&text).map_err(|problem| content(&report, problem))?;
    Ok(Outcome::counted(counts.passed, counts.failed, counts.skipped, done))
}

//! The tests that are compiled to WebAssembly (`tests/web*.rs`), run inside a browser by wasm-bindgen's runner.

use super::outcome::Outcome;
use super::report;
use crate::error::{Error, at, content};
use crate::project::Project;
use crate::run;
use crate::setup;
use crate::tools::{browsers, toolchain};
use serde_json::json;
use std::path::Path;

/// The variables by which wasm-bindgen's runner finds a driver: the first that is set wins, so all but one must go.
const DRIVERS: [&str; 4] = ["GECKODRIVER", "SAFARIDRIVER", "CHROMEDRIVER", "MSEDGEDRIVER"];
/// Seconds that one test program may take: its whole run, on a slow machine.
const TIMEOUT: &str = "600";

/// The tests in Chromium.
pub fn chromium(project: &Project) -> Result<Outcome, Error> {
    browsers::install_missing()?;
    let mut switches = switches(project)?;
    switches.extend(["--headless".to_owned(), "--disable-gpu".to_owned()]);
    let options = json!({ "goog:chromeOptions": { "binary": browsers::chromium()?, "args": switches } });
    run_in(project, "CHROMEDRIVER", &browsers::chromedriver()?, &options)
}

/// The tests in Firefox.
pub fn firefox(project: &Project) -> Result<Outcome, Error> {
    browsers::install_missing()?;
    let options = json!({ "moz:firefoxOptions": { "binary": browsers::firefox()? } });
    run_in(project, "GECKODRIVER", &setup::geckodriver()?, &options)
}

fn run_in(project: &Project, variable: &str, driver: &Path, options: &serde_json::Value) -> Result<Outcome, Error> {
    let programs = project.web_tests()?;
    if programs.is_empty() {
        return Err(Error::Missing("there is no tests/web*.rs to run in a browser".into()));
    }
    let runner = setup::web_test_runner(project)?;
    let settings = project.scratch()?.join(format!("webdriver-{}.json", variable.to_lowercase()));
    std::fs::write(&settings, options.to_string()).map_err(at(&settings))?;

    let mut command = run::cargo();
    command.args(["test", "--locked", "--no-fail-fast", "--package", "streamguard", "--target", toolchain::WASM]);
    for program in &programs {
        command.args(["--test", program]);
    }
    for name in DRIVERS {
        command.env_remove(name).env_remove(format!("{name}_REMOTE")).env_remove(format!("{name}_ARGS"));
    }
    // Those would let the runner pass over a whole program in silence.
    for name in ["WASM_BINDGEN_TEST_ONLY_NODE", "WASM_BINDGEN_TEST_ONLY_WEB", "NO_HEADLESS"] {
        command.env_remove(name);
    }
    command
        .current_dir(&project.root)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
        .env(variable, driver)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", settings)
        .env("WASM_BINDGEN_TEST_TIMEOUT", TIMEOUT)
        .env("WASM_BINDGEN_USE_BROWSER", "1");
    let mut done = run::recorded(&mut command)?;
    let counts = report::of_rust_tests(&done.output);
    if done.succeeded && (counts.programs != programs.len() || counts.idle > 0) {
        done.succeeded = false;
        done.output.push_str(&format!(
            "\nof {} test programs, only {} ran any test",
            programs.len(),
            counts.programs - counts.idle
        ));
    }
    Ok(Outcome::counted(counts.passed, counts.failed, counts.skipped, done))
}

/// The switches with which tests and benchmarks start Chromium.
fn switches(project: &Project) -> Result<Vec<String>, Error> {
    let path = project.end_to_end().join("lib/chromium.json");
    let text = std::fs::read_to_string(&path).map_err(at(&path))?;
    serde_json::from_str(&text).map_err(|error| content(&path, error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_switches_of_chromium_are_read() {
        let switches = switches(&Project::locate()).unwrap();
        assert!(switches.contains(&"--no-sandbox".to_owned()));
        assert!(switches.iter().all(|switch| switch.starts_with("--")));
    }
}

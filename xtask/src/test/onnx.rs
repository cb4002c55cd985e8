//! Exported models give the scores of this program in the runtime that fleets use: `tests/onnx/check.py` compares.

use super::outcome::Outcome;
use super::report;
use crate::error::{Error, at};
use crate::project::Project;
use crate::run;
use crate::setup;

/// Builds the native program and lets the script hold onnxruntime against it.
pub fn check(project: &Project) -> Result<Outcome, Error> {
    let script = project.root.join("tests/onnx/check.py");
    std::fs::metadata(&script).map_err(at(&script))?;
    let python = setup::python_for_tests(project)?;
    let built = run::recorded(&mut super::native::program(project))?;
    if !built.succeeded {
        return Ok(Outcome::check(built));
    }
    let mut command = std::process::Command::new(python);
    command.arg(script).arg(super::native::program_path(project)).current_dir(&project.root);
    // Nothing from the person's own packages, and no cache of compiled scripts between the sources.
    command.env_remove("PYTHONPATH").env("PYTHONNOUSERSITE", "1").env("PYTHONDONTWRITEBYTECODE", "1");
    let done = run::recorded(&mut command)?;
    let passed = report::of_checks(&done.output).unwrap_or(0);
    Ok(Outcome::counted(passed, 0, 0, done))
}

//! `cargo xtask fuzz`: every target gets its time, whatever became of those before it; a table says what was found.

mod outcome;
pub mod target;

use crate::error::Result;
use crate::project::Project;
use crate::run;
use crate::tools::{Cache, crates};
use outcome::Outcome;
use std::process::Command;
use std::time::Duration;
use target::Target;

/// How long, and what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Minutes for each target.
    pub minutes: u32,
    /// The targets; none named are all.
    pub targets: Vec<Target>,
}

impl Options {
    /// Minutes for each target where none are given.
    pub const MINUTES: u32 = 10;
}

/// Seconds that one input may take.
const PATIENCE: u32 = 20;
/// Megabytes that the process may take: what is unpacked or held beyond all bounds is a finding.
const MEMORY: u32 = 2048;

/// Runs the named targets (none named: all of them); whether nothing was found.
pub fn run(project: &Project, options: &Options) -> Result<bool> {
    let tool = crates::cargo_fuzz(&Cache::of_user()?)?;
    let path = run::path_with(&[tool])?;
    let command = |words: &[&str]| {
        let mut command = run::cargo();
        // No unsafe code, no sanitizer: without one, the pinned compiler will do, and inputs run several times as fast.
        command.arg("fuzz").args(words).args(["--fuzz-dir", "fuzz", "--sanitizer", "none"]);
        command.env("PATH", &path).current_dir(&project.root);
        command
    };
    run::step("building the fuzz targets", || run::attached(&mut command(&["build"])))?;
    let targets = if options.targets.is_empty() { Target::ALL.to_vec() } else { options.targets.clone() };
    let seconds = options.minutes.saturating_mul(60);
    let mut results = Vec::with_capacity(targets.len());
    for target in targets {
        let time = run::duration(Duration::from_secs(seconds.into()));
        println!("==> {}: {} ({time})", target.name(), target.purpose());
        let outcome = fuzz(project, target, seconds, command(&["run", target.name()]))?;
        print!("{}", outcome.shown());
        results.push((target, outcome));
    }
    print!("{}", outcome::table(&results));
    Ok(results.iter().all(|(_, outcome)| outcome.is_clean()))
}

fn fuzz(project: &Project, target: Target, seconds: u32, mut command: Command) -> Result<Outcome> {
    // The seeds go where libFuzzer keeps what it finds worth keeping: later runs begin with all of it.
    command.env("STREAMGUARD_SEEDS", project.root.join("fuzz/corpus").join(target.name()));
    command.args(["--", "-print_final_stats=1", &format!("-max_total_time={seconds}")]);
    command.args([&format!("-timeout={PATIENCE}"), &format!("-rss_limit_mb={MEMORY}")]);
    Ok(Outcome::of(&run::recorded(&mut command)?))
}

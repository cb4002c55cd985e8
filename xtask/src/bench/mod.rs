//! `cargo xtask bench`: how fast and how accurate the forest is, how fast files are read, how fast linked charts move, and how right it is
//! what bad sessions are said to share, beside other libraries and methods, in one run on one machine. What it finds goes into `docs/benchmarks.md`.

mod accuracy;
mod candidate;
mod diagnose;
mod document;
mod explore;
mod forest;
mod ingest;
mod machine;
pub mod options;
mod plan;
mod statistics;
mod tab;
mod table;

use crate::error::Result;
use crate::project::Project;
use options::Options;

/// Runs the benchmark that the options name.
pub fn run(project: &Project, options: &Options) -> Result<()> {
    match options {
        Options::Forest(options) => forest::run(project, options),
        Options::Ingest(options) => ingest::run(project, options),
        Options::Explore(options) => explore::run(project, options),
        Options::Accuracy(options) => accuracy::run(project, options),
        Options::Diagnose(options) => diagnose::run(project, options),
    }
}

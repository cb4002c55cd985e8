//! The command line as its users meet it: the built program, its files, its standard streams and its exit codes.
#![cfg(not(target_arch = "wasm32"))]

#[path = "cli/documented.rs"]
mod documented;
#[path = "cli/failures.rs"]
mod failures;
#[path = "cli/models.rs"]
mod models;
#[path = "cli/read.rs"]
mod read;
#[path = "cli/results.rs"]
mod results;
#[path = "cli/round_trip.rs"]
mod round_trip;
#[path = "cli/score.rs"]
mod score;
#[path = "cli/segments.rs"]
mod segments;
#[path = "cli/sessions.rs"]
mod sessions;
#[path = "cli/several.rs"]
mod several;
#[path = "cli/support.rs"]
mod support;

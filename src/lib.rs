//! StreamGuard finds silent failures in video streaming: sessions that went badly for the viewer while nothing
//! reported an error.
//!
//! This is the plan of the whole. What knows no browser is a crate under `crates/`, each under its name here; what needs one is
//! a module of this package. A crate or module uses those above it, never those below (`docs/architecture.md` has the table,
//! `cargo xtask test order` holds it).

pub use isolation_forest;

pub use telemetry;

pub use rules;

pub use port;

pub use tabs;

pub use simulate;

pub use qoe;

pub use ingest;

pub use features;

pub use analysis;

pub use crossfilter;

pub use diagnose;

pub use export;

pub use charts;

#[cfg(not(target_arch = "wasm32"))]
pub use cli;

pub mod sheet;

pub mod engine;

pub mod bridge;

pub mod app;

pub mod explore;

pub mod recent;

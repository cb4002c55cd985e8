//! StreamGuard finds silent failures in video streaming: sessions that went badly for the viewer while nothing
//! reported an error.
//!
//! The data walks through the rooms from top to bottom; a room uses those above it, never those below
//! (`docs/architecture.md` draws the picture).

pub mod telemetry;

pub mod simulate;

pub mod qoe;

pub mod ingest;

pub mod features;

pub mod forest;

pub mod analysis;

pub mod crossfilter;

pub mod share;

pub mod sheet;

pub mod engine;

pub mod app;

pub mod explore;

#[cfg(not(target_arch = "wasm32"))]
pub mod cli;

mod exact;

pub mod format;

pub mod random;

pub mod rules;

//! What the benchmarks measure: one forest on one matrix, natively (`src/bin/forest.rs`) and in a browser's tab (`src/tab.rs`).
//!
//! `cargo xtask bench` runs both beside other libraries and makes the tables of `docs/benchmarks.md`.

#[cfg(not(target_arch = "wasm32"))]
pub mod diagnosed;

#[cfg(not(target_arch = "wasm32"))]
pub mod explored;

pub mod matrix;

pub mod measured;

#[cfg(not(target_arch = "wasm32"))]
pub mod process;

pub mod reading;

pub mod telemetry;

#[cfg(target_arch = "wasm32")]
pub mod reader;

#[cfg(target_arch = "wasm32")]
pub mod tab;

//! Recent: the last analyses, remembered in this browser: their links, never a session. A program of its own, which remembers
//! what the page shows whether its tab is open or not.
//!
//! - `record` is what is remembered of an analysis: plain code, tested natively;
//! - `memory` is where the browser keeps it (IndexedDB), `list` shows it.

pub mod record;

#[cfg(target_arch = "wasm32")]
mod list;
#[cfg(target_arch = "wasm32")]
mod memory;

#[cfg(target_arch = "wasm32")]
pub use list::start;

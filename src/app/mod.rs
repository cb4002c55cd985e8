//! The page: state, panels, views, charts. It shows and asks; it computes nothing that grows with the sessions.
//!
//! - `page` holds the state and is the only place that changes it, `state` are its rules: free of the browser, hence tested
//!   natively;
//! - `root` draws it, and hands on what the user does and what the workers say, one message at a time;
//! - `panels` are what the user sets, `views` and `charts` what is shown, `chrome` what stands around them, `parts` what all of
//!   them are made of;
//! - `late` is the way to tabs that are programs of their own;
//! - `browser` is what only a browser has: clipboard, downloads, theme, address.

pub mod charts;
pub mod page;
pub mod state;

pub use telemetry::format;

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(target_arch = "wasm32")]
mod chrome;
#[cfg(target_arch = "wasm32")]
mod late;
#[cfg(target_arch = "wasm32")]
mod panels;
#[cfg(target_arch = "wasm32")]
mod parts;
#[cfg(target_arch = "wasm32")]
mod root;
pub mod shared;
#[cfg(target_arch = "wasm32")]
mod sheet;
#[cfg(target_arch = "wasm32")]
mod views;

#[cfg(target_arch = "wasm32")]
pub use root::start;

//! Explore: linked charts over the sessions of an analysis, a program of its own that the page loads when it is wanted.
//!
//! - `state` is what there is, each part with its owner, `root` the component that brings them together, `message` what can
//!   happen to it;
//! - `acts` is what gestures change, `history` undo and redo, `layout` how views are moved, `offer` what can be drawn of these sessions, `typed` reads what is typed, `words` says it: plain code, tested natively;
//! - `chips`, `filter_panel`, `picker`, `card`, `drawing_form` and `help` are the controls around the charts;
//! - `segments` is the panel of what sessions share;
//! - `gesture` is what a chart is given and what it tells;
//! - `charts` draws the views, `sessions` is the table of all sessions and each one's own page, `take` what is taken away.

pub mod acts;
pub mod charts;
#[cfg(test)]
mod examples;
pub mod gesture;
pub mod history;
pub mod layout;
pub mod offer;
pub mod sessions;
pub mod take;
pub mod typed;
pub mod words;

#[cfg(target_arch = "wasm32")]
mod card;
#[cfg(target_arch = "wasm32")]
mod chips;
#[cfg(target_arch = "wasm32")]
mod dom;
#[cfg(target_arch = "wasm32")]
mod drawing_form;
#[cfg(target_arch = "wasm32")]
mod filter_draft;
#[cfg(target_arch = "wasm32")]
mod filter_panel;
#[cfg(target_arch = "wasm32")]
mod help;
#[cfg(target_arch = "wasm32")]
mod ids;
#[cfg(target_arch = "wasm32")]
mod message;
#[cfg(target_arch = "wasm32")]
mod picker;
#[cfg(target_arch = "wasm32")]
mod root;
#[cfg(target_arch = "wasm32")]
mod segments;
#[cfg(target_arch = "wasm32")]
mod state;

#[cfg(target_arch = "wasm32")]
pub use root::start;

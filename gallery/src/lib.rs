//! The charts' own page, for those who work on them: every kind of chart in every state, in the host and with the style sheets
//! of the product, but with data made here.
//!
//! - `registry` is which kinds and states there are;
//! - `examples` has a chart for each pair of them, or the reason why there is none;
//! - `page` shows them (`cargo xtask gallery`), and the pictures of the design system are taken from it.
//!
//! The native tests hold what must be true of any chart against the same examples: each draws and says something, its labels
//! keep clear of each other, and all of it can be read and seen in both themes.

pub mod examples;
pub mod registry;

#[cfg(target_arch = "wasm32")]
mod page;

#[cfg(target_arch = "wasm32")]
pub use page::start;

#[cfg(test)]
mod tests;

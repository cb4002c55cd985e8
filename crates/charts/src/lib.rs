//! What charts are made of, whatever they show: nothing here knows the page, Explore or what is counted for them.
//!
//! What can be computed without a browser (places, colours, ticks, pixels, the drawing itself) is, and is tested natively; the
//! rest exists in the browser only.

pub mod density;
pub mod layout;
pub mod palette;
pub mod scale;
pub mod scene;
pub mod theme;

#[cfg(target_arch = "wasm32")]
pub mod canvas;
#[cfg(target_arch = "wasm32")]
pub mod nodes;
#[cfg(target_arch = "wasm32")]
pub mod table;
#[cfg(target_arch = "wasm32")]
pub mod tooltip;

//! What charts are made of, whatever they show: nothing here knows the page, Explore or what is counted for them.
//!
//! What can be computed without a browser (places, colours, ticks, pixels, the drawing itself) is, and is tested natively; the
//! rest exists in the browser only.

pub mod density;
pub mod frame;
pub mod kind;
pub mod layout;
pub mod palette;
pub mod paper;
pub mod scale;
pub mod scene;
pub mod svg;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod theme;

#[cfg(target_arch = "wasm32")]
mod canvas;
#[cfg(target_arch = "wasm32")]
mod chart;
#[cfg(target_arch = "wasm32")]
mod legend;
#[cfg(target_arch = "wasm32")]
mod nodes;
#[cfg(target_arch = "wasm32")]
mod stage;
#[cfg(target_arch = "wasm32")]
mod table;
#[cfg(target_arch = "wasm32")]
mod tooltip;

#[cfg(target_arch = "wasm32")]
pub use chart::{Chart, Props};

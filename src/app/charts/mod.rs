//! The charts: pictures of what the analysis answers, each with a sentence and a table that say the same in words.
//!
//! What can be computed without a browser (ticks, pixels from counts, sentences) is, and is tested natively; the rest
//! exists in the browser only. A chart draws on two canvases: the base with axes and data, and an overlay with what
//! follows the pointer, so that a moving pointer never redraws the data.

pub mod summary;

#[cfg(target_arch = "wasm32")]
mod chart;
#[cfg(target_arch = "wasm32")]
mod histogram;
#[cfg(target_arch = "wasm32")]
mod histogram_view;
#[cfg(target_arch = "wasm32")]
mod legend;
#[cfg(target_arch = "wasm32")]
mod paint;
#[cfg(target_arch = "wasm32")]
mod scatter;
#[cfg(target_arch = "wasm32")]
mod scatter_view;
#[cfg(target_arch = "wasm32")]
mod timeline;
#[cfg(target_arch = "wasm32")]
mod view;

#[cfg(target_arch = "wasm32")]
pub use chart::{Chart, ChartProps, Subject};
pub use charts::theme::Theme;
#[cfg(target_arch = "wasm32")]
pub use histogram::HistogramProps;
#[cfg(target_arch = "wasm32")]
pub use scatter::ScatterProps;
#[cfg(target_arch = "wasm32")]
pub use timeline::TimelineProps;

//! What is taken away from Explore: pictures of views at print resolution and as SVG, and what goes into a report.
//!
//! - `print` has a view drawn for paper, in the light colours: plain code, tested natively;
//! - `save` hands files to the browser, the picture as PNG at print resolution among them; `dialog` asks for the report's
//!   title and notes (`draft`).

pub mod print;

#[cfg(target_arch = "wasm32")]
pub mod dialog;
#[cfg(target_arch = "wasm32")]
pub mod draft;
#[cfg(target_arch = "wasm32")]
pub mod save;

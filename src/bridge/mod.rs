//! Between the page and a late tab: both are on one thread, each a program of its own, and speak by functions that they put on
//! the element in the page that the tab lives in. The page never touches what is in there.
//!
//! - `message` is what they say to each other, with its bytes;
//! - `tab` is the tab's end, by which it asks the workers, too, and `start`s itself.
//!
//! The page's end is `app::late`.

mod message;
#[cfg(target_arch = "wasm32")]
mod start;
#[cfg(target_arch = "wasm32")]
mod tab;

pub use message::{FromPage, FromTab, ShownResult};
#[cfg(target_arch = "wasm32")]
pub use start::{Props, start};
#[cfg(target_arch = "wasm32")]
pub use tab::{Bridge, HEAR, TELL};

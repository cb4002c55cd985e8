//! The page's end: `dispatch` decides which worker does what, and replaces one that fails; `browser` are the workers of the
//! browser, `start` is how any of them is started.

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(any(test, target_arch = "wasm32"))]
mod dispatch;
#[cfg(target_arch = "wasm32")]
mod start;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

#[cfg(target_arch = "wasm32")]
pub use browser::Client;
#[cfg(target_arch = "wasm32")]
pub use dispatch::Signal;
#[cfg(target_arch = "wasm32")]
pub use start::named_by_page;

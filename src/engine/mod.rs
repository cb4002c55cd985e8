//! The worker side: an analysis worker that holds the sessions and answers questions, scoring workers that lend it their
//! cores, and the client through which the page speaks to them.
//!
//! The first analysis worker is the page's own WASM file. A larger one of the same build, which knows everything, is
//! started once the page shows its first result, and takes over from it. The engine decides nothing: what to do stands in the request, what it means in
//! [`analysis`].
//!
//! 1. A worker gets no message before it has said `Ready`.
//! 2. Messages carry small values as plain data and bulk as transferred bytes, never as copies.
//! 3. A run yields every few ten milliseconds, so that cancelling needs no shared memory and loses no data.
//! 4. A worker that fails is replaced; what it was asked for is either done again or reported, never forgotten.

#[cfg(target_arch = "wasm32")]
mod analyst;
mod client;
#[cfg(target_arch = "wasm32")]
mod equipment;
mod files;
#[cfg(target_arch = "wasm32")]
mod full;
#[cfg(target_arch = "wasm32")]
mod held;
#[cfg(target_arch = "wasm32")]
mod light;
mod piece;
mod protocol;
#[cfg(target_arch = "wasm32")]
mod scope;
#[cfg(target_arch = "wasm32")]
mod turn;
#[cfg(target_arch = "wasm32")]
mod wire;
#[cfg(target_arch = "wasm32")]
mod worker;

#[cfg(target_arch = "wasm32")]
pub use client::{Client, Signal, named_by_page};
#[cfg(target_arch = "wasm32")]
pub use equipment::Equipment;
pub use files::{Product, WriteFile};
#[cfg(target_arch = "wasm32")]
pub use full::Full;
#[cfg(target_arch = "wasm32")]
pub use light::Light;
pub use piece::Piece;
pub use protocol::{Choice, Columns, Event, Program, Request, ResultInfo, Summary};
#[cfg(target_arch = "wasm32")]
pub use turn::{Turn, Wanted};
#[cfg(target_arch = "wasm32")]
pub use worker::start as start_worker;

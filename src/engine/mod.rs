//! The worker side: an analysis worker that holds the sessions and answers questions, scoring workers that lend it their
//! cores, and the client through which the page speaks to them.
//!
//! The first analysis worker is the page's own WASM file. A larger one of the same build, which knows everything, is
//! started once the page shows its first result, and takes over from it. The engine decides nothing: what to do stands in the request, what it means in
//! [`crate::analysis`].
//!
//! 1. A worker gets no message before it has said `Ready`.
//! 2. Messages carry small values as plain data and bulk as transferred bytes, never as copies.
//! 3. A run yields every few ten milliseconds, so that cancelling needs no shared memory and loses no data.
//! 4. A worker that fails is replaced; what it was asked for is either done again or reported, never forgotten.

mod analyst;
mod client;
mod equipment;
mod full;
mod held;
mod light;
mod protocol;
mod scorer;
mod turn;
mod wire;
mod worker;

pub use client::{Client, Program, Signal};
pub use equipment::Equipment;
pub use full::Full;
pub use light::Light;
pub use protocol::{Choice, Columns, Event, Product, Request, ResultInfo, Summary};
pub use turn::{Turn, Wanted};
pub use wire::decode;
pub use worker::start as start_worker;

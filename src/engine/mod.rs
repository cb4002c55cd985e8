//! The worker side: an analysis worker that holds the sessions and answers questions, scoring workers that lend it their
//! cores, and the client through which the page speaks to them.
//!
//! They are the page's own WASM file; only the analysis worker that reads files is a larger one, of the same build,
//! started once the page shows its first result. The engine decides nothing: what to do stands in the request, what it means in
//! [`crate::analysis`].
//!
//! 1. A worker gets no message before it has said `Ready`.
//! 2. Messages carry small values as plain data and bulk as transferred bytes, never as copies.
//! 3. A run yields every few ten milliseconds, so that cancelling needs no shared memory and loses no data.
//! 4. A worker that fails is replaced; what it was asked for is either done again or reported, never forgotten.

mod analyst;
mod client;
mod files;
mod host;
mod protocol;
mod quality;
mod reader;
mod scorer;
mod wire;
mod worker;

pub use client::{Client, Signal};
pub use files::Files;
pub use protocol::{Choice, ColumnInfo, Event, IssueInfo, QualityInfo, Request, ResultInfo, Summary};
pub use worker::start as start_worker;

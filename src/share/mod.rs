//! What leaves the program: links, the sessions with their scores, the error log, reports for programs and for people, the data of views,
//! models as ONNX.

mod csv;
mod error_log;
mod export;
mod link;
pub mod onnx;
mod report;
pub mod taken;
mod view;

pub use crate::telemetry::write_time;
pub use csv::{CsvWriter, write_table};
pub use error_log::{RENAMED, action, renaming, write_error_log};
pub use export::{Export, ExportError};
pub use link::{Link, LinkError};
pub use report::Report;
pub use view::{SortBy, Tab, View};

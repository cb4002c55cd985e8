//! What leaves the program: links, the sessions with their scores, the normalised table, the error log, how a file was read, reports for programs and for people, the data of views,
//! models as ONNX.

mod csv;
mod error_log;
mod json_lines;
mod link;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod memory;
mod normalised;
pub mod onnx;
mod quality_report;
mod report;
mod scored;
mod session_columns;
pub mod taken;
mod view;

pub use csv::{CsvWriter, write_table};
pub use error_log::{RENAMED, action, renaming, write_error_log};
pub use link::{Link, LinkError};
pub use normalised::{NormalisedTable, TableError, TableForm};
pub use quality_report::QualityReport;
pub use report::Report;
pub use scored::{Export, ExportError};
pub use tabs::Tab;
pub use view::{Chosen, SortBy, View};

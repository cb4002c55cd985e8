//! What leaves the program: links, the scored CSV, the report, models as ONNX.

mod csv;
mod link;
pub mod onnx;
mod report;
mod view;

pub use csv::{CsvWriter, write_cells, write_header, write_scored_header, write_scored_row, write_table, write_time};
pub use link::{Link, LinkError};
pub use report::Report;
pub use view::{SortBy, Tab, View};

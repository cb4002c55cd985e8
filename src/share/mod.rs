//! What leaves the program: links, the scored CSV, the report.

mod csv;
mod link;
mod report;
mod scored;
mod view;

pub use csv::{CsvWriter, write_cells, write_header, write_table, write_time};
pub use link::{Link, LinkError};
pub use report::Report;
pub use scored::ScoredRows;
pub use view::{SortBy, Tab, View};

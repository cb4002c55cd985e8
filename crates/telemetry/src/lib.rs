//! The vocabulary of viewing sessions: which fields there are, what they mean, and the table that holds them.
//!
//! Every other crate speaks in these terms. Nothing here parses sessions, computes or draws.

mod column;
mod dictionary;
mod field;
pub mod format;
mod number;
mod table;
mod time;
mod truth;

pub use column::{Categories, CategoryOverflow, Column, Data, MISSING_CATEGORY, MISSING_TIME, Texts};
pub use dictionary::Dictionary;
pub use field::{Field, Kind, Unit};
pub use number::{NumberError, parse_number};
pub use table::{Table, TableError};
pub use time::write_time;
pub use truth::Truth;

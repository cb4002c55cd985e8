//! What loaded sessions are checked for, and what is done about it.

mod checks;

pub use checks::{Check, Checks};

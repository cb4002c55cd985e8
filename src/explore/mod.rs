//! Explore: linked charts over the sessions of an analysis, a program of its own that the page loads when it is wanted.
//!
//! - `gesture` is what a chart is given and what it tells;
//! - `charts` draws the views;
//! - `sessions` is the table of all sessions and each one's own page;
//! - `take` is what is taken away: pictures, files, a report.

pub mod charts;
pub mod gesture;
pub mod sessions;
pub mod take;

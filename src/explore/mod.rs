//! Explore: linked views of one analysis, a program of its own that is loaded when it is opened first.
//!
//! - `gesture` is what a chart is given and what it tells;
//! - `charts` draws the views.

pub mod charts;
pub mod gesture;

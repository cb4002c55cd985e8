//! Explore: linked charts over the sessions of an analysis, a program of its own that the page loads when it is wanted.
//!
//! - `gesture` is what a chart is given and what it tells;

pub mod gesture;

//! What the fuzz targets share: how an input becomes a file, and what holds of every file that is read.
//!
//! An input is read from its front: what a target has to choose (limits, cuts, names) is taken off by [`Input`], and the
//! rest is the file. A finding is a panic.

pub mod archive;
pub mod holds;
mod input;
pub mod load;
pub mod seeds;

pub use input::Input;

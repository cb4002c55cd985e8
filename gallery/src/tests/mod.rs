//! What must be true of every chart, held against the examples.

mod contrast;
mod labels;
mod look;
mod registry;

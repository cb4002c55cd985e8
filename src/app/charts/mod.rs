//! The charts of a result: pictures of what the analysis answers, each with a sentence and a table that say the same in words.
//!
//! Each kind makes a drawing of what it is given (`given`), and something told of what a person does: plain code, tested
//! without a browser. The rest is of the kit of all charts, the crate `charts`.

mod chart_data;
pub mod given;
pub mod histogram;
pub mod scatter;
pub mod summary;
pub mod timeline;

#[cfg(test)]
mod tests;

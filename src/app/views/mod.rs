//! What is shown of a result.

mod detect;
mod empty;
mod explanation;
mod figures;
mod ranking;

pub use detect::{DetectProps, detect_view};
pub use empty::{EmptyProps, empty_view};

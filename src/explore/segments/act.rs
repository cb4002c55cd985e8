//! What the user does with segments.

use crossfilter::{Contrast, Filter};

/// What is asked here.
pub const TITLE: &str = "What do these share?";

/// What the user does with segments.
#[derive(Clone, PartialEq)]
pub enum Act {
    /// Asks, asks something else, or closes the panel.
    Ask(Option<Contrast>),
    /// Shows the sessions only that meet these.
    Only(Vec<Filter>),
    /// Leaves those out that meet all of these.
    LeaveOut(Vec<Filter>),
    /// The sentences of the answers are these.
    Told(Vec<String>),
}

//! What is typed of a report.

/// A report that is being written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// Its title.
    pub title: String,
    /// What the user has to say.
    pub notes: String,
    /// Whether it is on its way.
    pub busy: bool,
}

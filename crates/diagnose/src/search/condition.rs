//! A condition of a combination, by its place.

/// A condition: a dimension has a value, each by its place. Values are numbered from 1, those kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Condition {
    pub dimension: u8,
    pub key: u8,
}

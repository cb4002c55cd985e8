//! Where in a JSON document its rows stand.

use std::fmt;

/// The keys that lead to the rows of a JSON document, with full stops between them; without a key the rows are the document
/// itself, or the members of its list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JsonPath(String);

impl JsonPath {
    /// Bytes of the longest path.
    pub(crate) const MOST: usize = 200;

    /// The path that is written so; `None` where it is too long or holds control characters.
    pub fn new(text: &str) -> Option<Self> {
        let fits = text.len() <= Self::MOST && !text.chars().any(char::is_control);
        fits.then(|| Self(text.to_owned()))
    }

    /// Whether no key leads to the rows.
    pub fn is_top(&self) -> bool {
        self.0.is_empty()
    }

    /// The keys as they are written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for JsonPath {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

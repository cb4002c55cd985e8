//! How a text is laid out, and how that is written in a link.

use super::delimiter::Delimiter;
use std::fmt;
use std::str::FromStr;

/// How a text is laid out. Its text form is `csv:comma`, `csv:pipe:bare`, `w3c` or `jsonl`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Rows of cells with a delimiter between them, in double quotes where need be.
    Delimited {
        /// What stands between the cells.
        delimiter: Delimiter,
        /// Whether the first row names the columns. Without it they are called `column 1`, `column 2` and so on.
        header: bool,
    },
    /// A W3C extended log file, whose columns are named by a line that begins with `#Fields:`.
    W3c,
    /// JSON: an object on each line, or a list of objects. The columns are their keys.
    JsonLines,
}

/// A text that is no layout.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{0}\" is no layout: csv:comma, csv:semicolon, csv:tab, csv:pipe (each also with :bare behind it), w3c, jsonl"
)]
pub struct LayoutError(String);

impl fmt::Display for Layout {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Layout::Delimited { delimiter, header } => {
                write!(f, "csv:{}{}", delimiter.name(), if *header { "" } else { ":bare" })
            }
            Layout::W3c => f.write_str("w3c"),
            Layout::JsonLines => f.write_str("jsonl"),
        }
    }
}

impl FromStr for Layout {
    type Err = LayoutError;

    fn from_str(text: &str) -> Result<Self, LayoutError> {
        Self::all().find(|layout| layout.to_string() == text).ok_or_else(|| LayoutError(text.to_owned()))
    }
}

impl Layout {
    /// The layout in a few words, for people.
    pub fn label(&self) -> String {
        match self {
            Layout::Delimited { delimiter, header } => {
                let delimiter = match delimiter {
                    Delimiter::Comma => "commas",
                    Delimiter::Semicolon => "semicolons",
                    Delimiter::Tab => "tabs",
                    Delimiter::Pipe => "pipes",
                };
                format!("{delimiter}, {}", if *header { "with a header" } else { "no header" })
            }
            Layout::W3c => "W3C extended log".to_owned(),
            Layout::JsonLines => "JSON lines".to_owned(),
        }
    }

    /// Every layout.
    pub fn all() -> impl Iterator<Item = Layout> {
        let delimited = Delimiter::ALL
            .iter()
            .flat_map(|&delimiter| [true, false].map(|header| Layout::Delimited { delimiter, header }));
        delimited.chain([Layout::W3c, Layout::JsonLines])
    }

    /// What is shown between the cells of a row: what stands there, where that can be seen.
    pub(crate) fn mark(self) -> &'static str {
        match self {
            Layout::Delimited { delimiter: Delimiter::Comma, .. } => ",",
            Layout::Delimited { delimiter: Delimiter::Semicolon, .. } => ";",
            Layout::Delimited { delimiter: Delimiter::Pipe, .. } => "|",
            Layout::W3c => " ",
            Layout::Delimited { delimiter: Delimiter::Tab, .. } | Layout::JsonLines => ", ",
        }
    }

    /// What separates the cells; of formats without a delimiter the comma, which cannot be a decimal mark either.
    pub(crate) fn delimiter(self) -> Delimiter {
        if let Layout::Delimited { delimiter, .. } = self { delimiter } else { Delimiter::Comma }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layouts_have_a_text_form() {
        let all: Vec<String> = Layout::all().map(|layout| layout.to_string()).collect();
        assert_eq!(all.len(), 10);
        for layout in Layout::all() {
            assert_eq!(layout.to_string().parse(), Ok(layout));
        }
        let pipe = Layout::Delimited { delimiter: Delimiter::Pipe, header: false };
        assert_eq!("csv:pipe:bare".parse(), Ok(pipe));
        for bad in ["", "csv", "csv:", "csv:comma:", "CSV:comma", "w3c:bare", "jsonl "] {
            assert!(bad.parse::<Layout>().is_err(), "{bad}");
        }
    }
}

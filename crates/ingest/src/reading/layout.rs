//! How a text is laid out, and how that is written in a link.

use super::delimited::Delimited;
use super::delimiter::Delimiter;
use super::json_path::JsonPath;
use crate::cells::numbers::Decimal;
use std::fmt;
use std::str::FromStr;

/// How a text is laid out. Its text form is `csv:comma`, `csv:pipe:bare`, `csv:tab:unquoted:line3`, `markdown`, `w3c`, `clf`,
/// `realtime`, `jsonl`, `json` or `json:result.rows`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Rows of cells with a delimiter between them.
    Delimited(Delimited),
    /// Rows of cells between pipes, as in Markdown and on consoles, ruled by lines of hyphens.
    Markdown,
    /// A W3C extended log file, whose columns are named by a line that begins with `#Fields:`.
    W3c,
    /// A log in the common or the combined format of Apache and nginx.
    Clf,
    /// A real-time log of CloudFront, which has no header.
    RealTime,
    /// JSON: an object on each line, or a list of objects. The columns are their keys.
    JsonLines,
    /// A JSON document that holds the rows somewhere.
    Json(JsonPath),
}

/// A text that is no layout.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{0}\" is no layout: csv:comma, csv:semicolon, csv:tab, csv:pipe (behind it :backslash, :unquoted or :escaped, :bare, \
     :line2 and so on), markdown, w3c, clf, realtime, jsonl, json, json:PATH"
)]
pub struct LayoutError(String);

impl fmt::Display for Layout {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Layout::Delimited(delimited) => delimited.fmt(f),
            Layout::Markdown => f.write_str("markdown"),
            Layout::W3c => f.write_str("w3c"),
            Layout::Clf => f.write_str("clf"),
            Layout::RealTime => f.write_str("realtime"),
            Layout::JsonLines => f.write_str("jsonl"),
            Layout::Json(path) if path.is_top() => f.write_str("json"),
            Layout::Json(path) => write!(f, "json:{path}"),
        }
    }
}

impl FromStr for Layout {
    type Err = LayoutError;

    fn from_str(text: &str) -> Result<Self, LayoutError> {
        let found = match text {
            "markdown" => Some(Layout::Markdown),
            "w3c" => Some(Layout::W3c),
            "clf" => Some(Layout::Clf),
            "realtime" => Some(Layout::RealTime),
            "jsonl" => Some(Layout::JsonLines),
            "json" => Some(Layout::Json(JsonPath::default())),
            _ => match text.strip_prefix("json:") {
                Some(path) => JsonPath::new(path).filter(|path| !path.is_top()).map(Layout::Json),
                None => Delimited::from_text(text).map(Layout::Delimited),
            },
        };
        found.ok_or_else(|| LayoutError(text.chars().take(40).collect()))
    }
}

impl Layout {
    /// Rows with this between their cells, quoted as is standard; the first row names the columns where there is a header.
    pub(crate) const fn plain(delimiter: Delimiter, header: bool) -> Self {
        Layout::Delimited(Delimited { header, ..Delimited::new(delimiter) })
    }

    /// The layout in a few words, for people.
    pub fn label(&self) -> String {
        match self {
            Layout::Delimited(delimited) => delimited.label(),
            Layout::Markdown => "table between pipes (Markdown)".to_owned(),
            Layout::W3c => "W3C extended log".to_owned(),
            Layout::Clf => "Apache or nginx log, common or combined".to_owned(),
            Layout::RealTime => "CloudFront real-time log".to_owned(),
            Layout::JsonLines => "JSON lines".to_owned(),
            Layout::Json(path) if path.is_top() => "JSON document".to_owned(),
            Layout::Json(path) => format!("JSON document, rows at {path}"),
        }
    }

    /// What can be chosen without saying more: of delimited rows those that are quoted as is standard, from the first line on.
    pub fn all() -> impl Iterator<Item = Layout> {
        let delimited =
            Delimiter::ALL.iter().flat_map(|&delimiter| [true, false].map(|header| Layout::plain(delimiter, header)));
        let others = [
            Layout::Markdown,
            Layout::W3c,
            Layout::Clf,
            Layout::RealTime,
            Layout::JsonLines,
            Layout::Json(JsonPath::default()),
        ];
        delimited.chain(others)
    }

    /// How delimited rows are laid out; `None` where these are none.
    pub fn delimited(&self) -> Option<Delimited> {
        if let Layout::Delimited(delimited) = self { Some(*delimited) } else { None }
    }

    /// Whether the columns are named by a row of the file.
    pub(crate) fn has_header_row(&self) -> bool {
        match self {
            Layout::Delimited(delimited) => delimited.header,
            Layout::Markdown => true,
            Layout::W3c | Layout::Clf | Layout::RealTime | Layout::JsonLines | Layout::Json(_) => false,
        }
    }

    /// Whether its rows are cells in the order of the columns, among which totals are written.
    pub(crate) fn has_rows_of_cells(&self) -> bool {
        matches!(self, Layout::Delimited(_) | Layout::Markdown)
    }

    /// Whether rows need not have a cell for each column: they do not say what they do not know.
    pub(crate) fn is_loose(&self) -> bool {
        matches!(self, Layout::Clf | Layout::JsonLines | Layout::Json(_))
    }

    /// What is shown between the cells of a row: what stands there, where that can be seen.
    pub(crate) fn mark(&self) -> &'static str {
        match self {
            Layout::Delimited(Delimited { delimiter, .. }) => match delimiter {
                Delimiter::Comma => ",",
                Delimiter::Semicolon => ";",
                Delimiter::Pipe => "|",
                Delimiter::Tab => ", ",
            },
            Layout::Markdown => " | ",
            Layout::W3c | Layout::Clf => " ",
            Layout::RealTime | Layout::JsonLines | Layout::Json(_) => ", ",
        }
    }

    /// What separates the cells; of formats without a delimiter the comma, which cannot be a decimal mark either. Of a table
    /// between pipes the pipe.
    pub(crate) fn delimiter(&self) -> Delimiter {
        match self {
            Layout::Delimited(delimited) => delimited.delimiter,
            Layout::Markdown => Delimiter::Pipe,
            _ => Delimiter::Comma,
        }
    }

    /// The decimal mark of numbers in this format, where it has numbers.
    pub(crate) fn decimal(&self) -> Option<Decimal> {
        matches!(self, Layout::JsonLines | Layout::Json(_)).then_some(Decimal::Point)
    }
}

#[cfg(test)]
mod tests {
    use super::super::delimited::Quoting;
    use super::*;
    use proptest::prelude::*;
    use std::num::NonZeroU32;

    #[test]
    fn layouts_have_a_text_form() {
        let all: Vec<String> = Layout::all().map(|layout| layout.to_string()).collect();
        assert_eq!(all.len(), 14);
        for layout in Layout::all() {
            assert_eq!(layout.to_string().parse(), Ok(layout));
        }
        assert_eq!("csv:pipe:bare".parse(), Ok(Layout::plain(Delimiter::Pipe, false)));
        let third = Delimited { line: NonZeroU32::new(3).unwrap(), ..Delimited::new(Delimiter::Comma) };
        assert_eq!("csv:comma:line3".parse(), Ok(Layout::Delimited(third)));
        let escaped = Delimited { quoting: Quoting::Backslash, header: false, ..third };
        for text in ["csv:comma:backslash:bare:line3", "csv:comma:line3:bare:backslash"] {
            assert_eq!(text.parse(), Ok(Layout::Delimited(escaped)));
        }
        assert_eq!("csv:tab:line1".parse(), Ok(Layout::plain(Delimiter::Tab, true)));
        for bad in [
            "",
            "csv",
            "csv:",
            "csv:comma:",
            "CSV:comma",
            "w3c:bare",
            "jsonl ",
            "json:",
            "csv:comma:line",
            "csv:comma:line0",
            "csv:comma:line-1",
            "csv:comma:line+1",
            "csv:comma:line99999999999",
            "csv:comma:bare:bare",
            "csv:comma:line2:line3",
            "csv:comma:unquoted:escaped",
            "csv:x",
            "json:a\n",
        ] {
            assert!(bad.parse::<Layout>().is_err(), "{bad}");
        }
        assert!(format!("json:{}", "x".repeat(1000)).parse::<Layout>().is_err());
    }

    fn any_layout() -> impl Strategy<Value = Layout> {
        let delimited = (
            prop::sample::select(Delimiter::ALL),
            prop::sample::select(Quoting::ALL),
            any::<bool>(),
            1_u32..=Delimited::LAST_LINE,
        );
        let delimited = delimited.prop_map(|(delimiter, quoting, header, line)| {
            let line = NonZeroU32::new(line).unwrap_or(NonZeroU32::MIN);
            Layout::Delimited(Delimited { delimiter, quoting, header, line })
        });
        let json = "\\PC{1,40}".prop_filter_map("a path", |path| JsonPath::new(&path).map(Layout::Json));
        prop_oneof![delimited, json, prop::sample::select(Layout::all().collect::<Vec<_>>())]
    }

    proptest! {
        #[test]
        fn a_layout_is_read_as_it_is_written(layout in any_layout()) {
            prop_assert_eq!(layout.to_string().parse(), Ok(layout));
        }

        #[test]
        fn any_text_is_a_layout_or_none(text in "(csv:|json:)?[a-z:0-9.]{0,30}|\\PC{0,300}") {
            if let Ok(layout) = text.parse::<Layout>() {
                prop_assert_eq!(layout.to_string().parse(), Ok(layout));
            }
        }
    }
}

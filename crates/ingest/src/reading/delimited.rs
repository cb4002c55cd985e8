//! How rows of cells with a delimiter between them are laid out.

use super::delimiter::Delimiter;
use std::fmt;
use std::num::NonZeroU32;

/// How cells are quoted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Quoting {
    /// In double quotes where need be, `""` within them being one: RFC 4180.
    #[default]
    Doubled,
    /// In double quotes where need be; a backslash takes away what the next character means, and `\N` is no value, as
    /// exports of MySQL and ClickHouse have it.
    Backslash,
    /// Not at all: a quote is a character like any other.
    Unquoted,
    /// Not in quotes, but with the backslashes of [`Quoting::Backslash`].
    Escaped,
}

impl Quoting {
    /// Every way; where nothing else decides, the first is taken.
    pub const ALL: &[Quoting] = &[Quoting::Doubled, Quoting::Backslash, Quoting::Unquoted, Quoting::Escaped];

    /// The name in a [`crate::Layout`]; the standard one has none.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Quoting::Doubled => None,
            Quoting::Backslash => Some("backslash"),
            Quoting::Unquoted => Some("unquoted"),
            Quoting::Escaped => Some("escaped"),
        }
    }

    /// The quoting in a few words, for people.
    pub fn label(self) -> &'static str {
        match self {
            Quoting::Doubled => "double quotes, doubled within",
            Quoting::Backslash => "double quotes, backslash escapes",
            Quoting::Unquoted => "no quotes",
            Quoting::Escaped => "no quotes, backslash escapes",
        }
    }

    /// Whether a double quote at the beginning of a cell means anything.
    pub(crate) fn has_quotes(self) -> bool {
        matches!(self, Quoting::Doubled | Quoting::Backslash)
    }

    /// Whether a backslash means anything.
    pub(crate) fn has_escapes(self) -> bool {
        matches!(self, Quoting::Backslash | Quoting::Escaped)
    }
}

/// How delimited rows are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delimited {
    /// What stands between the cells.
    pub delimiter: Delimiter,
    /// How they are quoted.
    pub quoting: Quoting,
    /// Whether the first row names the columns. Without it they are called `column 1`, `column 2` and so on.
    pub header: bool,
    /// The line, from 1, in which the table begins, with its header where it has one. What stands above it is told. Lines end
    /// with a line feed, a carriage return, or both.
    pub line: NonZeroU32,
}

impl Delimited {
    /// The last line in which a table can begin.
    pub const LAST_LINE: u32 = 1_000_000;

    /// A table with a header in its first line, quoted as is standard.
    pub const fn new(delimiter: Delimiter) -> Self {
        Self { delimiter, quoting: Quoting::Doubled, header: true, line: NonZeroU32::MIN }
    }

    /// The layout of this text form: `csv:comma:backslash:bare:line3`, whose parts behind the delimiter can be left out.
    pub(super) fn from_text(text: &str) -> Option<Self> {
        let mut parts = text.strip_prefix("csv:")?.split(':');
        let name = parts.next()?;
        let delimiter = Delimiter::ALL.iter().copied().find(|delimiter| delimiter.name() == name)?;
        let (mut quoting, mut header, mut line) = (None, None, None);
        for part in parts {
            // Each once.
            let is_new = if part == "bare" {
                header.replace(false).is_none()
            } else if let Some(digits) = part.strip_prefix("line") {
                let digits = Some(digits).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
                let number = digits.parse::<NonZeroU32>().ok().filter(|line| line.get() <= Self::LAST_LINE)?;
                line.replace(number).is_none()
            } else {
                let found = Quoting::ALL.iter().copied().find(|quoting| quoting.name() == Some(part))?;
                quoting.replace(found).is_none()
            };
            if !is_new {
                return None;
            }
        }
        let plain = Self::new(delimiter);
        Some(Self {
            delimiter,
            quoting: quoting.unwrap_or(plain.quoting),
            header: header.unwrap_or(plain.header),
            line: line.unwrap_or(plain.line),
        })
    }

    /// The layout in a few words, for people.
    pub(super) fn label(self) -> String {
        let delimiter = match self.delimiter {
            Delimiter::Comma => "commas",
            Delimiter::Semicolon => "semicolons",
            Delimiter::Tab => "tabs",
            Delimiter::Pipe => "pipes",
        };
        let mut label = format!("{delimiter}, {}", if self.header { "with a header" } else { "no header" });
        if self.line > NonZeroU32::MIN {
            label.push_str(if self.header { " in line " } else { ", from line " });
            label.push_str(&self.line.to_string());
        }
        if self.quoting != Quoting::Doubled {
            label.push_str(", ");
            label.push_str(self.quoting.label());
        }
        label
    }
}

impl fmt::Display for Delimited {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let Self { delimiter, quoting, header, line } = self;
        write!(f, "csv:{}", delimiter.name())?;
        if let Some(name) = quoting.name() {
            write!(f, ":{name}")?;
        }
        if !header {
            f.write_str(":bare")?;
        }
        if *line > NonZeroU32::MIN {
            write!(f, ":line{line}")?;
        }
        Ok(())
    }
}

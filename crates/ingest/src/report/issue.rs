//! A finding with its place, and how what stands in a file is shown in it.

use super::reason::Reason;
use std::fmt;

/// One thing that was wrong with a row, or with a session.
#[derive(Clone, Debug, PartialEq)]
pub struct Issue {
    /// The file, or the member of an archive, where more than one was read.
    pub file: Option<String>,
    /// The data row, from 1 and on over all files: headers and blank lines are not counted, rejected rows are. Of a session
    /// of several rows, the first.
    pub row: u64,
    /// The line in the file where the row begins, from 1, counted by line feeds; 0 where the row was looked at after all
    /// rows had been read, and its line is not known any more.
    pub line: u64,
    /// The session of several rows that it is about; `None` where it is about the row.
    pub session: Option<String>,
    /// The column's name, where it is about one cell.
    pub column: Option<String>,
    /// The cell, shortened, without control and direction characters.
    pub value: String,
    /// What is wrong and what was done.
    pub reason: Reason,
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{file}, ")?;
        }
        match &self.session {
            Some(session) => write!(f, "session {session} (from row {})", self.row)?,
            None => write!(f, "row {}", self.row)?,
        }
        if self.line > 0 {
            write!(f, " (line {})", self.line)?;
        }
        match &self.column {
            Some(column) => {
                write!(f, ", column \"{}\": \"{}\" {}", displayed(column.as_bytes()), self.value, self.reason)
            }
            None => write!(f, ": {}", self.reason),
        }
    }
}

/// More bytes than this change nothing about how they are shown.
pub(crate) const MOST_DISPLAYED: usize = SHOWN * 8 + 1;

/// Characters that are shown.
const SHOWN: usize = 80;

/// Bytes of a file as they can be shown: at most 80 characters, bytes that are not UTF-8 replaced, control characters and
/// those that change the direction of writing left out.
pub fn displayed(bytes: &[u8]) -> String {
    // Four bytes a character at most, and room for what is left out.
    let start = &bytes[..bytes.len().min(SHOWN * 8)];
    let text = String::from_utf8_lossy(start);
    let mut shown = text.chars().filter(|&letter| !letter.is_control() && !is_direction(letter));
    let mut result: String = shown.by_ref().take(SHOWN).collect();
    if shown.next().is_some() || start.len() < bytes.len() {
        result.push('…');
    }
    result
}

fn is_direction(letter: char) -> bool {
    matches!(letter, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_safe_to_show() {
        assert_eq!(displayed(b"a\x00b\r\n\x1bc"), "abc");
        assert_eq!(displayed("\u{202e}live\u{2066}\u{feff}".as_bytes()), "live");
        assert_eq!(displayed(b"caf\xe9"), "caf\u{fffd}");
        assert_eq!(displayed(&[b'x'; 80]), "x".repeat(80));
        assert_eq!(displayed(&[b'x'; 5000]), format!("{}…", "x".repeat(80)));
    }
}

//! Blanks in and around numbers.

/// Blanks, those that do not break included.
pub(super) fn is_blank(letter: char) -> bool {
    letter.is_ascii_whitespace() || matches!(letter, '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{2007}')
}

//! Yes and no as exporters write them.

use crate::cells::missing::{MissingRule, is_missing};

/// What a cell of a column of flags holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flag {
    /// Yes or no.
    Value(bool),
    /// No value.
    Missing,
    /// Something else.
    Not,
}

const YES: &[&str] = &["1", "true", "t", "yes", "y", "1.0"];
const NO: &[&str] = &["0", "false", "f", "no", "n", "0.0"];

/// Reads a cell, without regard to case and the blanks around it.
pub(crate) fn parse(cell: &[u8]) -> Flag {
    let trimmed = cell.trim_ascii();
    // No word has more than five letters.
    let is =
        |words: &[&str]| trimmed.len() <= 5 && words.iter().any(|word| word.as_bytes().eq_ignore_ascii_case(trimmed));
    if is(YES) {
        Flag::Value(true)
    } else if is(NO) {
        Flag::Value(false)
    } else if is_missing(cell, MissingRule::All) {
        Flag::Missing
    } else {
        Flag::Not
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_yes_and_no() {
        assert!(YES.iter().chain(NO).all(|word| word.len() <= 5));
        for word in ["true", "TRUE", " True ", "t", "1", "1.0", "yes", "Y"] {
            assert_eq!(parse(word.as_bytes()), Flag::Value(true), "{word}");
        }
        for word in ["false", "False", "f", "0", "0.0", "no", "N"] {
            assert_eq!(parse(word.as_bytes()), Flag::Value(false), "{word}");
        }
        for word in ["", " ", "-", "null", "NA"] {
            assert_eq!(parse(word.as_bytes()), Flag::Missing, "{word}");
        }
        for word in ["2", "-1", "maybe", "truth", "00"] {
            assert_eq!(parse(word.as_bytes()), Flag::Not, "{word}");
        }
    }
}

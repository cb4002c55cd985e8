//! What stands for "no value" in a cell.

/// Cells that mean "no value", compared without case and without the blanks around them.
///
/// `-1` and `0` are not among them: they are numbers, whatever an exporter meant by them.
pub(crate) const MISSING: &[&str] =
    &["null", "nan", "none", "na", "n/a", "#n/a", "<na>", "(null)", "nil", "undefined", "\\n", "-", "--"];

/// The first bytes of these, in small letters.
const FIRST: &[u8] = b"n#<(u\\-";

/// Which of [`MISSING`] count in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MissingRule {
    /// All of them.
    All,
    /// All but `na`, which is Namibia among countries and North America among regions.
    NotNa,
}

/// Whether this cell means "no value".
pub(crate) fn is_missing(cell: &[u8], rule: MissingRule) -> bool {
    // The quick refusal of nearly every cell.
    if let Some(&first) = cell.first()
        && !first.is_ascii_whitespace()
        && !FIRST.contains(&first.to_ascii_lowercase())
    {
        return false;
    }
    let cell = cell.trim_ascii();
    if cell.is_empty() {
        return true;
    }
    if cell.len() > 9 {
        return false;
    }
    MISSING.iter().any(|word| word.as_bytes().eq_ignore_ascii_case(cell))
        && !(rule == MissingRule::NotNa && cell.eq_ignore_ascii_case(b"na"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_taken_without_case_and_blanks() {
        for word in MISSING {
            assert!(word.len() <= 9, "{word}: longer than the quick refusal allows");
            assert!(FIRST.contains(&word.as_bytes()[0]), "{word}: begins otherwise than the quick refusal allows");
            assert!(is_missing(word.as_bytes(), MissingRule::All), "{word}");
            assert!(is_missing(format!("  {} ", word.to_uppercase()).as_bytes(), MissingRule::All), "{word}");
        }
        assert!(is_missing(b"", MissingRule::All) && is_missing(b" \t ", MissingRule::All));
        for value in ["0", "-1", "nope", "nullable", "false", "—", "not a value"] {
            assert!(!is_missing(value.as_bytes(), MissingRule::All), "{value}");
        }
    }

    #[test]
    fn namibia_is_a_country() {
        assert!(!is_missing(b"NA", MissingRule::NotNa));
        assert!(is_missing(b"N/A", MissingRule::NotNa));
    }
}

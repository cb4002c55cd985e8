//! What stands for "no value" in a cell.

use rules::Readers;

/// Cells that mean "no value", compared without case and without the blanks around them.
///
/// `-1` and `0` are not among them: they are numbers, whatever an exporter meant by them.
pub(crate) const MISSING: &[&str] =
    &["null", "nan", "none", "na", "n/a", "#n/a", "<na>", "(null)", "nil", "undefined", "\\n", "-", "--"];

/// The first bytes of these, in small letters.
const FIRST: &[u8] = b"n#<(u\\-";

/// Further ones, which the first readers did not know: what spreadsheets, databases and log writers put where there is
/// nothing.
const MORE: &[&str] = &[
    "^",
    "n.a.",
    "n.a",
    "#null!",
    "#div/0!",
    "#value!",
    "#ref!",
    "#name?",
    "#num!",
    "#error!",
    "<null>",
    "[null]",
    "(none)",
    "(blank)",
    "(empty)",
    "(not set)",
    "(missing)",
    "not available",
    "undef",
    "-nan",
    "nan(ind)",
    "-nan(ind)",
    "---",
    "—",
    "–",
    "\u{2212}",
    "...",
];

/// The longest of all.
const LONGEST: usize = 13;

/// Which of [`MISSING`] count in a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum MissingRule {
    /// All of them.
    #[default]
    All,
    /// All but `na`, which is Namibia among countries and North America among regions.
    NotNa,
    /// All, and [`MORE`].
    Common,
    /// [`MissingRule::Common`] but for `na`.
    CommonNotNa,
}

impl MissingRule {
    /// The words that these readers know.
    pub(crate) fn of(readers: Readers) -> Self {
        match readers {
            Readers::First => MissingRule::All,
            Readers::Common => MissingRule::Common,
        }
    }

    /// The words that these readers know among countries and regions.
    pub(crate) fn of_places(readers: Readers) -> Self {
        match readers {
            Readers::First => MissingRule::NotNa,
            Readers::Common => MissingRule::CommonNotNa,
        }
    }
}

/// Whether this cell means "no value".
pub(crate) fn is_missing(cell: &[u8], rule: MissingRule) -> bool {
    let is_common = matches!(rule, MissingRule::Common | MissingRule::CommonNotNa);
    // The quick refusal of nearly every cell.
    if let Some(&first) = cell.first()
        && !first.is_ascii_whitespace()
        && !FIRST.contains(&first.to_ascii_lowercase())
        && !(is_common && (matches!(first, b'^' | b'[' | b'.') || first >= 0x80))
    {
        return false;
    }
    let cell = cell.trim_ascii();
    if cell.is_empty() {
        return true;
    }
    let is_of = |words: &[&str]| words.iter().any(|word| word.as_bytes().eq_ignore_ascii_case(cell));
    if is_common {
        let cell = without_hard_blanks(cell);
        if cell.is_empty()
            || cell.len() <= LONGEST && MORE.iter().any(|word| word.as_bytes().eq_ignore_ascii_case(cell))
        {
            return true;
        }
    }
    if cell.len() > 9 {
        return false;
    }
    is_of(MISSING)
        && !(matches!(rule, MissingRule::NotNa | MissingRule::CommonNotNa) && cell.eq_ignore_ascii_case(b"na"))
}

/// A cell without the blanks around it that do not break.
fn without_hard_blanks(mut cell: &[u8]) -> &[u8] {
    const HARD: [&[u8]; 2] = ["\u{a0}".as_bytes(), "\u{202f}".as_bytes()];
    while let Some(rest) = HARD.iter().find_map(|blank| cell.strip_prefix(*blank).or_else(|| cell.strip_suffix(*blank)))
    {
        cell = rest.trim_ascii();
    }
    cell
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
    fn more_words_are_missing_among_people() {
        for word in MORE {
            assert!(word.len() <= LONGEST, "{word}");
            for rule in [MissingRule::Common, MissingRule::CommonNotNa] {
                assert!(is_missing(word.as_bytes(), rule), "{word}");
                assert!(is_missing(format!(" {} ", word.to_uppercase()).as_bytes(), rule), "{word}");
            }
        }
        for word in MISSING {
            assert!(is_missing(word.as_bytes(), MissingRule::Common), "{word}");
        }
        assert!(is_missing("\u{a0} \u{202f}".as_bytes(), MissingRule::Common));
        assert!(!is_missing(b"^", MissingRule::All));
        for value in ["0", "-1", "1", ".5", "unknown", "^x", "[a]", "é", "x—"] {
            assert!(!is_missing(value.as_bytes(), MissingRule::Common), "{value}");
        }
    }

    #[test]
    fn namibia_is_a_country() {
        assert!(!is_missing(b"NA", MissingRule::NotNa));
        assert!(is_missing(b"N/A", MissingRule::NotNa));
    }
}

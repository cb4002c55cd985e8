//! How a date is written.

/// In which order the parts of a date stand where all are numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// `2024/3/1`, and `24/3/1`.
    Year,
    /// `1/3/2024`
    Day,
    /// `3/1/2024`
    Month,
}

/// How a date is written, as far as that is the same for all who read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// As ISO 8601 has it.
    Iso,
    /// All numbers, the year with four digits before the others.
    YearFirst,
    /// The month is a word.
    Named,
    /// All numbers, the year with four digits behind the others.
    YearLast,
    /// All numbers, each of one digit or two.
    ShortYear,
    /// The same without a slash or a time of day: it may be anything else as well, such as a version.
    BareShortYear,
}

impl Style {
    /// Whether there is one reading alone.
    pub(crate) fn is_plain(self) -> bool {
        matches!(self, Style::Iso | Style::YearFirst | Style::Named)
    }
}

/// What stands between the parts of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Byte(u8),
    /// Nothing: `20260301`.
    None,
    /// Nothing, and nothing between date and time either: `20260301120000`.
    Joined,
}

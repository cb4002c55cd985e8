//! How a column writes its times, with the units of unix times, and how that is written in a link.

/// The unit of a column of unix times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnixUnit {
    /// Seconds, with or without a fraction.
    Seconds,
    /// Milliseconds.
    Milliseconds,
    /// Microseconds.
    Microseconds,
    /// Nanoseconds.
    Nanoseconds,
}

impl UnixUnit {
    const ALL: [UnixUnit; 4] =
        [UnixUnit::Seconds, UnixUnit::Milliseconds, UnixUnit::Microseconds, UnixUnit::Nanoseconds];

    /// The unit in which this number is a time between 1976 and 2286, if there is one: the four ranges do not overlap.
    pub(crate) fn of(value: f64) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.milliseconds(value).is_some())
    }

    pub(super) fn milliseconds(self, value: f64) -> Option<i64> {
        let milliseconds = match self {
            UnixUnit::Seconds => value * 1e3,
            UnixUnit::Milliseconds => value,
            UnixUnit::Microseconds => value / 1e3,
            UnixUnit::Nanoseconds => value / 1e6,
        };
        (2e11..1e13).contains(&milliseconds).then(|| milliseconds.round() as i64)
    }
}

/// Where a spreadsheet begins to count days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateSystem {
    /// 1900-01-01 is day 1, and day 60 is the 29th of February that this year did not have: Excel's, and that of most others.
    From1900,
    /// 1904-01-01 is day 0: Excel's on the Macintosh until 2011.
    From1904,
}

/// How a column writes its times. The name in plans and links is what stands in brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeFormat {
    /// `2026-03-01T12:30:45.250Z` and its relatives: see the table in the tests. Without a zone it is UTC (`iso`).
    Iso,
    /// These, and what else exports write of ISO 8601: `20260301T123045Z`, `2026-03-01 12:30:45 +0100` (`iso_other`).
    IsoOther,
    /// Unix time (`unix_s`, `unix_ms`, `unix_us`, `unix_ns`).
    Unix(UnixUnit),
    /// `2026/3/1 12:30` (`ymd`).
    YearFirst,
    /// `1/3/2026 12:30`, also with AM and PM, with full stops and hyphens (`dmy`).
    DayFirst,
    /// `3/1/2026 12:30`, likewise (`mdy`).
    MonthFirst,
    /// `Mar 1, 2026 12:30`, `01/Mar/2026:12:30:45 +0000` and whatever else has the month as a word (`named`).
    Named,
    /// Each cell in its own way, all of which read the same for everybody (`mixed`).
    Mixed,
    /// Unix time, the unit of each cell told by its size (`unix`).
    UnixBySize,
    /// Days as spreadsheets count them (`excel_1900`, `excel_1904`).
    Excel(DateSystem),
}

impl TimeFormat {
    /// Every format.
    pub const ALL: &[TimeFormat] = &[
        TimeFormat::Iso,
        TimeFormat::IsoOther,
        TimeFormat::Unix(UnixUnit::Seconds),
        TimeFormat::Unix(UnixUnit::Milliseconds),
        TimeFormat::Unix(UnixUnit::Microseconds),
        TimeFormat::Unix(UnixUnit::Nanoseconds),
        TimeFormat::YearFirst,
        TimeFormat::DayFirst,
        TimeFormat::MonthFirst,
        TimeFormat::Named,
        TimeFormat::Mixed,
        TimeFormat::UnixBySize,
        TimeFormat::Excel(DateSystem::From1900),
        TimeFormat::Excel(DateSystem::From1904),
    ];

    /// The name in plans and links.
    pub fn name(self) -> &'static str {
        match self {
            TimeFormat::Iso => "iso",
            TimeFormat::IsoOther => "iso_other",
            TimeFormat::Unix(UnixUnit::Seconds) => "unix_s",
            TimeFormat::Unix(UnixUnit::Milliseconds) => "unix_ms",
            TimeFormat::Unix(UnixUnit::Microseconds) => "unix_us",
            TimeFormat::Unix(UnixUnit::Nanoseconds) => "unix_ns",
            TimeFormat::YearFirst => "ymd",
            TimeFormat::DayFirst => "dmy",
            TimeFormat::MonthFirst => "mdy",
            TimeFormat::Named => "named",
            TimeFormat::Mixed => "mixed",
            TimeFormat::UnixBySize => "unix",
            TimeFormat::Excel(DateSystem::From1900) => "excel_1900",
            TimeFormat::Excel(DateSystem::From1904) => "excel_1904",
        }
    }

    /// The format in a few words, for people.
    pub fn label(self) -> &'static str {
        match self {
            TimeFormat::Iso => "2026-03-01 12:30",
            TimeFormat::IsoOther => "20260301T1230, 2026-03-01 12:30 +0100",
            TimeFormat::Unix(UnixUnit::Seconds) => "unix seconds",
            TimeFormat::Unix(UnixUnit::Milliseconds) => "unix milliseconds",
            TimeFormat::Unix(UnixUnit::Microseconds) => "unix microseconds",
            TimeFormat::Unix(UnixUnit::Nanoseconds) => "unix nanoseconds",
            TimeFormat::YearFirst => "2026/3/1, year first",
            TimeFormat::DayFirst => "1/3/2026, day first",
            TimeFormat::MonthFirst => "3/1/2026, month first",
            TimeFormat::Named => "Mar 1, 2026, month as a word",
            TimeFormat::Mixed => "each in its own way",
            TimeFormat::UnixBySize => "unix time, the unit by its size",
            TimeFormat::Excel(DateSystem::From1900) => "spreadsheet days from 1900",
            TimeFormat::Excel(DateSystem::From1904) => "spreadsheet days from 1904",
        }
    }

    /// The format of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.name() == name)
    }

    /// Whether the first rules know it, as one of texts: chosen by hand it has to be read by them as it was.
    pub(crate) fn is_of_first_rules(self) -> bool {
        matches!(
            self,
            TimeFormat::Iso
                | TimeFormat::IsoOther
                | TimeFormat::YearFirst
                | TimeFormat::DayFirst
                | TimeFormat::MonthFirst
        )
    }

    /// Whether its times are numbers.
    pub(crate) fn is_of_numbers(self) -> bool {
        matches!(self, TimeFormat::Unix(_) | TimeFormat::UnixBySize | TimeFormat::Excel(_))
    }

    /// Whether a mapping need not say it: it was recognised when the first links were made.
    pub(crate) fn is_of_first_links(self) -> bool {
        matches!(self, TimeFormat::Iso | TimeFormat::Unix(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_have_a_name() {
        for &format in TimeFormat::ALL {
            assert_eq!(TimeFormat::from_name(format.name()), Some(format));
        }
        assert!(TimeFormat::from_name("DMY").is_none() && TimeFormat::from_name("").is_none());
    }
}

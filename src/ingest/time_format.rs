//! How a column writes its times, and how that is written in a link.

use super::times::UnixUnit;
use std::fmt;
use std::str::FromStr;

/// How a column writes its times. The text form is what stands in brackets.
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
}

/// A text that is no format of times.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no format of times: iso, iso_other, unix_s, unix_ms, unix_us, unix_ns, ymd, dmy, mdy")]
pub struct TimeFormatError(String);

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
    ];
}

impl fmt::Display for TimeFormat {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            TimeFormat::Iso => "iso",
            TimeFormat::IsoOther => "iso_other",
            TimeFormat::Unix(UnixUnit::Seconds) => "unix_s",
            TimeFormat::Unix(UnixUnit::Milliseconds) => "unix_ms",
            TimeFormat::Unix(UnixUnit::Microseconds) => "unix_us",
            TimeFormat::Unix(UnixUnit::Nanoseconds) => "unix_ns",
            TimeFormat::YearFirst => "ymd",
            TimeFormat::DayFirst => "dmy",
            TimeFormat::MonthFirst => "mdy",
        })
    }
}

impl FromStr for TimeFormat {
    type Err = TimeFormatError;

    fn from_str(text: &str) -> Result<Self, TimeFormatError> {
        let mut all = TimeFormat::ALL.iter().copied();
        all.find(|format| format.to_string() == text).ok_or_else(|| TimeFormatError(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_have_a_text_form() {
        for format in TimeFormat::ALL {
            assert_eq!(format.to_string().parse(), Ok(*format));
        }
        assert!("DMY".parse::<TimeFormat>().is_err() && "".parse::<TimeFormat>().is_err());
    }
}

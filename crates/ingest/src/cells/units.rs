//! Units of source columns and how they become the units of [`telemetry::Field`].

use telemetry::{Field, Unit};

/// The unit in which a column of a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceUnit {
    /// Microseconds.
    Microseconds,
    /// Milliseconds.
    Milliseconds,
    /// Seconds.
    Seconds,
    /// Minutes.
    Minutes,
    /// Bits per second.
    BitsPerSecond,
    /// Kilobits per second.
    KilobitsPerSecond,
    /// Megabits per second.
    MegabitsPerSecond,
    /// A share between 0 and 1.
    Fraction,
    /// A share between 0 and 100.
    Percent,
    /// A count.
    Count,
    /// Pixels.
    Pixels,
    /// Yes or no.
    Flag,
}

/// What is done to each number of a column.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Scale {
    /// Nothing.
    #[default]
    Same,
    /// It is multiplied.
    Times(f64),
    /// It is divided: 5 percent are 5 / 100, to the last bit.
    DividedBy(f64),
}

impl Scale {
    /// The scaled number.
    pub fn apply(self, value: f64) -> f64 {
        match self {
            Scale::Same => value,
            Scale::Times(factor) => value * factor,
            Scale::DividedBy(divisor) => value / divisor,
        }
    }
}

impl SourceUnit {
    /// The unit's name for people.
    pub fn name(self) -> &'static str {
        match self {
            SourceUnit::Microseconds => "microseconds",
            SourceUnit::Milliseconds => "milliseconds",
            SourceUnit::Seconds => "seconds",
            SourceUnit::Minutes => "minutes",
            SourceUnit::BitsPerSecond => "bits per second",
            SourceUnit::KilobitsPerSecond => "kilobits per second",
            SourceUnit::MegabitsPerSecond => "megabits per second",
            SourceUnit::Fraction => "a fraction",
            SourceUnit::Percent => "percent",
            SourceUnit::Count => "a count",
            SourceUnit::Pixels => "pixels",
            SourceUnit::Flag => "yes or no",
        }
    }

    /// Every unit.
    pub const ALL: &[SourceUnit] = &[
        SourceUnit::Microseconds,
        SourceUnit::Milliseconds,
        SourceUnit::Seconds,
        SourceUnit::Minutes,
        SourceUnit::BitsPerSecond,
        SourceUnit::KilobitsPerSecond,
        SourceUnit::MegabitsPerSecond,
        SourceUnit::Fraction,
        SourceUnit::Percent,
        SourceUnit::Count,
        SourceUnit::Pixels,
        SourceUnit::Flag,
    ];

    /// The unit's name in plans and links.
    pub fn code(self) -> &'static str {
        match self {
            SourceUnit::Microseconds => "us",
            SourceUnit::Milliseconds => "ms",
            SourceUnit::Seconds => "s",
            SourceUnit::Minutes => "min",
            SourceUnit::BitsPerSecond => "bps",
            SourceUnit::KilobitsPerSecond => "kbps",
            SourceUnit::MegabitsPerSecond => "mbps",
            SourceUnit::Fraction => "fraction",
            SourceUnit::Percent => "percent",
            SourceUnit::Count => "count",
            SourceUnit::Pixels => "px",
            SourceUnit::Flag => "flag",
        }
    }

    /// The unit of this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|unit| unit.code() == code)
    }

    /// The unit in which a field is stored; `None` for fields that are not numbers.
    pub fn of_field(field: Field) -> Option<Self> {
        match field.unit() {
            Unit::None => None,
            Unit::Count => Some(SourceUnit::Count),
            Unit::Ratio => Some(SourceUnit::Fraction),
            Unit::Percent => Some(SourceUnit::Percent),
            Unit::Milliseconds => Some(SourceUnit::Milliseconds),
            Unit::Seconds => Some(SourceUnit::Seconds),
            Unit::KilobitsPerSecond => Some(SourceUnit::KilobitsPerSecond),
            Unit::Pixels => Some(SourceUnit::Pixels),
            Unit::Flag => Some(SourceUnit::Flag),
        }
    }

    /// What turns this unit into the field's; `None` where the two measure different things.
    pub fn scale_to(self, field: Field) -> Option<Scale> {
        use SourceUnit::*;
        let to = Self::of_field(field)?;
        Some(match (self, to) {
            (from, to) if from == to => Scale::Same,
            (Seconds, Milliseconds) | (MegabitsPerSecond, KilobitsPerSecond) => Scale::Times(1e3),
            (Minutes, Milliseconds) => Scale::Times(6e4),
            (Minutes, Seconds) => Scale::Times(60.0),
            (Microseconds, Milliseconds) | (Milliseconds, Seconds) | (BitsPerSecond, KilobitsPerSecond) => {
                Scale::DividedBy(1e3)
            }
            (Microseconds, Seconds) => Scale::DividedBy(1e6),
            (Fraction, Percent) => Scale::Times(1e2),
            (Percent, Fraction) => Scale::DividedBy(1e2),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_divides() {
        let scale = SourceUnit::Percent.scale_to(Field::BufferingRatio).unwrap();
        assert_eq!(scale.apply(7.0).to_bits(), 0.07_f64.to_bits());
    }
}

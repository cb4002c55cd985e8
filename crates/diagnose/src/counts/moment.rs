//! Times of a table of counts: any numbers, or moments. Where one of two is a moment, a number is a unix time, its unit told by its
//! size.

use super::{At, CountsError};
use ingest::{parse_time, unix_time};
use std::cmp::Ordering;
use telemetry::parse_number;

/// A time as it is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Moment {
    /// A finite number of anything.
    Number(f64),
    /// UTC milliseconds.
    Time(i64),
}

impl Moment {
    /// That of a text; none where it is neither.
    pub(super) fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        let number = parse_number(text).ok().filter(|number| number.is_finite());
        number.map(Self::Number).or_else(|| parse_time(text).map(Self::Time))
    }

    /// Which of both comes first; none where they cannot be compared.
    fn compare(self, other: Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.partial_cmp(&b),
            (Self::Time(a), Self::Time(b)) => Some(a.cmp(&b)),
            (Self::Number(a), Self::Time(b)) => Some(unix_time(a)?.cmp(&b)),
            (Self::Time(a), Self::Number(b)) => Some(a.cmp(&unix_time(b)?)),
        }
    }
}

/// The time that is explained.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    from: Moment,
    until: Option<Moment>,
}

/// Where a time stands to that which is explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stand {
    Before,
    Within,
    After,
}

impl Span {
    /// That which is asked for.
    pub(super) fn of(at: &At) -> Result<Self, CountsError> {
        let of = |text: &String| Moment::of(text).ok_or_else(|| CountsError::AskedNoTime(text.clone()));
        let (from, until) = (of(&at.from)?, at.until.as_ref().map(of).transpose()?);
        match &at.until {
            Some(text) if until.is_some_and(|until| until.compare(from) != Some(Ordering::Greater)) => {
                Err(CountsError::EmptyTime { from: at.from.clone(), until: text.clone() })
            }
            _ => Ok(Self { from, until }),
        }
    }

    /// Where a time stands; none where it cannot be compared.
    pub(super) fn stand(&self, time: Moment) -> Option<Stand> {
        let to_from = time.compare(self.from)?;
        let is_within = match self.until {
            None => to_from == Ordering::Equal,
            Some(until) => to_from != Ordering::Less && time.compare(until)? == Ordering::Less,
        };
        Some(match to_from {
            Ordering::Less => Stand::Before,
            _ if is_within => Stand::Within,
            _ => Stand::After,
        })
    }
}

//! What of a session can be shown and filtered by.

use features::Feature;
use serde::{Deserialize, Serialize};

/// Something that every session has: a column, a feature, its score, what is known to be wrong with it, a part of its time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Dimension {
    /// A column of the sessions, by its name.
    Column(String),
    /// A feature, by its name in plans.
    Feature(String),
    /// The score.
    Score,
    /// Whether it is flagged: `flagged` or `not flagged`.
    Flagged,
    /// The known fault; empty for none.
    Truth,
    /// The hour of the day at which it began, UTC: 0 to 23.
    Hour,
    /// The day of the week on which it began, UTC.
    Weekday,
}

/// What a dimension's values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Nature {
    /// Numbers: binned.
    Number,
    /// UTC milliseconds: binned by the calendar.
    Time,
    /// Labels: counted each.
    Category,
    /// Identifiers: searched.
    Text,
}

/// Why a text names no dimension.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" names nothing that a session has")]
pub struct DimensionError(pub String);

/// A column's name in a link is no longer than this.
const MOST_NAME: usize = 300;

impl Dimension {
    /// The name in links.
    pub fn name(&self) -> String {
        match self {
            Self::Column(name) => format!("c.{name}"),
            Self::Feature(name) => format!("f.{name}"),
            Self::Score => "score".into(),
            Self::Flagged => "flagged".into(),
            Self::Truth => "truth".into(),
            Self::Hour => "hour".into(),
            Self::Weekday => "weekday".into(),
        }
    }

    /// The dimension of this name. Whether the sessions have it is another question.
    ///
    /// # Errors
    /// [`DimensionError`] for a text that names none.
    pub fn from_name(text: &str) -> Result<Self, DimensionError> {
        let none = || DimensionError(text.chars().take(40).collect());
        match text {
            "score" => Ok(Self::Score),
            "flagged" => Ok(Self::Flagged),
            "truth" => Ok(Self::Truth),
            "hour" => Ok(Self::Hour),
            "weekday" => Ok(Self::Weekday),
            _ => match text.split_once('.').ok_or_else(none)? {
                ("c", name) if (1..=MOST_NAME).contains(&name.chars().count()) => Ok(Self::Column(name.into())),
                ("f", name) => {
                    Feature::from_name(name).map(|feature| Self::Feature(feature.name())).map_err(|_| none())
                }
                _ => Err(none()),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back() {
        let column = Dimension::Column("startup_time_ms".into());
        let feature = Dimension::Feature(features::default_features()[1].name());
        let others = [Dimension::Score, Dimension::Flagged, Dimension::Truth, Dimension::Hour, Dimension::Weekday];
        for dimension in [column, feature].into_iter().chain(others) {
            assert_eq!(Dimension::from_name(&dimension.name()), Ok(dimension));
        }
        for text in ["", "c.", "x.y", "f.nonsense", "Score", &format!("c.{}", "x".repeat(301))] {
            assert!(Dimension::from_name(text).is_err(), "{text}");
        }
    }
}

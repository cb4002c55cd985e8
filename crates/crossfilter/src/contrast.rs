//! What is explained by what sessions have in common, and what they are compared with, as it is chosen and stands in links.

use super::dimension::Dimension;
use super::filters::Filters;
use super::text::TextError;
use serde::{Deserialize, Serialize};

/// What sessions are compared with.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Baseline {
    /// Of the sessions, the flagged ones with the others.
    #[default]
    NotFlagged,
    /// The sessions with all others.
    Others,
    /// Of the sessions, the share of flagged ones with that before the time that is filtered.
    Earlier,
    /// The sessions with those that meet these.
    Group(Filters),
}

/// A question for what sessions have in common.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Contrast {
    /// The sessions that meet these.
    pub of: Filters,
    /// What they are compared with.
    pub baseline: Baseline,
    /// What combinations are made of; empty for the circumstances of the sessions.
    pub dimensions: Vec<Dimension>,
}

impl Baseline {
    /// The name in links.
    pub fn name(&self) -> &'static str {
        match self {
            Self::NotFlagged => "flagged",
            Self::Others => "others",
            Self::Earlier => "earlier",
            Self::Group(_) => "group",
        }
    }

    /// The baseline of a name, with the filters of a group.
    pub(super) fn from_name(name: &str, group: &[String]) -> Result<Self, TextError> {
        match name {
            "group" => Ok(Self::Group(Filters::from_texts(group)?)),
            _ if !group.is_empty() => Err(TextError::new(name, "has no group")),
            "flagged" => Ok(Self::NotFlagged),
            "others" => Ok(Self::Others),
            "earlier" => Ok(Self::Earlier),
            _ => Err(TextError::new(name, "is nothing to compare with")),
        }
    }

    /// The filters of a group, as texts.
    pub(super) fn group(&self) -> Vec<String> {
        match self {
            Self::Group(filters) => filters.to_texts(),
            _ => Vec::new(),
        }
    }
}

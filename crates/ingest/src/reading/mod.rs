//! How a file becomes sessions: everything beside its bytes on which the sessions depend. Part of the plan.

pub(crate) mod limits;
pub(crate) mod mapping;

use crate::cells::times;
use crate::reading::mapping::Mapping;
use crate::rows::layout::Layout;
use crate::sessions::clean::Checks;
use std::num::NonZeroU32;

/// A day, in milliseconds.
const DAY: i64 = 86_400_000;

/// Which rows make one session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grouping {
    /// The columns tell: only before the file is read, never in a plan.
    #[default]
    Recognise,
    /// Each row is a session.
    Rows,
    /// The rows with one session identifier.
    Session,
    /// The rows of one viewer, in the order of their times, until a gap.
    Viewer(Gap),
}

impl Grouping {
    /// The text in plans and links: `session`, or `viewer:` with the gap in seconds; `rows` for one session each.
    pub fn text(self) -> String {
        match self {
            Grouping::Recognise | Grouping::Rows => "rows".into(),
            Grouping::Session => "session".into(),
            Grouping::Viewer(gap) => format!("viewer:{}", gap.seconds()),
        }
    }

    /// The grouping of such a text.
    pub fn from_text(text: &str) -> Option<Self> {
        match text {
            "rows" => Some(Grouping::Rows),
            "session" => Some(Grouping::Session),
            _ => text.strip_prefix("viewer:")?.parse().ok().and_then(Gap::new).map(Grouping::Viewer),
        }
    }
}

/// The time without a row after which a viewer's next session begins, in seconds: 1 to 86,400.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap(u32);

impl Gap {
    /// Checks a number of seconds.
    pub fn new(seconds: u32) -> Option<Self> {
        (1..=86_400).contains(&seconds).then_some(Self(seconds))
    }

    /// The seconds.
    pub fn seconds(self) -> u32 {
        self.0
    }
}

impl Default for Gap {
    /// Half an hour, as web analytics counts visits.
    fn default() -> Self {
        Self(1_800)
    }
}

/// What becomes of missing numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fill {
    /// They stay missing: the forest has a rule for them.
    #[default]
    Leave,
    /// The median of the session's cohort takes their place.
    CohortMedian,
}

/// How a file becomes sessions.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// What each column is taken for. An open mapping, under which names are recognised, goes with [`Grouping::Recognise`].
    pub mapping: Mapping,
    /// How the text is laid out. `None` recognises it under an open mapping; under a closed one it is what the first links
    /// could mean: a header, and rows with commas, semicolons or tabs.
    pub layout: Option<Layout>,
    /// Only each so many-th row is taken, the first of each so many.
    pub every: NonZeroU32,
    /// Which rows make one session.
    pub grouping: Grouping,
    /// What is checked.
    pub checks: Checks,
    /// What becomes of missing numbers.
    pub fill: Fill,
}

impl Reading {
    /// A file that is opened for the first time: everything is recognised, and everything is checked. `now` is UTC
    /// milliseconds; what counts is the end of its day, so that a file opened twice on one day gives the same plan.
    pub fn recognise(mapping: Mapping, now: i64) -> Self {
        let end_of_day = now.div_euclid(DAY).saturating_add(1).saturating_mul(DAY);
        Self { checks: Checks::all(end_of_day), ..Self::of(mapping) }
    }

    /// Each row is a session whose numbers are checked for their ranges: what a plan means that says no more.
    pub fn rows(mapping: Mapping) -> Self {
        Self { grouping: Grouping::Rows, ..Self::of(mapping) }
    }

    fn of(mapping: Mapping) -> Self {
        let (grouping, checks, fill) = Default::default();
        Self { mapping, layout: None, every: NonZeroU32::MIN, grouping, checks, fill }
    }
}

impl From<Mapping> for Reading {
    /// [`Reading::rows`]
    fn from(mapping: Mapping) -> Self {
        Self::rows(mapping)
    }
}

/// A day or a moment as ISO 8601 has it, UTC milliseconds; without a zone it is UTC.
pub fn parse_time(text: &str) -> Option<i64> {
    times::iso(text.as_bytes())
}

//! How a file becomes sessions: everything beside its bytes on which the sessions depend. Part of the plan.

pub(crate) mod checks;
pub(crate) mod delimited;
pub(crate) mod delimiter;
pub(crate) mod grouping;
pub(crate) mod json_path;
pub(crate) mod layout;
pub(crate) mod limits;
pub(crate) mod mapping;
pub(crate) mod zone;

use checks::Checks;
use grouping::Grouping;
use layout::Layout;
use mapping::Mapping;
use std::num::NonZeroU32;
use zone::ZoneName;

/// A day, in milliseconds.
const DAY: i64 = 86_400_000;

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
    /// The zone of times that are written without one; UTC where none is chosen.
    pub zone: Option<ZoneName>,
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
        Self { mapping, layout: None, every: NonZeroU32::MIN, grouping, checks, fill, zone: None }
    }
}

impl From<Mapping> for Reading {
    /// [`Reading::rows`]
    fn from(mapping: Mapping) -> Self {
        Self::rows(mapping)
    }
}

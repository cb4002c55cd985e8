//! What is asked of the sessions, and the answers.

use super::dimension::{Dimension, Nature};
use super::filter::Filters;
use super::picture::{Picture, Totals};
use super::view::{Drawing, ViewId};
use serde::{Deserialize, Serialize};

/// A view to be answered, with the size in CSS pixels of the area that it is drawn on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    /// The view's number.
    pub id: ViewId,
    /// What it draws.
    pub drawing: Drawing,
    /// The area's width and height.
    pub size: (u16, u16),
}

/// A question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Query {
    /// What can be shown and filtered by?
    Describe,
    /// Draw views of the sessions that meet the filters, to the last digit.
    Show {
        /// The filters.
        filters: Filters,
        /// The views.
        views: Vec<Asked>,
    },
    /// A brush on this dimension begins, or may begin soon: prepare to draw these views while it moves. Its ends are those of
    /// the first of these views that has an axis of this dimension, so the brushed view stands before others that have one.
    /// A scatter has larger cells in these pictures where the index would need too much memory.
    Prepare {
        /// What is brushed.
        dimension: Dimension,
        /// The filters on everything else.
        filters: Filters,
        /// The views.
        views: Vec<Asked>,
    },
    /// The prepared views, while the brush is between these ends of its view's bins (places in
    /// [`Binning::edges`](super::picture::Binning)): at least the first, less than the second.
    Brush {
        /// The bins.
        from: u16,
        /// Where they end.
        to: u16,
    },
}

/// A dimension that the sessions have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Described {
    /// Which.
    pub dimension: Dimension,
    /// Its name for people.
    pub label: String,
    /// Its definition, one sentence; empty where there is none.
    pub meaning: String,
    /// The unit's symbol; empty for none.
    pub unit: String,
    /// What its values are.
    pub nature: Nature,
    /// The labels of a category, the most frequent first, at most [`MOST_DESCRIBED`], with how many sessions have each. Of the
    /// known faults, the empty label is none.
    pub labels: Vec<(String, u32)>,
    /// The least and the greatest finite number or time; none where there is none, and for a feature that no model nor view
    /// has used yet.
    pub range: Option<(f64, f64)>,
    /// Sessions without a value.
    pub missing: u32,
}

/// Labels of a category that are described.
pub const MOST_DESCRIBED: usize = 500;

/// What there is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Description {
    /// What can be shown and filtered by, in the order in which it is offered.
    pub dimensions: Vec<Described>,
    /// How many sessions there are.
    pub sessions: u32,
    /// How many of them are flagged.
    pub flagged: u32,
    /// A session with a score above this is flagged.
    pub threshold: f64,
    /// The analysis's fingerprint.
    pub fingerprint: String,
    /// The views to begin with.
    pub views: Vec<super::view::View>,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// To [`Query::Describe`].
    Description(Box<Description>),
    /// To [`Query::Show`] and [`Query::Brush`]: each view's picture, and what all filters together leave.
    Pictures {
        /// In the order asked. A picture is none where the sessions lack what it shows.
        pictures: Vec<(ViewId, Option<Picture>)>,
        /// What all filters leave.
        totals: Totals,
    },
    /// To [`Query::Prepare`]: how much memory the index takes, in bytes.
    Prepared {
        /// Bytes.
        bytes: u64,
    },
    /// There is no analysis, or nothing was prepared.
    Nothing,
}

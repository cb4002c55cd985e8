//! What is asked of the sessions, and the answers.

use super::dimension::{Dimension, Nature};
use super::filters::Filters;
use super::picture::{Picture, Totals};
use super::places::LabelList;
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

/// Views of the sessions that meet filters, to the last digit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ViewsAsked {
    /// The filters.
    pub filters: Filters,
    /// The views.
    pub views: Vec<Asked>,
}

/// Views of a brush on a dimension, which begins or may begin soon. Its ends are those of the first of these views that has an
/// axis of this dimension, so the brushed view stands before others that have one. A scatter, and after it a trend, has larger
/// cells in these pictures where the index would need too much memory.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BrushAsked {
    /// What is brushed.
    pub dimension: Dimension,
    /// The filters on everything else.
    pub filters: Filters,
    /// The views.
    pub views: Vec<Asked>,
}

/// What can be taken away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Writing {
    /// What a view draws of the sessions that meet the filters, as CSV.
    View {
        /// The filters.
        filters: Filters,
        /// The view.
        view: Asked,
    },
    /// The sessions that meet the filters, as scored CSV.
    Sessions(Filters),
    /// A report of the sessions that meet the filters: one HTML file.
    Report(ReportAsked),
}

/// What the page has to say in a report.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ReportAsked {
    /// The title.
    pub title: String,
    /// What the user has to say. An empty line begins a new paragraph.
    pub notes: String,
    /// The whole address that reproduces the analysis.
    pub link: String,
    /// When it is written, UTC milliseconds.
    pub written_ms: f64,
    /// The filters.
    pub filters: Filters,
    /// What was said of what sessions share, where it was asked.
    pub segments: Vec<String>,
    /// The pictures.
    pub pictures: Vec<ReportPicture>,
}

/// A picture of a report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportPicture {
    /// What it shows, in a few words.
    pub title: String,
    /// What is seen on it, in a sentence.
    pub summary: String,
    /// The picture: an SVG's text, or a PNG as a `data:` address.
    pub image: String,
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
    /// The other labels of a category, in the order of their bytes.
    pub others: Vec<String>,
    /// The least and the greatest finite number or time; none where there is none, and for a feature that no model nor view
    /// has used yet.
    pub range: Option<(f64, f64)>,
    /// Sessions without a value.
    pub missing: u32,
}

impl Described {
    /// All labels of a category; none of anything else.
    pub fn list(&self) -> Option<LabelList> {
        let named = self.labels.iter().map(|(label, _)| label.as_str());
        (self.nature == Nature::Category).then(|| LabelList::of(named.chain(self.others.iter().map(String::as_str))))
    }
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

/// Each view's picture, and what all filters together leave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pictures {
    /// In the order asked. A picture is none where the sessions lack what it shows.
    pub pictures: Vec<(ViewId, Option<Picture>)>,
    /// What all filters leave.
    pub totals: Totals,
}

/// A file that was written; its bytes come beside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// The proposed name.
    pub name: String,
    /// The media type.
    pub media: String,
    /// How many bytes.
    pub bytes: u64,
}

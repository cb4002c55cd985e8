//! Sheets: parts of the page that are described as data by a program that knows more than the page does, and drawn by it
//! without knowing what they say. The page's program stays small, and a new control is a few lines here.
//!
//! - `node` is what a sheet is made of and how it travels: all that the page's program knows of;
//! - `parts` are the building blocks in the words of the page: cards, tables, selects, histograms;
//! - `data` and `quality` are the tabs of a file, `refusal` what can be done about one that is refused, `progress` how its
//!   reading goes; `distribution` counts what `quality` draws;
//! - `sheets` answers what the page asks about the tabs of a file;
//! - `change` is what the controls mean: a plan and something done to a control give another plan.

mod change;
mod checks;
mod data;
mod distribution;
mod making;
mod node;
mod parts;
mod progress;
mod qoe;
mod quality;
mod refusal;
mod sheets;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod testing;

pub use change::{Effect, Known, change};
pub use data::data;
pub use node::{Attribute, Node, ON, Tag};
pub use progress::{note, reading, warning};
pub use quality::quality;
pub use refusal::refusal;
pub use sheets::{ChangeControls, Changed, ChangesAsked, DescribeTab, SERVICES, Sheets, TabAsked};

use analysis::{Analysis, Plan, Sessions};

/// What a sheet is about.
pub struct Subject<'a> {
    /// The plan that the controls show.
    pub plan: &'a Plan,
    /// The sessions as they were read.
    pub sessions: &'a Sessions,
    /// What the sessions were judged, where they have been.
    pub analysis: Option<&'a Analysis>,
    /// Whether no feature has been chosen yet, so that the user must: then changes are gathered.
    pub picking: bool,
    /// How many columns are shown at most.
    pub columns: usize,
}

impl Subject<'_> {
    /// How many sessions are not judged because none of the chosen features has a value; zero before they are judged at all.
    fn unjudged(&self) -> u64 {
        self.analysis.map_or(0, |analysis| analysis.unjudged() as u64)
    }

    /// How many sessions there are: those that are judged, and those that are kept apart.
    fn sessions_made(&self) -> usize {
        let apart = self.sessions.aside.as_ref().map_or(0, |aside| aside.table.rows());
        self.sessions.table.rows() + apart
    }
}

/// So many columns are shown at first, and so many more each time.
pub const COLUMNS: usize = 200;

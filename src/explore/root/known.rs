//! What is known of the analysis that is explored. It is taken away as a whole when other sessions take the place of these.

use crate::explore::take::draft::Draft;
use crossfilter::picture::Totals;
use crossfilter::query::Description;
use crossfilter::view::Drawing;
use crossfilter::{Dimension, Picture, ViewId};
use std::collections::BTreeMap;
use std::rc::Rc;

/// What is known of the analysis that is explored.
#[derive(Default)]
pub(super) struct Known {
    /// What its sessions have.
    pub about: Option<Rc<Description>>,
    /// What each view has drawn, and of what; none where the sessions lack it.
    pub pictures: BTreeMap<ViewId, (Drawing, Option<Rc<Picture>>)>,
    /// How many sessions are shown.
    pub totals: Option<Totals>,
    /// What was read out last.
    pub said: String,
    /// The value that the pointer is at.
    pub cross: Option<(Dimension, f64)>,
    /// The session whose page was open last.
    pub marked: Option<u32>,
    /// A report that is being written.
    pub draft: Option<Draft>,
    /// Whether what was prepared last cannot be brushed quickly.
    pub unprepared: bool,
}

impl Known {
    /// The same sessions are judged anew: what they have and what was drawn of them stays until it is known anew, counts do
    /// not.
    pub fn judge_anew(&mut self) {
        (self.totals, self.unprepared) = (None, false);
        self.said.clear();
    }
}

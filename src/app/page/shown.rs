//! What is shown of one analysis: all of it and nothing else. It is taken away or replaced as a whole, so that no figure,
//! table, advice, link or verdict outlives the analysis that it belongs to.
//!
//! An answer is taken where its question was asked for this analysis: each question has a number of its own, and those of a
//! former analysis are forgotten with it. A worker answers in the order in which it is asked, so that what was asked after
//! it had told of this analysis is answered from this analysis.
//!
//! Where another analysis of the same sessions takes the place of one, pictures and tables stay until their successors are
//! there, so that nothing jumps; until then they are marked as being renewed.

use super::{Verdict, World};
use crate::app::shared::Shared;
use crate::app::state;
use crate::engine::{Event, Request, ResultInfo, Summary, decode};
use crate::sheet::Node;
use analysis::views::{Advice, Explanation, Firmness, Order, Ranking, RankingQuery, Scatter, ScatterQuery};
use analysis::{Plan, Source};
use export::{Tab, View};

/// Sessions on a page of the table.
pub const PAGE: u32 = 25;

/// Something that is shown once its question is answered.
pub struct Part<T> {
    /// The number of the question; 0 for none.
    pub(super) asked: u32,
    value: Option<Shared<T>>,
    renewing: bool,
}

impl<T> Default for Part<T> {
    fn default() -> Self {
        Self { asked: 0, value: None, renewing: false }
    }
}

impl<T> Clone for Part<T> {
    fn clone(&self) -> Self {
        Self { value: self.value.clone(), ..*self }
    }
}

/// Parts are the same where they look the same.
impl<T> PartialEq for Part<T> {
    fn eq(&self, other: &Self) -> bool {
        (&self.value, self.renewing) == (&other.value, other.renewing)
    }
}

impl<T> Part<T> {
    /// What there is of it.
    pub fn value(&self) -> Option<Shared<T>> {
        self.value.clone()
    }

    /// Whether what there is belongs to the analysis before.
    pub fn is_renewing(&self) -> bool {
        self.renewing
    }

    /// The same for the next analysis, if that is of the same sessions.
    fn renewed(self, is_same: bool) -> Self {
        let value = self.value.filter(|_| is_same);
        Self { asked: 0, renewing: value.is_some(), value }
    }

    fn put(&mut self, value: Option<T>) {
        (self.value, self.renewing) = (value.map(Shared::new), false);
    }

    fn is_asked(&self, id: u32) -> bool {
        id == self.asked && id != 0
    }

    /// Its question failed, where it was this one: what was to be renewed does not stay as it was.
    fn fail(&mut self, id: u32) -> bool {
        let is_asked = self.is_asked(id);
        if is_asked {
            self.put(None);
        }
        is_asked
    }
}

/// What became of a link that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copying {
    /// It waits for the user's word.
    Waiting,
    /// It is being put into the clipboard.
    Begun,
    /// It is in the clipboard.
    Done,
    /// The browser did not allow it.
    Refused,
}

/// A link that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedLink {
    /// The whole address.
    pub address: String,
    /// Whether it is without what is chosen in Explore.
    pub cut: bool,
    /// What became of it.
    pub state: Copying,
}

/// What is shown of an analysis.
pub struct Shown {
    /// The plan that led to it.
    pub plan: Plan,
    /// What came out.
    pub summary: Shared<Summary>,
    /// What the promise of the link that led to it came to.
    pub verdict: Option<Verdict>,
    /// The link to it that was made.
    pub share: Option<SharedLink>,
    /// The picture of two features.
    pub scatter: Part<Scatter>,
    /// The stretch of the table.
    pub ranking: Part<Ranking>,
    /// Why the selected session, or else the most anomalous one, has its score.
    pub explanation: Part<Explanation>,
    /// How firm its verdict is.
    pub firmness: Part<Firmness>,
    /// What drives the flagged sessions, and what other thresholds would flag.
    pub advice: Part<Advice>,
    /// The tab that another program describes.
    pub sheet: Part<Node>,
}

impl Shown {
    /// What is known at once of an analysis that takes the place of another.
    pub(super) fn after(former: Option<Self>, plan: Plan, summary: Summary, verdict: Option<Verdict>) -> Self {
        let (is_same, is_same_file) = former.as_ref().map_or((false, false), |former| {
            let has_result = former.summary.result.is_some() && summary.result.is_some();
            (has_result && are_same_sessions(&former.plan, &plan), are_same_files(&former.plan, &plan))
        });
        let mut next = Self {
            plan,
            summary: Shared::new(summary),
            verdict,
            share: None,
            scatter: Part::default(),
            ranking: Part::default(),
            explanation: Part::default(),
            firmness: Part::default(),
            advice: Part::default(),
            sheet: Part::default(),
        };
        if let Some(former) = former {
            next.scatter = former.scatter.renewed(is_same);
            next.ranking = former.ranking.renewed(is_same);
            next.explanation = former.explanation.renewed(is_same);
            next.advice = former.advice.renewed(is_same);
            // Its controls stay under the user's hands where the same files are read otherwise.
            next.sheet = former.sheet.renewed(is_same_file);
        }
        next
    }

    /// The result, where features have been chosen.
    pub fn result(&self) -> Option<&ResultInfo> {
        self.summary.result.as_ref()
    }

    pub(super) fn ask_scatter(&mut self, world: &impl World, view: &View, plot: (u32, u32)) {
        let Some((x, y)) = self.result().and_then(|result| state::axes(view, &result.axes)) else { return };
        let (width, height) = plot;
        if width > 0 && height > 0 {
            let query = ScatterQuery { x, y, width, height, field: view.field };
            self.scatter.asked = world.ask(Request::Scatter(query));
        }
    }

    pub(super) fn ask_ranking(&mut self, world: &impl World, view: &View) {
        let query = RankingQuery {
            by: view.sort.column.clone(),
            order: if view.sort.order == Order::Rising { Order::Rising } else { Order::Falling },
            flagged_only: view.flagged_only,
            skip: view.page.saturating_mul(PAGE),
            show: PAGE,
        };
        self.ranking.asked = world.ask(Request::Rank(query));
    }

    pub(super) fn ask_explanation(&mut self, world: &impl World, row: u32) {
        self.explanation.asked = world.ask(Request::Explain { row });
        self.firmness = Part { asked: world.ask(Request::Firmness { row }), ..Part::default() };
    }

    pub(super) fn ask_advice(&mut self, world: &impl World) {
        self.advice.asked = world.ask(Request::Advise);
    }

    /// Asks for a tab, where another program describes it, with controls that say what this plan says.
    pub(super) fn ask_sheet(&mut self, world: &impl World, tab: Tab, plan: &Plan) {
        if matches!(tab, Tab::Detect | Tab::Explore) {
            self.turn();
        } else {
            self.sheet.asked = world.ask(Request::Sheet { tab, plan: plan.to_pairs().to_string() });
        }
    }

    /// Another tab is open.
    pub(super) fn turn(&mut self) {
        self.sheet = Part::default();
    }

    /// The tab that is open is described anew.
    pub(super) fn redraw(&mut self, sheet: Option<Node>) {
        self.sheet.put(sheet);
    }

    /// Takes an answer, where it is one to what was asked for this analysis; gives back any other.
    pub(super) fn hear(
        &mut self,
        world: &impl World,
        view: &mut View,
        id: u32,
        event: Event,
        bulk: &[Vec<u8>],
    ) -> Option<Event> {
        match event {
            Event::Scatter(mut scatter) if self.scatter.is_asked(id) => {
                scatter.put_bulk(bulk);
                self.scatter.put(Some(*scatter));
            }
            Event::Ranking(ranking) if self.ranking.is_asked(id) => {
                let top = ranking.rows.first().map(|row| row.row);
                self.ranking.put(Some(*ranking));
                match (view.selected, top) {
                    (Some(_), _) => {}
                    (None, Some(row)) => self.ask_explanation(world, row),
                    (None, None) => (self.explanation, self.firmness) = Default::default(),
                }
            }
            Event::Explanation(explanation) if self.explanation.is_asked(id) => {
                self.explanation.put(Some(*explanation));
            }
            Event::NoSuchSession if self.explanation.is_asked(id) => {
                self.explanation.put(None);
                view.selected = None;
            }
            Event::Firmness if self.firmness.is_asked(id) => self.firmness.put(decode::<Option<_>>(bulk).flatten()),
            Event::Advice if self.advice.is_asked(id) => self.advice.put(decode(bulk)),
            Event::Sheet if self.sheet.is_asked(id) => self.sheet.put(decode::<Option<_>>(bulk).flatten()),
            // Whom it would have named is not known then.
            Event::Failed { .. } if self.ranking.fail(id) => {
                if view.selected.is_none() {
                    (self.explanation, self.firmness) = Default::default();
                }
            }
            Event::Failed { .. }
                if self.scatter.fail(id)
                    || self.explanation.fail(id)
                    || self.firmness.fail(id)
                    || self.advice.fail(id)
                    || self.sheet.fail(id) => {}
            other => return Some(other),
        }
        None
    }
}

/// Whether the rows of two plans' tables are the same sessions.
pub(super) fn are_same_sessions(former: &Plan, next: &Plan) -> bool {
    former.source == next.source && former.rules == next.rules
}

/// Whether two plans are about the same bytes.
fn are_same_files(former: &Plan, next: &Plan) -> bool {
    match (&former.source, &next.source) {
        (Source::File(former), Source::File(next)) => former.identity == next.identity,
        _ => false,
    }
}

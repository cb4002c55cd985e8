//! What is shown of one analysis, beside the answers to what views want (`port`): all of it and nothing else. It is taken away or
//! replaced as a whole, so that no figure, table, advice, link or verdict outlives the analysis that it belongs to.
//!
//! An answer is taken where its question was asked for this analysis: each question has a number of its own, and those of a
//! former analysis are forgotten with it. A worker answers in the order in which it is asked, so that what was asked after
//! it had told of this analysis is answered from this analysis.
//!
//! Where another analysis of the same sessions takes the place of one, pictures and tables stay until their successors are
//! there, so that nothing jumps; until then they are marked as being renewed.

use crate::app::shared::Shared;
use crate::app::state::Verdict;
use crate::bridge::ShownResult;
use crate::engine::{ResultInfo, Summary};
use analysis::{Plan, Source};

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
    /// Whether it is without what is chosen on late tabs.
    pub cut: bool,
    /// What became of it.
    pub state: Copying,
}

/// What is shown of an analysis.
pub struct Shown {
    plan: Plan,
    summary: Shared<Summary>,
    verdict: Option<Verdict>,
    share: Option<SharedLink>,
}

impl Shown {
    /// What is known at once of an analysis.
    pub(super) fn new(plan: Plan, summary: Summary, verdict: Option<Verdict>) -> Self {
        Self { plan, summary: Shared::new(summary), verdict, share: None }
    }

    /// The plan that led to it.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// What came out.
    pub fn summary(&self) -> &Shared<Summary> {
        &self.summary
    }

    /// The result, where features have been chosen.
    pub fn result(&self) -> Option<&ResultInfo> {
        self.summary.result.as_ref()
    }

    /// What late tabs know of it without asking; none where there is no result.
    pub(super) fn subject(&self) -> Option<ShownResult> {
        let result = self.result()?;
        let file = match &self.plan.source {
            Source::File(file) => Some(file.name.clone()),
            Source::Generated(_) => None,
        };
        Some(ShownResult {
            plan: self.plan.to_pairs().to_string(),
            file,
            fingerprint: result.fingerprint.clone(),
            sessions: result.figures.all.sessions,
            flagged: result.flagged,
        })
    }

    /// What the promise of the link that led to it came to.
    pub fn verdict(&self) -> Option<Verdict> {
        self.verdict
    }

    /// The link to it that was made.
    pub fn share(&self) -> Option<&SharedLink> {
        self.share.as_ref()
    }

    /// A link to it was made, or is not offered any more.
    pub(super) fn offer(&mut self, share: Option<SharedLink>) {
        self.share = share;
    }

    /// The link is being copied: its address.
    pub(super) fn copy(&mut self) -> Option<String> {
        let share = self.share.as_mut()?;
        share.state = Copying::Begun;
        Some(share.address.clone())
    }

    /// A link is in the clipboard, or could not be put there.
    pub(super) fn copied(&mut self, address: &str, copied: bool) {
        if let Some(share) = self.share.as_mut().filter(|share| share.address == address) {
            share.state = if copied { Copying::Done } else { Copying::Refused };
        }
    }
}

/// Whether the rows of two plans' tables are the same sessions.
pub(super) fn are_same_sessions(former: &Plan, next: &Plan) -> bool {
    former.source == next.source && former.rules == next.rules
}

/// Whether two plans are about the same bytes.
pub(super) fn are_same_files(former: &Plan, next: &Plan) -> bool {
    match (&former.source, &next.source) {
        (Source::File(former), Source::File(next)) => former.identity == next.identity,
        _ => false,
    }
}

//! The tabs of a file, described anew or as they were described before; what is remembered from one to the next changes no
//! description.

use super::{COLUMNS, Effect, Known, Node, Subject, change, data, quality};
use analysis::{Analysis, PairsError, Plan, Sessions};
use export::Tab;
use port::{Answers, Desk, Lasting, Refusal, Service, entry};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, Weak};

/// What is asked about the tabs of a file.
pub const SERVICES: Desk<Sheets> = Desk(&[entry::<DescribeTab, _>(), entry::<ChangeControls, _>()]);

/// A tab of a file as data; none where there is nothing to describe.
pub struct DescribeTab;

impl Service for DescribeTab {
    const NAME: &'static str = "sheet";
    const LASTING: Lasting = Lasting::File;
    type Question = TabAsked;
    type Answer = Option<Node>;
}

/// A tab that is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TabAsked {
    /// Its name.
    pub tab: String,
    /// The plan's text that the controls show.
    pub plan: String,
}

/// What changes of controls mean, in their order.
pub struct ChangeControls;

impl Service for ChangeControls {
    const NAME: &'static str = "change";
    const LASTING: Lasting = Lasting::File;
    type Question = ChangesAsked;
    type Answer = Changed;
}

/// Changes of controls.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangesAsked {
    /// The tab that they are on, and the plan's text that is changed.
    pub on: TabAsked,
    /// The names of the controls, and the values that they have now.
    pub changes: Vec<(String, String)>,
}

/// What changes of controls come to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Changed {
    /// The plan's text as it is now.
    pub plan: String,
    /// What is to be done.
    pub effect: Effect,
    /// The tab anew.
    pub sheet: Option<Node>,
}

/// What is described, and what is remembered of it.
pub struct Sheets {
    /// The sessions, once there are some.
    pub sessions: Option<Arc<Sessions>>,
    /// What they were judged, where they have been.
    pub analysis: Option<Arc<Analysis>>,
    /// How many columns are shown at most.
    columns: usize,
    /// The quality tab as it was described last: millions of sessions are counted for it.
    quality: Option<Last>,
}

/// A sheet, and what it was described of.
struct Last {
    sessions: Weak<Sessions>,
    analysis: Option<Weak<Analysis>>,
    columns: usize,
    node: Option<Node>,
}

impl Last {
    /// Whether it is about these; the plan is not in it.
    fn is_of(&self, sessions: &Arc<Sessions>, analysis: Option<&Arc<Analysis>>, columns: usize) -> bool {
        let analysed = match (&self.analysis, analysis) {
            (Some(held), Some(now)) => held.as_ptr() == Arc::as_ptr(now),
            (None, None) => true,
            _ => false,
        };
        analysed && self.sessions.as_ptr() == Arc::as_ptr(sessions) && self.columns == columns
    }
}

impl Default for Sheets {
    fn default() -> Self {
        Self { sessions: None, analysis: None, columns: COLUMNS, quality: None }
    }
}

impl Answers<DescribeTab> for Sheets {
    fn answer(&mut self, asked: TabAsked) -> Result<Option<Node>, Refusal> {
        self.describe(&asked.tab, &asked.plan).map_err(told)
    }
}

impl Answers<ChangeControls> for Sheets {
    fn answer(
        &mut self,
        ChangesAsked { on: TabAsked { tab, plan }, changes }: ChangesAsked,
    ) -> Result<Changed, Refusal> {
        let mut plan = Plan::from_text(&plan).map_err(told)?;
        let quality = self.sessions.as_ref().and_then(|sessions| sessions.quality.as_ref());
        let checked = quality.map(|quality| quality.checked);
        let mut columns = self.columns;
        let mut effect = Effect::Draw;
        for (name, value) in &changes {
            let known = Known { columns: &mut columns, picking: self.is_picking(), checked };
            effect = effect.max(change(&mut plan, known, name, value));
        }
        self.columns = columns;
        let plan = plan.to_pairs().to_string();
        let sheet = self.describe(&tab, &plan).map_err(told)?;
        Ok(Changed { plan, effect, sheet })
    }
}

impl Sheets {
    /// Whether there are sessions of which nobody has said yet what to judge them by.
    fn is_picking(&self) -> bool {
        self.sessions.is_some() && self.analysis.is_none()
    }

    fn describe(&mut self, tab: &str, plan: &str) -> Result<Option<Node>, PairsError> {
        let plan = Plan::from_text(plan)?;
        let (picking, columns) = (self.is_picking(), self.columns);
        let Some(sessions) = &self.sessions else { return Ok(None) };
        let subject = Subject { plan: &plan, sessions, analysis: self.analysis.as_deref(), picking, columns };
        Ok(match Tab::from_name(tab) {
            Some(Tab::Data) => data(&subject),
            Some(Tab::Quality) => {
                let analysis = self.analysis.as_ref();
                if !self.quality.as_ref().is_some_and(|last| last.is_of(sessions, analysis, columns)) {
                    self.quality = Some(Last {
                        sessions: Arc::downgrade(sessions),
                        analysis: analysis.map(Arc::downgrade),
                        columns,
                        node: quality(&subject),
                    });
                }
                self.quality.as_ref().and_then(|last| last.node.clone())
            }
            _ => None,
        })
    }
}

fn told(error: impl std::fmt::Display) -> Refusal {
    Refusal::Told(error.to_string())
}

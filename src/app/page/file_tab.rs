//! The tab of a file, which another program describes: what is asked for it, and what the user does to its controls.

use super::Drawn;
use crate::sheet::{ChangeControls, Changed, ChangesAsked, DescribeTab, Node, TabAsked};
use analysis::Plan;
use export::Tab;
use port::{AnswerState, Slots};

/// What the user has done to controls since a sheet was described: their names and the values that they have now.
pub type Edits = Vec<(String, String)>;

/// The tab of a file.
#[derive(Default)]
pub struct FileTab {
    /// What is asked for: a tab, with controls that say what a plan says.
    asked: Option<TabAsked>,
    edits: Edits,
    /// On which tab that was.
    edited: Option<Tab>,
    /// How many of them are understood, and how many will be in the sheet that is asked for.
    understood: usize,
    told: usize,
}

impl FileTab {
    /// What the user did to controls since they were described.
    pub fn edits(&self) -> &Edits {
        &self.edits
    }

    /// The tab as it is described.
    pub fn sheet(&self, port: &Slots) -> AnswerState<Option<Node>> {
        self.asked.as_ref().map_or_else(AnswerState::default, |asked| port.want::<DescribeTab>(asked))
    }

    /// Whether it is shown as it was described before.
    pub(super) fn is_renewing(port: &Slots) -> bool {
        port.get::<DescribeTab>().is_renewing()
    }

    /// Another tab is open.
    pub(super) fn turn(&mut self, port: &Slots) {
        port.forget::<DescribeTab>();
        self.asked = None;
    }

    /// Asks for a tab, where another program describes it, with controls that say what this plan says.
    pub(super) fn ask(&mut self, port: &Slots, tab: Tab, plan: &Plan) {
        if !is_described(tab) {
            return self.turn(port);
        }
        self.asked = Some(TabAsked { tab: tab.name().into(), plan: plan.to_pairs().to_string() });
        self.sheet(port);
    }

    /// The sheet that is asked for shows what is understood by now.
    pub(super) fn tell(&mut self) {
        self.told = self.understood;
    }

    /// The sheet that was asked for is there, with what it was told of.
    pub(super) fn described(&mut self, port: &Slots) {
        if port.get::<DescribeTab>().current().is_some() {
            let told = std::mem::take(&mut self.told).min(self.edits.len());
            self.edits.drain(..told);
            self.understood = self.understood.saturating_sub(told);
        }
    }

    /// Asks what the user means by something done to a control. What he did before and was not answered yet is asked again,
    /// because the plan does not know of it.
    pub(super) fn edit(&mut self, port: &Slots, (name, value): (String, String), tab: Tab, plan: &Plan) {
        self.edits.push((name, value));
        self.edited = Some(tab);
        self.ask_changes(port, plan);
    }

    /// Asks what is not understood yet, of another analysis than it was asked about.
    pub(super) fn ask_again(&mut self, port: &Slots, plan: &Plan) {
        if self.edits.len() > self.understood {
            self.ask_changes(port, plan);
        }
    }

    fn ask_changes(&self, port: &Slots, plan: &Plan) {
        let Some(tab) = self.edited else { return };
        let changes = self.edits.get(self.understood..).unwrap_or_default().to_vec();
        let on = TabAsked { tab: tab.name().into(), plan: plan.to_pairs().to_string() };
        port.want::<ChangeControls>(&ChangesAsked { on, changes });
    }

    /// What the user did is understood: what it means. Or why it is not.
    pub(super) fn understand(&mut self, port: &Slots) -> Option<Result<Changed, String>> {
        let wanted = port.get::<ChangeControls>();
        if !wanted.is_current() {
            return None;
        }
        let failure = port.failure::<ChangeControls>().unwrap_or_default();
        port.forget::<ChangeControls>();
        self.understood = self.edits.len();
        Some(wanted.value().map(|changed| (*changed).clone()).ok_or(failure))
    }

    /// The tab is described anew, as it was when something was done to it; where another one is open by now, that is asked for.
    pub(super) fn redraw(&mut self, port: &Slots, tab: Tab, plan: &Plan, sheet: Option<Node>) {
        if self.edited != Some(tab) {
            return self.ask(port, tab, plan);
        }
        let asked = TabAsked { tab: tab.name().into(), plan: plan.to_pairs().to_string() };
        port.put::<DescribeTab>(&asked, sheet);
        self.asked = Some(asked);
    }

    /// Forgets what the user did to controls: they stand as they are described.
    pub(super) fn settle(&mut self, port: &Slots) {
        port.forget::<ChangeControls>();
        self.edits.clear();
        (self.understood, self.told) = (0, 0);
    }
}

/// Whether another program describes a tab.
pub(super) fn is_described(tab: Tab) -> bool {
    tab.drawn() == Drawn::Described
}

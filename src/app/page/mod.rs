//! The page's state and the only place that changes it, free of the browser, hence tested natively: `ask` sends, `hear`
//! receives, `forms` is what is typed, `address` reads and writes the link. What is shown of an analysis is one value
//! (`shown`), which comes and goes as a whole. What is around it stands behind `world`.

mod address;
mod ask;
mod exporting;
mod file_tab;
mod forms;
mod hear;
pub mod questions;
mod run;
mod shown;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
mod world;

pub use file_tab::Edits;
pub use shown::{Copying, SharedLink, Shown};
pub use world::World;

use super::shared::Shared;
use super::state::{DetectorForm, ScenarioForm};
use crate::engine::ResultInfo;
use crate::sheet::Node;
use analysis::Plan;
use analysis::services::Advise;
use analysis::views::Advice;
use export::{Link, Tab, View};
use exporting::Exporting;
use file_tab::FileTab;
use port::{AnswerState, Slots};
use run::Run;
use simulate::Scenario;
use tabs::{Drawn, Needs};

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// Something did not work.
    Error,
    /// Something is worth knowing.
    Info,
}

/// Something to tell the user.
#[derive(Clone)]
pub struct Notice {
    /// What it is about.
    pub kind: NoticeKind,
    /// What to say.
    pub text: String,
    /// What can be done about it.
    pub advice: Option<Shared<Node>>,
}

impl Notice {
    /// A notice without more to do about it.
    pub fn new(kind: NoticeKind, text: String) -> Self {
        Self { kind, text, advice: None }
    }
}

/// The page.
pub struct Page<W: World> {
    /// What is around it.
    pub world: W,
    /// What the controls say.
    plan: Plan,
    /// What is typed of it.
    scenario: ScenarioForm,
    /// What is typed of the detector, and what is wrong with that.
    detector: (DetectorForm, Option<String>),
    /// The plan that they show but for what is typed; none before the first.
    formed: Option<Plan>,
    /// What the worker that answers holds, as far as it is shown.
    shown: Option<Shown>,
    /// The way to more of it.
    port: Slots,
    /// The tab of a file.
    file_tab: FileTab,
    /// How that is looked at.
    view: View,
    /// The files that were opened last: for a worker that takes the place of another.
    files: Vec<W::File>,
    /// The files of the run that did not come to its end: they can be opened otherwise.
    refused: Vec<W::File>,
    /// The run that is under way.
    run: Option<Run<W::File>>,
    /// The scatter's plot area in device pixels.
    plot: (u32, u32),
    /// The file that is being written.
    export: Option<Exporting>,
    /// What is told across the page.
    notice: Option<Notice>,
    /// A link that waits for a file or for the user's word.
    link: Option<Link>,
    /// How many late tabs have to say what is chosen on them until a link is made that is wanted; 0 where none is.
    sharing: u32,
    /// Whether late tabs were asked to say it in fewer letters.
    pressed: bool,
    /// Whether the user has changed anything: only then the address is changed.
    touched: bool,
}

impl<W: World> Page<W> {
    /// The page as it opens.
    pub fn new(world: W) -> Self {
        let port = Slots::new(world.asker());
        let mut page = Self {
            world,
            port,
            file_tab: FileTab::default(),
            plan: Plan::default(),
            scenario: ScenarioForm::of(&Scenario::default()),
            detector: (DetectorForm::of(&Plan::default(), None), None),
            formed: None,
            shown: None,
            view: View::default(),
            files: Vec::new(),
            refused: Vec::new(),
            run: None,
            plot: (0, 0),
            export: None,
            notice: None,
            link: None,
            sharing: 0,
            pressed: false,
            touched: false,
        };
        page.read_address();
        page.follow();
        page
    }

    /// What the controls say.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// What is typed of the scenario.
    pub fn scenario(&self) -> &ScenarioForm {
        &self.scenario
    }

    /// What is typed of the detector, and what is wrong with that.
    pub fn detector(&self) -> &(DetectorForm, Option<String>) {
        &self.detector
    }

    /// What is shown of an analysis.
    pub fn shown(&self) -> Option<&Shown> {
        self.shown.as_ref()
    }

    /// The way to more of it.
    pub fn port(&self) -> &Slots {
        &self.port
    }

    /// How it is looked at.
    pub fn view(&self) -> &View {
        &self.view
    }

    /// The scatter's plot area in device pixels.
    pub fn plot(&self) -> (u32, u32) {
        self.plot
    }

    /// The run that is under way.
    pub fn run(&self) -> Option<&Run<W::File>> {
        self.run.as_ref()
    }

    /// Whether a file is being written.
    pub fn is_exporting(&self) -> bool {
        self.export.is_some()
    }

    /// What is told across the page.
    pub fn notice(&self) -> Option<&Notice> {
        self.notice.as_ref()
    }

    /// A link that waits for a file or for the user's word.
    pub fn link(&self) -> Option<&Link> {
        self.link.as_ref()
    }

    /// Whether a link is to be made once the late tabs have said what is chosen on them.
    pub fn is_sharing(&self) -> bool {
        self.sharing > 0
    }

    /// What the user did to the controls of the file's tab since it was described.
    pub fn edits(&self) -> &Edits {
        self.file_tab.edits()
    }

    /// The file's tab as it is described.
    pub fn sheet(&self) -> AnswerState<Option<Node>> {
        self.file_tab.sheet(&self.port)
    }

    /// What drives the flagged sessions, and what other thresholds would flag.
    pub fn advice(&self) -> AnswerState<Advice> {
        if self.result().is_some() { self.port.want::<Advise>(&()) } else { AnswerState::default() }
    }

    /// The user has seen the notice.
    pub fn dismiss(&mut self) {
        self.notice = None;
    }

    /// The result that is shown.
    pub fn result(&self) -> Option<&ResultInfo> {
        self.shown.as_ref().and_then(Shown::result)
    }

    /// What came of the reading of the file that the controls name, in few words, where that is shown.
    pub fn reading(&self) -> Option<&str> {
        let shown = self.shown.as_ref().filter(|shown| shown.plan().source == self.plan.source)?;
        shown.summary().reading.as_deref()
    }

    /// The tab that is shown: only a file has those that describe it, and without features to choose it has no other.
    pub fn tab(&self) -> Tab {
        match self.shown.as_ref().map(|shown| shown.summary()) {
            Some(summary) if summary.result.is_none() && self.view.tab.needs() == Needs::Result => Tab::Data,
            Some(summary) if summary.reading.is_some() || self.view.tab.is_late() => self.view.tab,
            _ => Tab::Detect,
        }
    }
}

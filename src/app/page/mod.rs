//! The page's state and the only place that changes it, free of the browser, hence tested natively: `ask` sends, `hear`
//! receives, `forms` is what is typed, `address` reads and writes the link. What is shown of an analysis is one value
//! (`shown`), which comes and goes as a whole. What is around it stands behind `world`.

mod address;
mod ask;
mod forms;
mod hear;
mod shown;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
mod world;

pub use shown::{Copying, PAGE, Part, SharedLink, Shown};
pub use world::World;

use super::shared::Shared;
use super::state::{self, DetectorEdit, DetectorForm, ScenarioForm, Verdict, sentence};
use crate::engine::{Columns, Event, Product, Program, Request, ResultInfo, Summary, decode};
use crate::sheet::{Effect, Node};
use analysis::{Detector, Fingerprint, Pairs, Plan, Progress, Source, Stage};
use export::{Link, Tab, View};
use features::Feature;
use simulate::Scenario;

/// What the user has done to controls since a sheet was described: their names and the values that they have now.
pub type Edits = Vec<(String, String)>;

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

/// A run that is under way.
pub struct Run<F> {
    id: u32,
    /// How far it is, and more about it in words.
    pub progress: Option<(Progress, String)>,
    /// The files that it reads.
    files: Vec<F>,
    /// How its result is looked at, where that is otherwise than what is shown.
    then: Option<View>,
    /// The fingerprint that the link promises that is carried out.
    expected: Option<Fingerprint>,
}

/// A file that is being written.
pub struct Export {
    id: u32,
    parts: Vec<Vec<u8>>,
}

/// The page.
pub struct Page<W: World> {
    /// What is around it.
    pub world: W,
    /// What the controls say.
    pub plan: Plan,
    /// What is typed of it.
    pub scenario: ScenarioForm,
    /// What is typed of the detector, and what is wrong with that.
    pub detector: (DetectorForm, Option<String>),
    /// The plan that they show but for what is typed; none before the first.
    formed: Option<Plan>,
    /// What the worker that answers holds, as far as it is shown.
    pub shown: Option<Shown>,
    /// How that is looked at.
    pub view: View,
    /// The files that were opened last: for a worker that takes the place of another.
    files: Vec<W::File>,
    /// The files of the run that did not come to its end: they can be opened otherwise.
    refused: Vec<W::File>,
    /// The run that is under way.
    pub run: Option<Run<W::File>>,
    plot: (u32, u32),
    /// What the user did to the controls of sheets since they were described.
    pub edits: Edits,
    /// How much of that is understood, how much will be in the sheet that is asked for, and who is asked about the rest.
    answered: usize,
    told: usize,
    change: u32,
    /// The file that is being written.
    pub export: Option<Export>,
    /// What is told across the page.
    pub notice: Option<Notice>,
    /// A link that waits for a file or for the user's word.
    pub link: Option<Link>,
    /// Whether a link is to be made once Explore has said what is chosen there.
    pub sharing: bool,
    /// Whether Explore was asked to say it in fewer letters.
    pressed: bool,
    /// Whether the user has changed anything: only then the address is changed.
    touched: bool,
}

impl<W: World> Page<W> {
    /// The page as it opens.
    pub fn new(world: W) -> Self {
        let mut page = Self {
            world,
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
            edits: Edits::new(),
            answered: 0,
            told: 0,
            change: 0,
            export: None,
            notice: None,
            link: None,
            sharing: false,
            pressed: false,
            touched: false,
        };
        page.read_address();
        page.follow();
        page
    }

    /// The result that is shown.
    pub fn result(&self) -> Option<&ResultInfo> {
        self.shown.as_ref().and_then(Shown::result)
    }

    /// What came of the reading of the file that the controls name, in few words, where that is shown.
    pub fn reading(&self) -> Option<&str> {
        let shown = self.shown.as_ref().filter(|shown| shown.plan.source == self.plan.source)?;
        shown.summary.reading.as_deref()
    }

    /// The tab that is shown: only a file has those that describe it, and without features to choose it has no other.
    pub fn tab(&self) -> Tab {
        match self.shown.as_ref().map(|shown| &shown.summary) {
            Some(summary) if summary.result.is_none() && matches!(self.view.tab, Tab::Detect | Tab::Explore) => {
                Tab::Data
            }
            Some(summary) if summary.reading.is_some() || self.view.tab == Tab::Explore => self.view.tab,
            _ => Tab::Detect,
        }
    }
}

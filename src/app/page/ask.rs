//! What the page asks of the workers: runs, and the views of what is shown.

use super::exporting::Exporting;
use super::run::Run;
use super::{Notice, NoticeKind, Page, World};
use crate::app::state;
use crate::engine::{Columns, Product, Program, Request, WriteFile};
use analysis::{Plan, Progress, Source, Stage};
use export::{Tab, View};
use features::Feature;
use simulate::Scenario;

impl<W: World> Page<W> {
    /// The user has changed the plan: the link that waits is not wanted any more.
    pub(super) fn touch(&mut self) {
        self.touched = true;
        self.link = None;
    }

    /// Starts a run whose result is looked at as what is shown.
    pub fn start(&mut self, plan: Plan) {
        let request = Request::Run { plan: plan.to_pairs().to_string() };
        self.plan = plan;
        let program = if state::is_light(&self.plan) { Program::Page } else { Program::Full };
        let id = self.world.run(program, request, &[]);
        // The bar and its button stay where they are when a run takes the place of another.
        let progress = self.run.take().and_then(|run| run.progress().cloned());
        let progress = progress.or_else(|| self.waiting(program, Stage::Generating));
        self.begin(Run::new(id, progress, Vec::new()));
    }

    /// How it stands with a run that has to wait for the full program; the page's own is there before anything is seen.
    fn waiting(&self, program: Program, stage: Stage) -> Option<(Progress, String)> {
        let waits = program == Program::Full && self.world.is_loading(program);
        waits.then(|| (Progress { stage, done: 0.0, total: 0.0 }, "Loading the rest of the program first…".into()))
    }

    fn begin(&mut self, run: Run<W::File>) {
        self.run = Some(run);
        self.notice = None;
        self.close_share();
    }

    /// Starts a run whose result is looked at like this.
    pub(super) fn start_with(&mut self, plan: Plan, view: View) {
        self.settle();
        self.start(plan);
        if let Some(run) = &mut self.run {
            run.look(view);
        }
    }

    /// Generates sessions.
    pub fn generate(&mut self, scenario: Scenario) {
        self.touch();
        let tab = if self.view.tab.is_late() { self.view.tab } else { Tab::Detect };
        let view = View { selected: None, page: 0, tab, ..self.view.clone() };
        let features = match self.shown.as_ref().map(|shown| &shown.plan().source) {
            // Columns of a file mean nothing to generated sessions.
            Some(Source::File(_)) => features::default_features(),
            _ => self.plan.features.clone(),
        };
        let plan = Plan { source: Source::Generated(scenario), features, ..self.plan.clone() };
        self.start_with(plan, view);
    }

    /// Has the sessions judged by other features.
    pub fn judge_over(&mut self, features: Vec<Feature>) {
        self.touch();
        self.start(Plan { features, ..self.plan.clone() });
    }

    /// Opens files: those that a link waits for, or others.
    pub fn open(&mut self, files: Vec<W::File>) {
        self.open_with(files, 1);
    }

    /// Opens files, taking the first of each so many rows.
    pub(super) fn open_with(&mut self, files: Vec<W::File>, every: u32) {
        self.settle();
        let waiting = self.link.clone().filter(|link| state::needed_file(&link.plan).is_some());
        let (request, then, expected) = match waiting {
            Some(link) => {
                let plan = link.plan.to_pairs().to_string();
                self.plan = link.plan;
                (Request::Run { plan }, link.view, link.fingerprint)
            }
            None => {
                self.touch();
                // Of sessions only the detector is taken over, of a model only the sessions; the worker recognises which it is.
                let plan = self.plan.to_pairs().to_string();
                (Request::Open { plan, columns: Columns::Recognised, every }, View::default(), None)
            }
        };
        self.read(request, files);
        if let Some(run) = &mut self.run {
            run.look(then);
            run.expect(expected);
        }
    }

    /// Makes what is shown by today's rules.
    pub fn renew(&mut self) {
        self.touch();
        let plan = state::by_todays_rules(self.plan.clone());
        match plan.source {
            Source::File(_) => {
                let request =
                    Request::Open { plan: plan.to_pairs().to_string(), columns: Columns::ByTodaysRules, every: 1 };
                self.read(request, self.files.clone());
            }
            Source::Generated(_) => self.start(plan),
        }
    }

    /// Starts a run that reads files.
    pub(super) fn read(&mut self, request: Request, files: Vec<W::File>) {
        let id = self.world.run(Program::Full, request, &files);
        // A file can take its time before the first word of it: that it is read is shown at once.
        let stage = Stage::Reading { rows: 0, again: false };
        let progress = self
            .waiting(Program::Full, stage)
            .or_else(|| Some((Progress { stage, done: 0.0, total: 0.0 }, String::new())));
        self.begin(Run::new(id, progress, files));
    }

    /// Asks for the tab that is open, where another program describes it.
    pub(super) fn ask_sheet(&mut self) {
        if self.shown.is_some() {
            self.file_tab.ask(&self.port, self.tab(), &self.plan);
        }
    }

    /// The user did something to a control of a sheet: its name and its value.
    pub fn edit_control(&mut self, edit: (String, String)) {
        self.file_tab.edit(&self.port, edit, self.tab(), &self.plan);
    }

    /// Forgets what the user did to the controls of sheets: they stand as they are described.
    pub(super) fn settle(&mut self) {
        self.file_tab.settle(&self.port);
    }

    /// Looks at what is shown otherwise.
    pub fn look(&mut self, view: View) {
        self.touched = true;
        let old = std::mem::replace(&mut self.view, view);
        if old.tab != self.view.tab {
            if let Some(run) = &mut self.run {
                run.stay(self.view.tab);
            }
            self.file_tab.turn(&self.port);
            self.ask_sheet();
        }
        self.write_address();
    }

    /// The scatter has got another size, in device pixels.
    pub fn resize(&mut self, plot: (u32, u32)) {
        self.plot = plot;
    }

    /// A late tab says what is chosen on it. The whole address of a link that was wanted, where it is to be copied.
    pub fn choose(&mut self, tab: Tab, chosen: &str) -> Option<String> {
        if self.view.chosen.on(tab) != chosen {
            self.touched = true;
            if let Some(run) = &mut self.run {
                run.carry(tab, &self.view.chosen.on(tab), chosen);
            }
            self.view.chosen.set(tab, chosen);
            self.write_address();
        }
        self.go_on_sharing()
    }

    /// A late tab does not work, or not any more: what is chosen on it is not waited for.
    pub fn lose_tab(&mut self) -> Option<String> {
        self.go_on_sharing()
    }

    fn go_on_sharing(&mut self) -> Option<String> {
        let was_sharing = self.is_sharing();
        self.sharing = self.sharing.saturating_sub(1);
        if was_sharing && !self.is_sharing() { self.make_link() } else { None }
    }

    /// A late tab has something to tell.
    pub fn tell(&mut self, text: String) {
        self.notice = Some(Notice::new(NoticeKind::Info, text));
    }

    /// The link of a fragment is to be opened.
    pub fn open_link(&mut self, fragment: &str) {
        self.world.set_fragment(fragment);
        self.read_address();
    }

    /// Has a file written.
    pub fn write(&mut self, product: Product) {
        let id = self.port.ask::<WriteFile>(&product);
        self.export = Some(Exporting::new(id));
    }
}

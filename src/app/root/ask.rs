//! What the page asks of the workers: runs, and the views of what is shown.

use super::*;

impl Root {
    /// The user has changed the plan: what a link promised no longer stands.
    pub(super) fn touch(&mut self) {
        self.touched = true;
        self.verdict = None;
        self.expected = None;
        self.link = None;
    }

    pub(super) fn start(&mut self, plan: Plan) {
        let request = Request::Run { plan: plan.to_pairs().to_string() };
        self.plan = plan;
        self.notice = None;
        let program = self.program();
        let id = self.client.run(program, request, JsValue::UNDEFINED);
        // The bar and its button stay where they are when a run takes the place of another.
        let progress =
            self.run.take().and_then(|run| run.progress).or_else(|| self.waiting(program, Stage::Generating));
        self.run = Some(Run { id, progress, files: Vec::new(), before: None });
    }

    /// The program that the plan needs.
    pub(super) fn program(&self) -> Program {
        if state::is_light(&self.plan) { Program::Page } else { Program::Full }
    }

    /// How it stands with a run that has to wait for the full program; the page's own is there before anything is seen.
    fn waiting(&self, program: Program, stage: Stage) -> Option<(Progress, String)> {
        let waits = program == Program::Full && self.client.is_loading(program);
        waits.then(|| (Progress { stage, done: 0.0, total: 0.0 }, "Loading the rest of the program first…".into()))
    }

    /// Starts a run whose result is to be looked at otherwise.
    pub(super) fn start_with(&mut self, plan: Plan, view: View) {
        let before = std::mem::replace(&mut self.view, view);
        self.start(plan);
        if let Some(run) = &mut self.run {
            run.before = Some(before);
        }
    }

    /// Opens files: those that a link waits for, or others.
    pub(super) fn open(&mut self, files: Vec<web_sys::File>) {
        self.open_with(files, 1);
    }

    /// Opens files, taking the first of each so many rows.
    pub(super) fn open_with(&mut self, files: Vec<web_sys::File>, every: u32) {
        self.notice = None;
        let before = Some(self.view.clone());
        let waiting = self.link.clone().filter(|link| state::needed_file(&link.plan).is_some());
        let request = match waiting {
            Some(link) => {
                self.expected = link.fingerprint;
                self.view = link.view;
                let plan = link.plan.to_pairs().to_string();
                self.plan = link.plan;
                Request::Run { plan }
            }
            None => {
                self.touch();
                self.view = View::default();
                // Of sessions only the detector is taken over, of a model only the sessions; the worker recognises which it is.
                Request::Open { plan: self.plan.to_pairs().to_string(), columns: Columns::Recognised, every }
            }
        };
        self.read(request, files, before);
    }

    /// Makes what is shown by today's rules.
    pub(super) fn renew(&mut self) {
        self.touch();
        let plan = state::by_todays_rules(self.plan.clone());
        match plan.source {
            Source::File(_) => {
                let request =
                    Request::Open { plan: plan.to_pairs().to_string(), columns: Columns::ByTodaysRules, every: 1 };
                self.read(request, self.files.clone(), None);
            }
            Source::Generated(_) => self.start(plan),
        }
    }

    /// Starts a run that reads files.
    pub(super) fn read(&mut self, request: Request, files: Vec<web_sys::File>, before: Option<View>) {
        let attached: js_sys::Array = files.iter().collect();
        let id = self.client.run(Program::Full, request, attached.into());
        // A file can take its time before the first word of it: that it is read is shown at once.
        let stage = Stage::Reading { rows: 0 };
        let progress = self
            .waiting(Program::Full, stage)
            .or_else(|| Some((Progress { stage, done: 0.0, total: 0.0 }, String::new())));
        self.run = Some(Run { id, progress, files, before });
    }

    /// Asks for the tab that is open, where another program describes it.
    pub(super) fn ask_sheet(&mut self) {
        let tab = self.tab();
        if !matches!(tab, Tab::Detect | Tab::Explore) {
            self.sheet.0 = self.client.ask(Request::Sheet { tab, plan: self.plan.to_pairs().to_string() });
        }
    }

    /// Asks what the user means by something done to a control of a sheet. What he did before and was not answered yet
    /// is asked again, because the plan does not know of it.
    pub(super) fn ask_change(&mut self, name: String, value: String) {
        self.edits.push((name, value));
        let changes = self.edits.get(self.answered..).unwrap_or_default().to_vec();
        let plan = self.plan.to_pairs().to_string();
        self.change = self.client.ask(Request::Change { tab: self.tab(), plan, changes });
    }

    /// Forgets what the user did to the controls of sheets: they stand as they are described.
    pub(super) fn settle(&mut self) {
        self.edits.clear();
        self.answered = 0;
        self.told = 0;
        self.change = 0;
    }

    pub(super) fn ask_again(&mut self, old: &View) {
        if (&old.x, &old.y, old.field) != (&self.view.x, &self.view.y, self.view.field) {
            self.ask_scatter();
        }
        if (&old.sort, old.flagged_only, old.page) != (&self.view.sort, self.view.flagged_only, self.view.page) {
            self.ask_ranking();
        }
        if old.tab != self.view.tab {
            self.sheet.1 = None;
            self.ask_sheet();
        }
        if old.selected != self.view.selected
            && let Some(row) = self.view.selected
        {
            self.ask_explanation(row);
        }
    }

    pub(super) fn ask_scatter(&mut self) {
        let Some(result) = self.summary.as_ref().and_then(|summary| summary.result.as_ref()) else { return };
        let Some((x, y)) = state::axes(&self.view, &result.axes) else { return };
        let (width, height) = self.plot;
        if width > 0 && height > 0 {
            let query = ScatterQuery { x, y, width, height, field: self.view.field };
            self.scatter.0 = self.client.ask(Request::Scatter(query));
        }
    }

    pub(super) fn ask_ranking(&mut self) {
        let query = RankingQuery {
            by: self.view.sort.column.clone(),
            order: if self.view.sort.order == Order::Rising { Order::Rising } else { Order::Falling },
            flagged_only: self.view.flagged_only,
            skip: self.view.page.saturating_mul(PAGE),
            show: PAGE,
        };
        self.ranking.0 = self.client.ask(Request::Rank(query));
    }

    pub(super) fn ask_explanation(&mut self, row: u32) {
        self.explanation.0 = self.client.ask(Request::Explain { row });
        self.firmness = (self.client.ask(Request::Firmness { row }), None);
    }
}

//! What the workers say, and what the page makes of it.

use super::*;

impl<W: World> Page<W> {
    /// A worker has answered the request of this number; whether the page is to be drawn anew.
    pub fn hear(&mut self, id: u32, event: Event, bulk: Vec<Vec<u8>>) -> bool {
        let current = self.run.as_ref().is_some_and(|run| run.id == id);
        let is_sheet = matches!(event, Event::Sheet);
        let other = match &mut self.shown {
            Some(shown) => shown.hear(&self.world, &mut self.view, id, event, &bulk),
            None => Some(event),
        };
        let Some(event) = other else {
            if is_sheet {
                let told = std::mem::take(&mut self.told).min(self.edits.len());
                self.edits.drain(..told);
                self.answered = self.answered.saturating_sub(told);
            }
            return true;
        };
        match event {
            Event::Progress { progress, detail } if current => {
                if let Some(run) = &mut self.run {
                    run.progress = Some((progress, detail));
                }
            }
            Event::Done(summary) | Event::Opened(summary) => self.finish(*summary, current),
            Event::Cancelled { kept } if current => {
                self.give_up(Notice::new(NoticeKind::Info, "Cancelled.".into()), kept);
            }
            Event::Failed { message, kept } if current => {
                let advice = decode(&bulk).map(Shared::new);
                self.give_up(Notice { advice, ..problem(sentence(&message)) }, kept);
            }
            Event::Explored => {
                self.world.tell_explore(id, bulk.first(), false);
                return false;
            }
            Event::ExportPart => {
                match &mut self.export {
                    Some(export) if export.id == id => export.parts.extend(bulk),
                    _ => bulk.iter().for_each(|part| self.world.tell_explore(id, Some(part), true)),
                }
                return false;
            }
            Event::ExportDone { name, media } => self.save(id, &name, &media),
            Event::Changed { plan, effect } if id == self.change => self.changed(&plan, effect, &bulk),
            Event::Failed { message, .. } if self.export.as_ref().is_some_and(|export| export.id == id) => {
                self.export = None;
                self.notice = Some(problem(sentence(&message)));
            }
            Event::Failed { message, .. } if id == self.change => {
                self.settle();
                self.notice = Some(problem(sentence(&message)));
            }
            Event::Failed { .. } => {
                self.world.tell_explore(id, None, false);
                return false;
            }
            _ => return false,
        }
        true
    }

    /// The worker that answers holds another analysis: shows it in the place of the one before, and asks for its views.
    ///
    /// That is so even where another run is wanted by now: whatever is asked is answered from what is held, and should that
    /// run not come to its end, this is what there is.
    fn finish(&mut self, summary: Summary, is_wanted: bool) {
        let run = self.run.take_if(|_| is_wanted);
        let Some(plan) = self.plan_of(&summary.plan) else { return };
        let (mut verdict, mut then) = (None, None);
        if let Some(run) = run {
            self.plan = plan.clone();
            self.link = None;
            // A model that was opened is none to read the sessions from again.
            if summary.opened {
                self.files = run.files;
            }
            then = run.then;
            let found = summary.result.as_ref().and_then(|result| result.fingerprint.parse().ok());
            verdict = run.expected.zip(found).map(|(expected, found)| Verdict::of(expected, found));
        }
        self.sharing = false;
        let former = self.shown.take();
        let others = former.as_ref().is_some_and(|former| !shown::are_same_sessions(&former.plan, &plan));
        match then {
            Some(view) => self.view = view,
            // A row is another session now.
            None if others => (self.view.selected, self.view.page) = (None, 0),
            None => {}
        }
        if self.view.selected.is_some_and(|row| row >= summary.sessions) {
            self.view.selected = None;
        }
        let text = plan.to_pairs().to_string();
        let shown = self.shown.insert(Shown::after(former, plan, summary, verdict));
        let has_result = shown.result().is_some();
        // The sheet that comes shows what was understood by now; until it is there, controls stand as the user has set them.
        self.told = self.answered;
        let is_of_others = !shown.sheet.is_renewing();
        if has_result {
            self.world.start_others(&text);
            shown.ask_scatter(&self.world, &self.view, self.plot);
            shown.ask_ranking(&self.world, &self.view);
            if let Some(row) = self.view.selected {
                shown.ask_explanation(&self.world, row);
            }
            shown.ask_advice(&self.world);
        }
        self.world.renew_explore(has_result.then_some(&self.view.explore), others);
        if is_of_others {
            self.settle();
        }
        self.ask_sheet();
        self.write_address();
    }

    /// The plan that a worker says.
    fn plan_of(&mut self, text: &str) -> Option<Plan> {
        match Pairs::parse(text).and_then(|mut pairs| Plan::take_from(&mut pairs)) {
            Ok(plan) => Some(plan),
            Err(error) => {
                self.notice = Some(problem(sentence(&error.to_string())));
                None
            }
        }
    }

    /// What the user did to the controls of a sheet is understood: does what it means.
    fn changed(&mut self, plan: &str, effect: Effect, bulk: &[Vec<u8>]) {
        self.answered = self.edits.len();
        match effect {
            Effect::Draw => {
                self.take_plan(plan);
                if let Some(shown) = &mut self.shown {
                    shown.redraw(decode::<Option<_>>(bulk).flatten());
                }
                self.settle();
            }
            Effect::ErrorLog => {
                self.settle();
                self.write(Product::ErrorLog);
            }
            Effect::Run => {
                self.touch();
                self.take_plan(plan);
                self.start(self.plan.clone());
            }
            Effect::Read => {
                self.touch();
                self.take_plan(plan);
                let request = Request::Open { plan: plan.to_owned(), columns: Columns::Mapped, every: 1 };
                self.read(request, self.files.clone());
            }
            Effect::Again { every } => {
                let files = std::mem::take(&mut self.refused);
                self.open_with(files, every);
            }
        }
    }

    /// Takes a plan over from what a worker says.
    fn take_plan(&mut self, text: &str) {
        if let Some(plan) = self.plan_of(text) {
            self.plan = plan;
        }
    }

    /// A run did not come to its end: the controls go back to what is shown. Nothing is, where the worker has let go of it.
    pub(super) fn give_up(&mut self, notice: Notice, kept: bool) {
        if let Some(run) = self.run.take() {
            self.refused = run.files;
        }
        self.settle();
        self.notice = Some(notice);
        if !kept && self.result().is_some() {
            self.shown = None;
            self.world.renew_explore(None, true);
            self.write_address();
        }
        match &self.shown {
            Some(shown) => self.plan = shown.plan.clone(),
            // A file that was open is none to go on with.
            None if matches!(self.plan.source, Source::File(_)) => {
                self.plan = Plan { detector: self.plan.detector.clone(), ..Plan::default() };
            }
            None => {}
        }
    }

    /// No worker can be started: the page cannot work.
    pub fn stop(&mut self, message: &str) {
        self.run = None;
        self.notice = Some(problem(format!("StreamGuard cannot run here: {}", sentence(message))));
    }

    /// The analysis worker was replaced and has forgotten everything.
    pub fn recover(&mut self, message: &str) {
        let lost = if self.run.take().is_some() { "the run under way is lost, " } else { "" };
        self.export = None;
        self.settle();
        let text = match self.shown.as_ref().map(|shown| shown.plan.clone()) {
            Some(plan) => {
                match plan.source {
                    Source::File(_) => {
                        let request = Request::Run { plan: plan.to_pairs().to_string() };
                        self.plan = plan;
                        self.read(request, self.files.clone());
                    }
                    Source::Generated(_) => self.start(plan),
                }
                format!(
                    "The analysis worker failed and was replaced; {lost}what is shown is computed anew. It said: {message}"
                )
            }
            None => format!("The analysis worker failed and was replaced. It said: {message}"),
        };
        self.notice = Some(problem(text));
    }

    fn save(&mut self, id: u32, name: &str, media: &str) {
        let Some(export) = self.export.take_if(|export| export.id == id) else { return };
        if let Err(error) = self.world.save(name, &export.parts, media) {
            self.notice = Some(problem(format!("The browser did not take the file: {error}")));
        }
    }
}

/// A notice that something did not work.
pub(super) fn problem(text: String) -> Notice {
    Notice::new(NoticeKind::Error, text)
}

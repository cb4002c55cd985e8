//! What the workers say, and what the page makes of it.

use super::exporting::Exporting;
use super::file_tab::FileTab;
use super::shown::{self, Shown};
use super::{Notice, NoticeKind, Page, World};
use crate::app::shared::Shared;
use crate::app::state::{Verdict, sentence};
use crate::engine::{Columns, Event, Piece, Product, Request, Summary};
use crate::sheet::{ChangeControls, Changed, DescribeTab, Effect};
use analysis::services::ExplainSession;
use analysis::{Plan, Source};
use crossfilter::query::Written;
use export::Chosen;
use port::{Lasting, Service, decode};

impl<W: World> Page<W> {
    /// A worker has answered the request of this number; whether the page is to be drawn anew.
    pub fn hear(&mut self, id: u32, event: Event, bulk: Vec<Piece>) -> bool {
        let current = self.run.as_ref().is_some_and(|run| run.is(id));
        match event {
            Event::Progress { progress, detail } if current => {
                if let Some(run) = &mut self.run {
                    run.go_on((progress, detail));
                }
            }
            Event::Done(summary) | Event::Opened(summary) => self.finish(*summary, current),
            Event::Cancelled { kept } if current => {
                self.give_up(Notice::new(NoticeKind::Info, "Cancelled.".into()), kept);
            }
            Event::Failed { message, kept } if current => {
                let advice = bulk.first().and_then(|piece| decode(&piece.bytes())).map(Shared::new);
                self.give_up(Notice { advice, ..problem(sentence(&message)) }, kept);
            }
            Event::Part => match &mut self.export {
                Some(export) if export.is(id) => export.take(bulk),
                _ => {
                    bulk.iter().for_each(|part| self.world.part_for_tab(id, part));
                    return false;
                }
            },
            Event::Answer => {
                let answer = bulk.into_iter().next().ok_or_else(String::new);
                return self.answered(id, answer);
            }
            Event::Failed { message, .. } => return self.answered(id, Err(message)),
            _ => return false,
        }
        true
    }

    /// The question of this number is answered, or failed and why; whether the page is to be drawn anew.
    fn answered(&mut self, id: u32, answer: Result<Piece, String>) -> bool {
        if let Some(export) = self.export.take_if(|export| export.is(id)) {
            self.save(export, answer);
        } else if self.port.awaits(id) {
            let service = self.port.hear(id, answer.map(|piece| piece.bytes()));
            self.take_answer(service.unwrap_or_default());
        } else {
            self.world.answer_tab(id, answer.as_ref().map_err(String::as_str));
            return false;
        }
        true
    }

    /// A service has answered: what that means beyond what views show of it.
    fn take_answer(&mut self, service: &str) {
        if service == DescribeTab::NAME {
            self.file_tab.described(&self.port);
        } else if service == ChangeControls::NAME {
            match self.file_tab.understand(&self.port) {
                Some(Ok(changed)) => self.changed(changed),
                Some(Err(message)) => {
                    self.settle();
                    self.notice = Some(problem(sentence(&message)));
                }
                None => {}
            }
        } else if service == ExplainSession::NAME
            && self.port.get::<ExplainSession>().current().is_some_and(|explanation| explanation.is_none())
        {
            // There is no such session.
            self.view.selected = None;
        }
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
            let (files, look, expected) = run.end();
            // A model that was opened is none to read the sessions from again.
            if summary.opened {
                self.files = files;
            }
            then = look;
            let found = summary.result.as_ref().and_then(|result| result.fingerprint.parse().ok());
            verdict = expected.zip(found).map(|(expected, found)| Verdict::of(expected, found));
        }
        self.sharing = 0;
        let former = self.shown.take();
        let others = former.as_ref().is_some_and(|former| !shown::are_same_sessions(former.plan(), &plan));
        let is_same = former.as_ref().is_some_and(|former| {
            let has_result = former.result().is_some() && summary.result.is_some();
            has_result && shown::are_same_sessions(former.plan(), &plan)
        });
        let is_same_file = former.as_ref().is_some_and(|former| shown::are_same_files(former.plan(), &plan));
        self.port.renew(|lasting| match lasting {
            Lasting::Sessions => is_same,
            // The controls stay under the user's hands where the same files are read otherwise.
            Lasting::File => is_same_file,
        });
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
        let shown = self.shown.insert(Shown::new(plan, summary, verdict));
        let has_result = shown.result().is_some();
        let subject = shown.subject();
        // The sheet that comes shows what was understood by now; until it is there, controls stand as the user has set them.
        self.file_tab.tell();
        let is_of_others = !FileTab::is_renewing(&self.port);
        if has_result {
            self.world.start_others(&text);
        }
        self.world.show_tabs(subject.as_ref(), &self.view.chosen, others);
        if is_of_others {
            self.settle();
        }
        // What was asked meanwhile comes on top of it.
        self.file_tab.ask_again(&self.port, &self.plan);
        self.ask_sheet();
        self.write_address();
    }

    /// The plan that a worker says.
    fn plan_of(&mut self, text: &str) -> Option<Plan> {
        match Plan::from_text(text) {
            Ok(plan) => Some(plan),
            Err(error) => {
                self.notice = Some(problem(sentence(&error.to_string())));
                None
            }
        }
    }

    /// What the user did to the controls of a sheet is understood: does what it means.
    fn changed(&mut self, Changed { plan, effect, sheet }: Changed) {
        let plan = plan.as_str();
        match effect {
            Effect::Draw => {
                self.take_plan(plan);
                if self.shown.is_some() {
                    self.file_tab.redraw(&self.port, self.tab(), &self.plan, sheet);
                }
                self.settle();
            }
            Effect::ErrorLog | Effect::Sessions => {
                self.settle();
                self.write(if effect == Effect::Sessions { Product::Sessions } else { Product::ErrorLog });
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
            self.refused = run.end().0;
        }
        self.settle();
        self.notice = Some(notice);
        if !kept && self.result().is_some() {
            self.shown = None;
            self.port.renew(|_| false);
            self.file_tab.turn(&self.port);
            self.world.show_tabs(None, &Chosen::default(), true);
            self.write_address();
        }
        match &self.shown {
            Some(shown) => self.plan = shown.plan().clone(),
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
        let text = match self.shown.as_ref().map(|shown| shown.plan().clone()) {
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

    /// A file is complete, or there is none.
    fn save(&mut self, export: Exporting, answer: Result<Piece, String>) {
        let written = answer.map(|piece| decode::<Written>(&piece.bytes()));
        let saved = match written {
            Ok(Some(written)) => match export.finish(&written) {
                Some(parts) => self
                    .world
                    .save(&written.name, &parts, &written.media)
                    .map_err(|error| format!("The browser did not take the file: {error}")),
                None => Err("A part of the file is missing: nothing was saved. Try again.".into()),
            },
            Ok(None) => Err("The file could not be written. Try again.".into()),
            Err(message) => Err(sentence(&message)),
        };
        if let Err(text) = saved {
            self.notice = Some(problem(text));
        }
    }
}

/// A notice that something did not work.
pub(super) fn problem(text: String) -> Notice {
    Notice::new(NoticeKind::Error, text)
}

//! What the workers say, and what the page makes of it.

use super::*;

impl Root {
    pub(super) fn hear(&mut self, signal: Signal) -> bool {
        match signal {
            Signal::Event { id, event, bulk } => self.hear_event(id, event, bulk),
            Signal::Replaced { message } => {
                self.recover(&message);
                true
            }
            Signal::Broken { message } => {
                self.run = None;
                let text = format!("StreamGuard cannot run here: {}", sentence(&message));
                self.notice = Some(problem(text));
                true
            }
        }
    }

    pub(super) fn hear_event(&mut self, id: u32, event: Event, bulk: Vec<Vec<u8>>) -> bool {
        let current = self.run.as_ref().is_some_and(|run| run.id == id);
        match event {
            Event::Progress { progress, detail } if current => {
                if let Some(run) = &mut self.run {
                    run.progress = Some((progress, detail));
                }
            }
            Event::Done(summary) | Event::Opened(summary) if current => self.finish(*summary),
            Event::Cancelled { kept } if current => {
                self.give_up(Notice::new(NoticeKind::Info, "Cancelled.".into()), kept);
            }
            Event::Failed { message, kept } if current => {
                let advice = decode(&bulk).map(Shared::new);
                self.give_up(Notice { advice, ..problem(sentence(&message)) }, kept);
            }
            Event::Scatter(mut scatter) if id == self.scatter.0 => {
                scatter.put_bulk(&bulk);
                self.scatter.1 = Some(Shared::new(*scatter));
            }
            Event::Ranking(ranking) if id == self.ranking.0 => {
                let top = ranking.rows.first().map(|row| row.row);
                self.ranking.1 = Some(Shared::new(*ranking));
                match (self.view.selected, top) {
                    (Some(_), _) => {}
                    (None, Some(row)) => self.ask_explanation(row),
                    (None, None) => self.explanation.1 = None,
                }
            }
            Event::Explanation(explanation) if id == self.explanation.0 => {
                self.explanation.1 = Some(Shared::new(*explanation));
            }
            Event::Firmness if id == self.firmness.0 => {
                self.firmness.1 = decode::<Option<_>>(&bulk).flatten().map(Shared::new);
            }
            Event::Advice if id == self.advice.0 => self.advice.1 = decode(&bulk).map(Shared::new),
            Event::Explored => {
                explore::hear(id, bulk.first());
                return false;
            }
            Event::NoSuchSession if id == self.explanation.0 => {
                self.view.selected = None;
                self.explanation.1 = None;
            }
            Event::ExportPart => match &mut self.export {
                Some(export) if export.id == id => {
                    export.parts.extend(bulk);
                    return false;
                }
                _ => {
                    explore::hear_parts(id, &bulk);
                    return false;
                }
            },
            Event::ExportDone { name, media } => self.save(id, &name, &media),
            Event::Sheet if id == self.sheet.0 => {
                self.sheet.1 = decode(&bulk).flatten();
                let told = std::mem::take(&mut self.told).min(self.edits.len());
                self.edits.drain(..told);
                self.answered = self.answered.saturating_sub(told);
            }
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
                explore::hear(id, None);
                return false;
            }
            _ => return false,
        }
        true
    }

    /// A run is finished: shows it and asks for its views.
    pub(super) fn finish(&mut self, summary: Summary) {
        let run = self.run.take();
        self.take_plan(&summary.plan);
        // A model that was opened is none to read the sessions from again.
        if let (Some(run), true) = (run, summary.opened) {
            self.files = run.files;
        }
        // The sheet that comes shows what was understood by now; until it is there, controls stand as the user has set them.
        self.told = self.answered;
        self.link = None;
        if let (Some(expected), Some(result)) = (self.expected.take(), &summary.result) {
            self.verdict = result.fingerprint.parse().ok().map(|found| Verdict::of(expected, found));
        }
        if self.view.selected.is_some_and(|row| row >= summary.sessions) {
            self.view.selected = None;
        }
        let has_result = summary.result.is_some();
        self.shown = Some(self.plan.clone());
        self.summary = Some(Shared::new(summary));
        if has_result {
            self.client.start_others(&self.plan.to_pairs().to_string());
            self.ask_scatter();
            self.ask_ranking();
            if let Some(row) = self.view.selected {
                self.ask_explanation(row);
            }
            self.advice.0 = self.client.ask(Request::Advise);
            self.explore.renew(&self.view.explore);
        }
        self.ask_sheet();
        self.write_address();
    }

    /// Takes a plan over from what a worker says.
    fn take_plan(&mut self, text: &str) {
        match Pairs::parse(text).and_then(|mut pairs| Plan::take_from(&mut pairs)) {
            Ok(plan) => self.plan = plan,
            Err(error) => self.notice = Some(problem(sentence(&error.to_string()))),
        }
    }

    /// What the user did to the controls of a sheet is understood: does what it means.
    fn changed(&mut self, plan: &str, effect: Effect, bulk: &[Vec<u8>]) {
        self.answered = self.edits.len();
        match effect {
            Effect::Draw => {
                self.take_plan(plan);
                self.sheet.1 = decode(bulk).flatten();
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
                self.notice = None;
                self.take_plan(plan);
                let request = Request::Open { plan: plan.to_owned(), columns: Columns::Mapped, every: 1 };
                self.read(request, self.files.clone(), None);
            }
            Effect::Again { every } => {
                let files = std::mem::take(&mut self.refused);
                self.open_with(files, every);
            }
        }
    }

    /// Has a file written.
    pub(super) fn write(&mut self, product: Product) {
        let id = self.client.ask(Request::Export(product));
        self.export = Some(Export { id, parts: Vec::new() });
    }

    /// A run did not come to its end: the controls go back to what is shown.
    pub(super) fn give_up(&mut self, notice: Notice, kept: bool) {
        let before = self.run.take().and_then(|run| {
            self.refused = run.files;
            run.before
        });
        self.expected = None;
        self.settle();
        self.notice = Some(notice);
        if kept {
            if let Some(view) = before {
                self.view = view;
            }
            if let Some(shown) = &self.shown {
                self.plan = shown.clone();
            }
        } else {
            self.summary = self.summary.take().filter(|summary| summary.result.is_none());
        }
    }

    /// The analysis worker was replaced and has forgotten everything.
    pub(super) fn recover(&mut self, message: &str) {
        let during = self.run.take();
        self.export = None;
        self.expected = None;
        self.settle();
        let lost = if during.is_some() { "the run under way is lost, " } else { "" };
        let text = match self.shown.clone() {
            Some(plan) => {
                if let Some(view) = during.and_then(|run| run.before) {
                    self.view = view;
                }
                match plan.source {
                    Source::File(_) => {
                        let request = Request::Run { plan: plan.to_pairs().to_string() };
                        self.plan = plan;
                        self.read(request, self.files.clone(), None);
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
        if let Err(error) = browser::download(name, &export.parts, media) {
            self.notice = Some(problem(format!("The browser did not take the file: {error:?}")));
        }
    }
}

/// A notice that something did not work.
pub(super) fn problem(text: String) -> Notice {
    Notice::new(NoticeKind::Error, text)
}

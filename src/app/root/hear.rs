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
                self.notice = Some(Notice { kind: NoticeKind::Error, text });
                true
            }
        }
    }

    pub(super) fn hear_event(&mut self, id: u32, event: Event, bulk: Vec<Vec<u8>>) -> bool {
        let current = self.run.as_ref().is_some_and(|run| run.id == id);
        match event {
            Event::Progress(progress) if current => {
                if let Some(run) = &mut self.run {
                    run.progress = Some(progress);
                }
            }
            Event::Done(summary) | Event::Opened(summary) if current => self.finish(*summary),
            Event::Cancelled { kept } if current => self.give_up("Cancelled.", NoticeKind::Info, kept),
            Event::Failed { message, kept } if current => {
                self.give_up(&sentence(&message), NoticeKind::Error, kept);
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
            Event::NoSuchSession if id == self.explanation.0 => {
                self.view.selected = None;
                self.explanation.1 = None;
            }
            Event::ExportPart => match &mut self.export {
                Some(export) if export.id == id => {
                    export.parts.extend(bulk);
                    return false;
                }
                _ => return false,
            },
            Event::ExportDone => self.save(id),
            Event::Failed { message, .. } if self.export.as_ref().is_some_and(|export| export.id == id) => {
                self.export = None;
                self.notice = Some(Notice { kind: NoticeKind::Error, text: sentence(&message) });
            }
            _ => return false,
        }
        true
    }

    /// A run is finished: shows it and asks for its views.
    pub(super) fn finish(&mut self, summary: Summary) {
        let file = self.run.take().and_then(|run| run.file);
        match Pairs::parse(&summary.plan).and_then(|mut pairs| Plan::take_from(&mut pairs)) {
            Ok(plan) => self.plan = plan,
            Err(error) => {
                self.notice = Some(Notice { kind: NoticeKind::Error, text: sentence(&error.to_string()) });
            }
        }
        // A model that was opened is none to read the sessions from again.
        if let (Some(file), Source::File(source)) = (file, &self.plan.source)
            && source.name == file.name()
        {
            self.file = Some(file);
        }
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
        }
        self.write_address();
    }

    /// A run did not come to its end: the controls go back to what is shown.
    pub(super) fn give_up(&mut self, text: &str, kind: NoticeKind, kept: bool) {
        let before = self.run.take().and_then(|run| run.before);
        self.expected = None;
        self.given_up += 1;
        self.notice = Some(Notice { kind, text: text.to_owned() });
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
        let lost = if during.is_some() { "the run under way is lost, " } else { "" };
        let text = match self.shown.clone() {
            Some(plan) => {
                if let Some(view) = during.and_then(|run| run.before) {
                    self.view = view;
                }
                let file = match plan.source {
                    Source::File(_) => self.file.clone(),
                    Source::Generated(_) => None,
                };
                let request = Request::Run { plan: plan.to_pairs().to_string() };
                let attached = file.clone().map_or(JsValue::UNDEFINED, JsValue::from);
                self.plan = plan;
                let program = if file.is_some() { Program::Full } else { self.program() };
                let id = self.client.run(program, request, attached);
                self.run = Some(Run { id, progress: None, file, before: None });
                format!(
                    "The analysis worker failed and was replaced; {lost}what is shown is computed anew. It said: {message}"
                )
            }
            None => format!("The analysis worker failed and was replaced. It said: {message}"),
        };
        self.notice = Some(Notice { kind: NoticeKind::Error, text });
    }

    pub(super) fn save(&mut self, id: u32) {
        let Some(export) = self.export.take_if(|export| export.id == id) else { return };
        let (name, mime) = match export.product {
            Product::Scored => ("streamguard-scored.csv", "text/csv;charset=utf-8"),
            Product::Model => ("streamguard-model.json", "application/json"),
            Product::Onnx => ("streamguard-model.onnx", "application/octet-stream"),
        };
        if let Err(error) = browser::download(name, &export.parts, mime) {
            let text = format!("The browser did not take the file: {error:?}");
            self.notice = Some(Notice { kind: NoticeKind::Error, text });
        }
    }
}

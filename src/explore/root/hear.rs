//! What the page and the worker say, and the state's way into the link and out of it.

use super::*;
use crate::crossfilter::{Query, Reply};
use crate::explore::{offer, words};

/// A longer text is not put into the link, which would not open.
const MOST_NOTED: usize = 6000;
/// Browsers do not let the address be changed often.
const NOTE_PAUSE: i32 = 400;

impl Root {
    pub(super) fn hear(&mut self, heard: Heard) -> bool {
        match heard {
            Heard::Anew => {
                for lane in [&mut self.describe, &mut self.show, &mut self.prepare, &mut self.brush] {
                    lane.reset();
                }
                (self.stale, self.failed) = (true, false);
                self.post.forget();
                self.epoch += 1;
                (self.brushing, self.before) = (None, None);
                self.read_state(false);
                self.ask();
            }
            Heard::Part(number, part) => {
                self.post.part(number, part);
                return false;
            }
            Heard::Answer(number, reply) => {
                let Some(reply) = self.post.deliver(number, reply) else { return false };
                return self.answered(number, reply.map(|reply| *reply));
            }
        }
        true
    }

    fn answered(&mut self, number: u32, reply: Option<Reply>) -> bool {
        let seam = self.seam.clone();
        if self.describe.heard(number, |query| seam.ask(query)).is_some() {
            match reply {
                Some(Reply::Description(about)) => self.describe_as(*about),
                _ => self.failed = true,
            }
            return true;
        }
        let prepared = self.prepare.heard(number, |query| seam.ask(query));
        if prepared.is_some() {
            self.unprepared = !matches!(reply, Some(Reply::Prepared { .. }));
            if self.brushing.is_some() {
                self.ask_brush();
            }
            return false;
        }
        let brushed = self.brush.heard(number, |query| seam.ask(query)).is_some();
        let shown = if brushed { None } else { self.show.heard(number, |query| seam.ask(query)) };
        match (reply, shown) {
            (Some(Reply::Pictures { pictures, totals }), shown) if brushed || shown.is_some() => {
                self.failed = false;
                self.totals = Some(totals);
                // While a brush moves, nothing is read out.
                if shown.is_some() && self.brushing.is_none() {
                    self.said = words::totals(&totals);
                }
                for (id, picture) in pictures {
                    let drawing = match &shown {
                        Some(Query::Show { views, .. }) => views.iter().find(|view| view.id == id),
                        _ => None,
                    };
                    let drawing = drawing.map(|asked| asked.drawing.clone());
                    let drawing = drawing.or_else(|| self.state_view(id).map(|view| view.drawing.clone()));
                    if let Some(drawing) = drawing {
                        // What is drawn already is not drawn again.
                        let known = self.pictures.remove(&id).and_then(|(_, known)| known);
                        let picture = picture.map(|picture| match known {
                            Some(known) if *known == picture => known,
                            _ => Rc::new(picture),
                        });
                        self.pictures.insert(id, (drawing, picture));
                    }
                }
            }
            // The index does not know this brush: it is shown the long way.
            _ if brushed => {
                self.unprepared = true;
                self.ask_pictures();
            }
            (_, Some(_)) => self.failed = true,
            _ => return false,
        }
        true
    }

    pub(super) fn state_view(&self, id: ViewId) -> Option<&View> {
        self.views().iter().find(|view| view.id == id)
    }

    /// It is known what the sessions have.
    fn describe_as(&mut self, about: Description) {
        self.stale = false;
        let (kept, lost) = offer::fit(self.state(), &about);
        if !lost.is_empty() {
            self.notice =
                Some(format!("These sessions have no {}: what was chosen by it is left out.", lost.join(", ")));
            self.history = History::new(kept);
            self.note_soon();
        }
        if self.about.as_deref().is_none_or(|known| known.fingerprint != about.fingerprint) {
            self.pictures.clear();
            self.totals = None;
        }
        self.about = Some(Rc::new(about));
        self.ask_in(0);
    }

    /// Takes over what is chosen where the link says something else than was noted last.
    pub(super) fn read_state(&mut self, first: bool) {
        let text = self.seam.state();
        if text == self.noted && !first {
            return;
        }
        self.note_timer.stop();
        let read = State::from_text(&text);
        if let Err(error) = &read {
            self.notice =
                Some(format!("What the link says about Explore cannot be read: {error}. A fresh start is shown."));
        }
        self.history = History::new(read.unwrap_or_default());
        self.noted = text;
        (self.panel, self.menu, self.drag) = (None, None, None);
    }

    /// Notes what is chosen for the link, in a moment.
    pub(super) fn note_soon(&mut self) {
        self.note_timer.set(NOTE_PAUSE);
    }

    /// Notes what is chosen for the link.
    pub(super) fn note(&mut self) -> bool {
        let text = self.state().to_pairs().to_string();
        if text == self.noted {
            return false;
        }
        if text.len() > MOST_NOTED {
            let told = "There is more chosen than fits into a link: the link stays as it was before.";
            return self.notice.replace(told.into()).as_deref() != Some(told);
        }
        self.seam.note(&text);
        self.noted = text;
        false
    }
}

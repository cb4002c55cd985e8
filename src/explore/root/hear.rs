//! What the page and the worker say, and the state's way into the link and out of it.

use super::*;
use crate::bridge::FromTab;
use crate::explore::{offer, words};
use crossfilter::noted::{self, CUT};
use crossfilter::query::{Pictures, ViewsAsked};
use crossfilter::services::{Describe, MoveBrush, PrepareBrush, ShowViews};
use port::decode;

/// Browsers do not let the address be changed often.
const NOTE_PAUSE: i32 = 400;

impl Root {
    pub(super) fn hear(&mut self, told: FromPage, bytes: Option<Uint8Array>) -> bool {
        match told {
            FromPage::Result { others, chosen, .. } => {
                self.describe.reset();
                self.show.reset();
                self.prepare.reset();
                self.brush.reset();
                (self.stale, self.failed) = (true, false);
                self.post.forget();
                self.epoch += 1;
                (self.brushing, self.before) = (None, None);
                if others {
                    // Nothing of what was known is about these sessions.
                    (self.known, self.notice) = (Known::default(), None);
                }
                self.known.judge_anew();
                self.read_state(chosen, others);
                self.ask();
            }
            FromPage::Choose => return self.note(true),
            FromPage::Room(letters) => {
                self.room = letters as usize;
                return false;
            }
            FromPage::Part { id } => {
                if let Some(part) = bytes {
                    self.post.part(id, part);
                }
                return false;
            }
            FromPage::Answer { id, failure } => {
                let answer = match failure {
                    None => Ok(bytes.map(|bytes| bytes.to_vec()).unwrap_or_default()),
                    Some(why) => Err(why),
                };
                let Err(answer) = self.post.deliver(id, answer) else { return false };
                return self.answered(id, answer.ok().as_deref());
            }
            // The theme is read off the page, and the link is not shown here.
            FromPage::Dark(_) | FromPage::Address(_) => return false,
        }
        true
    }

    /// The question of this number is answered, with these bytes; none where it failed.
    fn answered(&mut self, number: u32, answer: Option<&[u8]>) -> bool {
        let bridge = self.bridge.clone();
        if self.describe.heard(number, |asked| bridge.ask::<Describe>(asked)).is_some() {
            match answer.and_then(decode) {
                Some(about) => self.describe_as(about),
                None => self.failed = true,
            }
            return true;
        }
        if self.prepare.heard(number, |asked| bridge.ask::<PrepareBrush>(asked)).is_some() {
            self.known.unprepared = answer.and_then(decode::<Option<u64>>).flatten().is_none();
            if self.brushing.is_some() {
                self.ask_brush();
            }
            return false;
        }
        if self.brush.heard(number, |bins| bridge.ask::<MoveBrush>(bins)).is_some() {
            match answer.and_then(decode::<Option<Pictures>>).flatten() {
                Some(pictures) => self.draw_pictures(pictures, None),
                // The index does not know this brush: it is shown the long way.
                None => {
                    self.known.unprepared = true;
                    self.ask_pictures();
                }
            }
            return true;
        }
        let Some(asked) = self.show.heard(number, |asked| bridge.ask::<ShowViews>(asked)) else { return false };
        match answer.and_then(decode) {
            Some(pictures) => {
                self.draw_pictures(pictures, Some(&asked));
                // The next of those that nothing was known of, and in the end all together: filters may have changed meanwhile.
                if asked.views.len() < self.asked().len() {
                    self.ask_pictures();
                }
            }
            None => self.failed = true,
        }
        true
    }

    /// The views are drawn by these pictures: of what was asked for, or of a brush that moves.
    fn draw_pictures(&mut self, Pictures { pictures, totals }: Pictures, asked: Option<&ViewsAsked>) {
        self.failed = false;
        self.known.totals = Some(totals);
        // While a brush moves, nothing is read out.
        if asked.is_some() && self.brushing.is_none() {
            self.known.said = words::totals(&totals);
        }
        for (id, picture) in pictures {
            let drawing = asked.and_then(|asked| asked.views.iter().find(|view| view.id == id));
            let drawing = drawing.map(|asked| asked.drawing.clone());
            let drawing = drawing.or_else(|| self.state_view(id).map(|view| view.drawing.clone()));
            if let Some(drawing) = drawing {
                // What is drawn already is not drawn again.
                let known = self.known.pictures.remove(&id).and_then(|(_, known)| known);
                let picture = picture.map(|picture| match known {
                    Some(known) if *known == picture => known,
                    _ => Rc::new(picture),
                });
                self.known.pictures.insert(id, (drawing, picture));
            }
        }
    }

    pub(super) fn state_view(&self, id: ViewId) -> Option<&View> {
        self.views().iter().find(|view| view.id == id)
    }

    /// It is known what the sessions have.
    fn describe_as(&mut self, about: Description) {
        self.stale = false;
        let (kept, lost) = offer::fit(self.state(), &about);
        // Labels that were chosen by their places have their names now.
        if kept != *self.state() {
            self.history = History::new(kept);
        }
        if let Some(told) = lost.told() {
            self.notice = Some(told);
            self.note_soon();
        }
        // Another plan may leave less room, or more.
        let is_cut = self.noted == CUT && *self.state() != State::default();
        if is_cut || self.unnoted || noted::length(&self.noted) > self.room {
            self.note_soon();
        }
        if self.known.about.as_deref().is_none_or(|known| known.fingerprint != about.fingerprint) {
            self.known.pictures.clear();
            self.known.totals = None;
        }
        self.known.about = Some(Rc::new(about));
        self.ask_in(0);
    }

    /// Takes over what is chosen where the link says something else than was noted last, and in any case where the sessions
    /// are others. Carried over from those before, it names none of them.
    pub(super) fn read_state(&mut self, text: String, others: bool) {
        let is_carried = text == self.noted;
        if is_carried && !others {
            return;
        }
        self.note_timer.stop();
        let state = match text.as_str() {
            // What is chosen goes over to other sessions, but for the one that was open.
            _ if is_carried => State { session: None, ..self.state().clone() },
            CUT => {
                let told = "The link is without what was chosen in Explore, which did not fit. A fresh start is shown.";
                self.notice = Some(told.into());
                State::default()
            }
            text => State::from_text(text).unwrap_or_else(|error| {
                self.notice =
                    Some(format!("What the link says about Explore cannot be read: {error}. A fresh start is shown."));
                State::default()
            }),
        };
        let is_other = is_carried && state != *self.state();
        self.history = History::new(state);
        self.noted = text;
        (self.unfit, self.unnoted) = (None, false);
        if is_other {
            self.note_soon();
        }
        (self.panel, self.menu, self.drag) = (None, None, None);
    }

    /// Notes what is chosen for the link, in a moment.
    pub(super) fn note_soon(&mut self) {
        self.note_timer.set(NOTE_PAUSE);
    }

    /// Notes what is chosen for the link, `asked` even where it is noted already. What does not fit is not noted, which is
    /// told here for as long as it is so, and in the link.
    pub(super) fn note(&mut self, asked: bool) -> bool {
        let Some(about) = self.known.about.as_ref().filter(|_| !self.stale) else {
            // It is not known yet which labels there are.
            self.unnoted = true;
            if asked {
                self.bridge.say(&FromTab::Chosen(self.noted.clone()));
            }
            return false;
        };
        self.note_timer.stop();
        let list = |dimension: &Dimension| words::described(about, dimension)?.list();
        let (text, unfit) = match noted::text(self.state(), &list, self.room) {
            Ok(text) => (text, None),
            Err(unfit) => (CUT.to_owned(), Some(unfit.to_string())),
        };
        self.unnoted = false;
        if asked || text != self.noted {
            self.bridge.say(&FromTab::Chosen(text.clone()));
            self.noted = text;
        }
        let changed = self.unfit != unfit;
        self.unfit = unfit;
        changed
    }
}

//! What is chosen: filters, views, table, the open session. It knows the steps that led there, and its way into the link and
//! out of it.

use super::timer::Timer;
use crate::bridge::{Bridge, FromTab};
use crate::explore::history::{History, Kind};
use crate::explore::{offer, words};
use crossfilter::noted::{self, CUT};
use crossfilter::query::Description;
use crossfilter::{Dimension, State, View};
use yew::Callback;

/// Browsers do not let the address be changed often.
const NOTE_PAUSE: i32 = 400;

/// What is chosen.
pub struct Chosen {
    bridge: Bridge,
    history: History<State>,
    /// What is chosen, as the link has it.
    noted: String,
    /// How many letters there are in the link for it.
    room: usize,
    /// Why it is not in the link, where it is not.
    unfit: Option<String>,
    /// Whether it is to be noted once it is known what the sessions have.
    is_unnoted: bool,
    note: Timer,
    step: Timer,
}

impl Chosen {
    /// Nothing yet. Tells when it is to be noted, and when a step of many turns has ended.
    pub fn new(bridge: Bridge, note: Callback<()>, step: Callback<()>) -> Self {
        Self {
            bridge,
            history: History::default(),
            noted: String::new(),
            room: 0,
            unfit: None,
            is_unnoted: false,
            note: Timer::new(note),
            step: Timer::new(step),
        }
    }

    /// What is chosen.
    pub fn now(&self) -> &State {
        self.history.now()
    }

    /// The views that are shown: those chosen, or those that belong to the sessions.
    pub fn views<'a>(&'a self, about: Option<&'a Description>) -> &'a [View] {
        match about {
            Some(about) if self.now().views.is_empty() => &about.views,
            _ => &self.now().views,
        }
    }

    /// Whether there is a step back, and one forth.
    pub fn steps(&self) -> (bool, bool) {
        (self.history.can_undo(), self.history.can_redo())
    }

    /// Why it is not in the link, where it is not.
    pub fn unfit(&self) -> Option<&str> {
        self.unfit.as_deref()
    }

    /// Takes a step; whether anything is another.
    pub fn change(&mut self, next: State) -> bool {
        let is_other = self.history.change(next);
        self.note_where(is_other)
    }

    /// Goes on within a step of this kind, which ends by [`settle`](Self::settle) or [`settle_in`](Self::settle_in); whether
    /// anything is another.
    pub fn within(&mut self, kind: Kind, next: State) -> bool {
        let is_other = self.history.within(kind, next);
        self.note_where(is_other)
    }

    /// Changes something that no step leads back from.
    pub fn amend(&mut self, change: impl FnOnce(&mut State)) {
        self.history.amend(change);
        self.note_soon();
    }

    /// The step that is under way does not end by itself.
    pub fn hold(&mut self) {
        self.step.stop();
    }

    /// Ends the step that is under way.
    pub fn settle(&mut self) {
        self.history.settle();
    }

    /// Ends the step that is under way once so many milliseconds have passed.
    pub fn settle_in(&mut self, milliseconds: i32) {
        self.step.set(milliseconds);
    }

    /// A while has passed: ends the step that is under way, where it is to be. Whether it was.
    pub fn settle_rested(&mut self) -> bool {
        let is_due = self.step.take();
        if is_due {
            self.history.settle();
        }
        is_due
    }

    /// Goes a step back; whether there was one.
    pub fn undo(&mut self) -> bool {
        self.step.stop();
        let is_other = self.history.undo();
        self.note_where(is_other)
    }

    /// Goes a step forth; whether there was one.
    pub fn redo(&mut self) -> bool {
        self.step.stop();
        let is_other = self.history.redo();
        self.note_where(is_other)
    }

    /// There are so many letters in the link.
    pub fn make_room(&mut self, letters: u32) {
        self.room = letters as usize;
    }

    /// Takes over what the link says, where that is something else than was noted last, and in any case where the sessions are
    /// others. Carried over from those before, it names none of them. Whether it did, and what there is to say about it.
    pub fn read(&mut self, text: String, others: bool) -> (bool, Option<String>) {
        let is_carried = text == self.noted;
        if is_carried && !others {
            return (false, None);
        }
        self.note.stop();
        let (state, told) = match text.as_str() {
            // What is chosen goes over to other sessions, but for the one that was open.
            _ if is_carried => (State { session: None, ..self.now().clone() }, None),
            CUT => {
                let told = "The link is without what was chosen in Explore, which did not fit. A fresh start is shown.";
                (State::default(), Some(told.to_owned()))
            }
            text => match State::from_text(text) {
                Ok(state) => (state, None),
                Err(error) => {
                    let told =
                        format!("What the link says about Explore cannot be read: {error}. A fresh start is shown.");
                    (State::default(), Some(told))
                }
            },
        };
        let is_other = is_carried && state != *self.now();
        self.history = History::new(state);
        self.noted = text;
        (self.unfit, self.is_unnoted) = (None, false);
        self.note_where(is_other);
        (true, told)
    }

    /// It is known what the sessions have: what they do not have is not chosen any more, which is said.
    pub fn fit(&mut self, about: &Description) -> Option<String> {
        let (kept, lost) = offer::fit(self.now(), about);
        // Labels that were chosen by their places have their names now.
        if kept != *self.now() {
            self.history = History::new(kept);
        }
        let told = lost.told();
        let is_cut = self.noted == CUT && *self.now() != State::default();
        // Another plan may leave less room, or more.
        let is_large = noted::length(&self.noted) > self.room;
        self.note_where(told.is_some() || is_cut || self.is_unnoted || is_large);
        told
    }

    /// Notes what is chosen for the link, `asked` even where it is noted already; `about` are the sessions that it is of, none
    /// as long as it is not known which labels there are. What does not fit is not noted, which is told here for as long as it
    /// is so, and in the link. Whether that is another now.
    pub fn note(&mut self, asked: bool, about: Option<&Description>) -> bool {
        let Some(about) = about else {
            self.is_unnoted = true;
            if asked {
                self.bridge.say(&FromTab::Chosen(self.noted.clone()));
            }
            return false;
        };
        self.note.stop();
        let list = |dimension: &Dimension| words::described(about, dimension)?.list();
        let (text, unfit) = match noted::text(self.now(), &list, self.room) {
            Ok(text) => (text, None),
            Err(unfit) => (CUT.to_owned(), Some(unfit.to_string())),
        };
        self.is_unnoted = false;
        if asked || text != self.noted {
            self.bridge.say(&FromTab::Chosen(text.clone()));
            self.noted = text;
        }
        let changed = self.unfit != unfit;
        self.unfit = unfit;
        changed
    }

    /// A while has passed: notes what is chosen, where it is to be.
    pub fn note_rested(&mut self, about: Option<&Description>) -> bool {
        self.note.take() && self.note(false, about)
    }

    /// Notes what is chosen for the link, in a moment.
    fn note_soon(&mut self) {
        self.note.set(NOTE_PAUSE);
    }

    fn note_where(&mut self, is_other: bool) -> bool {
        if is_other {
            self.note_soon();
        }
        is_other
    }
}

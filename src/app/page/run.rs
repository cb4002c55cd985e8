//! A run that is under way.

use analysis::{Fingerprint, Progress};
use export::{Tab, View};

/// How far a run is, and more about it in words.
pub type Standing = (Progress, String);

/// A run that is under way.
pub struct Run<F> {
    id: u32,
    progress: Option<Standing>,
    /// The files that it reads.
    files: Vec<F>,
    /// How its result is looked at, where that is otherwise than what is shown.
    then: Option<View>,
    /// The fingerprint that the link promises that is carried out.
    expected: Option<Fingerprint>,
}

impl<F> Run<F> {
    /// A run whose answers carry this number.
    pub(super) fn new(id: u32, progress: Option<Standing>, files: Vec<F>) -> Self {
        Self { id, progress, files, then: None, expected: None }
    }

    /// Its result is looked at like this.
    pub(super) fn look(&mut self, view: View) {
        self.then = Some(view);
    }

    /// Its result is to have this fingerprint.
    pub(super) fn expect(&mut self, fingerprint: Option<Fingerprint>) {
        self.expected = fingerprint;
    }

    /// Whether an answer of this number is about it.
    pub(super) fn is(&self, id: u32) -> bool {
        self.id == id
    }

    /// The number that its answers carry.
    #[cfg(all(test, not(target_arch = "wasm32")))]
    pub(super) fn id(&self) -> u32 {
        self.id
    }

    /// How far it is.
    pub fn progress(&self) -> Option<&Standing> {
        self.progress.as_ref()
    }

    /// It is so far.
    pub(super) fn go_on(&mut self, progress: Standing) {
        self.progress = Some(progress);
    }

    /// Whoever goes to another tab meanwhile stays there.
    pub(super) fn stay(&mut self, tab: Tab) {
        if let Some(then) = &mut self.then {
            then.tab = tab;
        }
    }

    /// What is carried over to the sessions that are on their way is carried over with this.
    pub(super) fn carry(&mut self, tab: Tab, former: &str, chosen: &str) {
        if let Some(then) = self.then.as_mut().filter(|then| then.chosen.on(tab) == former && !former.is_empty()) {
            then.chosen.set(tab, chosen);
        }
    }

    /// It has ended: its files, how its result is looked at, and what that is to be.
    pub(super) fn end(self) -> (Vec<F>, Option<View>, Option<Fingerprint>) {
        (self.files, self.then, self.expected)
    }
}

//! Where the user was and is to be: what is to have the focus, and how far the page was scrolled.

use crate::explore::dom;

/// What happens to focus and scrolling once everything is drawn.
#[derive(Default)]
pub struct Focus {
    /// What is to have the focus, by its id.
    wanted: Option<String>,
    /// How far the page was scrolled when a session's page was opened.
    left: f64,
    /// Whether it is to be there again.
    is_back: bool,
}

impl Focus {
    /// An element is to have the focus, by its id; whatever has it keeps it, where that is none.
    pub fn want(&mut self, id: Option<String>) {
        self.wanted = id;
    }

    /// The page of a session takes the place of everything.
    pub fn leave(&mut self) {
        self.left = dom::scrolled();
    }

    /// Everything is back.
    pub fn come_back(&mut self) {
        self.is_back = true;
    }

    /// Everything is drawn.
    pub fn drawn(&mut self) {
        if let Some(id) = self.wanted.take() {
            dom::focus(&id);
        }
        if std::mem::take(&mut self.is_back) {
            dom::scroll_to(self.left);
        }
    }
}

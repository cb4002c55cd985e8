//! The way for views to what the workers hold.

use port::Slots;
use std::ops::Deref;
use std::rc::Rc;

/// The questions of the page, at hand for every view: what it shows it [wants](Slots::want), whenever it is drawn. Another one
/// where something was answered, so that a view is drawn anew for that.
pub struct Port {
    slots: Rc<Slots>,
    /// Counts what was heard.
    version: u32,
}

impl Port {
    /// With a function that asks.
    pub fn new(ask: impl Fn(&'static str, Vec<u8>) -> u32 + 'static) -> Self {
        Self { slots: Rc::new(Slots::new(ask)), version: 0 }
    }

    /// Views are to be drawn anew.
    pub(super) fn touch(&mut self) {
        self.version = self.version.wrapping_add(1);
    }
}

impl Clone for Port {
    fn clone(&self) -> Self {
        Self { slots: self.slots.clone(), version: self.version }
    }
}

impl PartialEq for Port {
    fn eq(&self, other: &Self) -> bool {
        self.version == other.version
    }
}

impl Deref for Port {
    type Target = Slots;

    fn deref(&self) -> &Slots {
        &self.slots
    }
}

//! What was chosen before and can be had again: undo and redo.

/// More steps are not remembered.
const MOST_STEPS: usize = 200;

/// Changes of a kind that follow each other are one step: all that a drag goes through, all turns of a wheel.
pub type Kind = (&'static str, u32);

/// A value with those that it had before.
#[derive(Clone, Debug, Default)]
pub struct History<T> {
    past: Vec<T>,
    now: T,
    future: Vec<T>,
    /// The kind of the step that is under way.
    open: Option<Kind>,
}

impl<T: Clone + PartialEq> History<T> {
    /// A value without a past.
    pub fn new(now: T) -> Self {
        Self { past: Vec::new(), now, future: Vec::new(), open: None }
    }

    /// The value.
    pub fn now(&self) -> &T {
        &self.now
    }

    /// Takes a step; whether the value is another.
    pub fn change(&mut self, next: T) -> bool {
        self.settle();
        self.step(next)
    }

    /// Changes the value within a step of this kind, which it begins where none is under way.
    pub fn within(&mut self, kind: Kind, next: T) -> bool {
        if self.open == Some(kind) {
            let changed = self.now != next;
            self.now = next;
            return changed;
        }
        self.settle();
        let changed = self.step(next);
        if changed {
            self.open = Some(kind);
        }
        changed
    }

    /// Ends the step that is under way. One that came back to where it began was none.
    pub fn settle(&mut self) {
        if self.open.take().is_some() && self.past.last() == Some(&self.now) {
            self.past.pop();
        }
    }

    /// Changes the value without a step.
    pub fn amend(&mut self, change: impl FnOnce(&mut T)) {
        change(&mut self.now);
    }

    /// Goes a step back; whether there was one.
    pub fn undo(&mut self) -> bool {
        self.settle();
        let Some(before) = self.past.pop() else { return false };
        self.future.push(std::mem::replace(&mut self.now, before));
        true
    }

    /// Goes forth a step that was taken back; whether there was one.
    pub fn redo(&mut self) -> bool {
        self.settle();
        let Some(after) = self.future.pop() else { return false };
        self.past.push(std::mem::replace(&mut self.now, after));
        true
    }

    /// Whether there is a step to go back.
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is a step to go forth.
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    fn step(&mut self, next: T) -> bool {
        if next == self.now {
            return false;
        }
        self.future.clear();
        self.past.push(std::mem::replace(&mut self.now, next));
        if self.past.len() > MOST_STEPS {
            self.past.remove(0);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_drag_is_one_step_and_one_that_comes_back_is_none() {
        let mut history = History::new(0);
        for value in 1..9 {
            assert!(history.within(("brush", 1), value));
        }
        history.settle();
        assert!(history.undo());
        assert_eq!((*history.now(), history.can_undo()), (0, false));
        assert!(history.redo());
        assert_eq!((*history.now(), history.can_redo()), (8, false));
        for value in [9, 7, 8] {
            history.within(("brush", 1), value);
        }
        history.settle();
        assert!(history.undo());
        assert_eq!(*history.now(), 0);
    }

    #[test]
    fn another_kind_is_another_step() {
        let mut history = History::new(0);
        history.within(("zoom", 1), 1);
        history.within(("zoom", 1), 2);
        history.within(("zoom", 2), 3);
        history.change(4);
        let mut seen = Vec::new();
        while history.undo() {
            seen.push(*history.now());
        }
        assert_eq!(seen, [3, 2, 0]);
    }

    proptest! {
        // The oracle: a list of all values and a place in it.
        #[test]
        fn steps_go_back_and_forth(acts in proptest::collection::vec((0..4_u8, 0..5_u8), 0..60)) {
            let mut history = History::new(0_u8);
            let (mut all, mut place) = (vec![0_u8], 0_usize);
            for (act, value) in acts {
                match act {
                    0 => {
                        prop_assert_eq!(history.undo(), place > 0);
                        place = place.saturating_sub(1);
                    }
                    1 => {
                        prop_assert_eq!(history.redo(), place + 1 < all.len());
                        place = (place + 1).min(all.len() - 1);
                    }
                    _ => {
                        let changes = value != all[place];
                        prop_assert_eq!(history.change(value), changes);
                        if changes {
                            all.truncate(place + 1);
                            all.push(value);
                            place += 1;
                        }
                    }
                }
                prop_assert_eq!(*history.now(), all[place]);
                prop_assert_eq!((history.can_undo(), history.can_redo()), (place > 0, place + 1 < all.len()));
            }
        }

        #[test]
        fn the_past_is_bounded(steps in 0..500_usize) {
            let mut history = History::new(0);
            (1..=steps).for_each(|value| {
                history.change(value);
            });
            let mut back = 0;
            while history.undo() {
                back += 1;
            }
            prop_assert_eq!(back, steps.min(MOST_STEPS));
        }
    }
}

//! The checks that a user can switch off, and which are on: part of the plan, by their names.

/// A check of values against what can be true of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Check {
    /// Numbers outside the range of their field.
    Range,
    /// Stalls without a duration, or a duration without stalls.
    Stalls,
    /// A watch time that is shorter than the stalls in it.
    Watch,
    /// A startup time of a view that never started.
    Unstarted,
    /// A session identifier that an earlier row has.
    Duplicate,
    /// Times after the day on which the file was opened first.
    Future,
    /// Labels that differ in case or blanks alone.
    Spelling,
    /// Views that never started: hard failures, which are kept apart from the silent ones.
    Failures,
}

impl Check {
    /// Every check.
    pub const ALL: &[Check] = &[
        Check::Range,
        Check::Stalls,
        Check::Watch,
        Check::Unstarted,
        Check::Duplicate,
        Check::Future,
        Check::Spelling,
        Check::Failures,
    ];

    /// Those that hold quantities of one session against each other.
    pub(crate) const OF_DURATIONS: [Check; 3] = [Check::Stalls, Check::Watch, Check::Unstarted];

    /// The name in plans and links.
    pub fn name(self) -> &'static str {
        match self {
            Check::Range => "range",
            Check::Stalls => "stalls",
            Check::Watch => "watch",
            Check::Unstarted => "unstarted",
            Check::Duplicate => "duplicate",
            Check::Future => "future",
            Check::Spelling => "spelling",
            Check::Failures => "failures",
        }
    }

    /// The check of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|check| check.name() == name)
    }

    /// What it does, for people.
    pub fn label(self) -> &'static str {
        match self {
            Check::Range => "Numbers that cannot be true of a session are left empty",
            Check::Stalls => "Stalls without a duration, or the reverse: both are left empty",
            Check::Watch => "A watch time shorter than the stalls in it is left empty",
            Check::Unstarted => "The startup time of a view that never started is left empty",
            Check::Duplicate => "A second row of the same session is left out",
            Check::Future => "Times later than the day of opening are left empty",
            Check::Spelling => "Labels that differ in case or blanks alone are made one",
            Check::Failures => "Views that never started are kept apart: they are no silent failures",
        }
    }

    fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// Which checks are on. Two are equal where they come to the same: the present counts only where it is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Checks {
    on: u16,
    as_of: i64,
}

impl PartialEq for Checks {
    fn eq(&self, other: &Self) -> bool {
        self.on == other.on && (!self.has(Check::Future) || self.as_of == other.as_of)
    }
}

impl Eq for Checks {}

impl Checks {
    /// Every check. `as_of` is the present, UTC milliseconds: part of the plan, so that no later day changes a result.
    pub fn all(as_of: i64) -> Self {
        Self { on: Check::ALL.iter().fold(0, |on, check| on | check.bit()), as_of }
    }

    /// What was checked before checks could be chosen: ranges.
    pub fn ranges() -> Self {
        Self { on: Check::Range.bit(), as_of: 0 }
    }

    /// No check.
    pub fn none() -> Self {
        Self { on: 0, as_of: 0 }
    }

    /// Whether a check is on.
    pub fn has(self, check: Check) -> bool {
        self.on & check.bit() != 0
    }

    /// These checks with one switched on or off.
    #[must_use]
    pub fn with(self, check: Check, on: bool) -> Self {
        let bit = check.bit();
        Self { on: if on { self.on | bit } else { self.on & !bit }, ..self }
    }

    /// The present, as far as [`Check::Future`] goes: UTC milliseconds. A time is later than that when it is more than a
    /// day later: files without a time zone are read as UTC, and some places are 14 hours ahead of that.
    pub fn as_of(self) -> i64 {
        self.as_of
    }

    /// These checks with another present.
    #[must_use]
    pub fn with_as_of(self, as_of: i64) -> Self {
        Self { as_of, ..self }
    }
}

impl Default for Checks {
    fn default() -> Self {
        Self::ranges()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_are_equal_where_they_come_to_the_same() {
        let (one, other) = (Checks::all(1), Checks::all(2));
        assert_ne!(one, other);
        // Whether a plan that does not ask for the present was made today or tomorrow, it is the same plan.
        let without = |checks: Checks| checks.with(Check::Future, false);
        assert_eq!(without(one), without(other));
        assert_ne!(without(one), one);
        assert_eq!(without(one).with(Check::Future, true), one);
    }
}

//! What a tier came to, in numbers that can be added up.

use crate::error::Error;
use crate::run::Recorded;

/// How many tests or checks passed and failed, and what a person must see of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Tests or checks that held.
    pub passed: u64,
    /// Tests or checks that did not, or could not run.
    pub failed: u64,
    /// Tests that are there but did not run.
    pub skipped: u64,
    /// What to show: the output of a failure, or a result that people want to read.
    pub details: String,
}

impl Outcome {
    /// A tier that is one check: it holds if the program succeeded.
    pub fn check(done: Recorded) -> Self {
        let passed = u64::from(done.succeeded);
        let details = if done.succeeded { String::new() } else { done.output };
        Self { passed, failed: 1 - passed, skipped: 0, details }
    }

    /// A tier of counted tests. A program that failed although no test did (it did not compile, it crashed) counts as
    /// one failure more.
    pub fn counted(passed: u64, failed: u64, skipped: u64, done: Recorded) -> Self {
        let failed = if done.succeeded { failed } else { failed.max(1) };
        let details = if failed == 0 { String::new() } else { done.output };
        Self { passed, failed, skipped, details }
    }

    /// A tier that never got as far as testing anything.
    pub fn could_not_run(error: &Error) -> Self {
        Self { failed: 1, details: format!("could not run: {error}"), ..Self::default() }
    }

    /// A tier in which nothing ran has shown nothing.
    pub fn or_failure_if_empty(mut self) -> Self {
        if self.passed + self.failed == 0 {
            self.failed = 1;
            self.details.push_str("not a single test ran");
        }
        self
    }

    /// Adds another tier's numbers.
    pub fn add(&mut self, other: &Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }

    /// The details, indented, one line each.
    pub fn shown(&self) -> String {
        self.details.lines().map(|line| format!("    {line}\n")).collect()
    }

    /// The numbers in words.
    pub fn summary(&self) -> String {
        let mut text = match (self.passed, self.failed) {
            (passed, 0) => format!("ok: {passed}"),
            (0, failed) => format!("FAILED: {failed}"),
            (passed, failed) => format!("FAILED: {failed}, ok: {passed}"),
        };
        if self.skipped > 0 {
            text.push_str(&format!(", SKIPPED: {}", self.skipped));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn done(succeeded: bool) -> Recorded {
        Recorded { output: "output".into(), succeeded }
    }

    #[test]
    fn a_check_counts_once() {
        let held = Outcome::check(done(true));
        assert_eq!((held.passed, held.failed, held.details.as_str()), (1, 0, ""));
        let broken = Outcome::check(done(false));
        assert_eq!((broken.passed, broken.failed, broken.details.as_str()), (0, 1, "output"));
    }

    #[test]
    fn a_program_that_failed_without_a_failed_test_is_a_failure() {
        assert_eq!(Outcome::counted(7, 0, 0, done(false)).failed, 1);
        assert_eq!(Outcome::counted(7, 2, 0, done(false)).failed, 2);
        assert_eq!(Outcome::counted(7, 0, 0, done(true)).failed, 0);
        assert_eq!(Outcome::counted(7, 1, 0, done(true)).details, "output");
    }

    #[test]
    fn an_empty_tier_is_a_failure() {
        let empty = Outcome::counted(0, 0, 3, done(true)).or_failure_if_empty();
        assert_eq!((empty.passed, empty.failed), (0, 1));
        assert!(empty.details.contains("not a single test ran"));
        assert_eq!(Outcome::counted(1, 0, 0, done(true)).or_failure_if_empty().failed, 0);
    }

    #[test]
    fn no_summary_looks_like_the_last_line() {
        for outcome in [
            Outcome { passed: 3, failed: 0, ..Outcome::default() },
            Outcome { passed: 3, failed: 1, skipped: 2, ..Outcome::default() },
        ] {
            assert!(!outcome.summary().contains("passed"));
        }
    }

    #[test]
    fn a_tier_that_could_not_run_says_what_is_missing() {
        let outcome = Outcome::could_not_run(&Error::Missing("install Firefox by hand".into()));
        assert_eq!(outcome.failed, 1);
        assert!(outcome.shown().contains("install Firefox by hand"));
    }
}

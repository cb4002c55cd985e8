//! What loaded sessions are checked for, and what is done about it.

mod columns;
mod durations;
mod log;
mod rows;
mod spelling;
mod values;

pub(crate) use columns::findings;
pub(crate) use durations::durations;
pub(crate) use log::{Finding, Log};
pub(crate) use rows::Split;

use crate::reading::checks::{Check, Checks};
use telemetry::Table;

/// Checks the rows of a file, before they become sessions.
pub(crate) fn check_rows(table: &mut Table, checks: Checks, log: &mut Log) {
    if checks.has(Check::Future) {
        values::future(table, checks.as_of(), log);
    }
    if checks.has(Check::Spelling) {
        spelling::spelling(table, log);
    }
}

/// The rows that stay when sessions that stand twice are left out; `None` where all do. For rows that are sessions.
pub(crate) fn without_duplicates(table: &Table, checks: Checks, log: &mut Log) -> Option<Vec<u32>> {
    if checks.has(Check::Duplicate) { rows::without_duplicates(table, log) } else { None }
}

/// Checks sessions. The order is part of what a plan means.
pub(crate) fn check_sessions(table: &mut Table, checks: Checks, log: &mut Log) {
    if checks.has(Check::Unstarted) {
        values::unstarted(table, log);
    }
    if checks.has(Check::Stalls) {
        values::stalls(table, log);
    }
    if checks.has(Check::Watch) {
        values::watch(table, log);
    }
}

/// Parts hard failures from the sessions that are judged; `None` where there are none.
pub(crate) fn failures(table: &Table, checks: Checks, log: &mut Log) -> Option<Split> {
    if checks.has(Check::Failures) { rows::failures(table, log) } else { None }
}

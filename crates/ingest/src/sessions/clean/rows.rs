//! Sessions that do not stay among those that are judged: duplicates are left out, hard failures kept apart.

use super::log::Log;
use crate::report::{HardFailure, Reason};
use std::collections::HashSet;
use telemetry::{Field, Table};

/// The rows that stay when each session but the first of its identifier is left out; `None` where all do.
///
/// Where the identifiers of more than half of the rows stand in an earlier row, the column identifies something else than
/// a row, and nothing is a duplicate.
pub(super) fn without_duplicates(table: &Table, log: &mut Log) -> Option<Vec<u32>> {
    let column = table.field(Field::SessionId)?;
    let ids = table.texts(Field::SessionId)?;
    let mut seen = HashSet::new();
    let is_first: Vec<bool> =
        (0..ids.len()).map(|row| ids.get(row)).map(|id| id.is_empty() || seen.insert(id)).collect();
    let duplicates = is_first.iter().filter(|&&first| !first).count();
    if duplicates == 0 || duplicates * 2 > is_first.len() {
        return None;
    }
    let mut stay = Vec::with_capacity(is_first.len() - duplicates);
    for (row, first) in (0_u32..).zip(is_first) {
        if first {
            stay.push(row);
        } else {
            log.reject(table, row, Some(column), Reason::DuplicateSession);
        }
    }
    Some(stay)
}

/// The sessions that stay, those that are kept apart, and how each of these failed; `None` where all stay.
#[derive(Default)]
pub(crate) struct Split {
    /// To be judged.
    pub stay: Vec<u32>,
    /// Kept apart.
    pub aside: Vec<u32>,
    /// How each of those kept apart failed.
    pub kinds: Vec<HardFailure>,
}

/// Parts the sessions that failed for everybody to see from the others.
pub(super) fn failures(table: &Table, log: &mut Log) -> Option<Split> {
    let flags: Vec<(&[f64], HardFailure)> = HardFailure::ALL
        .iter()
        .filter_map(|&kind| {
            let field = match kind {
                HardFailure::StartupFailed => Field::StartupFailed,
                HardFailure::ExitBeforeStart => Field::ExitBeforeStart,
                HardFailure::PlaybackFailed => Field::PlaybackFailed,
            };
            table.numbers(field).map(|flags| (flags, kind))
        })
        .collect();
    let kind = |row: u32| flags.iter().find(|(flags, _)| flags[row as usize] == 1.0).map(|&(_, kind)| kind);
    let rows = table.rows() as u32;
    if !(0..rows).any(|row| kind(row).is_some()) {
        return None;
    }
    let mut split = Split::default();
    for row in 0..rows {
        match kind(row) {
            Some(kind) => {
                log.set_aside(table, row, kind);
                split.aside.push(row);
                split.kinds.push(kind);
            }
            None => split.stay.push(row),
        }
    }
    Some(split)
}

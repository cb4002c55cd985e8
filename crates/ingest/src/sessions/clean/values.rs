//! Values that contradict each other or the calendar: each check finds rows, and says what is left empty in them.

use super::log::{Finding, Log};
use crate::report::Reason;
use telemetry::{Data, Field, MISSING_TIME, Table};

/// A day, in milliseconds: so much later than the day of opening a time may be.
const DAY: i64 = 86_400_000;

/// A watch time is rounded, as a rule to seconds; milliseconds.
const ROUNDING: f64 = 1000.0;

/// Times after the day of opening are left empty.
pub(super) fn future(table: &mut Table, as_of: i64, log: &mut Log) {
    for field in [Field::Timestamp, Field::SessionEnd] {
        let limit = as_of.saturating_add(DAY);
        let Some(times) = table.times(field) else { continue };
        let late = times.iter().enumerate().filter(|&(_, &time)| time > limit);
        let findings = late.map(|(at, _)| Finding { at: at as u32, field, reason: Reason::FutureTime }).collect();
        repair(table, findings, &[field], log);
    }
}

/// The startup time of a view that never started is left empty.
pub(super) fn unstarted(table: &mut Table, log: &mut Log) {
    const STARTUP: Field = Field::StartupTimeMs;
    let Some(startup) = table.numbers(STARTUP) else { return };
    let flags = [Field::ExitBeforeStart, Field::StartupFailed].map(|flag| table.numbers(flag));
    let never = |at: usize| flags.iter().flatten().any(|flags| flags[at] == 1.0);
    let found = (0..startup.len()).filter(|&at| !startup[at].is_nan() && never(at));
    let findings =
        found.map(|at| Finding { at: at as u32, field: STARTUP, reason: Reason::UnstartedStartup }).collect();
    repair(table, findings, &[STARTUP], log);
}

/// Stalls without a duration, or a duration without stalls: both are left empty.
pub(super) fn stalls(table: &mut Table, log: &mut Log) {
    const BOTH: [Field; 2] = [Field::RebufferCount, Field::RebufferDurationMs];
    let [Some(counts), Some(durations)] = BOTH.map(|field| table.numbers(field)) else { return };
    let findings = (0_u32..).zip(counts.iter().zip(durations)).filter_map(|(at, (&count, &duration))| {
        // A comparison with a missing number is false.
        if count > 0.0 && duration == 0.0 {
            Some(Finding { at, field: Field::RebufferCount, reason: Reason::StallsWithoutDuration })
        } else if count == 0.0 && duration > 0.0 {
            Some(Finding { at, field: Field::RebufferDurationMs, reason: Reason::DurationWithoutStalls })
        } else {
            None
        }
    });
    let findings = findings.collect();
    repair(table, findings, &BOTH, log);
}

/// A watch time shorter than the stalls in it is left empty.
pub(super) fn watch(table: &mut Table, log: &mut Log) {
    const WATCH: Field = Field::WatchTimeS;
    let (Some(watched), Some(stalled)) = (table.numbers(WATCH), table.numbers(Field::RebufferDurationMs)) else {
        return;
    };
    let findings = (0_u32..).zip(watched.iter().zip(stalled)).filter_map(|(at, (&watched, &stalled))| {
        let reason = Reason::ShortWatch { stalled };
        (watched * 1000.0 + ROUNDING < stalled).then_some(Finding { at, field: WATCH, reason })
    });
    let findings = findings.collect();
    repair(table, findings, &[WATCH], log);
}

/// Writes the findings down and leaves these fields empty in their rows.
fn repair(table: &mut Table, findings: Vec<Finding>, empty: &[Field], log: &mut Log) {
    for &finding in &findings {
        log.repair(table, finding);
    }
    if findings.is_empty() {
        return;
    }
    let emptied = table.values_mut().filter(|(_, field, _)| field.is_some_and(|field| empty.contains(&field)));
    for (_, _, data) in emptied {
        for &Finding { at, .. } in &findings {
            match data {
                Data::Number(values) => values[at as usize] = f64::NAN,
                Data::Time(values) => values[at as usize] = MISSING_TIME,
                Data::Category(_) | Data::Text(_) => {}
            }
        }
    }
}

//! Durations that are known from several sources which contradict each other: told, and nothing is done about them, as nobody
//! knows which is right. A unit that is taken for another is found in that way.

use super::log::{Finding, Log};
use crate::report::Reason;
use telemetry::{Field, MISSING_TIME, Table};

/// Sources of a duration agree where neither is more than so many times the other.
const FACTOR: f64 = 2.0;
/// Or where they are so near, seconds: both are rounded.
const NEAR_S: f64 = 1.0;
/// Ratios are rounded to percents, as a rule.
const RATIO_ROUNDING: f64 = 0.005;

/// Finds, in each session, what is stated and contradicted. `spans` has how long each session lasts by the times of its rows,
/// seconds, where it is made of several.
pub(crate) fn durations(table: &Table, spans: &[f64], log: &mut Log) {
    let numbers = |field| table.numbers(field).unwrap_or_default();
    let at = |values: &[f64], row: usize| values.get(row).copied().unwrap_or(f64::NAN);
    let [watched, stalled, playing, startup, ratio] = [
        Field::WatchTimeS,
        Field::RebufferDurationMs,
        Field::PlayingTimeS,
        Field::StartupTimeMs,
        Field::BufferingRatio,
    ]
    .map(numbers);
    let (starts, ends) = (table.times(Field::Timestamp), table.times(Field::SessionEnd));
    let lasted = |row: usize| {
        let (start, end) = (*starts?.get(row)?, *ends?.get(row)?);
        (start != MISSING_TIME && end != MISSING_TIME).then(|| end.saturating_sub(start) as f64 / 1000.0)
    };
    for row in 0..table.rows() {
        let mut tell = |field, source, other| {
            let reason = Reason::DurationsDisagree { source, other };
            log.tell(table, Finding { at: row as u32, field, reason });
        };
        let watch_s = at(watched, row);
        let stalled_s = at(stalled, row) / 1000.0;
        if !watch_s.is_nan() {
            let (least, startup_s) = (at(playing, row) + stalled_s, at(startup, row) / 1000.0);
            // Without the startup the parts are less than the whole, and nobody knows by how much.
            let parts = if startup_s.is_nan() { least } else { least + startup_s };
            if is_more(parts, watch_s, NEAR_S) || !startup_s.is_nan() && is_more(watch_s, parts, NEAR_S) {
                tell(Field::WatchTimeS, "playing + stalled + startup time", parts);
            }
            // Pauses make a session longer than it was watched, and nothing makes it shorter.
            for (source, length) in [
                ("the time from the first row to the last", at(spans, row)),
                ("the time from start to end", lasted(row).unwrap_or(f64::NAN)),
            ] {
                if is_more(watch_s, length, NEAR_S) {
                    tell(Field::WatchTimeS, source, length);
                }
            }
        }
        let by_ratio = at(ratio, row) * watch_s;
        let near = NEAR_S + RATIO_ROUNDING * watch_s;
        if is_more(stalled_s, by_ratio, near) || is_more(by_ratio, stalled_s, near) {
            tell(Field::RebufferDurationMs, "buffering ratio \u{b7} watch time", by_ratio);
        }
    }
}

/// Whether one duration is more than another by the factor, and not near it. Never of one that is missing.
fn is_more(one: f64, other: f64, near: f64) -> bool {
    one > FACTOR * other && one - other > near
}

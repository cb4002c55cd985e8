//! The figures at the top: how many, how bad.

use crate::Analysis;
use serde::{Deserialize, Serialize};
use telemetry::{Field, Table};

/// Figures of a group of sessions; a figure that the sessions do not have the fields for is absent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// How many sessions.
    pub sessions: u32,
    /// Median startup time, ms, of the sessions that have one: a view that never started has none.
    pub startup_median: Option<f64>,
    /// 95th percentile of the startup time, ms.
    pub startup_p95: Option<f64>,
    /// Rebuffering ratio: all stalled time divided by all watch time (a ratio of sums, as CTA-2066 has it) of the sessions
    /// that started; where no watch time is known, the mean of their buffering ratios.
    pub rebuffering_ratio: Option<f64>,
    /// Mean of the sessions' bitrates, kbps.
    pub bitrate_mean: Option<f64>,
}

/// The figures of all sessions and of the flagged ones.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// All sessions that are judged.
    pub all: Group,
    /// The flagged sessions.
    pub flagged: Group,
}

/// The figures of an analysis.
pub fn figures(analysis: &Analysis) -> Figures {
    let table = &analysis.sessions.table;
    Figures { all: group(table, |row| analysis.is_judged(row)), flagged: group(table, |row| analysis.is_flagged(row)) }
}

pub(super) fn group(table: &Table, belongs: impl Fn(usize) -> bool) -> Group {
    let mut rows: Vec<u32> = (0..table.rows() as u32).filter(|&row| belongs(row as usize)).collect();
    let sessions = rows.len() as u32;
    let column = |field| table.numbers(field).unwrap_or_default();
    let at = |values: &[f64], row: u32| values.get(row as usize).copied().unwrap_or(f64::NAN);
    // A view that never started has no startup time, whatever stands there, and played nothing.
    let never = [Field::ExitBeforeStart, Field::StartupFailed].map(column);
    rows.retain(|&row| !never.iter().any(|flags| at(flags, row) >= 0.5));
    let present = |field| -> Vec<f64> {
        let values = column(field);
        rows.iter().map(|&row| at(values, row)).filter(|value| !value.is_nan()).collect()
    };
    let mut startup = present(Field::StartupTimeMs);
    let [stalled, watched, ratio] = [Field::RebufferDurationMs, Field::WatchTimeS, Field::BufferingRatio].map(column);
    let (mut stalled_s, mut watched_s) = (0.0, 0.0);
    for &row in &rows {
        let watched = at(watched, row);
        let mut stalled = at(stalled, row) / 1000.0;
        if stalled.is_nan() {
            stalled = at(ratio, row) * watched;
        }
        if !stalled.is_nan() && !watched.is_nan() {
            stalled_s += stalled;
            watched_s += watched;
        }
    }
    let rebuffering = if watched_s > 0.0 { Some(stalled_s / watched_s) } else { mean(&present(Field::BufferingRatio)) };
    Group {
        sessions,
        startup_median: percentile(&mut startup, 0.5),
        startup_p95: percentile(&mut startup, 0.95),
        rebuffering_ratio: rebuffering,
        bitrate_mean: mean(&present(Field::BitrateKbps)),
    }
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// A percentile by nearest rank: one of the values.
pub(super) fn percentile(values: &mut [f64], share: f64) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    let rank = ((share * values.len() as f64).ceil() as usize).clamp(1, values.len()) - 1;
    Some(*values.select_nth_unstable_by(rank, f64::total_cmp).1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(columns: &[(Field, &[f64])]) -> Table {
        Table::of_numbers(columns.iter().map(|&(field, values)| (field, values.to_vec()))).expect("a sound table")
    }

    #[test]
    fn aggregates_follow_their_definitions() {
        let table = table(&[
            (Field::StartupTimeMs, &[100.0, 300.0, 200.0, f64::NAN]),
            (Field::RebufferDurationMs, &[0.0, 5_000.0, 0.0, 1.0]),
            (Field::WatchTimeS, &[90.0, 10.0, 100.0, f64::NAN]),
            (Field::BitrateKbps, &[1000.0, 2000.0, 3000.0, 4000.0]),
        ]);
        let all = group(&table, |_| true);
        assert_eq!(all.sessions, 4);
        assert_eq!((all.startup_median, all.startup_p95), (Some(200.0), Some(300.0)));
        assert_eq!(all.rebuffering_ratio, Some(0.025), "5 s of 200 s, not the mean of the ratios");
        assert_eq!(all.bitrate_mean, Some(2500.0));
        assert_eq!(group(&table, |_| false), Group::default());
    }

    #[test]
    fn a_view_that_never_started_is_counted_and_not_measured() {
        let nan = f64::NAN;
        let table = table(&[
            (Field::StartupTimeMs, &[100.0, 0.0, 0.0, 300.0]),
            (Field::ExitBeforeStart, &[0.0, 1.0, nan, nan]),
            (Field::StartupFailed, &[0.0, nan, 1.0, 0.0]),
            (Field::BufferingRatio, &[0.5, 0.0, 0.0, 0.0]),
            (Field::BitrateKbps, &[1000.0, 0.0, 0.0, 3000.0]),
        ]);
        let all = group(&table, |_| true);
        assert_eq!((all.sessions, all.startup_median, all.startup_p95), (4, Some(100.0), Some(300.0)));
        assert_eq!((all.rebuffering_ratio, all.bitrate_mean), (Some(0.25), Some(2000.0)));
    }

    #[test]
    fn a_reported_ratio_is_weighed_by_its_watch_time() {
        let ratios = (Field::BufferingRatio, &[0.5, 0.0, 0.9][..]);
        let weighed = table(&[ratios, (Field::WatchTimeS, &[10.0, 90.0, f64::NAN])]);
        assert_eq!(group(&weighed, |_| true).rebuffering_ratio, Some(0.05), "5 s of 100 s");
        assert_eq!(
            group(&table(&[(Field::BufferingRatio, &[0.5, 0.0])]), |_| true).rebuffering_ratio,
            Some(0.25),
            "no time to weigh by"
        );
    }
}

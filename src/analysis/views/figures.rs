//! The figures at the top: how many, how bad.

use crate::analysis::Analysis;
use crate::telemetry::{Field, Table};
use serde::{Deserialize, Serialize};

/// Figures of a group of sessions; a figure that the sessions do not have the fields for is absent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// How many sessions.
    pub sessions: u32,
    /// Median startup time, ms, of the sessions that have one.
    pub startup_median: Option<f64>,
    /// 95th percentile of the startup time, ms.
    pub startup_p95: Option<f64>,
    /// Rebuffering ratio: all stalled time divided by all watch time (a ratio of sums, as CTA-2066 has it), where both
    /// are known; otherwise the mean of the sessions' buffering ratios.
    pub rebuffering_ratio: Option<f64>,
    /// Mean of the sessions' bitrates, kbps.
    pub bitrate_mean: Option<f64>,
}

/// The figures of all sessions and of the flagged ones.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// All sessions.
    pub all: Group,
    /// The flagged sessions.
    pub flagged: Group,
}

/// The figures of an analysis.
pub fn figures(analysis: &Analysis) -> Figures {
    let table = &analysis.sessions.table;
    Figures { all: group(table, |_| true), flagged: group(table, |row| analysis.is_flagged(row)) }
}

fn group(table: &Table, belongs: impl Fn(usize) -> bool) -> Group {
    let rows: Vec<u32> = (0..table.rows() as u32).filter(|&row| belongs(row as usize)).collect();
    let present = |values: &[f64]| -> Vec<f64> {
        rows.iter().map(|&row| values[row as usize]).filter(|value| !value.is_nan()).collect()
    };
    let mut startup = table.numbers(Field::StartupTimeMs).map(present).unwrap_or_default();
    let rebuffering = match (table.numbers(Field::RebufferDurationMs), table.numbers(Field::WatchTimeS)) {
        (Some(stalled), Some(watched)) => {
            let (mut stalled_s, mut watched_s) = (0.0, 0.0);
            for &row in &rows {
                let (stalled, watched) = (stalled[row as usize], watched[row as usize]);
                if !stalled.is_nan() && !watched.is_nan() {
                    stalled_s += stalled / 1000.0;
                    watched_s += watched;
                }
            }
            (watched_s > 0.0).then(|| stalled_s / watched_s)
        }
        _ => table.numbers(Field::BufferingRatio).map(present).and_then(|values| mean(&values)),
    };
    Group {
        sessions: rows.len() as u32,
        startup_median: percentile(&mut startup, 0.5),
        startup_p95: percentile(&mut startup, 0.95),
        rebuffering_ratio: rebuffering,
        bitrate_mean: table.numbers(Field::BitrateKbps).map(present).and_then(|values| mean(&values)),
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
    use crate::telemetry::{Column, Data};

    #[test]
    fn aggregates_follow_their_definitions() {
        let column = |field: Field, values: &[f64]| Column {
            name: field.name().into(),
            field: Some(field),
            data: Data::Number(values.to_vec()),
        };
        let table = Table::new(vec![
            column(Field::StartupTimeMs, &[100.0, 300.0, 200.0, f64::NAN]),
            column(Field::RebufferDurationMs, &[0.0, 5_000.0, 0.0, 1.0]),
            column(Field::WatchTimeS, &[90.0, 10.0, 100.0, f64::NAN]),
            column(Field::BitrateKbps, &[1000.0, 2000.0, 3000.0, 4000.0]),
        ])
        .expect("a sound table");
        let all = group(&table, |_| true);
        assert_eq!(all.sessions, 4);
        assert_eq!((all.startup_median, all.startup_p95), (Some(200.0), Some(300.0)));
        assert_eq!(all.rebuffering_ratio, Some(0.025), "5 s of 200 s, not the mean of the ratios");
        assert_eq!(all.bitrate_mean, Some(2500.0));
        assert_eq!(group(&table, |_| false), Group::default());
    }
}

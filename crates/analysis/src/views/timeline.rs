//! When the flagged sessions were: their share over time.

use crate::Analysis;
use serde::{Deserialize, Serialize};
use telemetry::{Field, MISSING_TIME};

/// Sessions counted by the time they began.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Timeline {
    /// When the first bin starts, UTC milliseconds since 1970.
    pub start_ms: f64,
    /// How long a bin is, in milliseconds.
    pub width_ms: f64,
    /// How many sessions that are judged began in each bin.
    pub sessions: Vec<u32>,
    /// How many of them are flagged.
    pub flagged: Vec<u32>,
}

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Widths that people read at a glance.
const WIDTHS: &[i64] = &[
    SECOND,
    5 * SECOND,
    15 * SECOND,
    MINUTE,
    5 * MINUTE,
    15 * MINUTE,
    HOUR,
    3 * HOUR,
    6 * HOUR,
    DAY,
    7 * DAY,
    28 * DAY,
    364 * DAY,
    3640 * DAY,
];

/// No more bins than can be told apart.
const BINS: i64 = 200;

/// The timeline of an analysis; `None` where no session has a time.
pub fn timeline(analysis: &Analysis) -> Option<Timeline> {
    let times = analysis.sessions.table.times(Field::Timestamp)?;
    let present = || times.iter().copied().filter(|&time| time != MISSING_TIME);
    let (first, last) = (present().min()?, present().max()?);
    let fits = |&width: &i64| last.div_euclid(width) - first.div_euclid(width) < BINS;
    // A span of thousands of years still has its bins, each as wide as it takes.
    let width = WIDTHS.iter().copied().find(fits).unwrap_or((last.saturating_sub(first)) / (BINS - 1) + 1);
    let start = first.div_euclid(width);
    let bins = (last.div_euclid(width) - start) as usize + 1;
    let (mut sessions, mut flagged) = (vec![0; bins], vec![0; bins]);
    for (row, &time) in times.iter().enumerate().filter(|&(row, _)| analysis.is_judged(row)) {
        if time != MISSING_TIME {
            let bin = (time.div_euclid(width) - start) as usize;
            sessions[bin] += 1;
            flagged[bin] += u32::from(analysis.is_flagged(row));
        }
    }
    Some(Timeline { start_ms: (start * width) as f64, width_ms: width as f64, sessions, flagged })
}

//! What a chart shows, in one sentence and in the rows of a table: for those who do not see it, and for those who want
//! the numbers.

use analysis::views::{Axis, FEW, Histogram, Scatter, Timeline, wilson};
use features::{Feature, Measure};
use telemetry::format;

/// The feature of an axis; a name that means nothing is shown as a column of that name.
pub fn axis_feature(axis: &Axis) -> Feature {
    Feature::from_name(&axis.feature).unwrap_or_else(|_| Feature::plain(Measure::Column(axis.feature.clone())))
}

/// A flagged session of a scatter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// Which mark of the scatter it is.
    pub place: usize,
    /// The session's row.
    pub row: u32,
    /// Where it stands across, as a share of the axis.
    pub x: f64,
    /// Where it stands up, as a share of the axis, from the bottom.
    pub y: f64,
}

/// The flagged sessions that a scatter holds.
pub fn marks(scatter: &Scatter) -> impl Iterator<Item = Mark> + '_ {
    let places = scatter.marks.chunks_exact(2);
    scatter.mark_rows.iter().zip(places).enumerate().filter_map(|(place, (&row, at))| {
        let (x, y) = (f64::from(at[0]), f64::from(at[1]));
        (x.is_finite() && y.is_finite()).then_some(Mark { place, row, x, y })
    })
}

/// The value at a place on an axis, with its unit. What lies beyond an axis is drawn at its end, and said to lie there.
pub fn mark_value(axis: &Axis, place: f64) -> String {
    let text = axis_feature(axis).text(axis.low + (axis.high - axis.low) * place);
    // An axis may begin at a true zero: below it there is nothing.
    match place {
        place if place <= 0.0 && axis.low != 0.0 => format!("≤ {text}"),
        place if place >= 1.0 => format!("≥ {text}"),
        _ => text,
    }
}

/// A scatter in one sentence.
pub fn of_scatter(scatter: &Scatter, show_field: bool) -> String {
    let Some((x, y)) = &scatter.axes else {
        return "There is nothing to plot: the two features have no values.".into();
    };
    let (x, y) = (axis_feature(x).label(), axis_feature(y).label());
    // Those without both values are among the flagged ones, too.
    let sessions = scatter.counts.iter().map(|&count| u64::from(count)).sum::<u64>() + u64::from(scatter.missing);
    let mut text = format!(
        "{y} against {x}: {}, {} of them flagged",
        format::things(sessions, "session"),
        format::count(u64::from(scatter.flagged)),
    );
    if scatter.mark_rows.len() < scatter.flagged as usize {
        text += &format!(" ({} marked)", format::count(scatter.mark_rows.len() as u64));
    }
    if scatter.beyond > 0 {
        text += &format!("; {} beyond the axes drawn at the edge", format::count(u64::from(scatter.beyond)));
    }
    if scatter.missing > 0 {
        text += &format!("; {} without both values not shown", format::count(u64::from(scatter.missing)));
    }
    if show_field && !scatter.field.is_empty() {
        text += "; the background is the forest's score with the other features at their median";
    }
    text + "."
}

/// About how many sessions have a score above a threshold, by the bins; whether the number is exact.
pub fn would_flag(histogram: &Histogram, threshold: f64) -> (u64, bool) {
    let mut above = 0.0;
    let mut exact = true;
    for (bin, &count) in histogram.counts.iter().enumerate() {
        let (low, high) = bin_range(histogram, bin);
        let share = ((high - threshold) / (high - low)).clamp(0.0, 1.0);
        // A threshold written in decimals is never quite the bin's edge.
        let share = if share < 1e-6 {
            0.0
        } else if share > 1.0 - 1e-6 {
            1.0
        } else {
            share
        };
        exact &= count == 0 || share == 0.0 || share == 1.0;
        above += share * f64::from(count);
    }
    (if above.is_finite() { above.round() as u64 } else { 0 }, exact)
}

/// From which score to which a bin counts.
pub fn bin_range(histogram: &Histogram, bin: usize) -> (f64, f64) {
    let at = |bin: usize| histogram.start + histogram.width * bin as f64;
    (at(bin), at(bin + 1))
}

/// A histogram in one sentence.
pub fn of_histogram(histogram: &Histogram, flagged: u32, sessions: u32) -> String {
    let occupied = |bin: &usize| histogram.counts[*bin] > 0;
    let bins = 0..histogram.counts.len();
    let (Some(first), Some(last)) = (bins.clone().find(occupied), bins.clone().rev().find(occupied)) else {
        return "There are no scores.".into();
    };
    let mode = bins.rev().max_by_key(|&bin| histogram.counts[bin]).unwrap_or(first);
    let (low, high) = bin_range(histogram, mode);
    format!(
        "Scores of {} from {} to {}, most often {} to {}; the threshold {} flags {} ({}).",
        format::things(u64::from(sessions), "session"),
        format::score(bin_range(histogram, first).0),
        format::score(bin_range(histogram, last).1),
        format::score(low),
        format::score(high),
        format::score(histogram.threshold),
        format::count(u64::from(flagged)),
        format::part(u64::from(flagged), u64::from(sessions)),
    )
}

/// A row of a histogram's table: some neighbouring bins together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScoreRow {
    /// Where it starts.
    pub low: f64,
    /// Where it ends.
    pub high: f64,
    /// Sessions in it.
    pub sessions: u64,
    /// Known faults among them; `None` without a truth.
    pub faults: Option<u64>,
}

/// A histogram's bins, so many put together that there are at most `most` rows.
pub fn histogram_rows(histogram: &Histogram, most: usize) -> Vec<ScoreRow> {
    let bins = histogram.counts.len();
    let together = bins.div_ceil(most.max(1)).max(1);
    let sum = |counts: &[u32], from: usize, to: usize| {
        counts.get(from..to).map(|counts| counts.iter().map(|&count| u64::from(count)).sum())
    };
    (0..bins)
        .step_by(together)
        .map(|from| {
            let to = (from + together).min(bins);
            ScoreRow {
                low: bin_range(histogram, from).0,
                high: bin_range(histogram, to - 1).1,
                sessions: sum(&histogram.counts, from, to).unwrap_or(0),
                faults: sum(&histogram.faults, from, to),
            }
        })
        .collect()
}

/// A row of a timeline's table: one bin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeRow {
    /// When it starts, UTC milliseconds.
    pub start_ms: f64,
    /// Sessions that began in it.
    pub sessions: u32,
    /// Flagged sessions among them.
    pub flagged: u32,
}

impl TimeRow {
    /// The flagged share; `None` without sessions.
    pub fn share(&self) -> Option<f64> {
        (self.sessions > 0).then(|| f64::from(self.flagged) / f64::from(self.sessions))
    }

    /// The share's 95 % confidence interval.
    pub fn interval(&self) -> (f64, f64) {
        wilson(self.flagged, self.sessions)
    }

    /// Whether the share is of too few sessions to be compared with others.
    pub fn is_few(&self) -> bool {
        self.sessions < FEW
    }

    /// The bin in one phrase.
    pub fn phrase(&self) -> String {
        format!(
            "{} UTC: {} of {} flagged, {}",
            format::utc_minute(self.start_ms),
            format::count(u64::from(self.flagged)),
            format::things(u64::from(self.sessions), "session"),
            format::part(u64::from(self.flagged), u64::from(self.sessions)),
        )
    }
}

/// A timeline's bins.
pub fn timeline_rows(timeline: &Timeline) -> Vec<TimeRow> {
    let counts = timeline.sessions.iter().zip(&timeline.flagged).enumerate();
    counts
        .map(|(bin, (&sessions, &flagged))| TimeRow {
            start_ms: timeline.start_ms + timeline.width_ms * bin as f64,
            sessions,
            flagged,
        })
        .collect()
}

/// A timeline in one sentence.
pub fn of_timeline(timeline: &Timeline) -> String {
    let rows = timeline_rows(timeline);
    let (sessions, flagged) = rows.iter().fold((0, 0), |(sessions, flagged), row| {
        (sessions + u64::from(row.sessions), flagged + u64::from(row.flagged))
    });
    if sessions == 0 {
        return "No session has a time.".into();
    }
    // One session of one is 100 %, and says nothing.
    let known = rows.iter().filter(|row| !row.is_few()).filter_map(|row| Some((row.share()?, row))).rev();
    let highest = known.max_by(|(a, _), (b, _)| a.total_cmp(b)).map(|(_, row)| row.phrase());
    format!(
        "Flagged share from {} to {} UTC by {}: {} in all, {}.",
        format::utc_minute(timeline.start_ms),
        format::utc_minute(timeline.start_ms + timeline.width_ms * rows.len() as f64),
        format::span(timeline.width_ms),
        format::part(flagged, sessions),
        highest.map_or_else(|| format!("fewer than {FEW} sessions each"), |highest| format!("highest at {highest}")),
    )
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod sentences;

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        text.replace(format::THIN_SPACE, " ")
    }

    fn histogram() -> Histogram {
        Histogram { start: 0.4, width: 0.005, counts: vec![10, 0, 30, 4], faults: vec![], threshold: 0.415 }
    }

    #[test]
    fn a_threshold_flags_what_lies_above_it() {
        let histogram = histogram();
        assert_eq!(would_flag(&histogram, 0.0), (44, true));
        assert_eq!(would_flag(&histogram, 0.41), (34, true));
        assert_eq!(would_flag(&histogram, 0.4125), (19, false));
        assert_eq!(would_flag(&histogram, 0.407), (34, true), "an empty bin is cut exactly anywhere");
        assert_eq!(would_flag(&histogram, 1.0), (0, true));
        assert_eq!(would_flag(&histogram, f64::NAN).0, 0);
    }

    #[test]
    fn sentences() {
        assert_eq!(
            plain(&of_histogram(&histogram(), 4, 44)),
            "Scores of 44 sessions from 0.400 to 0.420, most often 0.410 to 0.415; the threshold 0.415 flags 4 (9.09%)."
        );
        let timeline = Timeline {
            start_ms: 1_767_621_600_000.0,
            width_ms: 3_600_000.0,
            sessions: vec![100, 0, 20],
            flagged: vec![5, 0, 4],
        };
        assert_eq!(
            plain(&of_timeline(&timeline)),
            "Flagged share from 2026-01-05 14:00 to 2026-01-05 17:00 UTC by 1 h: 7.5% in all, highest at \
             2026-01-05 14:00 UTC: 5 of 100 sessions flagged, 5%."
        );
        let scatter = Scatter {
            axes: Some((
                Axis { feature: "bitrate_kbps".into(), low: 0.0, high: 8000.0 },
                Axis { feature: "buffering_ratio".into(), low: 0.0, high: 0.5 },
            )),
            counts: vec![12_000, 345],
            flagged: 617,
            missing: 2,
            ..Scatter::default()
        };
        assert_eq!(
            plain(&of_scatter(&scatter, true)),
            "Buffering ratio against Bitrate: 12 347 sessions, 617 of them flagged (0 marked); 2 without both values \
             not shown."
        );
    }

    #[test]
    fn nothing_is_too_empty_for_a_sentence() {
        let nothing = Histogram { counts: vec![], ..histogram() };
        assert_eq!(of_histogram(&nothing, 0, 0), "There are no scores.");
        assert!(histogram_rows(&nothing, 10).is_empty());
        let timeline = Timeline { start_ms: f64::NAN, width_ms: 0.0, sessions: vec![0], flagged: vec![0] };
        assert_eq!(of_timeline(&timeline), "No session has a time.");
        assert!(of_scatter(&Scatter::default(), true).starts_with("There is nothing"));
        let ragged = Scatter { marks: vec![0.5, f32::NAN, 0.1], mark_rows: vec![1, 2, 3], ..Scatter::default() };
        assert_eq!(marks(&ragged).count(), 0);
    }

    #[test]
    fn tables_hold_every_session() {
        for most in 1..6 {
            let rows = histogram_rows(&histogram(), most);
            assert!(rows.len() <= most);
            assert_eq!(rows.iter().map(|row| row.sessions).sum::<u64>(), 44);
        }
    }

    #[test]
    fn values_at_an_axis_end_say_that_they_lie_beyond() {
        let axis = Axis { feature: "startup_log".into(), low: 2.0, high: 4.0 };
        assert_eq!(plain(&mark_value(&axis, 0.5)), "1 s");
        assert_eq!(plain(&mark_value(&axis, 1.0)), "≥ 10 s");
        assert_eq!(plain(&mark_value(&axis, 0.0)), "≤ 100 ms");
        let from_zero = Axis { feature: "buffering_ratio".into(), low: 0.0, high: 1.0 };
        assert_eq!(mark_value(&from_zero, 0.0), "0%");
    }
}

//! The plain way: each session's values looked up one by one, each condition tried on each of them. What a picture says of
//! its bins and labels is believed (they have tests of their own); what it counts is counted again.

use super::super::Dimension;
use super::super::filter::{Filter, Test};
use super::super::filters::Filters;
use super::super::picture::*;
use super::super::view::{Drawing, Metric};
use super::plain_maps::{check_places, check_scatter};
use analysis::Analysis;
use analysis::views::Cell;
use telemetry::{Field, write_time};

/// A session's value: a number, or a label that is empty for none.
pub(super) enum Plain {
    Number(f64),
    Label(String),
}

pub(super) fn value(analysis: &Analysis, dimension: &Dimension, row: usize) -> Plain {
    let time = || analysis.sessions.table.times(Field::Timestamp).expect("times")[row];
    let label = |text: &str| Plain::Label(text.to_owned());
    match dimension {
        Dimension::Score => Plain::Number(analysis.scores[row]),
        Dimension::Flagged => label(if analysis.is_flagged(row) { "flagged" } else { "not flagged" }),
        Dimension::Truth => label(analysis.sessions.truth.as_ref().expect("a truth").label(row)),
        Dimension::Hour if time() == i64::MIN => label(""),
        Dimension::Hour => {
            let mut text = String::new();
            write_time(&mut text, time());
            label(text[11..13].trim_start_matches('0')).or_zero()
        }
        Dimension::Weekday if time() == i64::MIN => label(""),
        // The first of the tables' days was a Thursday.
        Dimension::Weekday => {
            let days = ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"];
            label(days[(time() / 86_400_000) as usize % 7])
        }
        Dimension::Feature(name) => {
            let place = analysis.plan.features.iter().position(|feature| feature.name() == *name).expect("a feature");
            Plain::Number(f64::from(analysis.matrix.column(place)[row]))
        }
        Dimension::Column(name) => {
            let column = analysis.sessions.table.column(name).expect("a column");
            match Cell::of(column, row) {
                Cell::Number(value) | Cell::Time(value) => Plain::Number(value),
                Cell::Text(text) => Plain::Label(text),
                Cell::Missing if matches!(column.data, telemetry::Data::Number(_) | telemetry::Data::Time(_)) => {
                    Plain::Number(f64::NAN)
                }
                Cell::Missing => label(""),
            }
        }
    }
}

impl Plain {
    fn or_zero(self) -> Self {
        match self {
            Self::Label(text) if text.is_empty() => Self::Label("0".into()),
            other => other,
        }
    }

    pub(super) fn number(self) -> f64 {
        match self {
            Self::Number(value) => value,
            Self::Label(_) => panic!("a number"),
        }
    }

    pub(super) fn label(self) -> String {
        match self {
            Self::Label(label) => label,
            Self::Number(_) => panic!("a label"),
        }
    }
}

fn meets(value: Plain, test: &Test) -> bool {
    match (value, test) {
        (Plain::Number(value), Test::Between(low, high)) => value >= *low && value < *high,
        (Plain::Number(_), _) => false,
        (Plain::Label(label), Test::Between(low, high)) => label.parse::<f64>().is_ok_and(|n| n >= *low && n < *high),
        (Plain::Label(label), Test::OneOf(labels)) => labels.contains(&label),
        (Plain::Label(_), Test::At(_)) => false,
        (Plain::Label(label), Test::Contains(part)) => label.to_ascii_lowercase().contains(&part.to_ascii_lowercase()),
    }
}

/// The sessions that are judged, meet all filters but those on these dimensions, and are not left out: whoever is left out of one
/// view is left out of all.
pub(super) fn passing(analysis: &Analysis, filters: &Filters, own: &[Dimension]) -> Vec<usize> {
    let counted = |row: &usize| {
        if !analysis.is_judged(*row) {
            return false;
        }
        let met = |filter: &Filter| meets(value(analysis, &filter.dimension, *row), &filter.test);
        let others = filters.list().iter().filter(|filter| !own.contains(&filter.dimension));
        let is_left_out = filters.exclusions().iter().any(|exclusion| exclusion.list().iter().all(met));
        others.into_iter().all(met) && !is_left_out
    };
    (0..analysis.scores.len()).filter(counted).collect()
}

pub(super) fn count(analysis: &Analysis, rows: &[usize]) -> Count {
    let flagged = rows.iter().filter(|&&row| analysis.is_flagged(row)).count() as u32;
    Count { sessions: rows.len() as u32, flagged }
}

/// Whether a session started, as far as is known.
pub(super) fn started(analysis: &Analysis, row: usize) -> bool {
    [Field::ExitBeforeStart, Field::StartupFailed].iter().all(|&field| {
        let flags = analysis.sessions.table.numbers(field);
        flags.is_none_or(|flags| flags[row].is_nan() || flags[row] < 0.5)
    })
}

/// The finite values, of what speaks of playing those of sessions that started.
pub(super) fn valued(analysis: &Analysis, of: &Dimension, rows: &[usize]) -> Vec<f64> {
    let of_playing = [Field::StartupTimeMs, Field::BitrateKbps].map(|field| Dimension::Column(field.name().into()));
    let rows = rows.iter().filter(|&&row| !of_playing.contains(of) || started(analysis, row));
    rows.map(|&row| value(analysis, of, row).number()).filter(|value| value.is_finite()).collect()
}

/// The percentile of the finite ones of these values: sorted, and between the two at whose ranks it lies. Of what speaks of
/// playing a session that never started has none.
pub(super) fn percentile(analysis: &Analysis, of: &Dimension, rows: &[usize], share: f64) -> f64 {
    let mut values = valued(analysis, of, rows);
    values.sort_by(f64::total_cmp);
    if values.is_empty() {
        return f64::NAN;
    }
    let rank = share * (values.len() - 1) as f64;
    let (low, high) = (values[rank.floor() as usize], values[rank.ceil() as usize]);
    if low == high { low } else { low + (high - low) * (rank - rank.floor()) }
}

pub(super) fn same(a: f64, b: f64) -> bool {
    a == b || a.is_nan() && b.is_nan()
}

pub(super) fn select(rows: &[usize], is_it: impl Fn(usize) -> bool) -> Vec<usize> {
    rows.iter().copied().filter(|&row| is_it(row)).collect()
}

/// The sessions of each bin.
pub(super) fn by_bin(analysis: &Analysis, of: &Dimension, binning: &Binning, rows: &[usize]) -> Vec<Vec<usize>> {
    let bin = |pair: &[f64]| select(rows, |row| (pair[0]..pair[1]).contains(&value(analysis, of, row).number()));
    binning.edges.windows(2).map(bin).collect()
}

/// The higher, the further in front a group stands: by its flagged share, but behind all others where it has fewer than 30
/// sessions, and last where it has none.
pub(super) fn rank(count: Count) -> f64 {
    let share = f64::from(count.flagged) / f64::from(count.sessions);
    match count.sessions {
        0 => 0.0,
        1..30 => 1.0 + share,
        30.. => 3.0 + share,
    }
}

/// Checks a picture of a drawing against the sessions, filter by filter and value by value.
pub(super) fn check(analysis: &Analysis, filters: &Filters, drawing: &Drawing, picture: &Picture) {
    let everything = passing(analysis, &Filters::default(), &[]);
    let counts = |groups: Vec<Vec<usize>>| -> Vec<Count> { groups.iter().map(|rows| count(analysis, rows)).collect() };
    let with =
        |of: &Dimension, label: &str, rows: &[usize]| select(rows, |row| value(analysis, of, row).label() == label);
    match (drawing, picture) {
        (Drawing::Histogram(axis), Picture::Histogram(found)) => {
            let of = &axis.dimension;
            let rows = passing(analysis, filters, std::slice::from_ref(of));
            let edges = &found.binning.edges;
            assert_eq!(found.shown, counts(by_bin(analysis, of, &found.binning, &rows)));
            assert_eq!(found.all, counts(by_bin(analysis, of, &found.binning, &everything)));
            let below = select(&rows, |row| value(analysis, of, row).number() < edges[0]).len() as u32;
            let above = select(&rows, |row| value(analysis, of, row).number() >= edges[edges.len() - 1]).len() as u32;
            let missing = select(&rows, |row| value(analysis, of, row).number().is_nan()).len() as u32;
            assert_eq!((found.beyond, found.missing), ((below, above), missing));
        }
        (Drawing::Trend(metric), Picture::Trend(found)) => {
            let time = Dimension::Column(Field::Timestamp.name().into());
            let rows = passing(analysis, filters, std::slice::from_ref(&time));
            for (points, rows) in [(&found.shown, &rows), (&found.all, &everything)] {
                let groups = by_bin(analysis, &time, &found.binning, rows);
                assert_eq!(points.len(), groups.len());
                for (point, rows) in points.iter().zip(groups) {
                    assert_eq!(point.count, count(analysis, &rows));
                    let of = match metric {
                        Metric::Sessions | Metric::FlaggedShare => rows.len(),
                        Metric::Median(of) | Metric::Percentile95(of) => valued(analysis, of, &rows).len(),
                    };
                    assert_eq!(point.of as usize, of);
                    let expected = match metric {
                        Metric::Sessions => f64::from(point.count.sessions),
                        Metric::FlaggedShare => f64::from(point.count.flagged) / f64::from(point.count.sessions),
                        Metric::Median(of) => percentile(analysis, of, &rows, 0.5),
                        Metric::Percentile95(of) => percentile(analysis, of, &rows, 0.95),
                    };
                    assert!(!found.exact || same(point.value, expected), "{} is not {expected}", point.value);
                    assert!(found.exact || point.value.is_nan() == expected.is_nan());
                }
            }
            let inside: u32 = found.shown.iter().map(|point| point.count.sessions).sum();
            assert_eq!(found.beyond, rows.len() as u32 - inside);
        }
        (Drawing::Bars { of, top }, Picture::Bars(found)) => {
            let rows = passing(analysis, filters, std::slice::from_ref(of));
            let rows_of_all = 0..analysis.scores.len();
            let mut labels: Vec<String> = rows_of_all.map(|row| value(analysis, of, row).label()).collect();
            labels.sort();
            labels.dedup();
            let expected_ranks = labels.iter().map(|label| count(analysis, &with(of, label, &rows)));
            let mut expected: Vec<f64> = expected_ranks.map(rank).collect();
            expected.sort_by(|a, b| b.total_cmp(a));
            let ranks: Vec<f64> = found.bars.iter().map(|bar| rank(bar.shown)).collect();
            assert_eq!(ranks, expected[..usize::from(*top).min(labels.len())]);
            let mut rest = (everything.clone(), rows.clone());
            for bar in &found.bars {
                assert_eq!(bar.shown, count(analysis, &with(of, &bar.label, &rows)));
                assert_eq!(bar.all, count(analysis, &with(of, &bar.label, &everything)));
                let share = f64::from(bar.shown.flagged) / f64::from(bar.shown.sessions);
                let (low, high) = bar.interval;
                assert!(share.is_nan() && bar.interval == (0.0, 1.0) || low <= share + 1e-12 && share <= high + 1e-12);
                rest.0.retain(|&row| value(analysis, of, row).label() != bar.label);
                rest.1.retain(|&row| value(analysis, of, row).label() != bar.label);
            }
            let others = labels.len() - found.bars.len();
            assert_eq!(found.rest.is_some(), others > 0);
            if let Some((labels, bar)) = &found.rest {
                assert_eq!(*labels as usize, others);
                assert_eq!((bar.all, bar.shown), (count(analysis, &rest.0), count(analysis, &rest.1)));
            }
        }
        (Drawing::HeatMap { x, y }, Picture::HeatMap(found)) => {
            let rows = passing(analysis, filters, &[x.clone(), y.clone()]);
            let cells = |rows: &[usize]| -> Vec<Count> {
                let line = |up: &String| {
                    let rows = with(y, up, rows);
                    found.x.iter().map(|across| count(analysis, &with(x, across, &rows))).collect::<Vec<Count>>()
                };
                found.y.iter().flat_map(line).collect()
            };
            assert_eq!((&found.shown, &found.all), (&cells(&rows), &cells(&everything)));
            let inside: u32 = found.shown.iter().map(|count| count.sessions).sum();
            assert_eq!(found.beyond, rows.len() as u32 - inside);
        }
        (Drawing::Scatter { x, y, tint, .. }, Picture::Scatter(found)) => {
            let rows = passing(analysis, filters, &[x.dimension.clone(), y.dimension.clone()]);
            check_scatter(analysis, found, tint, &rows);
        }
        (Drawing::Parallel, Picture::Parallel(found)) => {
            let rows = passing(analysis, filters, &[]);
            let valued = |name: &String| valued(analysis, &Dimension::Feature(name.clone()), &rows).len() as u32;
            assert_eq!(found.counts, found.features.iter().map(valued).collect::<Vec<u32>>());
            for (spreads, rows) in [(&found.shown, &rows), (&found.all, &everything)] {
                for (name, spread) in found.features.iter().zip(spreads) {
                    let of = Dimension::Feature(name.clone());
                    for (found_one, share) in spread.iter().zip([0.1, 0.25, 0.5, 0.75, 0.9]) {
                        let expected = percentile(analysis, &of, rows, share);
                        assert!(!found.exact || same(*found_one, expected), "{found_one} is not {expected}");
                        assert_eq!(found_one.is_nan(), expected.is_nan());
                    }
                }
            }
        }
        (Drawing::Places, Picture::Places(found)) => check_places(analysis, found, filters),
        _ => panic!("a picture of another drawing"),
    }
}

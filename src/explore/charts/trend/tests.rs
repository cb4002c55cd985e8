//! By pointer and by keys, with any values.

use super::*;
use crate::explore::charts::testing::{Bench, column, count};
use crate::explore::gesture::Gesture;
use crossfilter::Test;
use crossfilter::picture::Binning;

const HOUR: f64 = 3_600_000.0;

fn bench(metric: Metric, values: &[f64]) -> Bench {
    let points: Vec<Point> =
        values.iter().map(|value| Point { count: count(100, 5), value: *value, of: 100 }).collect();
    let edges = (0..=values.len()).map(|edge| edge as f64 * HOUR).collect();
    let binning = Binning { edges };
    let trend = Trend { metric: metric.clone(), binning, shown: points.clone(), all: points, exact: true, beyond: 0 };
    Bench::new(Drawing::Trend(metric), Some(Picture::Trend(trend)))
}

#[test]
fn a_line_is_broken_where_there_is_nothing() {
    let bench = bench(Metric::FlaggedShare, &[0.1, 0.2, f64::NAN, 0.3, f64::NAN]);
    let lines: Vec<usize> = bench
        .base()
        .shapes
        .iter()
        .filter_map(|shape| match shape {
            Shape::Line { places, .. } => Some(places.len()),
            _ => None,
        })
        .collect();
    // The lone bin is a stroke of two ends.
    assert_eq!(lines, [2, 2]);
    let marks = bench.base().shapes.into_iter().find_map(|shape| match shape {
        Shape::Marks { places, .. } => Some(places.len()),
        _ => None,
    });
    assert_eq!(marks, Some(3));
    let summary = bench.kind.words(&bench.given).summary;
    assert!(summary.contains("greatest 30% (1970-01-01 03:00 UTC); 2 of 5 bins without sessions"), "{summary}");
}

/// Bins of so many sessions and flagged ones each.
fn shares(counts: &[(u32, u32)]) -> Bench {
    let point = |&(sessions, flagged): &(u32, u32)| {
        let value = f64::from(flagged) / f64::from(sessions);
        Point { count: count(sessions, flagged), value, of: sessions }
    };
    let points: Vec<Point> = counts.iter().map(point).collect();
    let binning = Binning { edges: (0..=counts.len()).map(|edge| edge as f64 * HOUR).collect() };
    let metric = Metric::FlaggedShare;
    let trend = Trend { metric: metric.clone(), binning, shown: points.clone(), all: points, exact: true, beyond: 0 };
    Bench::new(Drawing::Trend(metric), Some(Picture::Trend(trend)))
}

#[test]
fn one_session_of_one_is_a_hatched_bar_and_is_not_named() {
    let mut bench = shares(&[(1, 1), (1000, 50), (29, 29), (1000, 60), (1000, 40)]);
    let base = bench.base();
    let bars = |shape: &Shape| match shape {
        Shape::Rects { rects, fill: Some(Fill::Hatch(_)), .. } => rects.len(),
        _ => 0,
    };
    assert_eq!(base.shapes.iter().map(bars).sum::<usize>(), 2);
    let bands = base.shapes.iter().filter(|shape| matches!(shape, Shape::Area { .. })).count();
    assert_eq!(bands, 2, "the interval of each piece of the line");
    let marks = base.shapes.iter().find_map(|shape| match shape {
        Shape::Marks { places, .. } => Some(places.len()),
        _ => None,
    });
    assert_eq!(marks, Some(3), "they are no points of the line");
    // What is of few sessions does not say how far the axis runs: the upper end of 60 of 1000 does.
    let Some(Picture::Trend(trend)) = bench.given.picture.as_deref() else { panic!("a trend") };
    let (low, high) = range(trend);
    assert!(low == 0.0 && (0.0767..0.0767 * 1.1).contains(&high), "{high}");
    let summary = bench.kind.words(&bench.given).summary;
    assert_eq!(
        summary.replace(format::THIN_SPACE, " "),
        "Flagged share over time, by 1 h: least 4% (1970-01-01 04:00 UTC), greatest 6% (1970-01-01 03:00 UTC); \
         2 of 5 bins of fewer than 30 sessions."
    );
    bench.shake();
    let bench = shares(&[(1, 1), (29, 3), (0, 0)]);
    let summary = bench.kind.words(&bench.given).summary;
    assert!(
        summary
            .ends_with("no bin has 30 sessions; 2 of 3 bins of fewer than 30 sessions; 1 of 3 bins without sessions."),
        "{summary}"
    );
    let interval: Vec<String> = bench.kind.rows(&bench.given).into_iter().map(|row| row[4].clone()).collect();
    assert_eq!(interval, ["20.7% to 100%", "3.58% to 26.4%", "–"]);
}

#[test]
fn time_is_brushed() {
    let mut bench = bench(Metric::Median(column("startup_time_ms")), &[100.0, 200.0, 300.0, 400.0]);
    let told = bench.drag((0.26, 0.5), (0.74, 0.5));
    let brush =
        Gesture::Brush { dimension: column("timestamp"), low: HOUR, high: 3.0 * HOUR, bins: Some((1, 3)), done: true };
    assert_eq!(told.last(), Some(&brush));
    bench.filter(Some(Test::Between(HOUR, 3.0 * HOUR)));
    let said = bench.key("ArrowRight").say.unwrap().replace(format::THIN_SPACE, " ");
    assert_eq!(
        said,
        "1970-01-01 00:00 to 1970-01-01 01:00 UTC: 100 ms (of 100 sessions), 100 sessions, 5 flagged (5%)"
    );
    assert_eq!(bench.kind.near(&bench.given), Some(Gesture::Near(column("timestamp"))));
}

#[test]
fn any_trend_can_be_drawn_and_handled() {
    for metric in [Metric::Sessions, Metric::FlaggedShare, Metric::Percentile95(column("bitrate_kbps"))] {
        for values in [vec![], vec![f64::NAN; 3], vec![0.0], vec![-5.0, 7.0, f64::INFINITY], vec![3.0; 40]] {
            let mut bench = bench(metric.clone(), &values);
            bench.given.compare = true;
            bench.shake();
        }
    }
}

//! By pointer and by keys, with any values.

use super::*;
use crate::crossfilter::Test;
use crate::crossfilter::picture::Binning;
use crate::explore::charts::testing::{Bench, column, count};
use crate::explore::gesture::Gesture;

const HOUR: f64 = 3_600_000.0;

fn bench(metric: Metric, values: &[f64]) -> Bench {
    let points: Vec<Point> = values.iter().map(|value| Point { count: count(100, 5), value: *value }).collect();
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
    assert!(summary.contains("greatest 30% (1970-01-01 03:00 UTC); 2 of 5 without sessions"), "{summary}");
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
    assert_eq!(said, "1970-01-01 00:00 to 1970-01-01 01:00 UTC: 100 ms, 100 sessions, 5 flagged (5%)");
    assert_eq!(bench.kind.near(&bench.given), Some(column("timestamp")));
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

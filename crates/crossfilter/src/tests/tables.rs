//! Random sessions, filters and views.

use super::super::Dimension;
use super::super::filter::{Filter, Test};
use super::super::filters::{Exclusion, Filters, MOST_FILTERS};
use super::super::view::{Axis, Drawing, Metric, Scale, Tint, View};
use analysis::SerialExecutor;
use analysis::{Analysis, Fingerprint, Plan, Sessions, Source};
use isolation_forest::Matrix;
use proptest::prelude::*;
use simulate::{Preset, Scenario};
use std::sync::{Arc, LazyLock};
use telemetry::{Categories, Column, Data, Field, MISSING_TIME, Table, Texts, Truth};

/// A session: numbers, time, labels, score. What is not finite or negative stands for all kinds of odd values.
type Row = (f64, i64, u8, u8, f64, u32);

/// A small forest that the analyses of a test borrow; their scores are made up.
static FOREST: LazyLock<Analysis> = LazyLock::new(|| {
    let scenario = Scenario::new(Preset::StreamGuard, 60, 0.05, 7).expect("a scenario within bounds");
    SerialExecutor::default()
        .analyse_generated(&Plan { source: Source::Generated(scenario), ..Plan::default() })
        .expect("a sound plan")
});

fn odd_number() -> impl Strategy<Value = f64> {
    prop_oneof![
        6 => (0..40_i32).prop_map(|value| f64::from(value) * 250.0),
        6 => 0.0..9000.0_f64,
        1 => Just(f64::NAN),
        1 => Just(f64::INFINITY),
        1 => Just(f64::NEG_INFINITY),
        1 => -5.0..0.0_f64,
        1 => Just(0.0),
    ]
}

fn row() -> impl Strategy<Value = Row> {
    let time = prop_oneof![9 => 0..7 * 86_400_000_i64, 1 => Just(MISSING_TIME)];
    // Some sessions are not judged.
    let score = prop_oneof![1 => Just(f64::NAN), 12 => (0..=20_u32).prop_map(|score| f64::from(score) / 20.0)];
    (odd_number(), time, 0..7_u8, 0..4_u8, score, 0..5_u32)
}

/// An analysis of random sessions.
pub(super) fn analysis() -> impl Strategy<Value = Arc<Analysis>> {
    proptest::collection::vec(row(), 1..150).prop_map(|rows| Arc::new(of_rows(&rows)))
}

/// The same sessions with other scores and features.
pub(super) fn rejudged(analysis: &Analysis) -> Arc<Analysis> {
    let matrix = analysis.matrix.columns().iter().map(|values| values.iter().rev().copied().collect());
    Arc::new(Analysis {
        scores: Arc::new(analysis.scores.iter().rev().copied().collect()),
        matrix: Arc::new(Matrix::from_columns(matrix.collect()).expect("of its shape")),
        ..analysis.clone()
    })
}

fn of_rows(rows: &[Row]) -> Analysis {
    let categories = |name: &str, of: fn(&Row) -> u8| {
        let mut categories = Categories::default();
        for row in rows {
            // The last label of each is none.
            let label = if of(row) == 6 { String::new() } else { format!("{name} {}", of(row)) };
            categories.push(&label).expect("few labels");
        }
        Data::Category(categories)
    };
    let numbers = |of: fn(&Row) -> f64| Data::Number(rows.iter().map(of).collect());
    let mut ids = Texts::default();
    (0..rows.len()).for_each(|row| ids.push(&format!("Session-{row}")));
    let column = |field: Field, data| Column { name: field.name().into(), field: Some(field), data };
    let table = Table::new(vec![
        column(Field::SessionId, Data::Text(ids)),
        column(Field::Timestamp, Data::Time(rows.iter().map(|row| row.1).collect())),
        column(Field::Isp, categories("isp", |row| row.2)),
        column(Field::CountryCode, categories("c", |row| row.2 / 2 * 3)),
        column(Field::Region, categories("r", |row| row.3 * 2)),
        column(Field::StartupTimeMs, numbers(|row| row.0)),
        column(Field::BitrateKbps, numbers(|row| f64::from(row.3) * 700.0)),
        column(Field::RebufferDurationMs, numbers(|row| f64::from(row.5) * 512.0)),
        // Every seventh or so was left before it started, and of some it is not said.
        column(Field::ExitBeforeStart, numbers(|row| [0.0, f64::NAN, 0.0, 0.0, 1.0, 0.0, 0.0][usize::from(row.2)])),
        column(Field::StartupFailed, numbers(|row| if row.5 == 3 && row.3 == 1 { 1.0 } else { f64::NAN })),
        column(Field::WatchTimeS, numbers(|row| if row.5 == 4 { f64::NAN } else { f64::from(row.5) * 64.0 + 8.0 })),
    ]);
    let mut truth = Truth::with_faults(["slow", "blurred"]);
    rows.iter().for_each(|row| truth.push(row.3 % 3));
    let forest = &*FOREST;
    let sessions = Sessions {
        source: forest.sessions.source.clone(),
        rules: None,
        table: table.expect("a sound table"),
        truth: Some(truth),
        aside: None,
        places: None,
        quality: None,
    };
    let feature = |of: fn(&Row) -> f64| -> Vec<f32> { rows.iter().map(|row| of(row) as f32).collect() };
    let matrix = Matrix::from_columns(vec![
        feature(|row| row.0 / 9000.0),
        feature(|row| f64::from(row.2) - 3.0),
        feature(|row| row.4),
        feature(|row| if row.5 == 0 { f64::NAN } else { f64::from(row.5) }),
        feature(|_| 0.5),
    ])
    .expect("of its shape");
    let scores: Vec<f64> = rows.iter().map(|row| row.4).collect();
    let threshold = 0.6;
    Analysis {
        sessions: Arc::new(sessions),
        matrix: Arc::new(matrix),
        judged: scores.iter().filter(|score| !score.is_nan()).count(),
        flagged: scores.iter().filter(|&&score| score > threshold).count(),
        fingerprint: Fingerprint::of(&forest.plan, &scores, threshold),
        scores: Arc::new(scores),
        threshold,
        ..forest.clone()
    }
}

pub(super) fn column(field: Field) -> Dimension {
    Dimension::Column(field.name().into())
}

pub(super) fn feature(place: usize) -> Dimension {
    Dimension::Feature(FOREST.plan.features[place].name())
}

/// Dimensions of numbers and time.
pub(super) fn measured() -> Vec<Dimension> {
    let fields = [Field::StartupTimeMs, Field::BitrateKbps, Field::WatchTimeS, Field::Timestamp].map(column);
    fields.into_iter().chain([Dimension::Score, feature(0), feature(1), feature(3), feature(4)]).collect()
}

pub(super) fn labelled() -> Vec<Dimension> {
    let fields = [Field::Isp, Field::CountryCode, Field::Region].map(column);
    fields.into_iter().chain([Dimension::Truth, Dimension::Flagged, Dimension::Hour, Dimension::Weekday]).collect()
}

fn one_of(dimensions: Vec<Dimension>) -> impl Strategy<Value = Dimension> {
    proptest::sample::select(dimensions)
}

fn test(dimension: &Dimension) -> BoxedStrategy<Test> {
    let share = 0.0..1.0_f64;
    let between = |least: f64, most: f64| {
        (share.clone(), share.clone(), any::<bool>()).prop_map(move |(a, b, open)| {
            let value = |share: f64| (least + (most - least) * share * 20.0).round() / 20.0;
            Test::Between(value(a.min(b)), if open { f64::INFINITY } else { value(a.max(b)) + 0.05 })
        })
    };
    match dimension {
        Dimension::Score => between(0.0, 1.0).boxed(),
        Dimension::Feature(_) => between(-3.0, 5.0).boxed(),
        Dimension::Column(name) if name == "timestamp" => between(0.0, 6e8).boxed(),
        Dimension::Column(name) if name == "session_id" => {
            proptest::sample::select(vec!["SESSION-1", "n-2", "5"]).prop_map(|part| Test::Contains(part.into())).boxed()
        }
        Dimension::Column(name) if Field::from_name(name).is_some_and(|field| measured().contains(&column(field))) => {
            between(-10.0, 9000.0).boxed()
        }
        Dimension::Hour => between(0.0, 24.0).boxed(),
        _ => {
            let labels = ["isp 0", "isp 2", "c 0", "c 3", "r 0", "r 2", "", "slow", "flagged", "Thursday", "Sunday"];
            let labels = labels.map(str::to_owned).to_vec();
            proptest::sample::subsequence(labels, 1..8).prop_map(Test::OneOf).boxed()
        }
    }
}

/// Conditions on some of all dimensions, so many of them.
fn conditions(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Filter>> {
    let mut all = measured();
    all.extend(labelled());
    all.push(column(Field::SessionId));
    proptest::sample::subsequence(all, count).prop_flat_map(|dimensions| {
        let condition =
            |dimension: Dimension| test(&dimension).prop_map(move |test| Filter { dimension: dimension.clone(), test });
        dimensions.into_iter().map(condition).collect::<Vec<_>>()
    })
}

/// A combination that is left out.
pub(super) fn exclusion() -> impl Strategy<Value = Exclusion> {
    conditions(1..4).prop_map(|conditions| Exclusion::of(conditions).expect("of different dimensions"))
}

/// A combination that is left out by this dimension, among others.
pub(super) fn exclusion_by(dimension: &Dimension) -> impl Strategy<Value = Exclusion> + use<> {
    let own = dimension.clone();
    (test(dimension), conditions(0..3)).prop_map(move |(test, mut others)| {
        others.retain(|filter| filter.dimension != own);
        others.insert(0, Filter { dimension: own.clone(), test });
        Exclusion::of(others).expect("of different dimensions")
    })
}

/// Some filters, and some combinations that are left out.
pub(super) fn filters() -> impl Strategy<Value = Filters> {
    (conditions(0..5), proptest::collection::vec(exclusion(), 0..4)).prop_map(of_conditions)
}

/// As many filters as there can be, or nearly.
pub(super) fn many_filters() -> impl Strategy<Value = Filters> {
    (conditions(0..5), proptest::collection::vec(exclusion(), 13..18)).prop_map(of_conditions)
}

fn of_conditions((conditions, exclusions): (Vec<Filter>, Vec<Exclusion>)) -> Filters {
    let mut filters = Filters::default();
    for Filter { dimension, test } in conditions {
        assert!(filters.set(dimension, test));
    }
    for exclusion in exclusions {
        let has_room = filters.len() < MOST_FILTERS || filters.exclusions().contains(&exclusion);
        assert_eq!(filters.exclude(exclusion), has_room);
    }
    filters
}

fn axis() -> impl Strategy<Value = Axis> {
    let scale = prop_oneof![3 => Just(Scale::Linear), 1 => Just(Scale::Log)];
    let window = prop_oneof![3 => Just(None), 1 => (0.0..3.0_f64, 0.1..4000.0_f64).prop_map(|(low, span)| Some((low, low + span)))];
    (one_of(measured()), scale, window).prop_map(|(dimension, scale, window)| Axis { dimension, scale, window })
}

fn drawing() -> impl Strategy<Value = Drawing> {
    let tint = prop_oneof![Just(Tint::Density), Just(Tint::Score), one_of(labelled()).prop_map(Tint::Category)];
    let metric = prop_oneof![
        Just(Metric::Sessions),
        Just(Metric::FlaggedShare),
        one_of(measured()).prop_map(Metric::Median),
        one_of(measured()).prop_map(Metric::Percentile95),
    ];
    prop_oneof![
        4 => axis().prop_map(Drawing::Histogram),
        2 => (axis(), axis(), tint).prop_map(|(x, y, tint)| Drawing::Scatter { x, y, tint, field: false }),
        3 => metric.prop_map(Drawing::Trend),
        3 => (one_of(labelled()), 1..6_u16).prop_map(|(of, top)| Drawing::Bars { of, top }),
        2 => (one_of(labelled()), one_of(labelled())).prop_map(|(x, y)| Drawing::HeatMap { x, y }),
        1 => Just(Drawing::Parallel),
        2 => Just(Drawing::Places),
    ]
}

/// Some views.
pub(super) fn views() -> impl Strategy<Value = Vec<View>> {
    proptest::collection::vec((drawing(), 3..13_u8, 2..6_u8), 1..7).prop_map(|drawings| {
        let view = |(id, (drawing, width, height))| View::sized(id, drawing, width, height);
        (1..).zip(drawings).map(view).collect()
    })
}

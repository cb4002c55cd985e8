//! While a brush moves, pictures are those of the filter that it stands for.

use super::super::filter::Test;
use super::super::filters::Filters;
use super::super::picture::{Picture, Scatter};
use super::super::query::BrushAsked;
use super::super::view::{Axis, Drawing, Metric, Scale, View};
use super::super::{Crossfilter, Dimension};
use super::{asked, pictures, plain, show, tables};
use proptest::prelude::*;
use proptest::strategy::ValueTree;

/// The ends of the bins of a histogram.
fn edges(picture: &Option<Picture>) -> Vec<f64> {
    match picture {
        Some(Picture::Histogram(histogram)) => histogram.binning.edges.clone(),
        other => panic!("no histogram: {other:?}"),
    }
}

/// A picture without the names of its marks, which those that move with a brush do not have.
fn nameless(picture: &Picture) -> Picture {
    let mut picture = picture.clone();
    if let Picture::Scatter(scatter) = &mut picture {
        scatter.names.clear();
    }
    picture
}

/// Whether a picture is the other in larger cells, as the bound of the index's memory asks for where views are large: the
/// same sessions, in fewer cells.
fn is_in_larger_cells(moving: &Picture, exact: &Picture) -> bool {
    let (Picture::Scatter(moving), Picture::Scatter(exact)) = (moving, exact) else { return false };
    let told =
        |scatter: &Scatter| (scatter.flagged, scatter.beyond, scatter.missing, scatter.counts.iter().sum::<u32>());
    moving.counts.len() < exact.counts.len() && told(moving) == told(exact)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_brush_shows_what_its_filter_shows(
        analysis in tables::analysis(),
        mut views in tables::views(),
        mut filters in tables::filters(),
        (dimension, by_brushed) in proptest::sample::select(tables::measured()).prop_flat_map(|dimension| {
            let exclusion = proptest::option::of(tables::exclusion_by(&dimension));
            (Just(dimension), exclusion)
        }),
        log: bool,
        moves in proptest::collection::vec((0.0..1.0_f64, 0.0..1.0_f64), 1..3),
    ) {
        if let Some(exclusion) = by_brushed {
            filters.exclude(exclusion);
        }
        let scale = if log { Scale::Log } else { Scale::Linear };
        let axis = Axis { dimension: dimension.clone(), scale, window: None };
        views.insert(0, View::sized(99, Drawing::Histogram(axis), 6, 3));
        let views_asked = asked(&views);
        let mut crossfilter = Crossfilter::of(analysis.clone());
        let (before, _) = pictures(show(&mut crossfilter, &filters, &views_asked));
        let edges = edges(&before[0]);
        let prepare =
            BrushAsked { dimension: dimension.clone(), filters: filters.clone(), views: views_asked.clone() };
        let prepared = crossfilter.prepare(&prepare).expect("a view has an axis of it");
        for (a, b) in moves {
            let bin = |share: f64| (share * edges.len() as f64) as usize;
            let (from, to) = (bin(a.min(b)), bin(a.max(b)));
            let moved = prepared.brush(from as u16, to as u16).expect("its cubes are at hand");
            let (moving, moving_totals) = pictures(moved);
            if from == to {
                prop_assert_eq!(moving_totals.shown.sessions, 0);
                continue;
            }
            let mut filters: Filters = filters.clone();
            filters.set(dimension.clone(), Test::Between(edges[from], edges[to]));
            let (exact, totals) = pictures(show(&mut crossfilter, &filters, &views_asked));
            prop_assert_eq!(moving_totals, totals);
            for ((view, moving), exact) in views.iter().zip(&moving).zip(&exact) {
                let (Some(moving), Some(exact)) = (moving, exact) else { panic!("two pictures") };
                plain::check(&analysis, &filters, &view.drawing, moving);
                let about = match exact {
                    Picture::Trend(_) => matches!(view.drawing, Drawing::Trend(Metric::Median(_) | Metric::Percentile95(_))),
                    Picture::Parallel(_) | Picture::Places(_) => true,
                    _ => false,
                };
                if let Picture::Scatter(exact) = exact {
                    prop_assert_eq!(exact.names.len(), exact.marks.len());
                }
                let same = about || is_in_larger_cells(moving, exact) || format!("{:?}", nameless(moving)) == format!("{:?}", nameless(exact));
                prop_assert!(same, "moving and exact differ: {}", view.to_text());
            }
        }
    }
}

#[test]
fn percentiles_of_a_moving_brush_are_near_the_exact_ones() {
    use analysis::{Plan, SerialExecutor, Source};
    use simulate::{Preset, Scenario};
    let scenario = Scenario::new(Preset::StreamGuard, 4000, 0.05, 3).expect("a scenario within bounds");
    let analysis = SerialExecutor::default()
        .analyse_generated(&Plan { source: Source::Generated(scenario), ..Plan::default() })
        .expect("a sound plan");
    let mut crossfilter = Crossfilter::of(std::sync::Arc::new(analysis));
    let texts = ["histogram:score@6x3", "parallel@6x3", "trend:p50:c.startup_time_ms@3x3"];
    let views: Vec<View> = (1..).zip(texts).map(|(id, text)| View::from_text(text, id).expect(text)).collect();
    let views = asked(&views);
    let filters = Filters::default();
    let edges = edges(&pictures(show(&mut crossfilter, &filters, &views)).0[0]);
    let prepared = crossfilter.prepare(&BrushAsked { dimension: Dimension::Score, filters, views: views.clone() });
    let prepared = prepared.expect("an index");
    let to = edges.len() as u16 / 2;
    let (moving, _) = pictures(prepared.brush(0, to).expect("its cubes are at hand"));
    let mut filters = Filters::default();
    filters.set(Dimension::Score, Test::Between(edges[0], edges[usize::from(to)]));
    let (exact, _) = pictures(show(&mut crossfilter, &filters, &views));
    let near = |a: f64, b: f64, scale: f64| assert!((a - b).abs() <= 0.05 * scale, "{a} is not near {b}");
    match (&moving[1], &exact[1]) {
        (Some(Picture::Parallel(moving)), Some(Picture::Parallel(exact))) => {
            assert!(!moving.exact && exact.exact);
            for (a, b) in moving.shown.iter().zip(&exact.shown) {
                a.iter().zip(b).for_each(|(&a, &b)| near(a, b, exact_scale(&exact.all)));
            }
        }
        _ => panic!("two spreads"),
    }
    match (&moving[2], &exact[2]) {
        (Some(Picture::Trend(moving)), Some(Picture::Trend(exact))) => {
            for (a, b) in moving.shown.iter().zip(&exact.shown).filter(|(a, _)| a.count.sessions > 30) {
                near(a.value, b.value, b.value.max(1.0) * 2.0);
            }
        }
        _ => panic!("two trends"),
    }
}

#[test]
fn the_index_of_large_views_stays_within_bounds() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let analysis = tables::analysis().new_tree(&mut runner).expect("sessions").current();
    let mut crossfilter = Crossfilter::of(analysis.clone());
    let scatter = "scatter:c.startup_time_ms:score:(c.isp)@12x10";
    let texts = ["histogram:f.buffering_ratio@12x3", scatter, scatter];
    let views: Vec<View> = (1..).zip(texts).map(|(id, text)| View::from_text(text, id).expect(text)).collect();
    let mut views_asked = asked(&views);
    views_asked.iter_mut().for_each(|asked| asked.size = (3000, 2000));
    let dimension = tables::feature(0);
    let filters = Filters::default();
    let (fine, _) = pictures(show(&mut crossfilter, &filters, &views_asked));
    let prepare = BrushAsked { dimension: dimension.clone(), filters, views: views_asked };
    let prepared = crossfilter.prepare(&prepare).expect("an index");
    assert!(prepared.bytes() < 65 << 20, "{}", prepared.bytes());
    let edges = edges(&fine[0]);
    let to = edges.len() - 1;
    let (moving, _) = pictures(prepared.brush(0, to as u16).expect("its cubes are at hand"));
    let (Some(Picture::Scatter(fine)), Some(Picture::Scatter(coarse))) = (&fine[1], &moving[1]) else {
        panic!("two scatters")
    };
    assert!(coarse.counts.len() < fine.counts.len());
    let mut filters = Filters::default();
    filters.set(dimension, Test::Between(edges[0], edges[to]));
    plain::check(&analysis, &filters, &views[1].drawing, moving[1].as_ref().expect("a picture"));
}

/// How far the features spread.
fn exact_scale(all: &[[f64; 5]]) -> f64 {
    all.iter().map(|spread| spread[4] - spread[0]).fold(0.0, f64::max)
}

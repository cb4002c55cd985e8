//! What is described, and the views to begin with.

use super::super::query::BrushAsked;
use super::super::view::View;
use super::super::*;
use super::{asked, pictures, show};
use analysis::SerialExecutor;
use analysis::{Analysis, Plan, Sessions, Source};
use features::{Feature, Measure};
use simulate::{Preset, Scenario};
use std::sync::Arc;
use telemetry::{Column, Data, Table};

fn generated(sessions: u32) -> Arc<Analysis> {
    let scenario = Scenario::new(Preset::StreamGuard, sessions, 0.05, 7).expect("a scenario within bounds");
    Arc::new(
        SerialExecutor::default()
            .analyse_generated(&Plan { source: Source::Generated(scenario), ..Plan::default() })
            .expect("a sound plan"),
    )
}

#[test]
fn the_first_views_of_generated_sessions_can_all_be_drawn() {
    let mut crossfilter = Crossfilter::of(generated(1000));
    let description = crossfilter.describe();
    let texts: Vec<String> = description.views.iter().map(View::to_text).collect();
    assert_eq!(
        texts,
        [
            "scatter:f.rel.headroom:f.rel.bitrate_kbps:density:field@6x5",
            "trend:flagged@6x5",
            "histogram:c.startup_time_ms;log@4x3",
            "histogram:c.bitrate_kbps@4x3",
            "bars:c.isp:8@4x3",
            "heatmap:c.device_type:c.isp@6x5",
            "parallel@6x5",
            "places@12x4",
        ]
    );
    let views = asked(&description.views);
    let (pictures, totals) = pictures(show(&mut crossfilter, &Filters::default(), &views));
    assert_eq!(totals.shown, totals.all);
    assert_eq!((totals.all.sessions, totals.all.flagged), (description.sessions, description.flagged));
    for (picture, view) in pictures.iter().zip(&description.views) {
        assert!(picture.is_some(), "{}", view.to_text());
    }
    for one in &description.dimensions {
        let range = one.range.is_none_or(|(low, high)| low <= high);
        let sessions: u32 = one.labels.iter().map(|(_, sessions)| sessions).sum();
        assert!(range && sessions + one.missing <= 1000 && !one.label.is_empty(), "{one:?}");
        assert_eq!(Dimension::from_name(&one.dimension.name()), Ok(one.dimension.clone()));
    }
}

#[test]
fn of_columns_that_nobody_knows_those_come_first_by_which_sessions_are_judged() {
    let scenario = Scenario::new(Preset::StreamGuard, 300, 0.05, 7).expect("a scenario within bounds");
    let mut analysis = SerialExecutor::default()
        .analyse_generated(&Plan { source: Source::Generated(scenario), ..Plan::default() })
        .expect("a sound plan");
    let column =
        |name: &str| Column { name: name.into(), field: None, data: Data::Number((0..300).map(f64::from).collect()) };
    let table = Table::new(vec![column("a"), column("b"), column("c")]).expect("columns of one length");
    let source = analysis.sessions.source.clone();
    let (rules, aside, places, quality) = (None, None, None, None);
    analysis.sessions = Arc::new(Sessions { source, rules, table, truth: None, aside, places, quality });
    analysis.plan.features[4] = Feature::plain(Measure::Column("c".into()));
    let mut crossfilter = Crossfilter::of(Arc::new(analysis));
    let description = crossfilter.describe();
    let histograms: Vec<String> =
        description.views.iter().map(View::to_text).filter(|text| text.starts_with("histogram")).collect();
    assert!(
        histograms[0].starts_with("histogram:c.c@") && histograms[1].starts_with("histogram:c.a@"),
        "{histograms:?}"
    );
}

#[test]
fn a_scatter_has_the_models_field_and_its_line() {
    let mut crossfilter = Crossfilter::of(generated(1000));
    let description = crossfilter.describe();
    let views = asked(&description.views[..1]);
    let (pictures, _) = pictures(show(&mut crossfilter, &Filters::default(), &views));
    let Some(Some(Picture::Scatter(scatter))) = pictures.first() else { panic!("a scatter") };
    let (columns, rows, field) = &scatter.field;
    assert_eq!(field.len(), usize::from(*columns) * usize::from(*rows));
    assert!(field.iter().all(|score| (0.0..=1.0).contains(score)));
    assert!(!scatter.contour.is_empty() && scatter.contour.len() % 4 == 0);
    assert_eq!(scatter.flagged, description.flagged);
    assert!(scatter.marks.is_sorted_by(|a, b| {
        let score = |row: u32| crossfilter.store.columns.scores()[row as usize];
        score(a.0) >= score(b.0)
    }));
}

#[test]
fn what_the_sessions_lack_has_no_picture_and_meets_no_filter() {
    let mut crossfilter = Crossfilter::of(generated(300));
    let texts = ["bars:c.nothing:5@6x3", "histogram:c.isp@6x3", "bars:c.startup_time_ms:5@6x3", "trend:p95:c.isp@6x3"];
    let views: Vec<View> = texts.iter().map(|text| View::from_text(text, 1).expect(text)).collect();
    let (none, _) = pictures(show(&mut crossfilter, &Filters::default(), &asked(&views)));
    assert!(none.iter().all(Option::is_none));
    for text in ["c.nothing:0..", "c.startup_time_ms:in:5", "c.isp:0..5"] {
        let filters = Filters::from_texts(&[text.to_owned()]).expect(text);
        assert_eq!(pictures(show(&mut crossfilter, &filters, &[])).1.shown.sessions, 0, "{text}");
    }
    let prepare = BrushAsked { dimension: Dimension::Score, filters: Filters::default(), views: asked(&views) };
    assert!(crossfilter.prepare(&prepare).is_none());
}

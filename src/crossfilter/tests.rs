//! Answers against the plain way of counting: row by row, straight from the values.

use super::filter::Filter;
use super::picture::*;
use super::query::*;
use super::view::{Axis, Drawing, Metric, Scale, Tint, View};
use super::*;
use crate::analysis::testing::analysed;
use crate::analysis::{Analysis, Plan, Source};
use crate::simulate::{Preset, Scenario};
use std::sync::Arc;

pub(super) fn generated(sessions: u32) -> Arc<Analysis> {
    let scenario = Scenario::new(Preset::StreamGuard, sessions, 0.05, 7).expect("a scenario within bounds");
    Arc::new(analysed(&Plan { source: Source::Generated(scenario), ..Plan::default() }))
}

pub(super) fn asked(views: &[View]) -> Vec<Asked> {
    let one = |view: &View| Asked {
        id: view.id,
        drawing: view.drawing.clone(),
        size: (u16::from(view.width) * 90, u16::from(view.height) * 70),
    };
    views.iter().map(one).collect()
}

#[test]
fn the_first_views_of_generated_sessions_can_all_be_drawn() {
    let analysis = generated(3000);
    let mut crossfilter = Crossfilter::of(analysis);
    let Reply::Description(description) = crossfilter.answer(&Query::Describe) else { panic!("a description") };
    assert_eq!(description.views.len(), 8);
    let views = asked(&description.views);
    let Reply::Pictures { pictures, totals } = crossfilter.answer(&Query::Show { filters: Filters::default(), views })
    else {
        panic!("pictures")
    };
    assert_eq!(totals.shown, totals.all);
    assert_eq!((totals.all.sessions, totals.all.flagged), (description.sessions, description.flagged));
    for ((id, picture), view) in pictures.iter().zip(&description.views) {
        assert_eq!(*id, view.id);
        assert!(picture.is_some(), "{}", view.to_text());
    }
    let texts: Vec<String> = description.views.iter().map(View::to_text).collect();
    insta(&texts.join("\n"));
    for one in &description.dimensions {
        println!(
            "{} | {} | {} | {:?} {:?} {} {}",
            one.dimension.name(),
            one.label,
            one.unit,
            one.nature,
            one.range,
            one.missing,
            one.labels.len()
        );
    }
}

fn insta(text: &str) {
    println!("{text}");
}

//! What is asked by message is answered as what is asked by function.

use super::super::query::{BrushAsked, Pictures, ViewsAsked};
use super::super::services::{Describe, MoveBrush, PrepareBrush, SERVICES, ShowViews};
use super::super::{Crossfilter, Dimension};
use super::{asked, tables};
use port::{Service, decode, encode};
use proptest::prelude::*;

/// Asks by message.
fn ask<S: Service>(crossfilter: &mut Crossfilter, question: &S::Question) -> S::Answer {
    let answer = SERVICES.answer(S::NAME, crossfilter, &encode(question)).expect("it is answered");
    decode(&answer).expect("what was encoded")
}

/// As text, because a number that is none is not equal to itself.
fn text(pictures: &Pictures) -> String {
    format!("{pictures:?}")
}

proptest! {
    #[test]
    fn a_message_brings_what_a_function_returns(
        analysis in tables::analysis(),
        views in tables::views(),
        filters in tables::filters(),
    ) {
        let (mut by_function, mut by_message) = (Crossfilter::of(analysis.clone()), Crossfilter::of(analysis));
        prop_assert_eq!(by_function.describe(), ask::<Describe>(&mut by_message, &()));
        let views = asked(&views);
        let shown = ViewsAsked { filters: filters.clone(), views: views.clone() };
        prop_assert_eq!(text(&by_function.show(&shown)), text(&ask::<ShowViews>(&mut by_message, &shown)));
        let brush = BrushAsked { dimension: Dimension::Score, filters, views };
        prop_assert_eq!(by_function.prepare(&brush), ask::<PrepareBrush>(&mut by_message, &brush));
        let (one, other) = (by_function.brush(0, 2), ask::<MoveBrush>(&mut by_message, &(0, 2)));
        prop_assert_eq!(one.as_ref().map(text), other.as_ref().map(text));
    }
}

#[test]
fn each_service_has_a_name_of_its_own() {
    let names: std::collections::BTreeSet<&str> = SERVICES.names().collect();
    assert_eq!(names.len(), SERVICES.names().count());
    assert!(names.iter().all(|name| name.starts_with("crossfilter.")));
}

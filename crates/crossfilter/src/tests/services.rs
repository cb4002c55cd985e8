//! What is asked by message is answered as what is asked by function.

use super::super::query::{BrushAsked, Pictures, ViewsAsked};
use super::super::services::{CountMeeting, Describe, ListSessions, SERVICES, ShowViews};
use super::super::sessions::{Order, RowsAsked};
use super::super::{BrushIndex, Crossfilter, Dimension};
use super::{asked, plain, tables};
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
        // An index that was handed over, its cubes beside it, moves the views as where it was made.
        let brush = BrushAsked { dimension: Dimension::Score, filters, views };
        if let Some(made) = by_function.prepare(&brush) {
            let handed_over: BrushIndex = decode(&encode(&made.index)).expect("what was encoded");
            let parts: Vec<Vec<u8>> = made.parts().map(<[u8]>::to_vec).collect();
            for ends in [(0, 2), (1, 1), (0, u16::MAX)] {
                let moved = handed_over.brush(ends, |part, place, into| {
                    into.copy_from_slice(parts[part].get(place..place + into.len())?);
                    Some(())
                });
                let made = made.brush(ends.0, ends.1).expect("its cubes are at hand");
                prop_assert_eq!(moved.as_ref().map(text), Some(text(&made)));
            }
            prop_assert!(handed_over.brush((0, 2), |_, _, _| None).is_none(), "nothing is drawn without its sums");
        }
    }
}

proptest! {
    #[test]
    fn those_that_meet_filters_are_counted_and_listed(
        analysis in tables::analysis(),
        // One after the other, so that bits are taken, given back and taken again, also where none is left over.
        steps in proptest::collection::vec(prop_oneof![tables::filters(), tables::many_filters()], 1..4),
    ) {
        let mut crossfilter = Crossfilter::of(analysis.clone());
        for filters in steps {
            let passing = plain::passing(&analysis, &filters, &[]);
            let count = ask::<CountMeeting>(&mut crossfilter, &filters);
            prop_assert_eq!(count, plain::count(&analysis, &passing));
            let order = Order { filters, sort: Some((Dimension::Column("session_id".into()), true)), ..Order::default() };
            let asked = RowsAsked { order, show: u32::MAX, ..RowsAsked::default() };
            let mut listed: Vec<usize> = ask::<ListSessions>(&mut crossfilter, &asked).rows.iter().map(|row| row.row as usize).collect();
            listed.sort_unstable();
            prop_assert_eq!(listed, passing);
        }
    }
}

#[test]
fn each_service_has_a_name_of_its_own() {
    let names: std::collections::BTreeSet<&str> = SERVICES.names().collect();
    assert_eq!(names.len(), SERVICES.names().count());
    assert!(names.iter().all(|name| name.starts_with("crossfilter.")));
}

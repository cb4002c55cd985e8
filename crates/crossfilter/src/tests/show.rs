//! Exact pictures are what the plain way counts.

use super::super::{Crossfilter, Filters};
use super::{asked, pictures, plain, show, tables};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn pictures_are_what_counting_session_by_session_gives(
        analysis in tables::analysis(),
        views in tables::views(),
        steps in proptest::collection::vec(tables::filters(), 1..4),
    ) {
        let mut crossfilter = Crossfilter::of(analysis.clone());
        let views_asked = asked(&views);
        // One after the other, so that what is kept from the step before is used.
        for filters in &steps {
            let (pictures, totals) = pictures(show(&mut crossfilter, filters, &views_asked));
            let rows = plain::passing(&analysis, filters, &[]);
            prop_assert_eq!(totals.shown, plain::count(&analysis, &rows));
            prop_assert_eq!(totals.all.sessions as usize, analysis.judged);
            for (view, picture) in views.iter().zip(&pictures) {
                let picture = picture.as_ref().expect("the sessions have what is shown");
                plain::check(&analysis, filters, &view.drawing, picture);
            }
        }
    }

    #[test]
    fn what_remains_of_another_analysis_changes_no_answer(
        analysis in tables::analysis(),
        others in tables::analysis(),
        views in tables::views(),
        filters in tables::filters(),
    ) {
        let views = asked(&views);
        for (first, then) in [(&analysis, tables::rejudged(&analysis)), (&others, analysis.clone())] {
            let mut used = Crossfilter::of(first.clone());
            used.describe();
            show(&mut used, &filters, &views);
            let mut used = Crossfilter::of(then.clone()).with(used.remains());
            let mut fresh = Crossfilter::of(then);
            let [a, b] = [&mut used, &mut fresh].map(|crossfilter| {
                let described = crossfilter.describe();
                format!("{described:?} {:?}", show(crossfilter, &filters, &views))
            });
            prop_assert_eq!(a, b);
        }
    }

    #[test]
    fn answers_do_not_depend_on_what_was_asked_before(
        analysis in tables::analysis(),
        views in tables::views(),
        first in tables::filters(),
        second in tables::filters(),
    ) {
        let views = asked(&views);
        let mut used = Crossfilter::of(analysis.clone());
        show(&mut used, &first, &views[..views.len() / 2]);
        show(&mut used, &Filters::default(), &views);
        let mut fresh = Crossfilter::of(analysis);
        // Text keeps every bit and makes NaN equal to itself.
        let [a, b] = [&mut used, &mut fresh].map(|crossfilter| format!("{:?}", show(crossfilter, &second, &views)));
        prop_assert_eq!(a, b);
    }
}

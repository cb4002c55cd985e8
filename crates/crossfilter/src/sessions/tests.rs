//! The table and the pages against plain definitions of them, over sessions with gaps.

use super::values::{Made, Values};
use super::*;
use crate::query::ViewsAsked;
use crate::{Crossfilter, Dimension, Filters, Test};
use analysis::SerialExecutor;
use analysis::views::{Cell, explain, firmness};
use analysis::{Analysis, Plan, Sessions, Source, analyse, generate};
use features::{Feature, Measure};
use proptest::prelude::*;
use std::cmp::Ordering;
use std::sync::{Arc, LazyLock};
use telemetry::{Data, Field, MISSING_TIME, Texts};

/// A thousand generated sessions with holes in them, and few distinct numbers in one column, so that there are ties.
static GAPS: LazyLock<Arc<Analysis>> = LazyLock::new(|| {
    let plan = Plan::default();
    let Source::Generated(scenario) = &plan.source else { panic!("the plan generates") };
    let scenario =
        simulate::Scenario { sessions: simulate::SessionCount::new(1000).expect("a count within bounds"), ..*scenario };
    let Sessions { source, mut table, truth, .. } =
        SerialExecutor::finish(generate(scenario, &SerialExecutor::default())).expect("nothing cancels it");
    for (_, field, data) in table.values_mut() {
        match data {
            Data::Number(values) if field == Some(Field::LatencyMs) => {
                values.iter_mut().for_each(|value| *value = (*value / 40.0).round() - 1.0);
            }
            Data::Number(values) => values.iter_mut().step_by(7).for_each(|value| *value = f64::NAN),
            Data::Time(values) => values.iter_mut().step_by(11).for_each(|value| *value = MISSING_TIME),
            Data::Category(values) => {
                let none = telemetry::MISSING_CATEGORY;
                let gap = |(row, &code): (usize, &u16)| if row % 5 == 0 { none } else { code };
                let codes = values.codes().iter().enumerate().map(gap).collect();
                *values = telemetry::Categories::from_codes(values.labels(), codes);
            }
            Data::Text(values) => {
                let mut texts = Texts::default();
                (0..values.len()).for_each(|row| texts.push(if row % 13 == 0 { "" } else { values.get(row) }));
                *values = texts;
            }
        }
    }
    let sessions = Arc::new(Sessions { source, rules: None, table, truth, aside: None, places: None, quality: None });
    Arc::new(
        SerialExecutor::finish(analyse(plan, sessions, None, None, &SerialExecutor::default()))
            .expect("nothing cancels it"),
    )
});

fn dimensions() -> Vec<Dimension> {
    let columns = GAPS.sessions.table.columns().iter().map(|column| Dimension::Column(column.name.clone()));
    let features = GAPS.plan.features.iter().map(|feature| Dimension::Feature(feature.name()));
    let others = [Dimension::Score, Dimension::Flagged, Dimension::Truth, Dimension::Hour, Dimension::Weekday];
    // By these the model does not judge.
    let more = [Measure::SwitchesPerMinute, Measure::DroppedFrames].map(Feature::relative);
    let more: Vec<Dimension> = more.iter().map(|feature| Dimension::Feature(feature.name())).collect();
    assert!(more.iter().all(|feature| Values::of(&GAPS, feature, &mut Made::default()).is_some()));
    columns.chain(features).chain(more).chain(others).collect()
}

fn compare(a: &Cell, b: &Cell) -> Ordering {
    const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let day = |text: &str| DAYS.iter().position(|day| *day == text);
    match (a, b) {
        (Cell::Number(a), Cell::Number(b)) | (Cell::Time(a), Cell::Time(b)) => a.partial_cmp(b).expect("numbers"),
        // "flagged" is more than "not flagged".
        (Cell::Text(a), Cell::Text(b)) if a.ends_with("flagged") => a.len().cmp(&b.len()).reverse(),
        (Cell::Text(a), Cell::Text(b)) => day(a).cmp(&day(b)).then(a.cmp(b)),
        _ => unreachable!("missing cells are not compared"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_stretch_is_that_of_the_plain_definition(
        by in proptest::option::of((proptest::sample::select(dimensions()), any::<bool>())),
        search in prop_oneof![Just(""), Just("WiFi"), Just("a1"), Just("no such text")],
        every in proptest::option::of(2..5_usize),
        (skip, show) in (0..1100_u32, 0..60_u32),
        row in 0..1000_u32,
    ) {
        let analysis = &*GAPS;
        let table = &analysis.sessions.table;
        let mut filters = Filters::default();
        if every.is_some() {
            filters.set(Dimension::Score, Test::Between(0.0, 1.0));
        }
        let mask: Option<Vec<bool>> = every.map(|every| (0..1000).map(|row| row % every == 0).collect());
        // Plainly: look at every session, sort with a comparison of cells.
        let has = |row: u32| table.columns().iter().any(|column| match &column.data {
            Data::Category(values) => values.label(row as usize).to_ascii_lowercase().contains(&search.to_ascii_lowercase()),
            Data::Text(values) => values.get(row as usize).to_ascii_lowercase().contains(&search.to_ascii_lowercase()),
            _ => false,
        });
        let (dimension, rising) = by.clone().unwrap_or((Dimension::Score, false));
        let values = Values::of(analysis, &dimension, &mut Made::default()).unwrap();
        let mut expected: Vec<u32> = (0..1000)
            .filter(|&row| (search.is_empty() || has(row)) && mask.as_ref().is_none_or(|mask| mask[row as usize]))
            .collect();
        expected.sort_by(|&a, &b| match (values.cell(a as usize), values.cell(b as usize)) {
            (Cell::Missing, Cell::Missing) => Ordering::Equal,
            (Cell::Missing, _) => Ordering::Greater,
            (_, Cell::Missing) => Ordering::Less,
            (a, b) if rising => compare(&a, &b),
            (a, b) => compare(&b, &a),
        });
        let order = Order { filters, search: search.into(), sort: by };
        let asked = RowsAsked { order, columns: vec![dimension.clone()], skip, show, find: Some(row) };
        let mut listing = Listing::default();
        let rows = listing.rows(analysis, &asked, || mask.clone());
        let stretch: Vec<u32> = expected.iter().copied().skip(skip as usize).take(show as usize).collect();
        prop_assert_eq!(rows.rows.iter().map(|row| row.row).collect::<Vec<u32>>(), stretch);
        prop_assert_eq!(rows.total as usize, expected.len());
        prop_assert_eq!(rows.found.map(|place| place as usize), expected.iter().position(|&other| other == row));
        for listed in &rows.rows {
            prop_assert_eq!(&listed.cells, &[values.cell(listed.row as usize)]);
            prop_assert_eq!(listed.score.to_bits(), analysis.scores[listed.row as usize].to_bits());
        }
        // Kept, it is the same; the filters are not asked again.
        let again = listing.rows(analysis, &asked, || unreachable!("the order is kept"));
        // As texts: a missing score is not equal to itself.
            prop_assert_eq!(format!("{rows:?}"), format!("{again:?}"));
    }

    #[test]
    fn a_search_that_grows_letter_by_letter_finds_the_same(text in "[0-9a-fWw]{1,4}") {
        let analysis = &*GAPS;
        let mut typed = Listing::default();
        for end in 0..=text.len() {
            let order = Order { search: text[..end].into(), ..Order::default() };
            let fresh = Listing::default().order(analysis, &order, || None).to_vec();
            prop_assert_eq!(typed.order(analysis, &order, || None), fresh);
        }
    }
}

#[test]
fn whatever_is_described_is_a_column_and_sorts() {
    let mut crossfilter = Crossfilter::of(GAPS.clone());
    let about = crossfilter.describe();
    let columns: Vec<Dimension> = about.dimensions.into_iter().map(|described| described.dimension).collect();
    let foreign = |dimension: &&Dimension| match dimension {
        Dimension::Feature(name) => !GAPS.plan.features.iter().any(|feature| feature.name() == *name),
        _ => false,
    };
    assert!(columns.iter().filter(foreign).count() > 2, "there are features that the model does not judge by");
    let mut rows = |sort: Option<(Dimension, bool)>| {
        let order = Order { sort, ..Order::default() };
        let asked = RowsAsked { order, columns: columns.clone(), skip: 0, show: 5, find: None };
        crossfilter.rows(&asked)
    };
    assert_eq!(rows(None).columns, columns);
    for (place, column) in columns.iter().enumerate() {
        let rows = rows(Some((column.clone(), true)));
        // Rising, whatever has a value stands first.
        assert_ne!(rows.rows[0].cells[place], Cell::Missing, "{column:?}");
        let numbers = rows.rows.iter().filter_map(|row| match row.cells[place] {
            Cell::Number(value) | Cell::Time(value) => Some(value),
            _ => None,
        });
        assert!(numbers.collect::<Vec<f64>>().is_sorted(), "{column:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn the_table_has_the_sessions_that_the_views_count(
        (low, high) in (0.3..0.5_f64, 0.5..0.7_f64),
        label in 0..3_usize,
        search in prop_oneof![Just(""), Just("wifi")],
    ) {
        let analysis = &*GAPS;
        let mut crossfilter = Crossfilter::of(analysis.clone());
        let device = analysis.sessions.table.categories(Field::DeviceType).unwrap().labels()[label].clone();
        let mut filters = Filters::default();
        filters.set(Dimension::Score, Test::Between(low, high));
        filters.set(Dimension::Column("device_type".into()), Test::OneOf(vec![device.clone()]));
        let totals = crossfilter.show(&ViewsAsked { filters: filters.clone(), views: Vec::new() }).totals;
        let order = Order { filters: filters.clone(), search: search.into(), sort: None };
        let columns = vec![Dimension::Column("device_type".into())];
        let asked = RowsAsked { order, columns, skip: 0, show: 1000, find: None };
        let rows = crossfilter.rows(&asked);
        prop_assert!(rows.rows.iter().all(|row| (low..high).contains(&row.score)));
        prop_assert!(rows.rows.iter().all(|row| row.cells == [Cell::Text(device.clone())]));
        prop_assert!(rows.rows.is_sorted_by(|a, b| a.score >= b.score));
        if search.is_empty() {
            prop_assert_eq!(rows.total, totals.shown.sessions);
            let mut meeting = crossfilter.meeting(&filters);
            let mut listed: Vec<u32> = rows.rows.iter().map(|row| row.row).collect();
            listed.sort_unstable();
            meeting.truncate(1000);
            prop_assert_eq!(listed, meeting);
        }
    }
}

#[test]
fn nobody_gets_more_rows_than_a_screen_has() {
    let asked = RowsAsked { show: u32::MAX, skip: 3, ..RowsAsked::default() };
    let rows = Listing::default().rows(&GAPS, &asked, || None);
    assert_eq!((rows.rows.len(), rows.total), (997, 1000), "a thousand rows are not more than MOST_SHOWN");
    assert!(rows.columns.contains(&Dimension::Score) && rows.columns.contains(&Dimension::Truth));
    let asked = RowsAsked { skip: u32::MAX, show: 5, find: Some(1000), ..RowsAsked::default() };
    let rows = Listing::default().rows(&GAPS, &asked, || None);
    assert_eq!((rows.rows.len(), rows.skip, rows.found), (0, 1000, None));
    let unknown = vec![Dimension::Column("nothing".into()), Dimension::Score];
    let rows = Listing::default().rows(&GAPS, &RowsAsked { columns: unknown, ..RowsAsked::default() }, || None);
    assert_eq!(rows.columns, [Dimension::Score]);
}

#[test]
fn a_page_says_what_the_views_say() {
    let analysis = &*GAPS;
    let (mut pages, mut listing) = (Pages::of(analysis), Listing::default());
    let rows: Vec<u32> = listing.order(analysis, &Order::default(), || None).to_vec();
    for place in [0, 1, 500, 999] {
        let row = rows[place];
        let asked = SessionAsked { row, order: Order::default() };
        let page = pages.page(analysis, &asked, &mut listing, || None).expect("a session");
        // As texts: a missing value is not equal to itself.
        assert_eq!(format!("{:?}", Some(&page.explanation)), format!("{:?}", explain(analysis, row).as_ref()));
        assert_eq!(format!("{:?}", Some(&page.firmness)), format!("{:?}", firmness(analysis, row).as_ref()));
        assert_eq!((page.place, page.listed), (Some(place as u32), 1000));
        assert_eq!(page.previous, place.checked_sub(1).map(|place| rows[place]));
        assert_eq!(page.next, rows.get(place + 1).copied());
        assert_eq!(page.neighbours.len(), 10);
        assert!(page.neighbours.is_sorted_by(|a, b| a.distance <= b.distance));
    }
    let asked = SessionAsked { row: 1000, order: Order::default() };
    assert_eq!(pages.page(analysis, &asked, &mut listing, || None), None);
    // A session that the table has not: the way back into it is its first.
    let order = Order { search: "no such text".into(), ..Order::default() };
    let page = pages.page(analysis, &SessionAsked { row: 5, order }, &mut listing, || None).expect("a session");
    assert_eq!((page.place, page.previous, page.next, page.listed), (None, None, None, 0));
}

#[test]
fn a_session_stands_among_its_cohort_and_among_all() {
    let analysis = &*GAPS;
    let table = &analysis.sessions.table;
    let (mut pages, mut listing) = (Pages::of(analysis), Listing::default());
    let label = |field, row: usize| table.categories(field).map(|values| values.label(row)).unwrap_or_default();
    for row in (0..1000).step_by(37) {
        let asked = SessionAsked { row: row as u32, order: Order::default() };
        let page = pages.page(analysis, &asked, &mut listing, || None).expect("a session");
        let is_peer = |other: usize| {
            page.cohort.device.as_ref().is_none_or(|device| device == label(Field::DeviceType, other))
                && page.cohort.network.as_ref().is_none_or(|network| network == label(Field::NetworkType, other))
        };
        assert!(is_peer(row), "{row}: {:?}", page.cohort);
        let peers: Vec<usize> = (0..1000).filter(|&other| is_peer(other)).collect();
        assert!(page.cohort.sessions as usize == peers.len() && peers.len() >= 30, "{row}: {:?}", page.cohort);
        for standing in &page.standings {
            let Dimension::Column(name) = &standing.dimension else { panic!("numbers are columns") };
            let Some(Data::Number(values)) = table.column(name).map(|column| &column.data) else { panic!("{name}") };
            assert!(standing.edges.len() <= 41 && standing.edges.is_sorted_by(|a, b| a < b), "{name}");
            for (distribution, rows) in [(&standing.cohort, peers.clone()), (&standing.all, (0..1000).collect())] {
                let present: Vec<f64> = rows.iter().map(|&row| values[row]).filter(|value| !value.is_nan()).collect();
                assert_eq!(distribution.sessions as usize, present.len());
                assert_eq!(distribution.counts.iter().sum::<u32>(), distribution.sessions);
                let own = values[row];
                let below = present.iter().filter(|&&value| value < own).count() as f64;
                let equal = present.iter().filter(|&&value| value == own).count() as f64;
                let percentile = (below + equal / 2.0) / present.len() as f64;
                assert!(distribution.percentile == percentile || own.is_nan() && distribution.percentile.is_nan());
                // The least value of which at least half are not greater.
                let not_greater = |most: f64| present.iter().filter(|&&value| value <= most).count();
                assert!(not_greater(distribution.median) * 2 >= present.len(), "{name}");
                let less = present.iter().filter(|&&value| value < distribution.median).count();
                assert!(less * 2 < present.len(), "{name}");
            }
            match standing.bin.map(usize::from) {
                None => assert!(values[row].is_nan()),
                Some(bin) => {
                    let bins = standing.edges.len() - 1;
                    assert!(bin == 0 || standing.edges[bin] <= values[row], "{name} {bin}");
                    assert!(bin + 1 == bins || values[row] < standing.edges[bin + 1] + 1e-9, "{name} {bin}");
                    assert!(standing.all.counts[bin] > 0);
                }
            }
        }
    }
}

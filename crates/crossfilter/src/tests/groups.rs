//! Each session is in the group whose test it meets, and in no other.

use super::super::{Crossfilter, Dimension, Filters};
use super::tables;
use analysis::{Analysis, Sessions};
use proptest::prelude::*;
use std::sync::Arc;
use telemetry::{Categories, Column, Data, MISSING_CATEGORY, MISSING_TIME, Table};

/// The sessions that meet what each group's test says are those that are in it; those of no group meet no test.
fn check(crossfilter: &mut Crossfilter, dimension: &Dimension) -> Result<(), TestCaseError> {
    let groups = crossfilter.groups(dimension).expect("the sessions have it");
    let judged = crossfilter.meeting(&Filters::default());
    let mut grouped = 0;
    for (place, test) in groups.tests.iter().enumerate() {
        let mut filters = Filters::default();
        prop_assert!(filters.set(dimension.clone(), test.clone()), "{:?} is unsound", test);
        let is_in_it = |row: &u32| usize::from(groups.codes[*row as usize]) == place;
        let members: Vec<u32> = judged.iter().copied().filter(is_in_it).collect();
        grouped += members.len();
        prop_assert_eq!(crossfilter.meeting(&filters), members, "{:?} of {:?}", test, dimension);
    }
    let beside = judged.iter().filter(|&&row| usize::from(groups.codes[row as usize]) >= groups.tests.len()).count();
    prop_assert_eq!(grouped + beside, judged.len());
    Ok(())
}

/// Numbers that columns of files do not often have.
fn hostile() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<f64>(),
        (-3..3_i32).prop_map(f64::from),
        proptest::sample::select(vec![
            f64::NAN,
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::MAX,
            f64::MIN,
            f64::MIN_POSITIVE,
            5e-324,
            -0.0,
            0.0,
            1e300,
            -1e300,
            0.1 + 0.2,
        ]),
    ]
}

fn time() -> impl Strategy<Value = i64> {
    prop_oneof![
        any::<i64>(),
        0..4_000_000_000_000_i64,
        proptest::sample::select(vec![MISSING_TIME, MISSING_TIME + 1, i64::MAX, 0, -1]),
    ]
}

/// An analysis, which is too much to be shown of a failure.
struct Hidden(Arc<Analysis>);

impl std::fmt::Debug for Hidden {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("any analysis")
    }
}

/// Sessions with a column of each kind that hold the very values.
fn of_values(numbers: &[f64], times: &[i64], labels: &[(String, bool)], any: &Analysis) -> Arc<Analysis> {
    let rows = numbers.len();
    let mut categories = Categories::default();
    labels.iter().for_each(|(label, _)| categories.push(label).expect("few labels"));
    // Of some it is not said.
    let code = |(&code, (_, is_missing)): (&u16, &(String, bool))| if *is_missing { MISSING_CATEGORY } else { code };
    let codes = categories.codes().iter().zip(labels).map(code).collect();
    let categories = Categories::from_codes(categories.labels(), codes);
    let column = |name: &str, data| Column { name: name.into(), field: None, data };
    let table = Table::new(vec![
        column("number", Data::Number(numbers.to_vec())),
        column("time", Data::Time(times.to_vec())),
        column("label", Data::Category(categories)),
    ]);
    let source = any.sessions.source.clone();
    let (rules, aside, places, quality) = (None, None, None, None);
    let table = table.expect("columns of one length");
    let sessions = Sessions { source, rules, table, truth: None, aside, places, quality };
    let scores: Vec<f64> = (0..rows).map(|row| if row % 11 == 7 { f64::NAN } else { 0.5 }).collect();
    let judged = scores.iter().filter(|score| !score.is_nan()).count();
    Arc::new(Analysis { sessions: Arc::new(sessions), scores: Arc::new(scores), judged, flagged: 0, ..any.clone() })
}

proptest! {
    #[test]
    fn each_session_is_in_the_group_whose_test_it_meets(analysis in tables::analysis()) {
        let mut crossfilter = Crossfilter::of(analysis);
        for dimension in tables::measured().into_iter().chain(tables::labelled()) {
            check(&mut crossfilter, &dimension)?;
        }
        prop_assert_eq!(crossfilter.groups(&tables::column(telemetry::Field::SessionId)), None);
        prop_assert_eq!(crossfilter.groups(&Dimension::Column("nothing".into())), None);
    }

    #[test]
    fn whatever_the_values_are(
        rows in proptest::collection::vec((hostile(), time(), ("[ab]?|.{0,3}", any::<bool>())), 1..80),
        any in tables::analysis().prop_map(Hidden),
    ) {
        let (numbers, others): (Vec<f64>, Vec<_>) = rows.into_iter().map(|(number, time, label)| (number, (time, label))).unzip();
        let (times, labels): (Vec<i64>, Vec<_>) = others.into_iter().unzip();
        let mut crossfilter = Crossfilter::of(of_values(&numbers, &times, &labels, &any.0));
        for name in ["number", "time", "label"] {
            check(&mut crossfilter, &Dimension::Column(name.into()))?;
        }
    }
}

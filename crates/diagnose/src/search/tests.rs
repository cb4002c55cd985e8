//! The search against one that tries everything, and what must hold of any.

use super::*;
use crate::comparison::{Group, Part};
use crate::statistics::{ln_fisher, risk_ratio};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// A row, the plain way.
#[derive(Clone, Debug)]
struct Row {
    values: Vec<u16>,
    is_now: bool,
    bad: u32,
    sessions: u32,
}

type Conditions = Vec<(usize, u16)>;

fn meets(row: &Row, conditions: &Conditions) -> bool {
    conditions.iter().all(|&(dimension, value)| row.values[dimension] == value)
}

fn count(rows: &[Row], is_now: bool, conditions: &Conditions) -> Count {
    let rows = rows.iter().filter(|row| row.is_now == is_now && meets(row, conditions));
    rows.fold(Count::default(), |sum, row| Count {
        bad: sum.bad + u64::from(row.bad),
        sessions: sum.sessions + u64::from(row.sessions),
    })
}

/// All combinations of up to three dimensions that some row of now has.
fn combinations(rows: &[Row], width: usize) -> Vec<Conditions> {
    let mut all = BTreeMap::new();
    for row in rows.iter().filter(|row| row.is_now) {
        for dimensions in 1_u32..1 << width {
            if dimensions.count_ones() <= 3 {
                let of = (0..width).filter(|at| dimensions & (1 << at) != 0);
                all.insert(of.map(|at| (at, row.values[at])).collect::<Conditions>(), ());
            }
        }
    }
    all.into_keys().collect()
}

/// The answers of a search that tries every combination, by what is written in `docs/diagnose.md`.
fn plainly(rows: &[Row], widths: &[u16], compares: bool, limits: &Limits) -> Vec<(Conditions, f64)> {
    let everything = Conditions::new();
    let (whole, whole_before) = (count(rows, true, &everything), count(rows, false, &everything));
    let least = limits.bad.max((limits.support * whole.bad as f64).ceil() as u64);
    let most = whole.sessions as f64 / least as f64;
    let mut tried = 0.0;
    for dimensions in 1_u32..1 << widths.len() {
        if dimensions.count_ones() <= 3 {
            let of = (0..widths.len()).filter(|at| dimensions & (1 << at) != 0);
            tried += of.map(|at| f64::from(widths[at])).product::<f64>().min(most);
        }
    }
    let mut left = rows.to_vec();
    let mut answers: Vec<(Conditions, f64)> = Vec::new();
    while answers.len() < limits.answers {
        let all = count(&left, true, &everything);
        let mut best: Option<(f64, usize, Conditions, f64)> = None;
        for conditions in combinations(&left, widths.len()) {
            let of = count(&left, true, &conditions);
            let rest = all.without(of);
            if of.bad < least || rest.sessions == 0 {
                continue;
            }
            let ratio = of.rate() / ((rest.bad as f64 + 0.5) / (rest.sessions as f64 + 1.0));
            let before = count(&left, false, &conditions);
            let (usual, against) = match compares {
                true => ((before.bad as f64 + whole_before.rate()) / (before.sessions as f64 + 1.0), before),
                false => (rest.rate(), rest),
            };
            let explained = (of.bad as f64 - of.sessions as f64 * usual) / whole.bad as f64;
            let score = explained * (1.0 - 1.0 / ratio);
            let is_enough = answers.first().is_none_or(|(_, first)| explained >= first * limits.part_of_first);
            let is_unlikely = ln_fisher(of, against) + libm::log(tried) <= libm::log(limits.p_value);
            if ratio < limits.risk_ratio || score <= 0.0 || !is_enough || !is_unlikely {
                continue;
            }
            let is_better = best
                .as_ref()
                .is_none_or(|(other, order, ..)| score > *other || score == *other && conditions.len() < *order);
            if is_better {
                best = Some((score, conditions.len(), conditions, explained));
            }
        }
        let Some((_, _, conditions, explained)) = best else { break };
        left.retain(|row| !meets(row, &conditions));
        answers.push((conditions, explained));
    }
    answers.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    answers
}

fn coded(rows: &[Row], widths: &[u16]) -> Vec<Coded> {
    let of = |(at, &values): (usize, &u16)| Coded {
        codes: rows.iter().map(|row| row.values[at]).collect(),
        values: values.into(),
    };
    widths.iter().enumerate().map(of).collect()
}

fn comparison(rows: &[Row], compares: bool, weighs: bool) -> Comparison {
    let part = |is_now: bool, weight: fn(&Row) -> u32| {
        let of = (0..).zip(rows).filter(|(_, row)| row.is_now == is_now && (weighs || weight(row) > 0));
        let (rows, weights) = of.map(|(place, row): (u32, &Row)| (place, weight(row))).unzip();
        Part { rows, weights: weighs.then_some(weights) }
    };
    let group = |is_now| Group { bad: part(is_now, |row| row.bad), all: part(is_now, |row| row.sessions) };
    Comparison { now: group(true), before: compares.then(|| group(false)) }
}

fn found(rows: &[Row], widths: &[u16], compares: bool, weighs: bool, limits: Limits) -> Found {
    let mut search = Search::new(&coded(rows, widths), &comparison(rows, compares, weighs), limits);
    while search.step().is_some() {}
    search.finish()
}

/// Rows in which sessions of some combinations are bad more often.
fn rows(weighs: bool) -> impl Strategy<Value = (Vec<u16>, Vec<Row>)> {
    let widths = proptest::collection::vec(1_u16..5, 1..5);
    widths.prop_flat_map(move |widths| {
        let values: Vec<_> = widths.iter().map(|&width| 0..width).collect();
        let row = (values, any::<bool>(), 0.0..1.0_f64, 1_u32..30);
        (Just(widths), proptest::collection::vec(row, 1..250), 0.0..0.4_f64, 0.3..1.0_f64).prop_map(
            move |(widths, rows, usual, worse)| {
                let row = |(values, is_now, draw, sessions): (Vec<u16>, bool, f64, u32)| {
                    let is_worse = is_now && values[0] == 0 && values.last() == Some(&0);
                    let rate = if is_worse { worse } else { usual };
                    let sessions = if weighs { sessions } else { 1 };
                    let bad = if weighs { (draw * rate * f64::from(sessions)) as u32 } else { u32::from(draw < rate) };
                    Row { values, is_now, bad, sessions }
                };
                (widths, rows.into_iter().map(row).collect())
            },
        )
    })
}

const LENIENT: Limits =
    Limits { order: 3, answers: 4, support: 0.01, bad: 2, risk_ratio: 1.1, p_value: 0.5, part_of_first: 0.1 };

fn compared(found: &Found, plain: &[(Conditions, f64)]) -> Result<(), TestCaseError> {
    let fast: Vec<&Conditions> = found.segments.iter().map(|segment| &segment.conditions).collect();
    prop_assert_eq!(fast, plain.iter().map(|(conditions, _)| conditions).collect::<Vec<&Conditions>>());
    for (segment, (_, explained)) in found.segments.iter().zip(plain) {
        prop_assert_eq!(segment.explained.to_bits(), explained.to_bits());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn sessions_are_explained_as_by_trying_everything((widths, rows) in rows(false), compares in any::<bool>()) {
        let rows: Vec<Row> = if compares { rows } else { rows.into_iter().map(|row| Row { is_now: true, ..row }).collect() };
        for limits in [LENIENT, Limits::default()] {
            compared(&found(&rows, &widths, compares, false, limits), &plainly(&rows, &widths, compares, &limits))?;
        }
    }

    #[test]
    fn counts_are_explained_as_by_trying_everything((widths, rows) in rows(true), compares in any::<bool>()) {
        let rows: Vec<Row> = if compares { rows } else { rows.into_iter().map(|row| Row { is_now: true, ..row }).collect() };
        for limits in [LENIENT, Limits::default()] {
            compared(&found(&rows, &widths, compares, true, limits), &plainly(&rows, &widths, compares, &limits))?;
        }
    }

    /// A row of a session many times over is the same as a row with its count.
    #[test]
    fn a_count_is_so_many_sessions((widths, rows) in rows(true)) {
        let rows: Vec<Row> = rows.into_iter().map(|row| Row { is_now: true, ..row }).collect();
        let each = |row: &Row| {
            let row = row.clone();
            (0..row.sessions).map(move |at| Row { bad: u32::from(at < row.bad), sessions: 1, ..row.clone() })
        };
        let sessions: Vec<Row> = rows.iter().flat_map(each).collect();
        let (counted, one_by_one) = (found(&rows, &widths, false, true, LENIENT), found(&sessions, &widths, false, false, LENIENT));
        prop_assert_eq!(counted, one_by_one);
    }

    /// What is said of a segment is what a count over all sessions gives, also where answers before it took some out.
    #[test]
    fn figures_are_of_all_sessions((widths, rows) in rows(false), compares in any::<bool>()) {
        let found = found(&rows, &widths, compares, false, LENIENT);
        for segment in found.segments.iter().chain(&found.close) {
            prop_assert_eq!(segment.now, count(&rows, true, &segment.conditions));
            prop_assert_eq!(segment.before, compares.then(|| count(&rows, false, &segment.conditions)));
        }
        // And of what is left, what a count over those that no answer before it holds gives.
        let mut left = rows;
        let mut in_order = found.segments.clone();
        in_order.sort_by_key(|it| it.left.map_or(0, |(of, rest)| found.now.sessions - of.sessions - rest.sessions));
        for (place, segment) in in_order.iter().enumerate() {
            let of = count(&left, true, &segment.conditions);
            let all = count(&left, true, &Conditions::new());
            prop_assert_eq!(segment.left, (place > 0).then_some((of, all.without(of))));
            left.retain(|row| !meets(row, &segment.conditions));
        }
        let is_first = found.segments.first().is_none_or(|first| first.left.is_none());
        prop_assert!(found.close.iter().all(|segment| segment.left.is_none() == is_first));
        // The best wider one stands first of those that come close, the best narrower one behind it; none of them is an answer.
        if let [only] = found.segments.as_slice() {
            let has = |all: &Conditions, some: &Conditions| some.iter().all(|condition| all.contains(condition));
            let place = |is_it: &dyn Fn(&Conditions) -> bool| found.close.iter().position(|one| is_it(&one.conditions));
            let wider = place(&|one| has(&only.conditions, one));
            prop_assert!(wider.is_none_or(|place| place == 0), "{:?}", found.close);
            let narrower = place(&|one| has(one, &only.conditions));
            prop_assert!(narrower.is_none_or(|place| place <= usize::from(wider.is_some())), "{:?}", found.close);
        }
        // What comes close to the first answer has a condition in common with it, and is no answer itself.
        for close in &found.close {
            let shares = |condition| found.segments[0].conditions.contains(condition);
            prop_assert!(close.conditions.iter().any(shares), "{:?}", close);
            prop_assert!(found.segments.iter().all(|answer| answer.conditions != close.conditions));
        }
    }
}

/// The counts of MacroBase's cube of order three (Bailis et al. 2017, `APLOutlierSummarizerTest`), which has one answer there, too.
#[test]
fn the_cube_of_macrobase_has_one_answer() {
    let cube = [([0, 0, 0], 100, 30), ([1, 0, 0], 300, 5), ([0, 1, 0], 400, 5), ([0, 0, 1], 500, 7)];
    let row =
        |(values, sessions, bad): ([u16; 3], u32, u32)| Row { values: values.to_vec(), is_now: true, bad, sessions };
    let rows = cube.map(row);
    for limits in [Limits { support: 0.1, risk_ratio: 3.0, ..Limits::default() }, Limits::default()] {
        let found = found(&rows, &[2, 2, 2], false, true, limits);
        assert_eq!(found.now, Count { bad: 47, sessions: 1_300 });
        let [segment] = found.segments.as_slice() else { panic!("one answer: {found:?}") };
        assert_eq!(segment.conditions, [(0, 0), (1, 0), (2, 0)]);
        assert_eq!(segment.now, Count { bad: 30, sessions: 100 });
        let ratio = risk_ratio(segment.now, found.now.without(segment.now));
        assert!((ratio - 21.176).abs() < 1e-3, "{ratio}");
    }
}

/// Sessions along dimensions of these sizes, evenly.
fn even(widths: &[u16], sessions: u32, is_bad: impl Fn(&[u16], u32) -> bool) -> Vec<Row> {
    let mut stream = 88_172_645_463_325_252_u64;
    let mut draw = |below: u16| {
        // Marsaglia's xorshift: any sequence will do.
        stream ^= stream << 13;
        stream ^= stream >> 7;
        stream ^= stream << 17;
        (stream % u64::from(below)) as u16
    };
    let row = |at: u32| {
        let values: Vec<u16> = widths.iter().map(|&width| draw(width)).collect();
        let bad = u32::from(is_bad(&values, at));
        Row { values, is_now: true, bad, sessions: 1 }
    };
    (0..sessions).map(row).collect()
}

#[test]
fn independent_causes_are_answers_of_their_own_and_their_shadows_are_none() {
    let widths = [6, 5, 4, 3];
    let rows = even(&widths, 20_000, |values, at| match values {
        [2, 3, ..] => at % 3 != 0,
        [_, _, 1, 2] => at % 4 == 0,
        _ => at % 40 == 0,
    });
    let found = found(&rows, &widths, false, false, Limits::default());
    let answers: Vec<&Conditions> = found.segments.iter().map(|segment| &segment.conditions).collect();
    assert_eq!(answers, [&vec![(0, 2), (1, 3)], &vec![(2, 1), (3, 2)]]);
    assert!(found.segments.iter().all(|segment| segment.ln_p_value < -100.0), "{found:?}");
    assert!(found.close.iter().all(|close| !answers.contains(&&close.conditions)));
}

#[test]
fn what_chance_does_has_no_cause() {
    let widths = [6, 5, 4, 30];
    let rows = even(&widths, 20_000, |_, at| (at.wrapping_mul(2_654_435_761) >> 8).is_multiple_of(20));
    let found = found(&rows, &widths, false, false, Limits::default());
    assert_eq!(found.segments, []);
    assert_eq!(found.close, []);
    assert!(found.combinations > 1_000.0 && found.now.bad > 500, "{found:?}");
}

#[test]
fn a_row_without_a_value_is_in_no_combination() {
    let mut rows = even(&[3], 4_000, |values, at| values[0] == 1 && at % 2 == 0 || at % 50 == 0);
    for row in rows.iter_mut().step_by(2) {
        row.values[0] = 9;
    }
    let found = found(&rows, &[3], false, false, Limits::default());
    for segment in &found.segments {
        assert_eq!(segment.now, count(&rows, true, &segment.conditions));
    }
    assert_eq!(found.now.sessions, 4_000);
}

#[test]
fn nothing_is_found_in_nothing() {
    assert_eq!(found(&[], &[], false, false, Limits::default()).segments, []);
    assert_eq!(found(&[], &[3, 2], true, true, Limits::default()).segments, []);
    let one = Row { values: vec![0], is_now: true, bad: 1, sessions: 1 };
    assert_eq!(found(&[one], &[1], false, false, Limits::default()).segments, []);
}

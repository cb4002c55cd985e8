//! Answers about generated sessions with gaps, against counts of the sessions that meet what is said.

use super::*;
use analysis::{Analysis, Plan, SerialExecutor, Sessions, Source, generate};
use crossfilter::Exclusion;
use proptest::prelude::*;
use simulate::{Preset, Scenario};
use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};
use telemetry::{Categories, Column, MISSING_CATEGORY, MISSING_TIME, Table};

/// Generated sessions: of some a label, a number or the time is missing, and some are not judged.
static GAPS: LazyLock<Arc<Analysis>> = LazyLock::new(|| {
    let scenario = Scenario::new(Preset::StreamGuard, 3_000, 0.05, 7).expect("within bounds");
    let host = SerialExecutor::default();
    let Sessions { source, mut table, truth, .. } =
        SerialExecutor::finish(generate(scenario, &host)).expect("nobody cancels");
    for (_, field, data) in table.values_mut() {
        match data {
            Data::Number(values) if field == Some(Field::ThroughputKbps) => {
                values.iter_mut().step_by(7).for_each(|value| *value = f64::NAN);
            }
            Data::Time(values) => values.iter_mut().step_by(11).for_each(|value| *value = MISSING_TIME),
            Data::Category(values) if field == Some(Field::Cdn) => {
                let gap = |(row, &code): (usize, &u16)| if row % 6 == 0 { MISSING_CATEGORY } else { code };
                let codes = values.codes().iter().enumerate().map(gap).collect();
                *values = Categories::from_codes(values.labels(), codes);
            }
            _ => {}
        }
    }
    let plan = Plan { source: Source::Generated(scenario), ..Plan::default() };
    of_table(Sessions { source, rules: None, table, truth, aside: None, places: None, quality: None }, plan)
});

fn of_table(sessions: Sessions, plan: Plan) -> Arc<Analysis> {
    let host = SerialExecutor::default();
    let analysis = analysis::analyse(plan, Arc::new(sessions), None, None, &host);
    let analysis = SerialExecutor::finish(analysis).expect("a sound plan");
    let score = |(row, &score): (usize, &f64)| if row % 50 == 3 { f64::NAN } else { score };
    let scores: Vec<f64> = analysis.scores.iter().enumerate().map(score).collect();
    Arc::new(Analysis {
        judged: scores.iter().filter(|score| !score.is_nan()).count(),
        flagged: scores.iter().filter(|&&score| score > analysis.threshold).count(),
        scores: Arc::new(scores),
        ..analysis
    })
}

fn filters(texts: &[&str]) -> Filters {
    let texts: Vec<String> = texts.iter().map(|&text| text.into()).collect();
    Filters::from_texts(&texts).expect("filters")
}

fn contrast(of: &[&str], baseline: Baseline, dimensions: &[&str]) -> Contrast {
    let dimension = |name: &&str| Dimension::from_name(name).expect(name);
    Contrast { of: filters(of), baseline, dimensions: dimensions.iter().map(dimension).collect() }
}

fn found(crossfilter: &mut Crossfilter, asked: &Contrast, limits: Limits) -> Result<Segments, Refused> {
    let mut explaining = Explaining::begin(crossfilter, asked.clone(), limits)?;
    while explaining.advance(u64::MAX).is_some() {}
    Ok(explaining.finish())
}

/// More is an answer, also by chance, so that there is more to be checked.
const LENIENT: Limits = Limits {
    order: 3,
    answers: 6,
    support: 0.01,
    bad: 3,
    risk_ratio: 1.2,
    p_value: f64::INFINITY,
    part_of_first: 0.02,
};

type Rows = BTreeSet<u32>;

/// The bad sessions and all, now and before, plainly.
struct Plainly {
    now: (Rows, Rows),
    before: Option<(Rows, Rows)>,
}

impl Plainly {
    fn of(crossfilter: &mut Crossfilter, asked: &Contrast) -> Self {
        let mut meeting = |filters: &Filters| -> Rows { crossfilter.meeting(filters).into_iter().collect() };
        let shown = meeting(&asked.of);
        let flagged = meeting(&filters(&["flagged:in:flagged"]));
        let with_bad = |rows: Rows| (rows.intersection(&flagged).copied().collect(), rows);
        match &asked.baseline {
            Baseline::NotFlagged => Self { now: with_bad(shown), before: None },
            Baseline::Others => Self { now: (shown, meeting(&Filters::default())), before: None },
            Baseline::Group(group) => {
                let all = shown.union(&meeting(group)).copied().collect();
                Self { now: (shown, all), before: None }
            }
            Baseline::Earlier => {
                let time = Dimension::Column("timestamp".into());
                let Some(&Test::Between(from, _)) = asked.of.of(&time) else { panic!("a time") };
                let mut others = asked.of.clone();
                others.clear(&time);
                let times = GAPS.sessions.table.times(Field::Timestamp).expect("times");
                let is_earlier = |row: &u32| {
                    let time = times[*row as usize];
                    time != MISSING_TIME && (time as f64) < from
                };
                let earlier = meeting(&others).into_iter().filter(is_earlier).collect();
                Self { now: with_bad(shown), before: Some(with_bad(earlier)) }
            }
        }
    }

    /// The counts of those among these sessions.
    fn count((bad, all): &(Rows, Rows), of: &Rows) -> Count {
        let count = |rows: &Rows| rows.intersection(of).count() as u64;
        Count { bad: count(bad), sessions: count(all) }
    }
}

/// What a search says, against counts.
fn check(asked: &Contrast) -> Result<(), TestCaseError> {
    let mut crossfilter = Crossfilter::of(GAPS.clone());
    let segments = match found(&mut crossfilter, asked, LENIENT) {
        Ok(segments) => segments,
        Err(refused) => return check_refusal(&mut crossfilter, asked, refused),
    };
    let plainly = Plainly::of(&mut crossfilter, asked);
    let everything: Rows = (0..3_000).collect();
    let whole = Plainly::count(&plainly.now, &everything);
    prop_assert_eq!(segments.now, whole);
    prop_assert_eq!(segments.before, plainly.before.as_ref().map(|before| Plainly::count(before, &everything)));
    for answer in segments.answers.iter().chain(&segments.close) {
        let mut own = Filters::default();
        for filter in &answer.conditions {
            prop_assert!(segments.dimensions.contains(&filter.dimension));
            prop_assert!(own.set(filter.dimension.clone(), filter.test.clone()), "{:?}", filter);
        }
        let of: Rows = crossfilter.meeting(&own).into_iter().collect();
        let now = Plainly::count(&plainly.now, &of);
        let figures = &answer.figures;
        prop_assert_eq!((figures.now, figures.rest), (now, whole.without(now)), "{}", answer.sentence);
        prop_assert_eq!(figures.before, plainly.before.as_ref().map(|before| Plainly::count(before, &of)));
        prop_assert_eq!(figures.support, now.bad as f64 / whole.bad as f64);
        prop_assert!(answer.sentence.starts_with(&answer.name), "{}", answer.sentence);
    }
    // What chooses the sessions is no answer, nor is what flags them.
    for dimension in &segments.dimensions {
        let is_told = |filters: &Filters| filters.of(dimension).is_some();
        let is_sound = match &asked.baseline {
            Baseline::NotFlagged | Baseline::Earlier => !matches!(dimension, Dimension::Flagged | Dimension::Score),
            Baseline::Others => !is_told(&asked.of),
            Baseline::Group(group) => !(is_told(&asked.of) && is_told(group)),
        };
        prop_assert!(is_sound, "{:?}", dimension);
    }
    Ok(())
}

fn check_refusal(crossfilter: &mut Crossfilter, asked: &Contrast, refused: Refused) -> Result<(), TestCaseError> {
    if refused == Refused::NoTime {
        prop_assert_eq!(asked.of.of(&Dimension::Column("timestamp".into())), None);
        return Ok(());
    }
    if refused == Refused::NoDimension {
        prop_assert!(!asked.dimensions.is_empty());
        return Ok(());
    }
    let shown: Rows = crossfilter.meeting(&asked.of).into_iter().collect();
    if refused == Refused::NoSession {
        prop_assert!(shown.is_empty());
        return Ok(());
    }
    let Plainly { now, before } = Plainly::of(crossfilter, asked);
    match refused {
        Refused::NoneBad => prop_assert!(now.0.is_empty()),
        Refused::NoBaseline => {
            let is_all = match (&asked.baseline, before) {
                (Baseline::Earlier, Some((_, all))) => all.is_empty(),
                _ => now.0 == now.1,
            };
            prop_assert!(is_all, "{:?}", asked);
        }
        Refused::Overlap(sessions) => {
            let Baseline::Group(group) = &asked.baseline else { panic!("two groups") };
            let others: Rows = crossfilter.meeting(group).into_iter().collect();
            prop_assert_eq!(sessions, shown.intersection(&others).count());
        }
        other => panic!("{other:?}"),
    }
    Ok(())
}

/// Filters of these texts, each drawn or not.
fn drawn(texts: &'static [&'static str]) -> impl Strategy<Value = Filters> {
    proptest::sample::subsequence(texts, 0..texts.len().min(4)).prop_map(|texts| filters(&texts))
}

const CHOSEN: [&str; 7] = [
    "c.timestamp:1767830400000..1768046400000",
    "c.startup_time_ms:..1200",
    "c.cdn:in:aurora;",
    "flagged:in:flagged",
    "score:0.4..",
    "not(c.cdn:in:borealis)(c.content_type:in:vod)",
    "not(c.isp:in:Litoral Net)",
];
const OTHERS: [&str; 3] = ["c.startup_time_ms:1200..", "c.cdn:in:cirrus", "c.content_type:in:live"];
const DIMENSIONS: [&str; 9] = [
    "c.cdn",
    "c.isp",
    "c.content_type",
    "c.device_model",
    "c.throughput_kbps",
    "c.timestamp",
    "hour",
    "score",
    "flagged",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_said_of_segments_is_what_their_sessions_count(
        of in drawn(&CHOSEN),
        baseline in prop_oneof![
            Just(Baseline::NotFlagged),
            Just(Baseline::Others),
            Just(Baseline::Earlier),
            drawn(&OTHERS).prop_map(Baseline::Group),
        ],
        names in proptest::sample::subsequence(DIMENSIONS.to_vec(), 0..6),
    ) {
        let asked = Contrast { of, baseline, ..contrast(&[], Baseline::Others, &names) };
        check(&asked)?;
    }
}

#[test]
fn each_baseline_has_answers_in_these_sessions() {
    let cases = [
        contrast(&[], Baseline::NotFlagged, &[]),
        contrast(&["c.startup_time_ms:1500.."], Baseline::Others, &["c.throughput_kbps", "c.latency_ms", "hour"]),
        contrast(&["c.timestamp:1768046400000.."], Baseline::Earlier, &["c.cdn", "c.content_type", "c.timestamp"]),
        contrast(&["c.cdn:in:"], Baseline::Group(filters(&["c.cdn:in:aurora"])), &["c.cdn_pop", "c.throughput_kbps"]),
        contrast(&["c.isp:in:Litoral Net"], Baseline::Others, &["c.cdn", "c.region", "c.country_code"]),
    ];
    for asked in &cases {
        check(asked).expect("as counted");
    }
    let mut crossfilter = Crossfilter::of(GAPS.clone());
    let answered = cases
        .iter()
        .filter(|asked| found(&mut crossfilter, asked, LENIENT).is_ok_and(|segments| !segments.answers.is_empty()));
    assert_eq!(answered.count(), cases.len());
}

#[test]
fn sessions_without_a_label_are_a_segment_like_others() {
    let mut crossfilter = Crossfilter::of(GAPS.clone());
    // Which sessions lack the CDN is chosen by what they lack: only that tells them.
    let asked = contrast(&["c.cdn:in:"], Baseline::Others, &["c.cdn", "c.isp"]);
    let segments = found(&mut crossfilter, &asked, Limits::default()).expect("sessions");
    assert_eq!(segments.dimensions, [Dimension::Column("isp".into())]);
    assert_eq!(segments.answers, []);
    // Those that lack it are flagged, and one in forty of the others.
    let is_bad = |row: usize| row.is_multiple_of(6) || row % 40 == 7;
    let scores = (0..3_000).map(|row| if is_bad(row) { 1.0 } else { 0.0 }).collect();
    let analysis = Analysis { scores: Arc::new(scores), judged: 3_000, ..(**GAPS).clone() };
    let asked = contrast(&[], Baseline::NotFlagged, &["c.cdn", "c.isp"]);
    let segments = found(&mut Crossfilter::of(Arc::new(analysis)), &asked, Limits::default()).expect("sessions");
    let [answer] = segments.answers.as_slice() else { panic!("one answer: {segments:?}") };
    assert_eq!(answer.conditions[0].to_text(), "c.cdn:in:");
    assert_eq!(answer.figures.now, Count { bad: 500, sessions: 500 });
    assert!(answer.sentence.starts_with("CDN: none: 100% of 500 sessions are flagged, "), "{}", answer.sentence);
}

#[test]
fn what_leaves_sessions_out_is_no_answer_where_they_are_explained_as_a_whole() {
    let mut crossfilter = Crossfilter::of(GAPS.clone());
    let mut dimensions = |asked: Contrast| {
        let segments = found(&mut crossfilter, &asked, Limits::default()).expect("sessions");
        segments.dimensions.iter().map(Dimension::name).collect::<Vec<String>>()
    };
    let all = ["c.cdn", "c.isp", "score", "flagged"];
    let not = "not(c.cdn:in:aurora)";
    assert_eq!(dimensions(contrast(&[not], Baseline::Others, &all)), ["c.isp", "score", "flagged"]);
    assert_eq!(dimensions(contrast(&[not], Baseline::NotFlagged, &all)), ["c.cdn", "c.isp"]);
    let aurora = Baseline::Group(filters(&["c.cdn:in:aurora"]));
    assert_eq!(dimensions(contrast(&[not], aurora, &all)), ["c.isp", "score", "flagged"]);
    assert_eq!(dimensions(contrast(&["flagged:in:flagged"], Baseline::Others, &all)), ["c.cdn", "c.isp"]);
    // Identifiers have no groups, and what the sessions lack has no values.
    let asked = contrast(&[], Baseline::NotFlagged, &["c.session_id", "c.nothing", "c.isp"]);
    assert_eq!(dimensions(asked), ["c.isp"]);
}

#[test]
fn each_refusal_says_why() {
    let mut crossfilter = Crossfilter::of(GAPS.clone());
    let group = |text: &str| Baseline::Group(filters(&[text]));
    let live = crossfilter.meeting(&filters(&["c.content_type:in:live", "c.cdn:in:aurora"])).len();
    for (asked, refused) in [
        (contrast(&["c.cdn:in:aurora"], Baseline::Earlier, &[]), Refused::NoTime),
        (contrast(&["c.timestamp:..1768046400000"], Baseline::Earlier, &[]), Refused::NoTime),
        (contrast(&["c.cdn:in:nothing"], Baseline::NotFlagged, &[]), Refused::NoSession),
        (contrast(&["c.nothing:in:nothing"], Baseline::Others, &[]), Refused::NoSession),
        (contrast(&["flagged:in:not flagged"], Baseline::NotFlagged, &[]), Refused::NoneBad),
        (contrast(&["flagged:in:flagged"], Baseline::NotFlagged, &[]), Refused::NoBaseline),
        (contrast(&[], Baseline::Others, &[]), Refused::NoBaseline),
        (contrast(&["c.timestamp:0.."], Baseline::Earlier, &[]), Refused::NoBaseline),
        (contrast(&["c.cdn:in:aurora"], group("c.cdn:in:nothing"), &[]), Refused::NoBaseline),
        (contrast(&["c.cdn:in:aurora"], group("c.content_type:in:live"), &[]), Refused::Overlap(live)),
        (contrast(&[], Baseline::NotFlagged, &["flagged", "score", "c.session_id"]), Refused::NoDimension),
    ] {
        assert_eq!(found(&mut crossfilter, &asked, Limits::default()), Err(refused), "{asked:?}");
    }
    assert_eq!(Refused::Overlap(1).to_string(), "1 session is in both groups: choose groups that have none in common");
    assert_eq!(
        Refused::Overlap(12).to_string(),
        "12 sessions are in both groups: choose groups that have none in common"
    );
}

#[test]
fn circumstances_are_not_how_sessions_went() {
    let crossfilter = Crossfilter::of(GAPS.clone());
    let names: Vec<String> = circumstances(&crossfilter).iter().map(Dimension::name).collect();
    let expected = [
        "device_type",
        "device_model",
        "os_version",
        "app_version",
        "network_type",
        "country_code",
        "region",
        "isp",
        "cdn",
        "cdn_pop",
        "content_type",
        "content_id",
        "codec",
    ];
    assert_eq!(names, expected.map(|name| format!("c.{name}")));
    // Without any label, the file's own numbers that the sessions are not judged by.
    let numbers = |name: &str, field, value: fn(usize) -> f64| Column {
        name: name.into(),
        field,
        data: Data::Number((0..200).map(value).collect()),
    };
    let table = Table::new(vec![
        numbers("bitrate_kbps", Some(Field::BitrateKbps), |row| 900.0 + (row * 37 % 400) as f64),
        numbers("hops", None, |row| (row % 9) as f64),
        numbers("own", None, |row| (row % 31) as f64),
    ]);
    let Sessions { source, .. } = &*GAPS.sessions;
    let sessions = Sessions {
        source: source.clone(),
        rules: None,
        table: table.expect("of one length"),
        truth: None,
        aside: None,
        places: None,
        quality: None,
    };
    let feature = |name: &str| features::Feature::from_name(name).expect(name);
    let plan = Plan { features: vec![feature("bitrate_kbps"), feature("col.own")], ..GAPS.plan.clone() };
    let crossfilter = Crossfilter::of(of_table(sessions, plan));
    assert_eq!(circumstances(&crossfilter), [Dimension::Column("hops".into())]);
}

#[test]
fn a_combination_that_is_left_out_is_not_explained() {
    let mut crossfilter = Crossfilter::of(GAPS.clone());
    let first = found(&mut crossfilter, &contrast(&[], Baseline::NotFlagged, &[]), LENIENT).expect("sessions");
    let best = &first.answers[0];
    let mut of = Filters::default();
    assert!(of.exclude(Exclusion::of(best.conditions.clone()).expect("of different dimensions")));
    let asked = Contrast { of, ..Contrast::default() };
    check(&asked).expect("as counted");
    let then = found(&mut crossfilter, &asked, LENIENT).expect("sessions");
    assert_eq!(then.now, first.now.without(best.figures.now));
    assert!(then.answers.iter().all(|answer| answer.conditions != best.conditions));
}

//! How well the views went, by the field's own metrics: all of them, the flagged ones, and the others.

use crate::Analysis;
use qoe::{Columns, Figure, Metric, Tally};
use rules::Derivations;
use serde::{Deserialize, Serialize};
use telemetry::{Table, Unit};

/// A metric of all sessions and of the two groups. Everything that is shown of it is written out: the page that shows it
/// need not know the metrics.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QoeRow {
    /// The metric's name in reports.
    pub name: String,
    /// Its name for people.
    pub label: String,
    /// The unit of its figures.
    pub unit: Unit,
    /// Its definition with the formula, for a tooltip.
    pub meaning: String,
    /// What the sessions lack for it, where there is no figure of any: to stand behind "needs".
    pub needs: Option<String>,
    /// Of every attempt: the sessions that were judged, those that were not, and those that were kept aside.
    pub all: Figure,
    /// Of the flagged sessions.
    pub flagged: Figure,
    /// Of the judged sessions that are not flagged.
    pub others: Figure,
}

/// How well the views went.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Qoe {
    /// How many sessions were judged.
    pub judged: u32,
    /// How many were kept aside: they never started.
    pub aside: u32,
    /// The metrics, those without a figure among them.
    pub rows: Vec<QoeRow>,
}

/// Sums of a group, and its startup times.
#[derive(Default)]
struct Group {
    tally: Tally,
    startup_ms: Vec<f64>,
}

/// The metrics of an analysis. `aside` are sessions that never started and were therefore not judged: they count among all
/// attempts and in neither group.
pub fn qoe(analysis: &Analysis, aside: Option<&Table>) -> Qoe {
    of_tables(&analysis.sessions.table, |_| true, verdict_of(analysis), aside, analysis.plan.rules.derivations())
}

/// The metrics of some of the sessions. What is a share of attempts that never came to a picture is not known of them where
/// such attempts were kept aside: nobody can tell which of those belong to them.
pub fn qoe_among(analysis: &Analysis, is_one: impl Fn(usize) -> bool) -> Qoe {
    let derivations = analysis.plan.rules.derivations();
    let mut qoe = of_tables(&analysis.sessions.table, is_one, verdict_of(analysis), None, derivations);
    if analysis.sessions.aside.is_some() {
        for (row, _) in qoe.rows.iter_mut().zip(Metric::ALL).filter(|(_, metric)| is_of_attempts(**metric)) {
            (row.all, row.flagged, row.others) = Default::default();
        }
    }
    qoe
}

/// Whether each session is flagged, and nothing of one that is not judged.
fn verdict_of(analysis: &Analysis) -> impl Fn(usize) -> Option<bool> {
    |row| analysis.is_judged(row).then(|| analysis.is_flagged(row))
}

/// `is_one` says which sessions of the table it is about, `verdict` whether one is flagged, and nothing of one that is not
/// judged.
fn of_tables(
    table: &Table,
    is_one: impl Fn(usize) -> bool,
    verdict: impl Fn(usize) -> Option<bool>,
    aside: Option<&Table>,
    derivations: Derivations,
) -> Qoe {
    let mut all = Tally::default();
    let (mut flagged, mut others) = (Group::default(), Group::default());
    let columns = Columns::of(table, derivations);
    let (mut judged, mut more_startup_ms) = (0, Vec::new());
    for row in (0..columns.rows()).filter(|&row| is_one(row)) {
        let session = columns.session(row);
        let scores = session.scores();
        let startup_ms = all.add_scored(&session, &scores);
        let Some(is_flagged) = verdict(row) else {
            more_startup_ms.extend(startup_ms);
            continue;
        };
        judged += 1;
        let group = if is_flagged { &mut flagged } else { &mut others };
        group.startup_ms.extend(group.tally.add_scored(&session, &scores));
    }
    let kept = aside.map(|aside| Columns::of(aside, derivations));
    let kept_rows = kept.as_ref().map_or(0, Columns::rows);
    if let Some(kept) = &kept {
        more_startup_ms.extend((0..kept.rows()).filter_map(|row| all.add(&kept.session(row))));
    }
    let of_group = |group: &mut Group| -> Vec<Figure> {
        Metric::ALL.iter().map(|&metric| group.tally.figure(metric, &mut group.startup_ms)).collect()
    };
    let (of_flagged, of_others) = (of_group(&mut flagged), of_group(&mut others));
    let mut startup_ms = others.startup_ms;
    startup_ms.append(&mut flagged.startup_ms);
    startup_ms.append(&mut more_startup_ms);
    let row = |(&metric, (flagged, others)): (&Metric, (Figure, Figure))| {
        let figure = all.figure(metric, &mut startup_ms);
        // Where views that never started are kept aside, that none is in a group says nothing of the group.
        let apart = kept_rows > 0 && is_of_attempts(metric);
        let [flagged, others] = [flagged, others].map(|figure| if apart { Figure::default() } else { figure });
        QoeRow {
            name: metric.name().into(),
            label: metric.label().into(),
            unit: metric.unit(),
            meaning: metric.meaning().into(),
            needs: figure.value.is_none().then(|| metric.needs().into()),
            all: figure,
            flagged,
            others,
        }
    };
    let rows = Metric::ALL.iter().zip(of_flagged.into_iter().zip(of_others)).map(row).collect();
    Qoe { judged, aside: kept_rows as u32, rows }
}

/// Whether a metric is a share of attempts that never came to a picture.
fn is_of_attempts(metric: Metric) -> bool {
    matches!(metric, Metric::ExitBeforeStartShare | Metric::StartupFailureShare)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::Plan;
    use crate::SerialExecutor;
    use crate::views::figures;
    use crate::views::figures::group;
    use proptest::prelude::*;
    use telemetry::Field;

    fn row(qoe: &Qoe, metric: Metric) -> &QoeRow {
        qoe.rows.iter().find(|row| row.name == metric.name()).expect("every metric has a row")
    }

    fn table(columns: &[(Field, &[f64])]) -> Table {
        Table::of_numbers(columns.iter().map(|&(field, values)| (field, values.to_vec()))).expect("a sound table")
    }

    #[test]
    fn generated_sessions_have_the_figures_of_the_page() {
        let analysis = SerialExecutor::default().analyse_generated(&Plan::default()).expect("a sound plan");
        let (qoe, figures) = (qoe(&analysis, None), figures(&analysis));
        assert_eq!((qoe.judged, qoe.aside, qoe.rows.len()), (10_000, 0, Metric::ALL.len()));
        for (metric, all, flagged) in [
            (Metric::RebufferingRatio, figures.all.rebuffering_ratio, figures.flagged.rebuffering_ratio),
            (Metric::StartupMedian, figures.all.startup_median, figures.flagged.startup_median),
            (Metric::StartupP95, figures.all.startup_p95, figures.flagged.startup_p95),
        ] {
            let row = row(&qoe, metric);
            assert_eq!((row.all.value, row.flagged.value), (all, flagged), "{metric:?}");
            assert_eq!(row.all.n, row.flagged.n + row.others.n);
        }
        let overall = row(&qoe, Metric::OverallScore);
        assert!(overall.flagged.value < overall.others.value, "what is flagged went worse: {overall:?}");
        let upscaled = row(&qoe, Metric::UpscaledShare);
        assert_eq!(
            (upscaled.all, upscaled.needs.is_some()),
            (Figure::default(), true),
            "generated sessions have no sizes"
        );
    }

    proptest! {
        #[test]
        fn the_figures_of_the_page_are_the_same(
            rows in proptest::collection::vec((cells(), any::<bool>()), 1..30),
            has in proptest::array::uniform6(any::<bool>()),
        ) {
            use Field::{BufferingRatio, ExitBeforeStart, RebufferDurationMs, StartupFailed, StartupTimeMs, WatchTimeS};
            let fields = [StartupTimeMs, RebufferDurationMs, WatchTimeS, BufferingRatio, ExitBeforeStart, StartupFailed];
            let columns: Vec<(Field, Vec<f64>)> = (0..6)
                .filter(|&place| has[place])
                .map(|place| (fields[place], rows.iter().map(|(cells, _)| cells[place]).collect()))
                .collect();
            let columns: Vec<(Field, &[f64])> = columns.iter().map(|(field, values)| (*field, &values[..])).collect();
            let table = table(&columns);
            let is_flagged = |row: usize| rows[row].1;
            let qoe = of_tables(&table, |_| true, |row| Some(is_flagged(row)), None, Derivations::ByFeature);
            for (wanted, group) in [(true, group(&table, is_flagged)), (false, group(&table, |row| !is_flagged(row)))] {
                for (metric, expected) in [
                    (Metric::StartupMedian, group.startup_median),
                    (Metric::StartupP95, group.startup_p95),
                    (Metric::RebufferingRatio, group.rebuffering_ratio),
                ] {
                    let row = row(&qoe, metric);
                    prop_assert_eq!(if wanted { row.flagged.value } else { row.others.value }, expected, "{:?}", metric);
                }
            }
        }
    }

    /// Startup, stalls, watch time, ratio and two flags, each at times missing.
    fn cells() -> impl Strategy<Value = [f64; 6]> {
        let number = |most: f64| prop_oneof![1 => Just(f64::NAN), 1 => Just(0.0), 3 => 0.0..most];
        let flag = || prop::sample::select(vec![f64::NAN, 0.0, 0.0, 1.0]);
        let numbers = (number(9e3), number(6e4), number(900.0), number(1.0));
        (numbers, flag(), flag()).prop_map(|((a, b, c, d), e, f)| [a, b, c, d, e, f])
    }

    #[test]
    fn views_kept_aside_are_attempts_of_neither_group() {
        let judged = table(&[
            (Field::ExitBeforeStart, &[0.0, 0.0, 0.0]),
            (Field::StartupFailed, &[0.0, 0.0, 0.0]),
            (Field::StartupTimeMs, &[2_000.0, 8_000.0, 8_000.0]),
        ]);
        let aside = table(&[
            (Field::ExitBeforeStart, &[1.0, 0.0]),
            (Field::StartupFailed, &[0.0, 1.0]),
            (Field::StartupTimeMs, &[9.0, 9.0]),
        ]);
        let qoe = of_tables(&judged, |_| true, |row| Some(row == 1), Some(&aside), Derivations::ByFeature);
        assert_eq!((qoe.judged, qoe.aside), (3, 2));
        let figure = |value, n| Figure { value, n };
        for metric in [Metric::ExitBeforeStartShare, Metric::StartupFailureShare] {
            let row = row(&qoe, metric);
            assert_eq!((row.all, row.flagged, row.others), (figure(Some(0.2), 5), figure(None, 0), figure(None, 0)));
        }
        let success = row(&qoe, Metric::PlaybackSuccessScore);
        assert_eq!((success.all, success.others), (figure(Some(70.0), 5), figure(Some(100.0), 2)));
        let startup = row(&qoe, Metric::StartupScore);
        assert_eq!(
            (startup.all, startup.flagged, startup.others),
            (figure(Some(60.0), 3), figure(Some(50.0), 1), figure(Some(65.0), 2))
        );
        assert_eq!(row(&qoe, Metric::StartupP95).all, figure(Some(8_000.0), 3));
        // Without a table aside, the same flags are of the groups.
        let alone = of_tables(&judged, |_| true, |row| Some(row == 1), None, Derivations::ByFeature);
        assert_eq!(row(&alone, Metric::ExitBeforeStartShare).flagged, figure(Some(0.0), 1));
    }
}

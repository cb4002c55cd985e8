//! The tables, as Markdown.

use super::judged::{Counts, Judged, RESAMPLES, bootstrap, share};
use super::speed::{Asked, Native};
use crate::bench::statistics::{mean, median};
use crate::bench::table::grouped;
use std::fmt::Write;

/// Whose answers there are, with their names for people.
const METHODS: [(&str, &str); 3] =
    [("streamguard", "StreamGuard"), ("risk-ratio", "risk ratio"), ("adtributor", "Adtributor")];
/// So many are looked at.
const FIRST: usize = 3;

fn or_dash(value: Option<f64>, shown: impl Fn(f64) -> String) -> String {
    value.filter(|value| value.is_finite()).map_or_else(|| "–".to_owned(), shown)
}

fn percent(value: Option<f64>) -> String {
    or_dash(value, |value| format!("{:.0} %", 100.0 * value))
}

fn hundredths(value: Option<f64>) -> String {
    or_dash(value, |value| format!("{value:.2}"))
}

/// Those of a method.
fn of<'a>(judged: &'a [Judged], world: &str, sessions: Option<u64>, method: &str) -> Vec<&'a Judged> {
    judged.iter().filter(|it| it.world == world && it.sessions == sessions && it.method == method).collect()
}

fn part(cases: &[&Judged], holds: impl Fn(&Judged) -> bool) -> Option<f64> {
    share(cases.iter().filter(|case| holds(case)).count(), cases.len())
}

/// The incidents of generated sessions.
pub fn generated(judged: &[Judged], sizes: &[usize], seeds: usize) -> String {
    let mut text = format!(
        "**Generated incidents**: {seeds} seeds of each size\n\n| sessions | bad are | | answers a seed | exact-set precision | recall | F1 | first \
         answer right | mean rank of a right answer | strongest incident among the first {FIRST} |\n\
         |---:|---|---|---:|---:|---:|---:|---:|---:|---:|\n"
    );
    for &size in sizes {
        for (world, bad) in [("truth", "faulty in truth"), ("flagged", "flagged by the forest")] {
            for (method, label) in METHODS {
                let cases = of(judged, world, Some(size as u64), method);
                let counts = Counts::of(cases.iter().copied());
                let answers: Vec<f64> = cases.iter().map(|case| case.answers as f64).collect();
                let right =
                    cases.iter().flat_map(|case| case.ranks.iter().flatten().filter(|&&rank| rank <= case.answers));
                let ranks: Vec<f64> = right.map(|&rank| rank as f64).collect();
                let strongest = |case: &Judged| case.strongest_rank().is_some_and(|rank| rank <= FIRST);
                let _ = writeln!(
                    text,
                    "| {} | {bad} | {label} | {} | {} | {} | {} | {} | {} | {} |",
                    grouped(size),
                    or_dash(mean(&answers), |mean| format!("{mean:.1}")),
                    hundredths(counts.precision()),
                    hundredths(counts.recall()),
                    hundredths(counts.f1()),
                    percent(part(&cases, Judged::is_first_right)),
                    or_dash(mean(&ranks), |mean| format!("{mean:.1}")),
                    percent(part(&cases, strongest)),
                );
            }
        }
    }
    text
}

/// Faults without a cause.
pub fn without_cause(judged: &[Judged], sessions: usize) -> String {
    let mut text = format!(
        "**No cause**: {} generated sessions whose faults are drawn anew\n\n| | seeds | without any answer | answers a seed |\n\
         |---|---:|---:|---:|\n",
        grouped(sessions)
    );
    for (method, label) in METHODS {
        let cases = of(judged, "none", Some(sessions as u64), method);
        let answers: Vec<f64> = cases.iter().map(|case| case.answers as f64).collect();
        let without = cases.iter().filter(|case| case.answers == 0).count();
        let answers = or_dash(mean(&answers), |mean| format!("{mean:.1}"));
        let _ = writeln!(text, "| {label} | {} | {without} | {answers} |", cases.len());
    }
    text
}

/// Incidents of a service; none where there are none.
pub fn incidents(judged: &[Judged]) -> String {
    let count = of(judged, "incidents", None, METHODS[0].0).len();
    if count == 0 {
        return "**Real incidents** were not measured: no folder was given.\n".to_owned();
    }
    let causes: usize = of(judged, "incidents", None, METHODS[0].0).iter().map(|case| case.ranks.len()).sum();
    let mut text = format!(
        "**Real incidents**: {count} of a live-streaming service, with {causes} labelled causes\n\n| | answers | exact-set F1 | 95 % of {} resamples | \
         precision | recall | first answer right | a true cause among the first {FIRST} |\n|---|---:|---:|---|---:|---:|---:|---:|\n",
        grouped(RESAMPLES)
    );
    for (method, label) in METHODS {
        let cases = of(judged, "incidents", None, method);
        let counts = Counts::of(cases.iter().copied());
        let answers: usize = cases.iter().map(|case| case.answers).sum();
        let interval = bootstrap(&cases).map_or_else(|| "–".to_owned(), |(low, high)| format!("{low:.2} to {high:.2}"));
        let _ = writeln!(
            text,
            "| {label} | {answers} | {} | {interval} | {} | {} | {} | {} |",
            hundredths(counts.f1()),
            hundredths(counts.precision()),
            hundredths(counts.recall()),
            hundredths(part(&cases, Judged::is_first_right)),
            hundredths(part(&cases, |case| case.is_told(FIRST))),
        );
    }
    text
}

fn milliseconds(value: f64) -> String {
    if value < 100.0 { format!("{value:.1}") } else { grouped(value.round() as usize) }
}

/// The first of several figures, and the median of the others.
fn first_and_others(figures: &[f64]) -> String {
    let Some((first, others)) = figures.split_first() else { return "– | –".to_owned() };
    format!("{} | {}", milliseconds(*first), or_dash(median(others), milliseconds))
}

/// How long the search takes on one thread.
pub fn native(measured: &[Native]) -> String {
    let mut text = String::from(
        "**The search, natively on one thread**, ms\n\n| sessions | dimensions | values to places: first | then, median | search: first | then, median |\n\
         |---:|---:|---:|---:|---:|---:|\n",
    );
    for Native { sessions, dimensions, begun, searched } in measured {
        let (sessions, begun, searched) =
            (grouped(*sessions as usize), first_and_others(begun), first_and_others(searched));
        let _ = writeln!(text, "| {sessions} | {dimensions} | {begun} | {searched} |");
    }
    text
}

/// How long the answer takes in the page.
pub fn page(measured: &[(usize, Result<Vec<Asked>, String>)]) -> String {
    let mut text = String::from(
        "**The page**, ms\n\n| sessions | answers | from the click to the answers: first | then, median | of it the worker: first | then, median |\n\
         |---:|---:|---:|---:|---:|---:|\n",
    );
    for (sessions, asked) in measured {
        let sessions = grouped(*sessions);
        let _ = match asked {
            Err(reason) => writeln!(text, "| {sessions} | – | – | – | – | {reason} |"),
            Ok(asked) => {
                let of =
                    |quantity: fn(&Asked) -> f64| first_and_others(&asked.iter().map(quantity).collect::<Vec<f64>>());
                let answers = asked.first().map_or(0, |asked| asked.answers);
                writeln!(
                    text,
                    "| {sessions} | {answers} | {} | {} |",
                    of(|asked| asked.opened),
                    of(|asked| asked.worker)
                )
            }
        };
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(world: &str, method: &str, sessions: Option<u64>, answers: usize, ranks: &[Option<usize>]) -> Judged {
        let (world, method) = (world.to_owned(), method.to_owned());
        Judged { world, sessions, method, answers, ranks: ranks.to_vec(), strongest: Some(1) }
    }

    fn rows(text: &str) -> Vec<&str> {
        let rows: Vec<&str> = text.lines().skip_while(|line| !line.starts_with('|')).collect();
        assert!(rows.iter().all(|row| row.matches('|').count() == rows[0].matches('|').count()), "{text}");
        rows
    }

    #[test]
    fn generated_incidents_have_a_line_for_each_size_world_and_method() {
        let cases = [
            judged("truth", "streamguard", Some(1_000), 2, &[Some(1), Some(2)]),
            judged("truth", "streamguard", Some(1_000), 4, &[Some(2), Some(4)]),
            judged("flagged", "streamguard", Some(1_000), 0, &[Some(1), None]),
        ];
        let text = generated(&cases, &[1_000], 2);
        let rows = rows(&text);
        assert_eq!(rows.len(), 2 + 2 * 3);
        assert_eq!(rows[2], "| 1,000 | faulty in truth | StreamGuard | 3.0 | 0.67 | 1.00 | 0.80 | 50 % | 2.2 | 50 % |");
        assert_eq!(rows[5], "| 1,000 | flagged by the forest | StreamGuard | 0.0 | – | 0.00 | 0.00 | 0 % | – | 0 % |");
    }

    #[test]
    fn no_answer_is_counted_where_there_is_no_cause() {
        let cases = [0, 0, 3].map(|answers| judged("none", "streamguard", Some(5), answers, &[]));
        assert_eq!(rows(&without_cause(&cases, 5))[2], "| StreamGuard | 3 | 2 | 1.0 |");
    }

    #[test]
    fn incidents_are_judged_where_there_are_any() {
        assert!(incidents(&[]).contains("not measured"));
        let cases = [1, 2].map(|rank| judged("incidents", "streamguard", None, 1, &[Some(rank)]));
        let text = incidents(&cases);
        assert!(
            text.starts_with("**Real incidents**: 2 of a live-streaming service, with 2 labelled causes"),
            "{text}"
        );
        assert_eq!(rows(&text)[2], "| StreamGuard | 2 | 0.50 | 0.00 to 1.00 | 0.50 | 0.50 | 0.50 | 1.00 |");
    }

    #[test]
    fn the_first_time_stands_apart() {
        let native = [Native { sessions: 1_000, dimensions: 10, begun: vec![30.0, 2.0, 4.0], searched: vec![200.4] }];
        assert_eq!(rows(&super::native(&native))[2], "| 1,000 | 10 | 30.0 | 3.0 | 200 | – |");
        let asked = |opened| Asked { opened, worker: opened / 2.0, answers: 4 };
        let pages = [(5, Ok(vec![asked(90.0), asked(40.0)])), (1_000, Err("the page has crashed".to_owned()))];
        let text = page(&pages);
        assert_eq!(
            rows(&text)[2..],
            ["| 5 | 4 | 90.0 | 40.0 | 45.0 | 20.0 |", "| 1,000 | – | – | – | – | the page has crashed |"]
        );
    }
}

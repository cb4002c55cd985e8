//! `cargo xtask bench accuracy`: how well each detector ranks the anomalies of labelled sets, beside scikit-learn's forest.

use super::document;
use super::machine::Machine;
use super::options::Accuracy;
use super::statistics::{deviation, mean};
use crate::error::{Error, Result, at};
use crate::project::Project;
use crate::{run, setup};
use serde_json::Value;
use std::fmt::Write;
use std::process::Command;

/// The section of the documentation.
pub const SECTION: &str = "accuracy";
/// Whom the detectors are compared with.
const REFERENCE: &str = "scikit-learn";
/// The detectors, in the order of the table; what else the program tries out is not shown.
const DETECTORS: [&str; 4] = ["isolation", "extended", "fair-cut", "mixture"];
/// Means that differ by at most so many standard errors of their difference are taken for equal.
const NOISE: f64 = 3.0;

/// One forest judged on one set.
#[derive(Debug, Clone, PartialEq)]
struct Judged {
    set: String,
    method: String,
    seed: u64,
    auroc: f64,
    ap: f64,
}

/// A measure of a ranking.
type Measure = fn(&Judged) -> f64;
const MEASURES: [Measure; 2] = [|judged| judged.auroc, |judged| judged.ap];

/// Measures, prints the table, and writes it into the documentation.
pub fn run(project: &Project, options: &Accuracy) -> Result<()> {
    let data = options.data.canonicalize().map_err(at(&options.data))?;
    let python = setup::python_for_bench(project)?;
    let seeds = options.seeds.to_string();
    let mut ours = run::cargo();
    ours.args(["run", "--quiet", "--release", "--locked", "--package", "bench", "--bin", "accuracy", "--"]);
    ours.arg(&data).arg(&seeds).current_dir(&project.root);
    let mut theirs = Command::new(python);
    theirs.arg(project.root.join("bench/accuracy.py")).arg(&data).arg(&seeds);
    theirs.env_remove("PYTHONPATH").env("PYTHONNOUSERSITE", "1");
    let mut judged = Vec::new();
    for (what, command) in [("the detectors", &mut ours), (REFERENCE, &mut theirs)] {
        run::step(&format!("measuring {what} on the sets of {}", data.display()), || {
            judged.extend(read(&run::printed(command)?)?);
            Ok(())
        })?;
    }
    let text = report(&judged, options.seeds)?;
    println!("\n{text}");
    document::write(project, SECTION, &text)
}

/// Reads the lines that both programs print.
fn read(output: &str) -> Result<Vec<Judged>> {
    let line = |line: &str| -> Option<Judged> {
        let value: Value = serde_json::from_str(line).ok()?;
        let text = |name: &str| value[name].as_str().map(str::to_owned);
        let number = |name: &str| value[name].as_f64().filter(|number| (0.0..=1.0).contains(number));
        Some(Judged {
            set: text("set")?,
            method: text("method")?,
            seed: value["seed"].as_u64()?,
            auroc: number("auroc")?,
            ap: number("ap")?,
        })
    };
    let nonsense = |text: &str| Error::Measuring(format!("no measurement of accuracy: {text:?}"));
    output.lines().map(|text| line(text).ok_or_else(|| nonsense(text))).collect()
}

/// What one method came to on one set: of each measure, its value for each seed.
fn values(judged: &[Judged], set: &str, method: &str, measure: Measure) -> Vec<f64> {
    judged.iter().filter(|it| it.set == set && it.method == method).map(measure).collect()
}

/// Everything is there: each method on each set with each seed, once.
fn check(judged: &[Judged], sets: &[&str], methods: &[&str], seeds: usize) -> Result<()> {
    for set in sets {
        for method in methods {
            let mut found: Vec<u64> =
                judged.iter().filter(|it| it.set == *set && it.method == *method).map(|it| it.seed).collect();
            found.sort_unstable();
            if !found.iter().copied().eq(1..=seeds as u64) {
                return Err(Error::Measuring(format!("{method} on {set}: seeds {found:?} instead of 1 to {seeds}")));
            }
        }
    }
    Ok(())
}

/// The section for the documentation.
fn report(judged: &[Judged], seeds: usize) -> Result<String> {
    let mut sets: Vec<&str> = judged.iter().map(|it| it.set.as_str()).collect();
    sets.sort_unstable();
    sets.dedup();
    if sets.is_empty() {
        return Err(Error::Measuring("the folder holds no sets NAME.csv.gz".into()));
    }
    let methods: Vec<&str> = std::iter::once(REFERENCE).chain(DETECTORS).collect();
    check(judged, &sets, &methods, seeds)?;

    let mut text = format!(
        "Measured on {}. {} sets, {seeds} seeds, 100 trees of 256 rows, fitted to all rows and judged on them. AUROC / average \
         precision, in percent: mean ± standard deviation over the seeds.\n\n| |",
        Machine::here().described(),
        sets.len()
    );
    for method in &methods {
        let _ = write!(text, " {method} |");
    }
    let _ = write!(text, "\n|---|{}\n", "---|".repeat(methods.len()));
    let mut line = |name: &str, cell: &dyn Fn(&str, Measure) -> String| {
        let _ = write!(text, "| {name} |");
        for method in &methods {
            let _ = write!(text, " {} |", MEASURES.map(|measure| cell(method, measure)).join(" / "));
        }
        text.push('\n');
    };
    let percent = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{:.1}", 100.0 * value));
    let of = |set: &str, method: &str, measure| values(judged, set, method, measure);
    for set in &sets {
        line(set, &|method, measure| {
            let values = of(set, method, measure);
            format!("{} ± {}", percent(mean(&values)), percent(deviation(&values)))
        });
    }
    let over_sets =
        |value: &dyn Fn(&str) -> Option<f64>| mean(&sets.iter().filter_map(|set| value(set)).collect::<Vec<_>>());
    let count = |method: &str, holds: &dyn Fn(&str) -> bool| match method {
        REFERENCE => "–".to_owned(),
        _ => sets.iter().filter(|set| holds(set)).count().to_string(),
    };
    line("**mean**", &|method, measure| format!("**{}**", percent(over_sets(&|set| mean(&of(set, method, measure))))));
    line("mean deviation over the seeds", &|method, measure| {
        percent(over_sets(&|set| deviation(&of(set, method, measure))))
    });
    line("sets won against scikit-learn", &|method, measure| {
        count(method, &|set| mean(&of(set, method, measure)) > mean(&of(set, REFERENCE, measure)))
    });
    line("sets within the noise of seeds", &|method, measure| {
        count(method, &|set| is_noise(&of(set, method, measure), &of(set, REFERENCE, measure)))
    });
    let _ = write!(
        text,
        "\nWon: the higher mean. Within the noise of seeds: the two means differ by at most {NOISE:.0} standard errors of their \
         difference."
    );
    Ok(text)
}

/// Whether two means are apart by no more than seeds do.
fn is_noise(one: &[f64], other: &[f64]) -> bool {
    let moments = |values: &[f64]| Some((mean(values)?, deviation(values)?, values.len() as f64));
    let Some(((mean, spread, count), (other_mean, other_spread, other_count))) = moments(one).zip(moments(other))
    else {
        return false;
    };
    let error = (spread * spread / count + other_spread * other_spread / other_count).sqrt();
    (mean - other_mean).abs() <= NOISE * error
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two sets, two seeds: the reference at .8 and .9 in both; the mixture wins the first and loses the second.
    fn judged() -> Vec<Judged> {
        let mut all = Vec::new();
        for (set, advantage) in [("a", 0.05), ("b", -0.5)] {
            for method in std::iter::once(REFERENCE).chain(DETECTORS) {
                for (seed, auroc) in [(1, 0.8), (2, 0.9)] {
                    let auroc = if method == "mixture" { auroc + advantage } else { auroc };
                    all.push(Judged { set: set.into(), method: method.into(), seed, auroc, ap: auroc / 2.0 });
                }
            }
        }
        all
    }

    #[test]
    fn the_lines_of_the_programs_are_read() {
        let line = r#"{"set":"a","method":"isolation","seed":3,"auroc":0.5,"ap":0.25,"precision":1}"#;
        let expected = Judged { set: "a".into(), method: "isolation".into(), seed: 3, auroc: 0.5, ap: 0.25 };
        assert_eq!(read(line).unwrap(), [expected]);
        for line in ["x", "{}", &line.replace("0.5", "1.5"), &line.replace("0.25", "null"), &line.replace('3', "-3")] {
            assert!(matches!(read(line), Err(Error::Measuring(_))), "{line}");
        }
    }

    #[test]
    fn the_table_shows_means_wins_and_spread() {
        let text = report(&judged(), 2).unwrap();
        let rows: Vec<&str> = text.lines().skip_while(|line| !line.starts_with('|')).collect();
        assert_eq!(rows[0], "| | scikit-learn | isolation | extended | fair-cut | mixture |");
        assert!(rows[2].starts_with("| a | 85.0 ± 7.1 / 42.5 ± 3.5 |"), "{}", rows[2]);
        assert!(rows[2].ends_with("| 90.0 ± 7.1 / 45.0 ± 3.5 |"), "{}", rows[2]);
        assert!(rows[4].starts_with("| **mean** | **85.0** / **42.5** |"), "{}", rows[4]);
        assert!(rows[4].ends_with("| **62.5** / **31.3** |"), "{}", rows[4]);
        assert!(rows[5].starts_with("| mean deviation over the seeds | 7.1 / 3.5 |"), "{}", rows[5]);
        assert_eq!(rows[6], "| sets won against scikit-learn | – / – | 0 / 0 | 0 / 0 | 0 / 0 | 1 / 1 |");
        assert_eq!(rows[7], "| sets within the noise of seeds | – / – | 2 / 2 | 2 / 2 | 2 / 2 | 1 / 1 |");
    }

    #[test]
    fn what_is_missing_is_not_passed_over() {
        assert!(report(&[], 2).is_err());
        let all = judged();
        assert!(report(&all[1..], 2).is_err());
        assert!(report(&all, 3).is_err());
        let twice: Vec<_> = all.iter().chain(&all).cloned().collect();
        assert!(report(&twice, 2).is_err());
    }
}

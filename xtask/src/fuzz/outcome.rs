//! What a run of a target came to, read from what libFuzzer prints.

use super::target::Target;
use crate::run::Recorded;
use std::fmt::Write;

/// What a run came to; a number that was not printed is missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Inputs tried.
    runs: Option<u64>,
    /// Inputs a second.
    speed: Option<u64>,
    /// Places of the code that were reached.
    coverage: Option<u64>,
    /// Most memory taken, megabytes.
    memory: Option<u64>,
    /// The file of the input that broke something.
    finding: Option<String>,
    /// The end of the output, where the run did not end well.
    details: String,
}

/// So many lines of the output of a failure are shown.
const SHOWN: usize = 40;

impl Outcome {
    /// Reads the output of a run.
    pub fn of(done: &Recorded) -> Self {
        let statistic = |name: &str| {
            let value =
                |line: &str| line.strip_prefix("stat::")?.strip_prefix(name)?.strip_prefix(':')?.trim().parse().ok();
            done.output.lines().rev().find_map(value)
        };
        let coverage = done.output.lines().rev().find_map(|line| {
            let mut words = line.split_whitespace().skip_while(|&word| word != "cov:");
            words.nth(1)?.parse().ok()
        });
        let finding =
            done.output.lines().find_map(|line| line.split_once("Test unit written to ").map(|(_, path)| path.trim()));
        let mut outcome = Self {
            runs: statistic("number_of_executed_units"),
            speed: statistic("average_exec_per_sec"),
            coverage,
            memory: statistic("peak_rss_mb"),
            finding: finding.map(str::to_owned),
            details: String::new(),
        };
        if !done.succeeded {
            let lines: Vec<&str> = done.output.lines().collect();
            // The message of a panic stands before what libFuzzer says about it.
            let panic = lines.iter().position(|line| line.contains("panicked at"));
            let start = panic.unwrap_or(lines.len().saturating_sub(SHOWN));
            let end = lines.len().min(start + SHOWN);
            outcome.details =
                lines.get(start..end).unwrap_or_default().iter().map(|line| format!("    {line}\n")).collect();
            if outcome.details.is_empty() {
                outcome.details = "    it ended without a word\n".into();
            }
        }
        outcome
    }

    /// Whether it ran to its end and nothing was found. A run that tried nothing has shown nothing.
    pub fn is_clean(&self) -> bool {
        self.details.is_empty() && self.finding.is_none() && self.runs.is_some_and(|runs| runs > 0)
    }

    /// What a person must see at once.
    pub fn shown(&self) -> &str {
        &self.details
    }

    fn verdict(&self) -> String {
        match &self.finding {
            Some(path) => path.clone(),
            None if self.is_clean() => "none".into(),
            None => "it did not run to its end".into(),
        }
    }
}

/// The outcomes as a table, in Markdown.
pub fn table(results: &[(Target, Outcome)]) -> String {
    let mut text = String::from(
        "| target | runs | a second | coverage | memory, MB | findings |\n|---|---:|---:|---:|---:|---|\n",
    );
    let shown = |number: Option<u64>| number.map_or_else(|| "–".to_owned(), |number| number.to_string());
    for (target, outcome) in results {
        // Writing into a String cannot fail.
        let _ = writeln!(
            text,
            "| `{}` | {} | {} | {} | {} | {} |",
            target.name(),
            shown(outcome.runs),
            shown(outcome.speed),
            shown(outcome.coverage),
            shown(outcome.memory),
            outcome.verdict()
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "INFO: Seed: 1\n#2\tINITED cov: 10 ft: 11 corp: 1/1b exec/s: 0 rss: 40Mb\n\
        #9000\tDONE   cov: 432 ft: 900 corp: 30/2000b lim: 4096 exec/s: 4500 rss: 61Mb\nDone 9000 runs in 2 second(s)\n\
        stat::number_of_executed_units: 9000\nstat::average_exec_per_sec:     4500\nstat::peak_rss_mb:              61\n";
    const BAD: &str = "#2\tINITED cov: 10 ft: 11\n\nthread '<unnamed>' (1) panicked at fuzz_targets/a.rs:9:5:\nhere\n\
        artifact_prefix='fuzz/artifacts/link/'; Test unit written to fuzz/artifacts/link/crash-12\n\
        stat::number_of_executed_units: 77\n";

    fn outcome(output: &str, succeeded: bool) -> Outcome {
        Outcome::of(&Recorded { output: output.into(), succeeded })
    }

    #[test]
    fn a_run_to_the_end_is_read() {
        let good = outcome(GOOD, true);
        assert!(good.is_clean() && good.shown().is_empty());
        assert_eq!(table(&[(Target::Link, good)]).lines().last(), Some("| `link` | 9000 | 4500 | 432 | 61 | none |"));
    }

    #[test]
    fn a_finding_is_shown_with_its_message_and_its_input() {
        let bad = outcome(BAD, false);
        assert!(
            !bad.is_clean()
                && bad.shown().contains("panicked at fuzz_targets/a.rs:9:5")
                && bad.shown().contains("here")
        );
        let table = table(&[(Target::Link, bad)]);
        assert_eq!(table.lines().last(), Some("| `link` | 77 | – | 10 | – | fuzz/artifacts/link/crash-12 |"));
    }

    #[test]
    fn what_showed_nothing_is_not_clean() {
        for (output, succeeded) in
            [("", true), ("", false), (GOOD, false), ("stat::number_of_executed_units: 0\n", true)]
        {
            assert!(!outcome(output, succeeded).is_clean(), "{output}");
        }
    }
}

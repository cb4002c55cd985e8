//! What flags hold, each value checked as the arguments are read.

use analysis::{Contamination, Share, Threshold};
use export::TableForm;
use features::Feature;
use ingest::{Check, Choice, Fill, Gap, Grouping, parse_time};
use isolation_forest::Method;
use simulate::{FaultShare, SessionCount};
use std::fmt;
use std::num::{NonZeroU32, NonZeroUsize};

/// More features than this no link holds.
const MOST_FEATURES: usize = 64;

/// Of more rows than this no single one is a sample.
const MOST_SKIPPED: u32 = 1_000_000;

/// More threads than this help nobody.
const MOST_THREADS: usize = 1024;

/// The value of `--features`.
#[derive(Clone, Debug)]
pub struct FeatureList(pub Vec<Feature>);

/// The value of `--columns`.
#[derive(Clone, Debug)]
pub struct ColumnList(pub Vec<String>);

/// The value of `--contamination`: a share, or `auto`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rule(pub Threshold);

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Threshold::Auto => f.write_str(AUTO),
            Threshold::Contamination(share) => write!(f, "{}", share.get()),
            Threshold::Score(score) => write!(f, "{}", score.get()),
        }
    }
}

const AUTO: &str = "auto";

/// Reads a count of sessions.
pub fn session_count(text: &str) -> Result<SessionCount, String> {
    let sessions = text.parse().map_err(|error| format!("{error}; it must be a whole number"))?;
    SessionCount::new(sessions).map_err(|error| error.to_string())
}

/// Reads a share of faulty sessions.
pub fn fault_share(text: &str) -> Result<FaultShare, String> {
    FaultShare::new(number(text)?).map_err(|error| error.to_string())
}

/// Reads a contamination, or `auto`.
pub fn contamination(text: &str) -> Result<Rule, String> {
    if text == AUTO {
        return Ok(Rule(Threshold::Auto));
    }
    let share = Contamination::new(number(text)?).map_err(|error| format!("{error}, or {AUTO}"))?;
    Ok(Rule(Threshold::Contamination(share)))
}

/// Reads the score above which a session is flagged.
pub fn score(text: &str) -> Result<Share, String> {
    Share::new(number(text)?).map_err(|error| error.to_string())
}

/// Reads the name of a detector.
pub fn method(text: &str) -> Result<Method, String> {
    Method::from_name(text).ok_or_else(|| format!("must be one of {}", Method::ALL.map(Method::name).join(", ")))
}

/// Reads a number of threads.
pub fn threads(text: &str) -> Result<NonZeroUsize, String> {
    match text.parse::<NonZeroUsize>() {
        Ok(threads) if threads.get() <= MOST_THREADS => Ok(threads),
        _ => Err(format!("must be 1 to {MOST_THREADS}")),
    }
}

/// Reads what a column is taken for, `COLUMN=FIELD`.
pub fn assignment(text: &str) -> Result<(String, Choice), String> {
    // A column's name may hold an equals sign, what it is taken for does not.
    let (column, taken) = text.rsplit_once('=').ok_or("it must be of the form COLUMN=FIELD")?;
    if column.is_empty() {
        return Err("it names no column".into());
    }
    Ok((column.to_owned(), taken.parse::<Choice>().map_err(|error| error.to_string())?))
}

/// Reads which rows make a session.
pub fn grouping(text: &str) -> Result<Grouping, String> {
    let viewer = |seconds: &str| seconds.parse().ok().and_then(Gap::new);
    match text.split_once(':') {
        None if text == "each" => Ok(Grouping::Rows),
        None if text == "session" => Ok(Grouping::Session),
        None if text == "file" => Ok(Grouping::File),
        None if text == "viewer" => Ok(Grouping::Viewer(Gap::default())),
        Some(("viewer", seconds)) => {
            viewer(seconds).map(Grouping::Viewer).ok_or_else(|| "the gap must be 1 to 86400 seconds".into())
        }
        _ => Err("must be each, session, file, viewer or viewer:SECONDS".into()),
    }
}

/// Reads of how many rows one is taken.
pub fn every(text: &str) -> Result<NonZeroU32, String> {
    let every = text.parse().ok().filter(|every: &NonZeroU32| every.get() <= MOST_SKIPPED);
    every.ok_or_else(|| format!("must be 1 to {MOST_SKIPPED}"))
}

/// Reads the name of a check.
pub fn check(text: &str) -> Result<Check, String> {
    let names = || Check::ALL.iter().map(|check| check.name()).collect::<Vec<_>>().join(", ");
    Check::from_name(text).ok_or_else(|| format!("must be one of {}", names()))
}

/// Reads what becomes of missing numbers.
pub fn fill(text: &str) -> Result<Fill, String> {
    if text == "median" { Ok(Fill::CohortMedian) } else { Err("must be median".into()) }
}

/// Reads a day, or a moment: UTC milliseconds.
pub fn day(text: &str) -> Result<i64, String> {
    parse_time(text).ok_or_else(|| "must be a date such as 2026-01-31".into())
}

/// Reads how a table is written.
pub fn table_form(text: &str) -> Result<TableForm, String> {
    match text {
        "csv" => Ok(TableForm::Csv),
        "jsonl" => Ok(TableForm::JsonLines),
        _ => Err("must be csv or jsonl".into()),
    }
}

/// Reads a list of features.
pub fn features(text: &str) -> Result<FeatureList, String> {
    let mut features = Vec::new();
    for name in list(text)? {
        let feature =
            Feature::from_name(&name).map_err(|error| format!("{error}; a column of the file is named col.NAME"))?;
        if features.contains(&feature) {
            return Err(format!("\"{name}\" stands twice"));
        }
        features.push(feature);
    }
    if features.len() > MOST_FEATURES {
        return Err(format!("more than {MOST_FEATURES} features"));
    }
    Ok(FeatureList(features))
}

/// Reads a list of columns.
pub fn columns(text: &str) -> Result<ColumnList, String> {
    let columns = list(text)?;
    match columns.iter().enumerate().find(|(place, name)| columns[..*place].contains(name)) {
        Some((_, name)) => Err(format!("\"{name}\" stands twice")),
        None => Ok(ColumnList(columns)),
    }
}

fn number(text: &str) -> Result<f64, String> {
    text.parse().map_err(|_| "it is not a number".to_owned())
}

/// Splits at commas; within double quotes a comma is part of a name, and two quotes are one.
fn list(text: &str) -> Result<Vec<String>, String> {
    let mut items = vec![String::new()];
    let mut quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.next_if_eq(&'"').is_some() => push(&mut items, '"'),
            '"' => quoted = !quoted,
            ',' if !quoted => items.push(String::new()),
            letter => push(&mut items, letter),
        }
    }
    if quoted {
        return Err("a quote is never closed".into());
    }
    if items.iter().any(String::is_empty) {
        return Err("a name is empty".into());
    }
    Ok(items)
}

fn push(items: &mut [String], letter: char) {
    if let Some(last) = items.last_mut() {
        last.push(letter);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ingest::Assignment;

    #[test]
    fn lists_are_split_as_csv_is() {
        let split = |text: &str| list(text).expect("a list");
        assert_eq!(split("a,b c"), ["a", "b c"]);
        assert_eq!(split("\"a,b\",col.\"c, d\",\"say \"\"e\"\"\""), ["a,b", "col.c, d", "say \"e\""]);
        for bad in ["", "a,", ",a", "a,,b", "\"a", "\"\""] {
            assert!(list(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        assert!(features("buffering_ratio,rel.bitrate_kbps,col.x").is_ok());
        for bad in ["nonsense", "headroom,headroom", "col.", ""] {
            assert!(features(bad).is_err(), "{bad}");
        }
        let many: Vec<String> = (0..=MOST_FEATURES).map(|place| format!("col.{place}")).collect();
        assert!(features(&many.join(",")).is_err());
        assert!(columns("a,b,a").is_err());
        assert!(threads("0").is_err() && threads("9999999").is_err() && threads("x").is_err());
        assert!(contamination("0.9").is_err() && contamination("0").is_err() && contamination("NaN").is_err());
        assert!(score("1.5").is_err() && fault_share("0.6").is_err() && session_count("0").is_err());
        for bad in ["viewer:", "viewer:0", "viewer:86401", "rows", "session:5", ""] {
            assert!(grouping(bad).is_err(), "{bad}");
        }
        assert_eq!(grouping("viewer"), grouping("viewer:1800"));
        assert!(every("0").is_err() && every("1000001").is_err() && every("10").is_ok());
        assert!(
            check("nonsense").is_err()
                && fill("mean").is_err()
                && table_form("xlsx").is_err()
                && day("31.1.2026").is_err()
        );
        assert_eq!(day("1970-01-02"), Ok(86_400_000));
        assert!(assignment("a").is_err() && assignment("=cdn").is_err() && assignment("a=nonsense").is_err());
        assert_eq!(assignment("a=b=own"), Ok(("a=b".into(), Assignment::Own.into())));
    }
}

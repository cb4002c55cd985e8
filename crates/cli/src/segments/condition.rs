//! Conditions as they are written in arguments.

use crossfilter::filters::MOST_FILTERS;
use crossfilter::{Dimension, Exclusion, Filter, Filters, Test};
use diagnose::counts::CellTest;
use ingest::{parse_time, unix_time};
use telemetry::{Data, Table, parse_number};

/// A condition.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// Flagged sessions.
    Flagged,
    /// A column has one of these labels, or none of them.
    Labels {
        /// The column.
        column: String,
        /// The labels.
        values: Vec<String>,
        /// Whether it is none of them.
        is_not: bool,
    },
    /// A number or time from and before.
    Range {
        /// The column.
        column: String,
        /// The text of the lower end, where there is one.
        from: Option<String>,
        /// The text of the upper end, where there is one.
        until: Option<String>,
    },
}

/// Reads a condition.
pub fn condition(text: &str) -> Result<Condition, String> {
    if text == "flagged" {
        return Ok(Condition::Flagged);
    }
    let (column, value) =
        text.split_once('=').ok_or("it must be as cdn=alpha, cdn!=alpha, bitrate_kbps=200..500 or flagged")?;
    let (column, is_not) = column.strip_suffix('!').map_or((column, false), |column| (column, true));
    let column = column.trim().to_owned();
    if column.is_empty() {
        return Err("it names no column".into());
    }
    match value.split_once("..") {
        Some((from, until)) if !is_not => {
            let end = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
            match (end(from), end(until)) {
                (None, None) => Err("a range has one end at least".into()),
                (from, until) => Ok(Condition::Range { column, from, until }),
            }
        }
        _ => Ok(Condition::Labels { column, values: value.split(';').map(str::to_owned).collect(), is_not }),
    }
}

/// The conditions on sessions with these columns, as filters.
///
/// # Errors
/// What does not fit.
pub fn filters(conditions: &[Condition], table: &Table) -> Result<Filters, String> {
    let mut filters = Filters::default();
    for condition in conditions {
        let column = |name: &String| {
            let names: Vec<&str> = table.columns().iter().map(|column| column.name.as_str()).collect();
            table.column(name).ok_or_else(|| format!("there is no column \"{name}\"; there are {}", names.join(", ")))
        };
        let filter = match condition {
            Condition::Flagged => Filter { dimension: Dimension::Flagged, test: Test::OneOf(vec!["flagged".into()]) },
            Condition::Labels { column: name, values, .. } => {
                column(name)?;
                Filter { dimension: Dimension::Column(name.clone()), test: Test::OneOf(values.clone()) }
            }
            Condition::Range { column: name, from, until } => {
                let is_time = matches!(column(name)?.data, Data::Time(_));
                let end = |text: &Option<String>, open: f64| match text {
                    None => Ok(open),
                    Some(text) if is_time => moment(text),
                    Some(text) => parse_number(text).map_err(|_| format!("{text} is no number")),
                };
                let test = Test::Between(end(from, f64::NEG_INFINITY)?, end(until, f64::INFINITY)?);
                Filter { dimension: Dimension::Column(name.clone()), test }
            }
        };
        if !filter.is_sound() {
            return Err("the ends of a range stand in their order".into());
        }
        let is_taken = if matches!(condition, Condition::Labels { is_not: true, .. }) {
            Exclusion::of(vec![filter]).is_some_and(|exclusion| filters.exclude(exclusion))
        } else if filters.of(&filter.dimension).is_some() {
            let name = filter.dimension.name();
            return Err(format!("{} stands in two conditions", name.strip_prefix("c.").unwrap_or(&name)));
        } else {
            filters.set(filter.dimension, filter.test)
        };
        if !is_taken {
            return Err(format!("there are more than {MOST_FILTERS} conditions"));
        }
    }
    Ok(filters)
}

/// The conditions on cells of counts.
///
/// # Errors
/// What means nothing there.
pub fn cell_tests(conditions: &[Condition]) -> Result<Vec<CellTest>, String> {
    let test = |condition: &Condition| match condition {
        Condition::Labels { column, values, is_not } => {
            Ok(CellTest { column: column.clone(), values: values.clone(), is_not: *is_not })
        }
        Condition::Range { .. } => Err("a row of counts is chosen by its labels: --at says of which time".to_owned()),
        Condition::Flagged => Err("nothing is flagged in counts: --bad says how many are bad".to_owned()),
    };
    conditions.iter().map(test).collect()
}

/// The moment of a text, UTC milliseconds: a day, a moment or a unix time.
///
/// # Errors
/// What is no time.
pub fn moment(text: &str) -> Result<f64, String> {
    let unix = || parse_number(text).ok().and_then(unix_time);
    parse_time(text).or_else(unix).map(|time| time as f64).ok_or_else(|| format!("{text} is no time"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_read() {
        let labels = |column: &str, values: &[&str], is_not| Condition::Labels {
            column: column.into(),
            values: values.iter().map(|&value| value.into()).collect(),
            is_not,
        };
        assert_eq!(condition("cdn=alpha"), Ok(labels("cdn", &["alpha"], false)));
        assert_eq!(condition("cdn=alpha;beta=2"), Ok(labels("cdn", &["alpha", "beta=2"], false)));
        assert_eq!(condition("cdn!=alpha"), Ok(labels("cdn", &["alpha"], true)));
        assert_eq!(condition("cdn="), Ok(labels("cdn", &[""], false)));
        assert_eq!(condition("flagged"), Ok(Condition::Flagged));
        let (column, from) = ("x".to_owned(), Some("5".to_owned()));
        assert_eq!(condition("x=5.."), Ok(Condition::Range { column, from, until: None }));
        for bad in ["cdn", "=alpha", "!=alpha", "x=.."] {
            assert!(condition(bad).is_err(), "{bad}");
        }
    }
}

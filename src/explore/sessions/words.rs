//! The values of sessions in words.

use analysis::views::Cell;
use crossfilter::Dimension;
use crossfilter::query::{Described, Description};
use crossfilter::sessions::{Cohort, Standing};
use features::Feature;
use telemetry::format;

/// As many digits of a number as a column shows.
const DIGITS: usize = 6;

/// A column's head: its name, and the unit where its values do not bear it.
pub fn head(about: &Description, column: &Dimension) -> (String, String) {
    match (of(about, column), column) {
        (Some(described), Dimension::Feature(_)) => (described.label.clone(), String::new()),
        (Some(described), _) => (described.label.clone(), described.unit.clone()),
        (None, _) => (column.name(), String::new()),
    }
}

/// A dimension as it is described.
pub fn of<'a>(about: &'a Description, dimension: &Dimension) -> Option<&'a Described> {
    about.dimensions.iter().find(|described| described.dimension == *dimension)
}

/// A value of a column; an en dash where it is missing.
pub fn cell(column: &Dimension, cell: &Cell) -> String {
    match (cell, column) {
        (Cell::Missing, Dimension::Truth) => "no fault".into(),
        (Cell::Missing, _) => format::MISSING.into(),
        (Cell::Number(value), Dimension::Score) => format::score(*value),
        (Cell::Number(value), Dimension::Feature(name)) => feature(name, *value),
        (Cell::Number(value), _) => format::significant(*value, DIGITS),
        (Cell::Time(value), _) => format::utc_second(*value),
        (Cell::Text(text), _) => text.clone(),
    }
}

/// Whether a column's values stand at its right edge.
pub fn is_number(about: &Description, column: &Dimension) -> bool {
    use crossfilter::dimension::Nature;
    of(about, column).is_some_and(|described| described.nature == Nature::Number)
}

/// A feature's value, brought back from its scale.
pub fn feature(name: &str, value: f64) -> String {
    match Feature::from_name(name) {
        Ok(feature) => feature.text(value),
        Err(_) => format::significant(value, DIGITS),
    }
}

/// A feature's name for people.
pub fn feature_label(name: &str) -> String {
    Feature::from_name(name).map_or_else(|_| name.to_owned(), |feature| feature.label())
}

/// A cohort: "smart_tv on wifi (1 200 sessions)".
pub fn cohort(cohort: &Cohort) -> String {
    let known = |label: &String| if label.is_empty() { "unknown".to_owned() } else { label.clone() };
    let name = match (cohort.device.as_ref().map(known), cohort.network.as_ref().map(known)) {
        (Some(device), Some(network)) => format!("{device} on {network}"),
        (Some(device), None) => device,
        (None, Some(network)) => network,
        (None, None) => "all".into(),
    };
    format!("{name} ({})", format::things(cohort.sessions.into(), "session"))
}

/// Where a value stands among others: "97%". Only what all have less than is above 100 %, and only what none has less than at 0 %.
pub fn place(percentile: f64) -> String {
    match (percentile * 100.0).round() {
        percent if percent.is_nan() => format::MISSING.into(),
        100.0.. if percentile < 1.0 => ">99%".into(),
        0.0 if percentile > 0.0 => "<1%".into(),
        percent => format!("{percent}%"),
    }
}

/// What a small histogram shows, for those who do not see it.
pub fn standing(standing: &Standing) -> String {
    let quantity = |value: f64| format::quantity(value, standing.unit);
    format!(
        "{}: {}; the median of its cohort is {}, of all {}. It stands at {} of its cohort and {} of all.",
        standing.label,
        quantity(standing.value),
        quantity(standing.cohort.median),
        quantity(standing.all.median),
        place(standing.cohort.percentile),
        place(standing.all.percentile),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_by_what_they_are() {
        let column = |name: &str| Dimension::Column(name.into());
        for (dimension, value, expected) in [
            (column("a"), Cell::Missing, "–"),
            (Dimension::Truth, Cell::Missing, "no fault"),
            (Dimension::Score, Cell::Number(0.61249), "0.612"),
            (column("a"), Cell::Number(1234.5678), "1234.57"),
            (column("t"), Cell::Time(1_767_571_207_000.0), "2026-01-05 00:00:07"),
            (Dimension::Feature("startup_log".into()), Cell::Number(3.0), "1\u{202f}s"),
            (column("c"), Cell::Text("web".into()), "web"),
        ] {
            assert_eq!(cell(&dimension, &value), expected);
        }
    }

    #[test]
    fn cohorts_have_names() {
        let named = |device: Option<&str>, network: Option<&str>| {
            cohort(&Cohort { device: device.map(Into::into), network: network.map(Into::into), sessions: 40 })
        };
        assert_eq!(named(Some("tv"), Some("")), "tv on unknown (40 sessions)");
        assert_eq!(
            (named(Some("tv"), None), named(None, None)),
            ("tv (40 sessions)".into(), "all (40 sessions)".into())
        );
        assert_eq!((place(0.974), place(f64::NAN)), ("97%".into(), "–".into()));
    }
}

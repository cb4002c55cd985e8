//! How the values of a dimension are written: with the unit that it is known to have, exactly where it matters.

use charts::scale::{self, Tick};
use crossfilter::Dimension;
use crossfilter::dimension::Nature;
use crossfilter::query::{Described, Description};
use features::Feature;
use telemetry::format;
use telemetry::{Field, Unit};

/// What is known of a dimension.
pub fn described<'a>(dimension: &Dimension, about: &'a Description) -> Option<&'a Described> {
    about.dimensions.iter().find(|described| described.dimension == *dimension)
}

/// The dimension's name for people.
pub fn label(dimension: &Dimension, about: &Description) -> String {
    described(dimension, about).map_or_else(|| dimension.name(), |described| described.label.clone())
}

/// The column of a field. A file may have its own name for it.
pub fn column_of(field: Field, about: &Description) -> Option<&Dimension> {
    let column =
        |described: &&Described| matches!(&described.dimension, Dimension::Column(name) if name == field.name());
    let named = about.dimensions.iter().find(column);
    let labelled = || {
        let of = |described: &&Described| {
            matches!(described.dimension, Dimension::Column(_)) && described.label == field.label()
        };
        about.dimensions.iter().find(of)
    };
    named.or_else(labelled).map(|described| &described.dimension)
}

/// The dimension that time is brushed on.
pub fn time(about: &Description) -> Option<&Dimension> {
    let any = || about.dimensions.iter().find(|described| described.nature == Nature::Time);
    column_of(Field::Timestamp, about).or_else(|| any().map(|described| &described.dimension))
}

/// A label as it is shown: an empty one is no label.
pub fn shown_label(label: &str) -> &str {
    if label.is_empty() { "(none)" } else { label }
}

/// How a dimension's numbers are read.
#[derive(Clone, Debug, PartialEq)]
pub enum Quantity {
    /// UTC milliseconds.
    Time,
    /// A score.
    Score,
    /// Values of the feature matrix.
    Feature(Feature),
    /// A quantity with a unit.
    Unit(Unit),
    /// A number with a symbol behind it.
    Symbol(String),
}

/// Digits that tell the ends of bins apart.
const DIGITS: usize = 6;

impl Quantity {
    /// Of a dimension.
    pub fn of(dimension: &Dimension, about: &Description) -> Self {
        let described = described(dimension, about);
        if described.is_some_and(|described| described.nature == Nature::Time) {
            return Self::Time;
        }
        match dimension {
            Dimension::Score => Self::Score,
            Dimension::Feature(name) => match Feature::from_name(name) {
                Ok(feature) => Self::Feature(feature),
                Err(_) => Self::Symbol(String::new()),
            },
            Dimension::Column(name) => match Field::ALL.iter().find(|field| {
                field.name() == name || described.is_some_and(|described| described.label == field.label())
            }) {
                Some(field) => Self::Unit(field.unit()),
                None => Self::Symbol(described.map(|described| described.unit.clone()).unwrap_or_default()),
            },
            _ => Self::Symbol(String::new()),
        }
    }

    /// A value with so many digits as tell it from its neighbours.
    pub fn text(&self, value: f64) -> String {
        if !value.is_finite() {
            return format::significant(value, DIGITS);
        }
        match self {
            Self::Time if value % 60_000.0 == 0.0 => format::utc_minute(value),
            Self::Time => format::utc_second(value),
            Self::Score => format::significant(value, 4),
            Self::Feature(feature) => match feature.scale() {
                features::Scale::Linear => Self::Unit(feature.measure.unit()).text(value),
                _ => feature.text(value),
            },
            Self::Unit(unit) => {
                let (factor, symbol) = format::display_unit(*unit, value.abs());
                format::with_unit(&format::significant(value * factor, DIGITS), symbol)
            }
            Self::Symbol(symbol) => format::with_unit(&format::significant(value, DIGITS), symbol),
        }
    }

    /// A value with as many digits as are read at a glance.
    pub fn rounded(&self, value: f64) -> String {
        match self {
            Self::Unit(unit) => format::quantity(value, *unit),
            Self::Feature(feature) => feature.text(value),
            Self::Symbol(symbol) if value.is_finite() => format::with_unit(&format::significant(value, 3), symbol),
            _ => self.text(value),
        }
    }

    /// Two values as they are read at a glance, with more digits where they would be read as one.
    pub fn told_apart(&self, a: f64, b: f64) -> [String; 2] {
        let rounded = [self.rounded(a), self.rounded(b)];
        if a != b && rounded[0] == rounded[1] { [self.text(a), self.text(b)] } else { rounded }
    }

    /// From a value to another, as they are read at a glance.
    pub fn rounded_range(&self, low: f64, high: f64) -> String {
        match self {
            Self::Time => self.range(low, high),
            _ if low.is_finite() && high.is_finite() => {
                let [from, to] = self.told_apart(low, high);
                format!("{from} to {to}")
            }
            _ => self.range(low, high),
        }
    }

    /// From a value to another.
    pub fn range(&self, low: f64, high: f64) -> String {
        match (low.is_finite(), high.is_finite()) {
            (false, false) => "all".into(),
            (false, true) => format!("below {}", self.text(high)),
            (true, false) => format!("at least {}", self.text(low)),
            (true, true) => {
                let utc = if *self == Self::Time { " UTC" } else { "" };
                format!("{} to {}{utc}", self.text(low), self.text(high))
            }
        }
    }

    /// The ticks between two values, at most `most`, by the logarithm where `log` says so.
    pub fn ticks(&self, low: f64, high: f64, most: usize, log: bool) -> Vec<Tick> {
        let greatest = low.abs().max(high.abs());
        let unit = |unit: Unit| {
            let (factor, symbol) = format::display_unit(unit, greatest);
            move |value: f64| match format::compact(value * factor) {
                text if value == 0.0 && unit != Unit::Ratio => text,
                text => format::with_unit(&text, symbol),
            }
        };
        let ticks = |label: &dyn Fn(f64) -> String| {
            if log { scale::log_ticks(low, high, most, label) } else { scale::number_ticks(low, high, most, label) }
        };
        match self {
            Self::Time => scale::time_ticks(low, high, most),
            Self::Score => ticks(&|value| format::significant(value, 3)),
            Self::Feature(feature) if !log => scale::feature_ticks(feature, low, high, most),
            Self::Feature(_) => ticks(&|value| format::compact(value)),
            // Each tick of a logarithmic axis in the unit that it is best read in.
            Self::Unit(of) if log => ticks(&|value| {
                let (factor, symbol) = format::display_unit(*of, value);
                format::with_unit(&format::compact(value * factor), symbol)
            }),
            Self::Unit(of) => ticks(&unit(*of)),
            Self::Symbol(symbol) => ticks(&|value| format::with_unit(&format::compact(value), symbol)),
        }
    }
}

/// Sessions, in words.
pub fn sessions(count: u64) -> String {
    format::things(count, "session")
}

/// How many are flagged, in words.
pub fn flagged(flagged: u64, sessions: u64) -> String {
    if sessions == 0 {
        "none flagged".into()
    } else {
        format!("{} flagged ({})", format::count(flagged), format::part(flagged, sessions))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        text.replace(format::THIN_SPACE, " ")
    }

    #[test]
    fn values_carry_their_unit() {
        let about = Description::default();
        let of = |name: &str| Quantity::of(&Dimension::Column(name.into()), &about);
        assert_eq!(plain(&of("startup_time_ms").text(1275.0)), "1.275 s");
        assert_eq!(plain(&of("startup_time_ms").range(100.0, 200.0)), "100 ms to 200 ms");
        assert_eq!(plain(&of("unknown").text(12.5)), "12.5");
        assert_eq!(Quantity::of(&Dimension::Score, &about).text(0.5125), "0.5125");
        assert_eq!(
            Quantity::Time.range(1_767_621_600_000.0, 1_767_625_200_000.0),
            "2026-01-05 14:00 to 2026-01-05 15:00 UTC"
        );
        assert_eq!(of("unknown").range(f64::NEG_INFINITY, 3.0), "below 3");
    }

    #[test]
    fn logarithmic_axes_are_ticked_by_decades() {
        let quantity = Quantity::Unit(Unit::Milliseconds);
        let labels: Vec<String> =
            quantity.ticks(90.0, 12_000.0, 8, true).into_iter().map(|tick| plain(&tick.label)).collect();
        assert_eq!(labels, ["100 ms", "200 ms", "500 ms", "1 s", "2 s", "5 s", "10 s"]);
    }
}

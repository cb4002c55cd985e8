//! Conditions in words, for people who read them on paper or in an answer.

use super::dimension::Dimension;
use super::filter::{Filter, Test};
use super::filters::Exclusion;
use features::Feature;
use telemetry::{Data, Table, format};

/// More labels of a filter are counted rather than named.
const NAMED: usize = 200;

impl Filter {
    /// As words: `Startup time at least 2 s`. What the columns of the sessions are is told by their table.
    pub fn in_words(&self, table: &Table) -> String {
        let column = match &self.dimension {
            Dimension::Column(name) => table.column(name),
            _ => None,
        };
        let field = column.and_then(|column| column.field);
        let is_time = column.is_some_and(|column| matches!(column.data, Data::Time(_)));
        let name = match &self.dimension {
            Dimension::Column(name) => field.map_or_else(|| name.clone(), |field| field.label().to_owned()),
            Dimension::Feature(name) => {
                Feature::from_name(name).map_or_else(|_| name.clone(), |feature| feature.label())
            }
            Dimension::Score => "Score".into(),
            Dimension::Flagged => "Verdict".into(),
            Dimension::Truth => "Known fault".into(),
            Dimension::Hour => "Hour (UTC)".into(),
            Dimension::Weekday => "Day of the week (UTC)".into(),
        };
        let end = |value: f64| match &self.dimension {
            _ if is_time => format::utc_second(value),
            Dimension::Feature(name) => match Feature::from_name(name) {
                Ok(feature) => feature.text(value),
                Err(_) => format::significant(value, 6),
            },
            Dimension::Column(_) => {
                let unit = field.map_or("", |field| field.unit().symbol());
                format::with_unit(&format::significant(value, 6), unit)
            }
            _ => format::significant(value, 6),
        };
        match &self.test {
            Test::Between(low, high) if *low == f64::NEG_INFINITY => format!("{name} less than {}", end(*high)),
            Test::Between(low, high) if *high == f64::INFINITY => format!("{name} at least {}", end(*low)),
            Test::Between(low, high) => format!("{name} at least {} and less than {}", end(*low), end(*high)),
            Test::OneOf(labels) => {
                let named = labels.iter().take(NAMED).map(|label| if label.is_empty() { "none" } else { label });
                let more = match labels.len().saturating_sub(NAMED) {
                    0 => String::new(),
                    more => format!(" and {} more", format::count(more as u64)),
                };
                format!("{name}: {}{more}", named.collect::<Vec<&str>>().join(", "))
            }
            // No such filter is in force before its labels are known.
            Test::At(places) => format!("{name}: {} labels", format::count(places.count() as u64)),
            Test::Contains(text) => format!("{name} has \u{201c}{text}\u{201d} in it"),
        }
    }
}

impl Exclusion {
    /// As words: `not: CDN: alpha and Codec: hevc`.
    pub fn in_words(&self, table: &Table) -> String {
        let conditions: Vec<String> = self.list().iter().map(|filter| filter.in_words(table)).collect();
        format!("not: {}", conditions.join(" and "))
    }
}

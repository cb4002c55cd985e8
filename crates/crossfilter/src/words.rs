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
                // Both ends in the unit in which the farther one is best read.
                let farthest = match self.test {
                    Test::Between(low, high) => {
                        [low, high].into_iter().filter(|end| end.is_finite()).fold(0.0, |most, end| end.abs().max(most))
                    }
                    _ => 0.0,
                };
                let unit = field.map(|field| format::display_unit(field.unit(), farthest));
                let (factor, symbol) = unit.unwrap_or((1.0, ""));
                format::with_unit(&format::significant(value * factor, 6), symbol)
            }
            _ => format::significant(value, 6),
        };
        match &self.test {
            Test::Between(low, high) if is_time => match (low.is_finite(), high.is_finite()) {
                (false, _) => format!("{name} before {}", end(*high)),
                (_, false) => format!("{name} from {}", end(*low)),
                _ => format!("{name} from {} to before {}", end(*low), end(*high)),
            },
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

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use simulate::{Preset, Scenario, simulate};

    #[test]
    fn conditions_are_said_as_people_say_them() {
        let table = simulate(Scenario::new(Preset::StreamGuard, 10, 0.0, 1).expect("a sound scenario")).table;
        for (text, words) in [
            ("c.startup_time_ms:2000..", "Startup time at least 2 s"),
            ("c.startup_time_ms:..250", "Startup time less than 250 ms"),
            ("c.bitrate_kbps:500..2500", "Bitrate at least 0.5 Mbps and less than 2.5 Mbps"),
            ("c.buffering_ratio:0.07..", "Buffering ratio at least 7%"),
            ("c.own:0.07..", "own at least 0.07"),
            ("score:0.5..0.75", "Score at least 0.5 and less than 0.75"),
            (
                "c.timestamp:1767603600000..1767607200000",
                "Start from 2026-01-05 09:00:00 to before 2026-01-05 10:00:00",
            ),
            ("c.timestamp:1767603600000..", "Start from 2026-01-05 09:00:00"),
            ("c.timestamp:..1767603600000", "Start before 2026-01-05 09:00:00"),
            ("c.cdn:in:alpha;", "CDN: alpha, none"),
            ("c.session_id:has:ab", "Session has \u{201c}ab\u{201d} in it"),
        ] {
            let said = Filter::from_text(text).expect(text).in_words(&table);
            assert_eq!(said.replace('\u{202f}', " "), words, "{text}");
        }
        let conditions = ["c.cdn:in:alpha", "c.codec:in:hevc"].map(|text| Filter::from_text(text).expect(text));
        let exclusion = Exclusion::of(conditions.to_vec()).expect("of different dimensions");
        assert_eq!(exclusion.in_words(&table), "not: CDN: alpha and Codec: hevc");
    }
}

//! The unit of a column, as its name or the size of its numbers tells it.

use crate::cells::units::SourceUnit;
use crate::rows::normal_name::normalise;
use telemetry::Field;

/// How a unit became known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitSource {
    /// By the field's definition: nothing spoke against it.
    Assumed,
    /// By the column's name.
    Name,
    /// By the size of the numbers.
    Size,
    /// By the documentation of the product that wrote the file.
    Source,
    /// Chosen by hand.
    Chosen,
    /// By its cells, each of which says its own; they become numbers in this one.
    Cells,
}

impl UnitSource {
    /// How, in words that stand behind the unit.
    pub fn reason(self) -> &'static str {
        match self {
            UnitSource::Assumed => "assumed: nothing speaks against it",
            UnitSource::Name => "its name says so",
            UnitSource::Size => "told from the size of the numbers",
            UnitSource::Source => "documented by where the file comes from",
            UnitSource::Chosen => "chosen by hand",
            UnitSource::Cells => "its cells say their units",
        }
    }
}

impl SourceUnit {
    /// The unit at the end of a column's name, however it is spelt, whatever else the name says.
    pub fn at_end_of(name: &str) -> Option<Self> {
        Self::split_off(&normalise(name)).map(|(_, unit)| unit)
    }

    /// Splits a unit off the end of a normalised name: `startup_time_s` is `startup_time` in seconds.
    pub(crate) fn split_off(name: &str) -> Option<(&str, SourceUnit)> {
        SUFFIXES.iter().find_map(|&(suffix, unit)| {
            let base = name.strip_suffix(suffix)?.strip_suffix('_')?;
            (!base.is_empty()).then_some((base, unit))
        })
    }
}

/// Suffixes of normalised names, the longer before those they end in.
const SUFFIXES: &[(&str, SourceUnit)] = &[
    ("kbit_s", SourceUnit::KilobitsPerSecond),
    ("mbit_s", SourceUnit::MegabitsPerSecond),
    ("microseconds", SourceUnit::Microseconds),
    ("usec", SourceUnit::Microseconds),
    ("us", SourceUnit::Microseconds),
    ("milliseconds", SourceUnit::Milliseconds),
    ("millis", SourceUnit::Milliseconds),
    ("msec", SourceUnit::Milliseconds),
    ("ms", SourceUnit::Milliseconds),
    ("seconds", SourceUnit::Seconds),
    ("secs", SourceUnit::Seconds),
    ("sec", SourceUnit::Seconds),
    ("s", SourceUnit::Seconds),
    ("minutes", SourceUnit::Minutes),
    ("mins", SourceUnit::Minutes),
    ("min", SourceUnit::Minutes),
    ("bits_per_second", SourceUnit::BitsPerSecond),
    ("bps", SourceUnit::BitsPerSecond),
    ("kbits", SourceUnit::KilobitsPerSecond),
    ("kbps", SourceUnit::KilobitsPerSecond),
    ("mbits", SourceUnit::MegabitsPerSecond),
    ("mbps", SourceUnit::MegabitsPerSecond),
    ("fraction", SourceUnit::Fraction),
    ("ratio", SourceUnit::Fraction),
    ("percentage", SourceUnit::Percent),
    ("percent", SourceUnit::Percent),
    ("pct", SourceUnit::Percent),
    ("count", SourceUnit::Count),
];

/// What the name leaves open is told from the size of the numbers: the median of the positive ones in the sample, and
/// the greatest. Returns the unit and whether the size spoke (or the field's own unit was kept).
///
/// The bounds are chosen so that a mistake would need absurd sessions: a median startup or stall under 60 ms, a median
/// watch time over 20,000 s, a median bitrate under 30 kbps or over 200 Mbps, a throughput over 1 Gbps.
pub(crate) fn by_size(field: Field, median: Option<f64>, greatest: Option<f64>) -> Option<(SourceUnit, UnitSource)> {
    use SourceUnit::*;
    let own = SourceUnit::of_field(field)?;
    let (Some(median), Some(greatest)) = (median, greatest) else { return Some((own, UnitSource::Assumed)) };
    let told = match field {
        Field::StartupTimeMs | Field::RebufferDurationMs if median < 60.0 => Some(Seconds),
        Field::WatchTimeS if median > 20_000.0 => Some(Milliseconds),
        Field::BitrateKbps if median < 30.0 => Some(MegabitsPerSecond),
        Field::BitrateKbps if median > 200_000.0 => Some(BitsPerSecond),
        Field::ThroughputKbps if median > 1_000_000.0 => Some(BitsPerSecond),
        Field::BufferingRatio => Some(if greatest > 1.0 { Percent } else { Fraction }),
        _ => None,
    };
    Some(told.map_or((own, UnitSource::Assumed), |unit| (unit, UnitSource::Size)))
}

/// As [`by_size`], for files that are opened for the first time: the rules that were learnt later. A median time to the
/// first byte under a millisecond is one in seconds.
pub(crate) fn by_size_now(
    field: Field,
    median: Option<f64>,
    greatest: Option<f64>,
) -> Option<(SourceUnit, UnitSource)> {
    match (field, median) {
        (Field::PlayingTimeS, Some(median)) if median > 20_000.0 => Some((SourceUnit::Milliseconds, UnitSource::Size)),
        (Field::LatencyMs, Some(median)) if median < 1.0 => Some((SourceUnit::Seconds, UnitSource::Size)),
        _ => by_size(field, median, greatest),
    }
}

/// As [`by_size_now`], where files are read in every common form. A median buffer under 150 is one in seconds: nothing plays from
/// so few milliseconds, and nobody keeps so many seconds.
pub(crate) fn by_size_common(
    field: Field,
    median: Option<f64>,
    greatest: Option<f64>,
) -> Option<(SourceUnit, UnitSource)> {
    match (field, median) {
        (Field::BufferLengthMs, Some(median)) if median < 150.0 => Some((SourceUnit::Seconds, UnitSource::Size)),
        _ => by_size_now(field, median, greatest),
    }
}

/// Whether [`by_size`] tells this field's unit from the numbers.
pub(crate) fn is_told_by_size(field: Field) -> bool {
    matches!(
        field,
        Field::StartupTimeMs
            | Field::RebufferDurationMs
            | Field::WatchTimeS
            | Field::BitrateKbps
            | Field::ThroughputKbps
            | Field::BufferingRatio
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cells::units::Scale;

    #[test]
    fn every_numeric_field_keeps_its_own_unit() {
        for &field in Field::ALL {
            if let Some(unit) = SourceUnit::of_field(field) {
                assert_eq!(unit.scale_to(field), Some(Scale::Same));
                assert_eq!(by_size(field, None, None), Some((unit, UnitSource::Assumed)));
            }
        }
        assert_eq!(SourceUnit::Seconds.scale_to(Field::BitrateKbps), None);
        assert_eq!(SourceUnit::Seconds.scale_to(Field::Codec), None);
    }

    #[test]
    fn the_fields_told_by_size_are_listed() {
        for &field in Field::ALL {
            let sizes = [1e-3, 0.5, 1.0, 50.0, 1e3, 1e5, 1e7, 1e9];
            let told = sizes.into_iter().any(|size| {
                by_size(field, Some(size), Some(size)).is_some_and(|(_, source)| source == UnitSource::Size)
            });
            assert_eq!(told, is_told_by_size(field), "{}", field.name());
        }
    }

    #[test]
    fn suffixes_in_the_order_of_the_list_are_found_whole() {
        for &(suffix, unit) in SUFFIXES {
            assert_eq!(SourceUnit::split_off(&format!("x_{suffix}")), Some(("x", unit)), "{suffix}");
        }
        for name in ["ms", "s", "_s", "rebuffers", ""] {
            assert_eq!(SourceUnit::split_off(name), None, "{name}");
        }
    }

    #[test]
    fn a_unit_stands_at_the_end_of_a_name() {
        assert_eq!(SourceUnit::at_end_of("Ad stall (s)"), Some(SourceUnit::Seconds));
        assert_eq!(SourceUnit::at_end_of("p95StartupMs"), Some(SourceUnit::Milliseconds));
        assert_eq!(SourceUnit::at_end_of("hops"), None);
    }
}

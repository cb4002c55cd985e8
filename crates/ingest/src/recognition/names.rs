//! Which field a column's name means.

use crate::cells::units::SourceUnit;
use crate::recognition::synonyms::{LATER, SYNONYMS, WITH_UNIT};
use crate::recognition::why::Why;
use crate::recognition::{common_names, parts};
use crate::rows::normal_name::normalise;
use rules::{ColumnNames, Readers, Rules};
use telemetry::{Field, Kind};

/// How close a name is to the field's own; the lesser wins where two columns compete.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Closeness {
    /// The field's name itself.
    Exact,
    /// The field's name but for case, blanks and punctuation.
    Spelling,
    /// A name known to mean the same.
    Synonym,
    /// A name of which every word is known.
    Parts,
}

/// What a name says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Known {
    pub field: Field,
    pub closeness: Closeness,
    /// The unit, where the name tells it.
    pub unit: Option<SourceUnit>,
}

impl Known {
    /// How a column of such a name was recognised.
    pub fn why(self) -> Why {
        match self.closeness {
            Closeness::Exact => Why::Name,
            Closeness::Spelling => Why::Spelling,
            Closeness::Synonym => Why::Synonym,
            Closeness::Parts => Why::Parts { field: self.field, unit: self.unit },
        }
    }
}

/// The field that goes by this name, and the unit that the name tells.
pub(crate) fn recognise(name: &str) -> Option<Known> {
    if let Some(field) = Field::from_name(name) {
        return Some(Known { field, closeness: Closeness::Exact, unit: SourceUnit::of_field(field) });
    }
    let name = normalise(name);
    if let Some(field) = Field::from_name(&name) {
        return Some(Known { field, closeness: Closeness::Spelling, unit: SourceUnit::of_field(field) });
    }
    if let Some(&(_, field, unit)) = SYNONYMS.iter().find(|(synonym, ..)| *synonym == name) {
        return Some(Known { field, closeness: Closeness::Synonym, unit });
    }
    let (base, unit) = SourceUnit::split_off(&name)?;
    let field = WITH_UNIT
        .iter()
        .map(|&(synonym, field)| (synonym, field))
        .chain(SYNONYMS.iter().map(|&(synonym, field, _)| (synonym, field)))
        .find(|&(synonym, field)| synonym == base && unit.scale_to(field).is_some())?
        .1;
    Some(Known { field, closeness: Closeness::Synonym, unit: Some(unit) })
}

/// What a name means in a file that is opened by these rules.
pub(crate) fn recognise_by(name: &str, rules: Rules) -> Option<Known> {
    recognise_plain(name, rules).or_else(|| match rules.readers() {
        Readers::First => None,
        Readers::Common => common_names::recognise(name, rules),
    })
}

/// What a name means that is in a list, or of which every word is known.
pub(super) fn recognise_plain(name: &str, rules: Rules) -> Option<Known> {
    recognise_now(name).or_else(|| {
        let (field, unit) = match rules.names() {
            ColumnNames::Listed => None,
            ColumnNames::TakenApart => parts::recognise(name),
        }?;
        Some(Known { field, closeness: Closeness::Parts, unit })
    })
}

/// As [`recognise`], with the names that were learnt after links were handed out.
fn recognise_now(name: &str) -> Option<Known> {
    recognise(name).or_else(|| {
        let name = normalise(name);
        let field_of = |name: &str| LATER.iter().find(|(later, _)| *later == name).map(|&(_, field)| field);
        let closeness = Closeness::Synonym;
        if let Some(field) = field_of(&name) {
            return Some(Known { field, closeness, unit: None });
        }
        let (base, unit) = SourceUnit::split_off(&name)?;
        let field = field_of(base).filter(|&field| unit.scale_to(field).is_some())?;
        Some(Known { field, closeness, unit: Some(unit) })
    })
}

/// Whether a column of plain numbers may hold unix times: the times of a session go by these names.
pub(crate) fn is_time(name: &str) -> bool {
    recognise(name).is_some_and(|known| known.field.kind() == Kind::Time)
        || OTHER_TIMES.contains(&normalise(name).as_str())
}

/// Whether a column of numbers of such a name may hold times that are told by their size or by their digits.
pub(crate) fn is_of_times(name: &str) -> bool {
    is_time(name) || is_date(name) || normalise(name).split('_').any(|word| word == "timestamp")
}

/// Whether a name says that its column holds days. One of times may hold such as have passed since something began, which
/// are as large.
pub(crate) fn is_date(name: &str) -> bool {
    normalise(name).split('_').any(|word| matches!(word, "date" | "datetime"))
}

const OTHER_TIMES: &[&str] = &["view_end", "end_time", "session_end", "ended_at", "updated_at", "run_end"];

#[cfg(test)]
pub(crate) mod testing {
    use super::*;

    /// Every name that is listed.
    pub fn listed() -> Vec<&'static str> {
        let fields = Field::ALL.iter().map(|field| field.name());
        let synonyms = SYNONYMS.iter().map(|&(name, ..)| name).chain(WITH_UNIT.iter().map(|&(name, _)| name));
        fields.chain(synonyms).chain(LATER.iter().map(|&(name, _)| name)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_mean_fields_and_units() {
        use SourceUnit::*;
        let table = [
            ("buffering_ratio", Some((Field::BufferingRatio, Some(Fraction)))),
            ("Bitrate Kbps", Some((Field::BitrateKbps, Some(KilobitsPerSecond)))),
            ("startup_time_s", Some((Field::StartupTimeMs, Some(Seconds)))),
            ("Video Startup Time", Some((Field::StartupTimeMs, None))),
            ("video_startup_time_ms", Some((Field::StartupTimeMs, Some(Milliseconds)))),
            ("bitrate_mbps", Some((Field::BitrateKbps, Some(MegabitsPerSecond)))),
            ("avgBitrateBps", Some((Field::BitrateKbps, Some(BitsPerSecond)))),
            ("averageBitrate", Some((Field::BitrateKbps, None))),
            ("Avg Average Bitrate", Some((Field::BitrateKbps, None))),
            ("rebuffer_percentage", Some((Field::BufferingRatio, None))),
            ("rebuffering_pct", Some((Field::BufferingRatio, Some(Percent)))),
            ("buffering_ratio_percent", None),
            ("rebufferingRatio", Some((Field::BufferingRatio, Some(Fraction)))),
            ("rebuffer_duration_s", Some((Field::RebufferDurationMs, Some(Seconds)))),
            ("dropped_frames_percent", Some((Field::DroppedFramesPct, Some(Percent)))),
            ("dropped_frame_ratio", Some((Field::DroppedFramesPct, Some(Fraction)))),
            ("dropped_frames", Some((Field::DroppedFrames, Some(Count)))),
            ("dropped_frames_s", None),
            ("watch_time_min", Some((Field::WatchTimeS, Some(Minutes)))),
            ("watch_time_ms", Some((Field::WatchTimeS, Some(Milliseconds)))),
            ("bitrate_s", None),
            ("Number of Bitrate Switches", Some((Field::BitrateSwitches, None))),
            ("cmcd-measured-throughput", Some((Field::ThroughputKbps, Some(KilobitsPerSecond)))),
            ("x-edge-location", Some((Field::CdnPop, None))),
            ("Country", Some((Field::CountryCode, None))),
            ("OS", Some((Field::OsVersion, None))),
            ("Connection Type", Some((Field::NetworkType, None))),
            ("run_start", Some((Field::Timestamp, None))),
            ("viewer_id", Some((Field::UserId, None))),
            ("", None),
            ("_", None),
        ];
        for (name, expected) in table {
            assert_eq!(recognise(name).map(|known| (known.field, known.unit)), expected, "{name:?}");
        }
    }

    #[test]
    fn the_table_is_in_order() {
        for (at, &(name, field, unit)) in SYNONYMS.iter().enumerate() {
            assert_eq!(normalise(name), name, "written as names are looked up");
            assert!(SYNONYMS[..at].iter().all(|&(other, ..)| other != name), "{name} stands twice");
            assert_eq!(Field::from_name(name), None, "{name} needs no entry");
            assert!(unit.is_none_or(|unit| unit.scale_to(field).is_some()), "{name}: its unit cannot be converted");
        }
        for &field in Field::ALL {
            assert_eq!(recognise(field.name()).map(|known| known.field), Some(field));
        }
    }

    #[test]
    fn later_names_speak_only_now() {
        for (at, &(name, field)) in LATER.iter().enumerate() {
            assert_eq!(normalise(name), name, "written as names are looked up");
            assert!(LATER[..at].iter().all(|&(other, _)| other != name), "{name} stands twice");
            assert_eq!(recognise(name), None, "{name} is known already");
            assert_eq!(recognise_now(name).map(|known| (known.field, known.unit)), Some((field, None)), "{name}");
        }
        let known = recognise_now("Playing Time (ms)");
        assert_eq!(
            known.map(|known| (known.field, known.unit)),
            Some((Field::PlayingTimeS, Some(SourceUnit::Milliseconds)))
        );
        assert_eq!(recognise_now("event_ms"), None);
        assert_eq!(recognise_now("bitrate"), recognise("bitrate"));
    }

    #[test]
    fn times_by_name() {
        assert!(is_time("run_start") && is_time("Timestamp") && is_time("viewEnd"));
        assert!(!is_time("startup_time") && !is_time("run_length"));
        assert!(["Date", "Start date", "date/time", "DateTime"].iter().all(|name| is_date(name)));
        assert!(["time", "startedAt", "update", "timestamp", "time (ms)"].iter().all(|name| !is_date(name)));
        assert!(["time", "startedAt", "Date", "event timestamp"].iter().all(|name| is_of_times(name)));
        assert!(["startup_time", "watch time", "time (ms)", "update"].iter().all(|name| !is_of_times(name)));
    }
}

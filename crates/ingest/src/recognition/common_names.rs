//! Names of times and durations as people write them: what stands behind them, or in brackets, says how they are counted. They
//! are known where files are read in every common form.

use super::names::{Closeness, Known, recognise_plain};
use crate::cells::units::SourceUnit;
use crate::rows::normal_name::normalise;
use rules::Rules;
use telemetry::{Field, Kind};

/// Names of the moment at which something was, beside those that are known to everybody.
const MOMENTS: &[&str] = &[
    "client_time",
    "server_time",
    "local_time",
    "log_time",
    "wall_time",
    "wall_clock",
    "wall_clock_time",
    "sys_time",
    "system_time",
    "utc_time",
    "time_utc",
    "time_stamp",
    "event_timestamp",
    "log_timestamp",
    "client_timestamp",
];

/// How a length of time is written, at the end of a normalised name: `Watch time (h:mm:ss)`. What it comes to is seconds.
const CLOCKS: &[&str] = &["hh_mm_ss", "h_mm_ss", "h_m_s", "mm_ss", "m_ss", "hms"];

/// What a name means that is not known otherwise.
pub(super) fn recognise(name: &str, rules: Rules) -> Option<Known> {
    let name = normalise(name);
    let moment = |field| Known { field, closeness: Closeness::Synonym, unit: None };
    if MOMENTS.contains(&name.as_str()) {
        return Some(moment(Field::Timestamp));
    }
    // The cells say how they are written, whatever the name says: `clientTime(ms)` may hold dates.
    if let Some((base, _)) = split_off_time(&name) {
        if MOMENTS.contains(&base) {
            return Some(moment(Field::Timestamp));
        }
        return recognise_plain(base, rules)
            .filter(|known| known.field.kind() == Kind::Time)
            .map(|known| moment(known.field));
    }
    let base = CLOCKS.iter().find_map(|clock| name.strip_suffix(clock)?.strip_suffix('_'))?;
    let unit = SourceUnit::Seconds;
    let known = recognise_plain(base, rules)?;
    (known.unit.is_none() && unit.scale_to(known.field).is_some()).then_some(Known { unit: Some(unit), ..known })
}

/// Whether this is the name of a day: of a moment only where its cells have the time of day, too.
pub(super) fn is_date(name: &str) -> bool {
    normalise(name) == "date"
}

/// The unit in which a column of such a name counts from the start, where its numbers are no times of day: `time(secs)`.
pub(super) fn counts_from_start(name: &str) -> Option<SourceUnit> {
    let name = normalise(name);
    let (base, unit) = split_off_time(&name)?;
    ["time", "t", "elapsed", "elapsed_time", "timestamp", "ts"].contains(&base).then_some(unit)
}

fn split_off_time(name: &str) -> Option<(&str, SourceUnit)> {
    SourceUnit::split_off(name).filter(|(_, unit)| unit.scale_to(Field::WatchTimeS).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_times_and_of_lengths_of_time() {
        let table = [
            ("clientTime", Some((Field::Timestamp, None))),
            ("clientTime(ms)", Some((Field::Timestamp, None))),
            ("Timestamp (ms)", Some((Field::Timestamp, None))),
            ("time[sec]", Some((Field::Timestamp, None))),
            ("start_time_us", Some((Field::Timestamp, None))),
            ("View End (s)", Some((Field::SessionEnd, None))),
            ("Watch time (h:mm:ss)", Some((Field::WatchTimeS, Some(SourceUnit::Seconds)))),
            ("Startup [mm:ss]", Some((Field::StartupTimeMs, Some(SourceUnit::Seconds)))),
            ("bitrate (mm:ss)", None),
            ("duration (h:mm:ss)", None),
            ("watch_time_ms (h:mm:ss)", None),
            ("time_kbps", None),
            ("(ms)", None),
            ("", None),
        ];
        for (name, expected) in table {
            let known = recognise(name, Rules::LATEST).map(|known| (known.field, known.unit));
            assert_eq!(known, expected, "{name}");
        }
    }

    #[test]
    fn what_counts_from_the_start() {
        assert_eq!(counts_from_start("time(secs)"), Some(SourceUnit::Seconds));
        assert_eq!(counts_from_start("Elapsed [ms]"), Some(SourceUnit::Milliseconds));
        assert_eq!(counts_from_start("watch_time (s)"), None);
        assert_eq!(counts_from_start("time"), None);
    }
}

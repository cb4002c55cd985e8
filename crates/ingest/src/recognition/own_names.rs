//! What the name of a column that means no field says about its cells.

use crate::rows::normal_name::normalise;

/// Words of names of durations, which are written as times of day are.
const DURATIONS: &[&str] = &[
    "duration",
    "length",
    "elapsed",
    "played",
    "playtime",
    "watch",
    "watched",
    "watchtime",
    "view",
    "viewed",
    "session",
    "stall",
    "stalled",
    "stalls",
    "buffering",
    "rebuffering",
    "runtime",
    "uptime",
    "delay",
    "lag",
    "latency",
    "dauer",
];

/// Words at the end of names of identifiers: what counts nothing, whatever digits it has.
const IDENTIFIERS: &[&str] = &[
    "id", "ids", "uid", "uuid", "guid", "ref", "zip", "zipcode", "postcode", "plz", "phone", "msisdn", "imei", "imsi",
    "iccid", "isbn", "ean", "sku", "serial",
];

fn words(name: &str) -> Vec<String> {
    normalise(name).split('_').map(str::to_owned).collect()
}

/// Whether a name is one of a duration.
pub(crate) fn is_duration(name: &str) -> bool {
    words(name).iter().any(|word| DURATIONS.contains(&word.as_str()))
}

/// Whether a name is one of identifiers.
pub(crate) fn is_identifier(name: &str) -> bool {
    let words = words(name);
    let ends_with = |end: &[&str]| {
        words.len() >= end.len() && words.iter().rev().zip(end.iter().rev()).all(|(word, end)| word == end)
    };
    words.last().is_some_and(|last| IDENTIFIERS.contains(&last.as_str()))
        || ends_with(&["postal", "code"])
        || ends_with(&["zip", "code"])
        || ends_with(&["area", "code"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_durations_and_identifiers() {
        for name in ["Average view duration", "session length", "time_elapsed", "StallDelay"] {
            assert!(is_duration(name), "{name}");
        }
        for name in ["time", "started at", "hour"] {
            assert!(!is_duration(name), "{name}");
        }
        for name in ["account id", "viewer_ref", "Postal Code", "ZIP", "deviceId", "id"] {
            assert!(is_identifier(name), "{name}");
        }
        for name in ["paid", "status_code", "idle", "id_count", "zip_size"] {
            assert!(!is_identifier(name), "{name}");
        }
    }
}

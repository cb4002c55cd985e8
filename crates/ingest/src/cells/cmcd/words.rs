//! The keys of the data, and the words for the letters that some of them hold.

use telemetry::Field;

/// Every key of versions 1 and 2.
const KEYS: &[&str] = &[
    "ab", "bg", "bl", "br", "bs", "bsa", "bsd", "bsda", "cdn", "cen", "cid", "cmsdd", "cmsds", "cs", "d", "dfa", "dl",
    "e", "ec", "h", "lab", "lb", "ltc", "msd", "mtp", "nor", "nr", "nrr", "ot", "pb", "pr", "pt", "rc", "rtp", "sf",
    "sid", "smrt", "sn", "st", "sta", "su", "tab", "tb", "tbl", "tpb", "ts", "ttfb", "ttfbb", "ttlb", "url", "v",
];

/// Keys that are only sent when they are true: not there means false.
pub(crate) const ALWAYS_TOLD: &[&str] = &["bg", "bs", "nr", "su"];

/// Whether this is a key of the specification.
pub(crate) fn is_spoken_of(key: &[u8]) -> bool {
    KEYS.iter().any(|known| known.as_bytes() == key)
}

const OBJECT_TYPES: &[(&str, &str)] = &[
    ("m", "manifest"),
    ("a", "audio"),
    ("v", "video"),
    ("av", "audio_video"),
    ("i", "init"),
    ("c", "caption"),
    ("tt", "timed_text"),
    ("k", "key"),
    ("o", "other"),
];

const STREAM_TYPES: &[(&str, &str)] = &[("v", "vod"), ("l", "live"), ("ll", "live")];

const STATES: &[(&str, &str)] = &[
    ("s", "starting"),
    ("p", "playing"),
    ("k", "seeking"),
    ("r", "rebuffering"),
    ("a", "paused"),
    ("w", "waiting"),
    ("e", "ended"),
    ("f", "fatal"),
    ("q", "quit"),
    ("d", "preloading"),
];

/// The words for the letters that a field is written in.
fn words(field: Field) -> &'static [(&'static str, &'static str)] {
    match field {
        Field::ObjectType => OBJECT_TYPES,
        Field::ContentType => STREAM_TYPES,
        Field::PlayerState => STATES,
        _ => &[],
    }
}

/// Whether a field is written in letters.
pub(crate) fn has_letters(field: Field) -> bool {
    !words(field).is_empty()
}

/// The word for what is in a cell of this field; the cell itself where there is none.
pub(crate) fn spell(field: Field, cell: &[u8]) -> &[u8] {
    let letters = cell.trim_ascii();
    words(field).iter().find(|(known, _)| known.as_bytes() == letters).map_or(cell, |(_, word)| word.as_bytes())
}

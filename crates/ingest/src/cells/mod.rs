//! What a cell holds.
//!
//! `cell` is one where it stands in its text. `missing` says which hold no value, `numbers` and `flags` read those, `times` the
//! times in each `time_format`: by `iso` in ISO 8601, by `dates` in other spellings. `units` are those in which numbers are
//! written, `written` reads numbers as people write them, `cmcd` is Common Media Client Data, and `distinct` tells values apart.

pub(crate) mod cell;
pub(crate) mod cmcd;
pub(crate) mod dates;
pub(crate) mod distinct;
pub(crate) mod flags;
pub(crate) mod iso;
pub(crate) mod missing;
pub(crate) mod numbers;
pub(crate) mod time_format;
pub(crate) mod times;
pub(crate) mod units;
pub(crate) mod written;

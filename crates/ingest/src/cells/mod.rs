//! What a cell holds.
//!
//! `cell` is one where it stands in its text. `missing` says which hold no value, `numbers` and `flags` read those, `times` the
//! times in each `time_format`: as a `moment` by `iso` in ISO 8601, by `dates` in the few other spellings that the first rules
//! know, by `date_times` in all that are common; as `serial` days of spreadsheets, by the clocks of a `zone`. `units` are those
//! in which numbers are written, `written` reads numbers as people write them, `cmcd` is Common Media Client Data, and
//! `distinct` tells values apart.

pub(crate) mod cell;
pub(crate) mod cmcd;
pub(crate) mod date_times;
pub(crate) mod dates;
pub(crate) mod distinct;
pub(crate) mod flags;
pub(crate) mod iso;
pub(crate) mod missing;
pub(crate) mod moment;
pub(crate) mod numbers;
pub(crate) mod serial;
pub(crate) mod time_format;
pub(crate) mod times;
#[cfg(test)]
mod times_table;
pub(crate) mod units;
pub(crate) mod written;
pub(crate) mod zone;

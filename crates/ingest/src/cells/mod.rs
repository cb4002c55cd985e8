//! What a cell holds: a number, a time, a flag, CMCD, or no value.

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

//! What each column is taken for, told from its name and the first rows.

pub(crate) mod cmcd_columns;
pub(crate) mod evidence;
pub(crate) mod known_column;
pub(crate) mod meaning;
pub(crate) mod names;
pub(crate) mod parts;
pub(crate) mod plan;
pub(crate) mod resolve;
pub(crate) mod sample;
pub(crate) mod sources;
pub(crate) mod synonyms;
pub(crate) mod told_grouping;
pub(crate) mod told_unit;
pub(crate) mod why;

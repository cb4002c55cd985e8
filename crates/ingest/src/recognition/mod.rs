//! What each column is taken for, and why: the user's choice before the name, the name only where the content agrees.
//!
//! `resolve` decides, from the `sample` of first rows and the `evidence` in it; `known_column` is one column with all that is
//! known of it, and `plan` what it is taken for, for a reason in `why`. A name has a `meaning`: where the file comes from
//! (`sources`), or anywhere (`names`, by `synonyms`, word by word in `parts`, or with what is said of it in brackets in
//! `common_names`); that of a column under its own
//! name says little (`own_names`). `written_as` decides how a column
//! writes its numbers, `told_unit` tells the unit, `told_grouping` which
//! rows are one session, `told_rows` what they are where they are none, and `cmcd_columns` which columns hold Common Media Client
//! Data.

pub(crate) mod cmcd_columns;
pub(crate) mod common_names;
pub(crate) mod date_and_time;
pub(crate) mod evidence;
pub(crate) mod known_column;
pub(crate) mod meaning;
pub(crate) mod names;
pub(crate) mod own_names;
pub(crate) mod parts;
pub(crate) mod plan;
pub(crate) mod resolve;
pub(crate) mod sample;
pub(crate) mod sources;
pub(crate) mod synonyms;
pub(crate) mod told_grouping;
pub(crate) mod told_rows;
pub(crate) mod told_unit;
pub(crate) mod why;
pub(crate) mod written_as;

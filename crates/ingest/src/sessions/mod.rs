//! Rows into sessions: checked, rolled up, and parted into those that are judged and those that are kept apart.

pub(crate) mod clean;
pub(crate) mod made;
pub(crate) mod rollup;
pub(crate) mod row_places;

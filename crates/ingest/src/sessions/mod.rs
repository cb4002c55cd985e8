//! Rows into sessions.
//!
//! `made` goes the way: rows are checked (`clean`), grouped and rolled up (`rollup`), sessions are checked, and those that failed
//! for everybody to see are kept apart. `row_places` keeps where in its file each session stands.

pub(crate) mod clean;
pub(crate) mod made;
pub(crate) mod rollup;
pub(crate) mod row_places;

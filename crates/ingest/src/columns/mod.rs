//! Rows into typed columns, with a ledger of what became of each row.

pub(crate) mod bit_sets;
pub(crate) mod builder;
pub(crate) mod file_column;
pub(crate) mod growing;
pub(crate) mod intake;
pub(crate) mod ledger;
pub(crate) mod loaded_rows;
pub(crate) mod room;
pub(crate) mod runs;
pub(crate) mod spreading;
pub(crate) mod summary;

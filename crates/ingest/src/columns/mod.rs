//! Rows into typed columns.
//!
//! `intake` takes the rows: the first ones settle what the columns are, and every row is loaded, repaired or rejected, which
//! the `ledger` counts, with `loaded_rows` (in `bit_sets`) for which they were. A `file_column` is a `growing` one and, where it
//! holds keys, the `spreading` over theirs; each grows in a `builder`, in the `room` that there is, a cell at a time (numbers by
//! `number_cells`) or in `runs` of many rows. `totals` knows a row that is the sum of others. `summary` is what became of each column, and `how_written` says how it is
//! written.

pub(crate) mod bit_sets;
pub(crate) mod builder;
pub(crate) mod file_column;
pub(crate) mod growing;
mod how_written;
pub(crate) mod intake;
pub(crate) mod joining;
pub(crate) mod ledger;
pub(crate) mod loaded_rows;
mod number_cells;
pub(crate) mod room;
pub(crate) mod runs;
pub(crate) mod spreading;
pub(crate) mod summary;
pub(crate) mod totals;

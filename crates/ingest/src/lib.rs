//! Sessions from files: what people export is read as a stream, its columns are typed and recognised, and everything
//! that could not be taken as it stands is counted and listed.
//!
//! The bytes walk through `loader` (hash) → `files` (files, blocks) → `gunzip` or `unzip` → `text` (encoding, layout) → `records`
//! (CSV), `w3c` or `json` → `intake` (header, sample, rows) → `builder` (typed columns, `quick` for many rows at once) →
//! `sessions` (`rollup`, `clean`) → [`Loaded`]. What the first [`Limits::sample_rows`] rows hold decides through
//! `evidence` and `resolve` what each column is taken for. Rows of further files go through `align`, where their columns
//! stand in another order.
//!
//! What always holds:
//! - rows loaded + rejected + skipped = rows read, and every repaired row is a loaded one; sessions judged + kept apart +
//!   rejected = sessions made ([`Report`]);
//! - the result depends on the bytes and the mapping alone, never on the slices in which the bytes arrive;
//! - no bytes make it panic.
//!
//! Read a second time, they end in `verbatim` instead, which hands on the rows as they stand there; `own_export` knows the
//! exports that are made of them.
//!
//! A new file format is a new stage beside `records` and a new [`Layout`], a new product a new table in `sources`; `cmcd`
//! reads what players tell with their requests. `synonyms` holds names that mean the same everywhere, `parts` takes
//! the others apart into words and a unit.

mod cells;
mod columns;
mod container;
mod loader;
mod pipeline;
mod reading;
mod recognition;
mod report;
mod rows;
mod sessions;
mod text;
mod verbatim;

#[cfg(test)]
mod tests;

pub use cells::numbers::Decimal;
pub use cells::time_format::{TimeFormat, UnixUnit};
pub use cells::times::parse_time;
pub use cells::units::{Scale, SourceUnit};
pub use columns::summary::{ColumnSummary, Range, ResolvedMapping};
pub use container::identity::{FileIdentity, Identifier};
pub use loader::{Loaded, Loader, load};
pub use reading::checks::{Check, Checks};
pub use reading::delimiter::Delimiter;
pub use reading::grouping::{Gap, Grouping};
pub use reading::layout::{Layout, LayoutError};
pub use reading::limits::Limits;
pub use reading::mapping::{Assignment, Choice, Detail, Mapping, MappingError};
pub use reading::{Fill, Reading};
pub use recognition::plan::Taken;
pub use recognition::sources::{Documented, documented};
pub use recognition::told_unit::UnitSource;
pub use recognition::why::Why;
pub use report::error::{IngestError, Shortage};
pub use report::other_format::OtherFormat;
pub use report::{
    ColumnFinding, HardFailure, Issue, JsonFault, Outcome, ReadFile, Reason, Renamed, RenamedBecause, Report, Rule,
    SessionCounts, displayed,
};
pub use rows::own_export::{AddedColumns, Tail, begins_like_formula, is_run_by_spreadsheets};
pub use sessions::made::Aside;
pub use sessions::rollup::rollup_rule;
pub use sessions::row_places::{Place, RowFate, RowPlaces};
pub use verbatim::{FileRow, FileRows, RowReader};

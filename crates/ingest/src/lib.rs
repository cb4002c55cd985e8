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

mod align;
mod apostrophes;
mod bits;
mod builder;
mod clean;
mod cmcd;
mod dates;
mod error;
mod evidence;
mod files;
mod flags;
mod format;
mod grouping;
mod gunzip;
mod gzip_frame;
mod header;
mod inflate;
mod intake;
mod json;
mod json_list;
mod layout;
mod limits;
mod line_numbers;
mod lines;
mod loaded_rows;
mod loader;
mod mapping;
mod members;
mod missing;
mod names;
mod numbers;
mod own_export;
mod parts;
mod places;
mod quick;
mod reading;
mod records;
mod report;
mod resolve;
mod rollup;
mod room;
mod sessions;
mod sources;
mod spreading;
mod summary;
mod synonyms;
mod text;
mod time_format;
mod times;
mod units;
mod unzip;
mod utf16;
mod verbatim;
mod view;
mod w3c;
mod zip_frame;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

pub use clean::{Check, Checks};
pub use error::{IngestError, OtherFormat, Shortage};
pub use format::Delimiter;
pub use layout::{Layout, LayoutError};
pub use limits::Limits;
pub use loader::{FileIdentity, Identifier, Loaded, Loader, load};
pub use mapping::{Assignment, Choice, Detail, Mapping, MappingError};
pub use numbers::Decimal;
pub use own_export::{AddedColumns, Tail, begins_like_formula, is_run_by_spreadsheets};
pub use places::{Place, RowFate, RowPlaces};
pub use reading::{Fill, Gap, Grouping, Reading, parse_time};
pub use report::{
    ColumnFinding, HardFailure, Issue, JsonFault, Outcome, ReadFile, Reason, Renamed, RenamedBecause, Report, Rule,
    SessionCounts, displayed,
};
pub use resolve::Why;
pub use rollup::rollup_rule;
pub use sessions::Aside;
pub use sources::{Documented, documented};
pub use summary::{ColumnSummary, Range, ResolvedMapping, Taken};
pub use time_format::TimeFormat;
pub use times::UnixUnit;
pub use units::{Scale, SourceUnit, UnitSource};
pub use verbatim::{FileRow, FileRows, RowReader};

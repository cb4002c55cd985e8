//! Sessions from files: what people export is read as a stream, its columns are typed and recognised, and everything
//! that could not be taken as it stands is counted and listed.
//!
//! The bytes walk through `loader` (files, hash, blocks) → `gunzip` or `unzip` → `text` (encoding, layout) → `records`
//! (CSV), `w3c` or `json` → `intake` (header, sample, rows) → `builder` (typed columns) → [`Loaded`]. What the first
//! [`Limits::sample_rows`] rows hold decides through `evidence` and `resolve` what each column is taken for. Rows of
//! further files go through `align`, where their columns stand in another order.
//!
//! What always holds:
//! - rows loaded + rows rejected = rows read, and every repaired row is a loaded one ([`Report`]);
//! - the result depends on the bytes and the mapping alone, never on the slices in which the bytes arrive;
//! - no bytes make it panic.
//!
//! A new file format is a new stage beside `records` and a new [`Layout`], a new vendor is a new block in the table of `synonyms`.

mod align;
mod builder;
mod dates;
mod error;
mod evidence;
mod format;
mod gunzip;
mod gzip_frame;
mod header;
mod inflate;
mod intake;
mod json;
mod json_list;
mod layout;
mod limits;
mod lines;
mod loader;
mod mapping;
mod members;
mod missing;
mod names;
mod numbers;
mod records;
mod report;
mod resolve;
mod summary;
mod synonyms;
mod text;
mod time_format;
mod times;
mod units;
mod unzip;
mod utf16;
mod w3c;
mod zip_frame;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

pub use error::{IngestError, OtherFormat};
pub use format::Delimiter;
pub use layout::{Layout, LayoutError};
pub use limits::Limits;
pub use loader::{FileIdentity, Loaded, Loader, load};
pub use mapping::{Assignment, Mapping, MappingError};
pub use numbers::Decimal;
pub use report::{Issue, JsonFault, Outcome, ReadFile, Reason, Renamed, RenamedBecause, Report, Rule};
pub use resolve::Why;
pub use summary::{ColumnSummary, Range, ResolvedMapping, Taken};
pub use time_format::{TimeFormat, TimeFormatError};
pub use times::UnixUnit;
pub use units::{Scale, SourceUnit, UnitSource};

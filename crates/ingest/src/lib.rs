//! Sessions from files: what people export is read as a stream, its columns are typed and recognised, and everything
//! that could not be taken as it stands is counted and listed.
//!
//! The folders are the way of the bytes, and below they stand in its order. Each hands on to the next by a trait of its own
//! (`FileSink`, `TextSink`, `RowSink`) and knows none that comes behind it; what a cell holds, how a file is to be read and
//! the report are known to all. `pipeline` puts container, text and rows together for the two doors: `loader`, which makes
//! sessions of the rows, and `verbatim`, which hands them on as they stand when files are read a second time.
//!
//! What always holds:
//! - rows loaded + rejected + skipped = rows read, and every repaired row is a loaded one; sessions judged + kept apart +
//!   rejected = sessions made ([`Report`]);
//! - the result depends on the bytes and the mapping alone, never on the slices in which the bytes arrive;
//! - no bytes make it panic.
//!
//! A new file format is a reader beside `rows::records` and a new [`Layout`], a new product a new table in
//! `recognition::sources`; `cells::cmcd` reads what players tell with their requests.

// The doors: a file into sessions, and its rows as they stand there.
mod loader;
mod verbatim;

// The way of the bytes from a file to rows: the next three, one behind the other.
mod pipeline;

// Files into bytes: what they are packed in, member by member, checked to the last byte; which file it was.
mod container;

// Bytes into text: its encoding, its lines, what stands between its cells.
mod text;

// Text into rows: its layout, a reader for each format, the header, exports of this program.
mod rows;

// What a cell holds: no value, a number, a time, a flag, Common Media Client Data; units.
mod cells;

// What each column is taken for and why: its name, its first cells, the product that wrote the file, which rows are one session.
mod recognition;

// Rows into typed columns, with the ledger of what became of each row and the summary of each column.
mod columns;

// Rows into sessions: checked, rolled up, and parted into those that are judged and those that are kept apart.
mod sessions;

// How a file is to be read, all of it chosen and part of the plan: mapping, layout, grouping, checks; limits.
mod reading;

// What happened to the rows and the sessions, and why a file could not be loaded.
mod report;

#[cfg(test)]
mod tests;

pub use cells::numbers::Decimal;
pub use cells::time_format::{DateSystem, TimeFormat, UnixUnit};
pub use cells::times::{parse_time, unix_time};
pub use cells::units::{Scale, SourceUnit};
pub use cells::zone::{ZONE_DATA, zone_names};
pub use columns::summary::{ColumnSummary, Range, ResolvedMapping};
pub use container::identity::{FileIdentity, Identifier};
pub use loader::{Finished, Loaded, Loader, load};
pub use reading::checks::{Check, Checks};
pub use reading::delimited::{Delimited, Quoting};
pub use reading::delimiter::Delimiter;
pub use reading::grouping::{Gap, Grouping};
pub use reading::json_path::JsonPath;
pub use reading::layout::{Layout, LayoutError};
pub use reading::limits::Limits;
pub use reading::mapping::{Assignment, Choice, Detail, Mapping, MappingError};
pub use reading::zone::{ZoneName, ZoneNameError};
pub use reading::{Fill, Reading};
pub use recognition::plan::Taken;
pub use recognition::sources::{Documented, documented};
pub use recognition::told_rows::Notice;
pub use recognition::told_unit::UnitSource;
pub use recognition::why::Why;
pub use report::error::{IngestError, Shortage};
pub use report::other_format::OtherFormat;
pub use report::{
    Beside, BesideLine, ColumnFinding, HardFailure, Issue, JsonFault, OtherColumns, Outcome, ReadAs, ReadFile, Reason,
    Renamed, RenamedBecause, Report, Rule, SessionCounts, displayed,
};
pub use rows::own_export::{AddedColumns, Tail, begins_like_formula, is_run_by_spreadsheets};
pub use sessions::made::Aside;
pub use sessions::rollup::rollup_rule;
pub use sessions::row_places::{Place, RowFate, RowPlaces};
pub use verbatim::{FileRow, FileRows, RowReader};

//! Why a file could not be loaded at all, in words for the person who dropped it.

use super::other_format::OtherFormat;
use crate::reading::grouping::Grouping;
use crate::reading::zone::ZoneName;
use telemetry::Field;
use telemetry::format::significant;

/// A file that cannot be loaded. What is wrong with single rows is in the [`crate::Report`] instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IngestError {
    /// No bytes, or blank lines alone.
    #[error("the file is empty")]
    Empty,
    /// A header and no row.
    #[error("the file has a header of {columns} column(s) but no row below it")]
    HeaderOnly {
        /// Columns in the header.
        columns: usize,
    },
    /// The first row is a row of numbers.
    #[error(
        "line {line} holds numbers where column names were expected: add a header line with a name for each column"
    )]
    NoHeader {
        /// Line of the first row.
        line: u64,
    },
    /// A known format that is not CSV.
    #[error("this is {0}")]
    OtherFormat(OtherFormat),
    /// A file, or a member of an archive, that cannot be loaded with the others.
    #[error("in {file}: {error}")]
    InFile {
        /// The file's name, behind that of its archive.
        file: String,
        /// Why not.
        error: Box<IngestError>,
    },
    /// Files that are to be loaded together, or the parts of one, do not have the same columns.
    #[error("line {line} has other columns than what was read before: {difference}")]
    OtherColumns {
        /// Line of the header.
        line: u64,
        /// The names that are missing, and those that are new.
        difference: String,
    },
    /// A W3C extended log that does not say what its columns are.
    #[error("line {line} comes before any #Fields line, which names the columns of a W3C log")]
    NoFields {
        /// The line.
        line: u64,
    },
    /// A JSON document that has no list where its rows are to be.
    #[error(
        "the document has no list at {path:?}, where its rows are to be: choose another layout, such as json or json:data"
    )]
    NoRows {
        /// The keys that lead there.
        path: String,
    },
    /// Not text at all.
    #[error("this is a binary file, not a CSV: byte {position} is zero")]
    Binary {
        /// Offset of the first zero byte, from 1, after decompression.
        position: u64,
    },
    /// There is nothing to detect on.
    #[error("none of the {columns} column(s) holds numbers, so there is nothing to compare sessions by{}", delimiter_hint(*columns))]
    NoNumbers {
        /// Columns in the header.
        columns: usize,
    },
    /// Every row was rejected.
    #[error("none of the {read} row(s) could be loaded; the first: {first}")]
    NothingLoaded {
        /// Rows read.
        read: u64,
        /// The first rejection.
        first: String,
    },
    /// Rows cannot be grouped as the user asks.
    #[error("rows cannot be grouped by {}: no column is taken for {}", by_words(*by), field.name())]
    NoGrouping {
        /// What they are to be grouped by.
        by: Grouping,
        /// The field that no column has.
        field: Field,
    },
    /// The zone of times without one is not known.
    #[error("there is no time zone \"{name}\" in the IANA database: name one such as Europe/Berlin")]
    NoZone {
        /// The name that was chosen.
        name: ZoneName,
    },
    /// Every session is a hard failure.
    #[error(
        "all {sessions} session(s) failed before or while they played, which anybody can see: there is no other to judge"
    )]
    NothingToJudge {
        /// Sessions that are kept apart.
        sessions: u64,
    },
    /// The gzip stream contradicts itself.
    #[error("the gzip file is damaged near byte {position}: {what}")]
    GzipDamaged {
        /// Offset in the file as given, from 0; the damage lies before it.
        position: u64,
        /// What was found.
        what: &'static str,
    },
    /// The gzip stream ends too early.
    #[error("the gzip file is cut off after {bytes} bytes: the end is missing, so copy or download it again")]
    GzipTruncated {
        /// Bytes given.
        bytes: u64,
    },
    /// The zip archive contradicts itself.
    #[error("the zip archive is damaged near byte {position}{}: {what}", in_member(member))]
    ZipDamaged {
        /// Offset in the file as given, from 0; the damage lies before it.
        position: u64,
        /// The member, where it is known.
        member: String,
        /// What was found.
        what: &'static str,
    },
    /// The zip archive ends too early.
    #[error("the zip archive is cut off after {bytes} bytes: the end is missing, so copy or download it again")]
    ZipTruncated {
        /// Bytes given.
        bytes: u64,
    },
    /// There is no file in the zip archive.
    #[error("the zip archive holds no file")]
    ZipEmpty,
    /// A member wants a password.
    #[error("\"{member}\" in the zip archive is encrypted: unpack it")]
    ZipEncrypted {
        /// Its name.
        member: String,
    },
    /// A member is compressed otherwise than by deflate.
    #[error("\"{member}\" in the zip archive is compressed with {method}, which is not read here: unpack it")]
    ZipMethod {
        /// Its name.
        member: String,
        /// What it is compressed with.
        method: String,
    },
    /// So much comes out of so few bytes that it cannot be telemetry.
    #[error(
        "the compressed file was stopped: its first {compressed} bytes expand to more than {expanded}, as a decompression bomb's do"
    )]
    Bomb {
        /// Compressed bytes read.
        compressed: u64,
        /// Bytes that came out.
        expanded: u64,
    },
    /// More columns than can be held.
    #[error("line {line} has more than {limit} columns")]
    TooManyColumns {
        /// Line of the row.
        line: u64,
        /// The limit.
        limit: usize,
    },
    /// A column name too long to be one.
    #[error("the name of column {column} is longer than {limit} bytes; is the first line a header?")]
    LongName {
        /// The column, from 1.
        column: usize,
        /// The limit.
        limit: usize,
    },
    /// A cell too long to be one: as a rule a quote that is never closed.
    #[error("the cell in line {line}, column {column} is longer than {limit} bytes; is a quote never closed there?")]
    LongCell {
        /// Line where the row begins.
        line: u64,
        /// The column, from 1.
        column: usize,
        /// The limit.
        limit: usize,
    },
    /// A row too long to be one.
    #[error("the row that begins in line {line} is longer than {limit} bytes")]
    LongRow {
        /// Line where the row begins.
        line: u64,
        /// The limit.
        limit: usize,
    },
    /// More rows than can be held.
    #[error("the file has more than {limit} rows: load a part of it, or use the command line")]
    TooManyRows {
        /// The limit.
        limit: u64,
    },
    /// More data than can be held.
    #[error("the columns need more than {} MB of memory by row {row}: leave out columns in the mapping, or load a part of the file", limit >> 20)]
    TooLarge {
        /// The data row, from 1.
        row: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// More data than can be held, as far as can be told from the rows so far.
    #[error("{0}")]
    WillNotFit(Shortage),
    /// The file was not the same from beginning to end.
    #[error(
        "the file has changed while it was read ({read} bytes were read where it had {expected}): open it once more"
    )]
    Changed {
        /// How many bytes it had when it was opened, or when somebody else read it.
        expected: u64,
        /// How many were read.
        read: u64,
    },
    /// All rows say that a column is to be read otherwise than the first ones let expect, and the file is not read again.
    #[error("the file has to be read twice to be understood, and was read once")]
    ReadAgain,
    /// Nobody has said what the file's hash is.
    #[error("the file was read without a hash")]
    NoHash,
    /// More text than will be read.
    #[error("the file holds more than {} GB of text", limit >> 30)]
    TooMuchText {
        /// The limit in bytes.
        limit: u64,
    },
    /// A label column with too many labels.
    #[error("column \"{column}\" has more than {limit} different labels: it cannot be the column to judge by")]
    TruthLabels {
        /// The column.
        column: String,
        /// How many faults a truth can name.
        limit: usize,
    },
    /// The table refused a column: a defect of this program rather than of the file.
    #[error("the columns do not fit together: {0}")]
    Table(#[from] telemetry::TableError),
}

/// Why a file will not fit into memory, and what of it would.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the file has about {} rows that take {bytes_per_row} bytes each in memory, more than the {} MB there are: load \
     every {} row, leave out columns in the mapping, or use the command line",
    significant(*rows as f64, 2),
    budget >> 20,
    ordinal(*every)
)]
pub struct Shortage {
    /// Rows of the file, about.
    pub rows: u64,
    /// What the columns hold of each.
    pub bytes_per_row: u64,
    /// What they may hold together.
    pub budget: u64,
    /// The least k with which every k-th row would fit.
    pub every: u64,
}

/// `2nd`, `3rd`, `4th`.
fn ordinal(number: u64) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

fn by_words(grouping: Grouping) -> &'static str {
    match grouping {
        Grouping::Viewer(_) => "viewer",
        _ => "session",
    }
}

fn delimiter_hint(columns: usize) -> &'static str {
    if columns == 1 { "; are the columns separated by comma, semicolon, tab or pipe?" } else { "" }
}

fn in_member(member: &str) -> String {
    if member.is_empty() { String::new() } else { format!(" in \"{member}\"") }
}

#[cfg(test)]
mod tests {
    use super::ordinal;

    #[test]
    fn ordinals() {
        let written = [1, 2, 3, 4, 11, 12, 13, 21, 22, 101, 111].map(ordinal).join(" ");
        assert_eq!(written, "1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 101st 111th");
    }
}

//! The bounds within which a file is read, in one place: a file beyond them is refused with a reason, never with a crash.

/// A worker of 32 bits holds 4 GB at the very most, and an analysis needs room beside the columns.
const IS_BROWSER: bool = cfg!(target_arch = "wasm32");

/// What a file may hold. The defaults fit a browser's worker; natively they allow for larger tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Data rows.
    pub rows: u64,
    /// Columns in the header, and cells in any row.
    pub columns: usize,
    /// Bytes of one cell.
    pub cell_bytes: usize,
    /// Bytes of one row.
    pub row_bytes: usize,
    /// Bytes of one column name.
    pub name_bytes: usize,
    /// Bytes of the columns held in memory, about: the budget. A file that will not fit is refused as soon as its first rows
    /// tell ([`crate::IngestError::WillNotFit`]).
    pub table_bytes: u64,
    /// Bytes of text after decompression.
    pub text_bytes: u64,
    /// Decompressed bytes up to which the ratio is not looked at.
    pub free_expansion_bytes: u64,
    /// Decompressed bytes for each compressed one beyond that; telemetry shrinks to a fifth up to a fiftieth.
    pub expansion: u64,
    /// Rows from which the columns' types are told.
    pub sample_rows: usize,
    /// Bytes after which the sample ends even with fewer rows.
    pub sample_bytes: usize,
    /// Issues kept in full, and the first few of each rule beyond them; all are counted.
    pub issues: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            // Rows are numbered in 32 bits.
            rows: if IS_BROWSER { 20_000_000 } else { 2_000_000_000 },
            columns: 20_000,
            cell_bytes: 1 << 20,
            row_bytes: 16 << 20,
            name_bytes: 1_000,
            table_bytes: if IS_BROWSER { 3 << 29 } else { 64 << 30 },
            text_bytes: if IS_BROWSER { 32 << 30 } else { 4 << 40 },
            free_expansion_bytes: 64 << 20,
            expansion: 200,
            sample_rows: 4_096,
            sample_bytes: 4 << 20,
            issues: 20_000,
        }
    }
}

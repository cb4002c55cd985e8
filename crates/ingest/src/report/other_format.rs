//! Files of other formats, and what to do with them, in words for the person who dropped one.

/// A format told by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OtherFormat {
    /// zip within another archive.
    #[error("an archive within an archive: unpack it once")]
    Zip,
    /// A zip archive that is a document.
    #[error("a spreadsheet (.xlsx, .ods) or another document, not a CSV: save the sheet as CSV")]
    Spreadsheet,
    /// The old spreadsheet format.
    #[error("an Excel workbook (.xls), not a CSV: save the sheet as CSV")]
    Xls,
    /// Apache Parquet.
    #[error("a Parquet file, not a CSV: export it as CSV")]
    Parquet,
    /// Apache Arrow or Feather.
    #[error("an Arrow file, not a CSV: export it as CSV")]
    Arrow,
    /// Apache Avro.
    #[error("an Avro file, not a CSV: export it as CSV")]
    Avro,
    /// Apache ORC.
    #[error("an ORC file, not a CSV: export it as CSV")]
    Orc,
    /// SQLite.
    #[error("an SQLite database, not a CSV: export a table as CSV")]
    Sqlite,
    /// bzip2.
    #[error("compressed with bzip2: unpack it, or compress it with gzip")]
    Bzip2,
    /// xz.
    #[error("compressed with xz: unpack it, or compress it with gzip")]
    Xz,
    /// Zstandard.
    #[error("compressed with zstd: unpack it, or compress it with gzip")]
    Zstd,
    /// gzip within gzip.
    #[error("compressed with gzip twice: unpack it once")]
    GzipTwice,
    /// 7-Zip.
    #[error("a 7z archive, not a CSV: unpack it")]
    SevenZip,
    /// A tape archive.
    #[error("a tar archive, not a CSV: unpack it")]
    Tar,
    /// PNG, JPEG or GIF.
    #[error("a picture, not a CSV")]
    Picture,
    /// PDF.
    #[error("a PDF document, not a CSV")]
    Pdf,
    /// A WebAssembly module or a program.
    #[error("a program, not a CSV")]
    Program,
    /// What chrome://webrtc-internals saves.
    #[error("a WebRTC dump (chrome://webrtc-internals): statistics of calls, and no streaming sessions to compare")]
    WebRtc,
    /// UTF-16 text that does not say so.
    #[error("text in UTF-16 without a byte order mark: save it as UTF-8 (in spreadsheets: \"CSV UTF-8\")")]
    Utf16,
}

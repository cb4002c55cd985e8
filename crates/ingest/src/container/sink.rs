//! What takes files that are unpacked.

use crate::report::error::IngestError;

/// What takes the bytes of files, unpacked, one file behind the other.
pub(crate) trait FileSink {
    /// A file begins, or a member of an archive. One without a name is the only one.
    fn begin(&mut self, name: Option<&str>);

    /// Takes the next bytes of it.
    fn push(&mut self, bytes: &[u8]) -> Result<(), IngestError>;

    /// It has ended.
    fn end(&mut self) -> Result<(), IngestError>;

    /// Is told how many bytes of all files have been read, as they are packed, and how many there are.
    ///
    /// # Errors
    /// [`IngestError::WillNotFit`].
    fn foresee(&mut self, done: u64, total: u64) -> Result<(), IngestError>;
}

//! What takes text.

use crate::report::error::IngestError;

/// What takes the text of files, one file behind the other.
pub(crate) trait TextSink {
    /// A file begins, or a member of an archive. One without a name is the only one.
    fn begin(&mut self, name: Option<&str>);

    /// Is shown how its text begins, or all of it where it is `complete`, before the text itself comes.
    fn show(&mut self, head: &[u8], complete: bool);

    /// Takes the next piece of its text.
    fn push(&mut self, text: &[u8]) -> Result<(), IngestError>;

    /// It has ended.
    fn end(&mut self) -> Result<(), IngestError>;

    /// As [`FileSink::foresee`](crate::container::sink::FileSink::foresee).
    fn foresee(&mut self, done: u64, total: u64) -> Result<(), IngestError>;
}

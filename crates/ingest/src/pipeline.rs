//! The way of the bytes from files to rows: container, text and rows, one behind the other.

use crate::container::files::Files;
use crate::reading::limits::Limits;
use crate::report::error::IngestError;
use crate::rows::reader::{Recognition, TextReader};
use crate::rows::sink::RowSink;
use crate::text::decoder::Decoder;

/// Bytes of files in slices of any size in, rows out.
///
/// After an error every further call returns the same error.
pub(crate) struct Pipeline<S> {
    files: Files<Decoder<TextReader<S>>>,
}

impl<S: RowSink> Pipeline<S> {
    /// Files whose rows are taken by this. `total` is how many bytes there are going to be, where that is known.
    pub(crate) fn new(recognition: Recognition, limits: Limits, total: Option<u64>, sink: S) -> Self {
        let reader = TextReader::new(recognition, limits, sink);
        Self { files: Files::new(Decoder::new(limits, reader), limits, total) }
    }

    /// What takes the rows.
    pub(crate) fn sink(&self) -> &S {
        self.files.sink().sink().sink()
    }

    /// What takes the rows, to be told something.
    pub(crate) fn sink_mut(&mut self) -> &mut S {
        self.files.sink_mut().sink_mut().sink_mut()
    }

    /// Begins a file of this name, and ends the one before.
    pub(crate) fn next_file(&mut self, name: &str) -> Result<(), IngestError> {
        self.files.next_file(name)
    }

    /// Takes the next bytes of the file.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Result<(), IngestError> {
        self.files.push(bytes)
    }

    /// What has taken the rows, when all bytes have been pushed.
    pub(crate) fn finish(self) -> Result<S, IngestError> {
        Ok(self.files.finish()?.into_sink().into_sink())
    }
}

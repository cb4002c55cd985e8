//! The members of an archive, on their way to where files go.

use super::sink::FileSink;
use super::unzip::Members;
use crate::report::error::IngestError;

/// Takes the members of an archive as files behind its name.
pub(crate) struct AsFiles<'a, S> {
    pub archive: Option<&'a str>,
    pub sink: &'a mut S,
}

impl<S: FileSink> Members for AsFiles<'_, S> {
    fn begin(&mut self, name: &str) -> Result<(), IngestError> {
        match self.archive {
            Some(archive) => self.sink.begin(Some(&format!("{archive}/{name}"))),
            None => self.sink.begin(Some(name)),
        }
        Ok(())
    }

    fn content(&mut self, bytes: &[u8]) -> Result<(), IngestError> {
        self.sink.push(bytes)
    }

    fn end(&mut self) -> Result<(), IngestError> {
        self.sink.end()
    }
}

//! The members of an archive, on their way to the text.

use crate::container::unzip::Members;
use crate::report::error::IngestError;
use crate::rows::reader::{RowSink, Text};

/// Takes the members of an archive as files behind its name.
pub(crate) struct IntoText<'a, S> {
    pub archive: Option<&'a str>,
    pub text: &'a mut Text<S>,
}

impl<S: RowSink> Members for IntoText<'_, S> {
    fn begin(&mut self, name: &str) -> Result<(), IngestError> {
        match self.archive {
            Some(archive) => self.text.begin(Some(&format!("{archive}/{name}"))),
            None => self.text.begin(Some(name)),
        }
        Ok(())
    }

    fn content(&mut self, bytes: &[u8]) -> Result<(), IngestError> {
        self.text.push(bytes)
    }

    fn end(&mut self) -> Result<(), IngestError> {
        self.text.end()
    }
}

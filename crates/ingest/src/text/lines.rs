//! Lines of text, for the formats in which a line is a row.

use crate::reading::limits::Limits;
use crate::report::error::IngestError;

/// The splitter into lines.
#[derive(Default)]
pub(crate) struct Lines {
    begun: Vec<u8>,
    /// Line feeds so far.
    feeds: u64,
}

impl Lines {
    /// The splitter of a text that goes on behind so many line feeds.
    pub(crate) fn after(feeds: u64) -> Self {
        Self { begun: Vec::new(), feeds }
    }

    /// Takes text and hands on the lines that it completes, with their numbers from 1 and without their ends.
    pub(crate) fn push(
        &mut self,
        text: &[u8],
        limits: &Limits,
        mut take: impl FnMut(u64, &[u8]) -> Result<(), IngestError>,
    ) -> Result<(), IngestError> {
        let mut rest = text;
        while let Some(at) = rest.iter().position(|&byte| byte == b'\n') {
            let (line, behind) = rest.split_at(at);
            rest = behind.get(1..).unwrap_or_default();
            self.feeds += 1;
            if self.begun.is_empty() {
                self.check(line.len(), self.feeds, limits)?;
                take(self.feeds, without_return(line))?;
            } else {
                self.check(self.begun.len() + line.len(), self.feeds, limits)?;
                self.begun.extend_from_slice(line);
                take(self.feeds, without_return(&self.begun))?;
                self.begun.clear();
            }
        }
        self.check(self.begun.len() + rest.len(), self.feeds + 1, limits)?;
        self.begun.extend_from_slice(rest);
        Ok(())
    }

    /// Hands on the last line, where the text does not end with a line end, and begins anew.
    pub(crate) fn finish(
        &mut self,
        mut take: impl FnMut(u64, &[u8]) -> Result<(), IngestError>,
    ) -> Result<(), IngestError> {
        let Self { begun, feeds } = std::mem::take(self);
        if begun.is_empty() { Ok(()) } else { take(feeds + 1, without_return(&begun)) }
    }

    fn check(&self, bytes: usize, line: u64, limits: &Limits) -> Result<(), IngestError> {
        if bytes > limits.row_bytes { Err(IngestError::LongRow { line, limit: limits.row_bytes }) } else { Ok(()) }
    }
}

fn without_return(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn lines_are_those_of_the_standard_library(text in "[ab\r\n]{0,40}", slice in 1_usize..20) {
            let mut lines = Lines::default();
            let mut found = Vec::new();
            for part in text.as_bytes().chunks(slice) {
                lines.push(part, &Limits::default(), |number, line| {
                    found.push((number, String::from_utf8_lossy(line).into_owned()));
                    Ok(())
                }).unwrap();
            }
            lines.finish(|number, line| {
                found.push((number, String::from_utf8_lossy(line).into_owned()));
                Ok(())
            }).unwrap();
            let mut expected: Vec<(u64, String)> = Vec::new();
            for (at, line) in text.split_inclusive('\n').enumerate() {
                let line = line.strip_suffix('\n').unwrap_or(line);
                expected.push((at as u64 + 1, line.strip_suffix('\r').unwrap_or(line).to_owned()));
            }
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn a_line_has_a_bound() {
        let limits = Limits { row_bytes: 10, ..Limits::default() };
        for slice in [1, 7, 100] {
            let read = |text: &str| {
                let mut lines = Lines::default();
                text.as_bytes().chunks(slice).try_for_each(|part| lines.push(part, &limits, |_, _| Ok(())))
            };
            assert_eq!(read("0123456789\n0123456789"), Ok(()));
            assert_eq!(read("\n0123456789x"), Err(IngestError::LongRow { line: 2, limit: 10 }));
        }
    }
}

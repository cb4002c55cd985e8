//! A list of JSON values, cut into them as a stream: whatever they are, and wherever their lines end.

use crate::reading::limits::Limits;
use crate::report::error::IngestError;

/// Cuts a list into its members, whatever they are.
pub(crate) struct List {
    begun: Vec<u8>,
    begun_line: u64,
    line: u64,
    /// Brackets that are open.
    depth: usize,
    in_text: bool,
    escaped: bool,
}

impl List {
    /// A list that begins in this line.
    pub(crate) fn new(line: u64) -> Self {
        Self { begun: Vec::new(), begun_line: line, line, depth: 0, in_text: false, escaped: false }
    }

    /// Takes text and hands on the members that it completes, with the lines in which they begin.
    pub(crate) fn push(
        &mut self,
        text: &[u8],
        limits: &Limits,
        mut take: impl FnMut(u64, &[u8]) -> Result<(), IngestError>,
    ) -> Result<(), IngestError> {
        for &byte in text {
            let ends = self.is_end(byte);
            if ends && !self.begun.is_empty() {
                take(self.begun_line, &self.begun)?;
                self.begun.clear();
            } else if !ends && (!self.begun.is_empty() || !byte.is_ascii_whitespace()) {
                if self.begun.is_empty() {
                    self.begun_line = self.line;
                }
                self.begun.push(byte);
                if self.begun.len() > limits.row_bytes {
                    return Err(IngestError::LongRow { line: self.begun_line, limit: limits.row_bytes });
                }
            }
            self.line += u64::from(byte == b'\n');
        }
        Ok(())
    }

    /// What was begun and has no end.
    pub(crate) fn rest(&self) -> Option<(u64, &[u8])> {
        (!self.begun.is_empty()).then_some((self.begun_line, &self.begun))
    }

    /// Whether this byte stands between two members, or around all of them.
    fn is_end(&mut self, byte: u8) -> bool {
        if self.in_text {
            self.in_text = self.escaped || byte != b'"';
            self.escaped = !self.escaped && byte == b'\\';
            return false;
        }
        match byte {
            b'"' => self.in_text = true,
            b'[' | b'{' => {
                self.depth += 1;
                return self.depth == 1 && byte == b'[';
            }
            b']' | b'}' => {
                self.depth = self.depth.saturating_sub(1);
                return self.depth == 0 && byte == b']';
            }
            b',' => return self.depth == 1,
            _ => {}
        }
        false
    }
}

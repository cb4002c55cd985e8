//! A file in memory, for tests.

use analysis::ByteSource;

/// Bytes of a file in slices of this many.
const SLICE: usize = 10_000;

/// A file in memory.
#[derive(Clone)]
pub(crate) struct Memory {
    bytes: Vec<u8>,
    at: usize,
}

impl Memory {
    /// The file of these bytes.
    pub(crate) fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self { bytes: bytes.into(), at: 0 }
    }
}

impl ByteSource for Memory {
    fn total(&self) -> f64 {
        self.bytes.len() as f64
    }

    async fn next(&mut self) -> Result<Vec<u8>, String> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let slice = rest[..rest.len().min(SLICE)].to_vec();
        self.at += slice.len();
        Ok(slice)
    }

    fn rewind(&mut self) -> Result<(), String> {
        self.at = 0;
        Ok(())
    }
}

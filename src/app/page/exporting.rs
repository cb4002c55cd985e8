//! A file that is being written by a worker.

use crossfilter::query::Written;

/// A file that is being written: it comes in parts.
pub struct Exporting {
    id: u32,
    parts: Vec<Vec<u8>>,
}

impl Exporting {
    /// The file that was asked for by this number.
    pub(super) fn new(id: u32) -> Self {
        Self { id, parts: Vec::new() }
    }

    /// Whether an answer of this number is about it.
    pub(super) fn is(&self, id: u32) -> bool {
        self.id == id
    }

    /// Parts of it.
    pub(super) fn take(&mut self, parts: Vec<Vec<u8>>) {
        self.parts.extend(parts);
    }

    /// All of it, where no part is missing.
    pub(super) fn finish(self, written: &Written) -> Option<Vec<Vec<u8>>> {
        let came: u64 = self.parts.iter().map(|part| part.len() as u64).sum();
        (came == written.bytes).then_some(self.parts)
    }
}

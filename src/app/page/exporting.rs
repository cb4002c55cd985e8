//! A file that is being written by a worker.

use crate::engine::Piece;
use crossfilter::query::Written;

/// A file that is being written: it comes in parts.
pub struct Exporting {
    id: u32,
    parts: Vec<Piece>,
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
    pub(super) fn take(&mut self, parts: Vec<Piece>) {
        self.parts.extend(parts);
    }

    /// All of it, where no part is missing.
    pub(super) fn finish(self, written: &Written) -> Option<Vec<Piece>> {
        let came: u64 = self.parts.iter().map(Piece::length).sum();
        (came == written.bytes).then_some(self.parts)
    }
}

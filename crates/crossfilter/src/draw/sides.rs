//! What pictures are made of beside their templates.

use crate::binning::Bins;
use crate::count::Sums;
use crate::picture::Binning;

/// A session's mark: its row, and the place along both axes.
pub(crate) type Mark = (u32, f32, f32);

/// The sums of a view's tallies.
#[derive(Clone, Copy)]
pub(crate) struct Sides<'a> {
    /// Over the shown sessions.
    pub(crate) shown: &'a [Sums],
    /// Over all sessions.
    pub(crate) all: &'a [Sums],
}

impl<'a> Sides<'a> {
    /// The sums of a tally over the shown sessions.
    pub(super) fn shown(self, tally: usize) -> &'a [u64] {
        self.shown.get(tally).map_or(&[], Vec::as_slice)
    }

    /// The sums of a tally over all sessions.
    pub(super) fn all(self, tally: usize) -> &'a [u64] {
        self.all.get(tally).map_or(&[], Vec::as_slice)
    }
}

/// Bins as a picture has them.
pub(super) fn binning(bins: &Bins) -> Binning {
    Binning { edges: bins.edges().to_vec() }
}

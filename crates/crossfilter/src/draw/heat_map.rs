//! Two categories against each other.

use super::{Counted, Draw};
use crate::count::{Lane, Tally, count};
use crate::dimension::Dimension;
use crate::picture::{self, Count, Picture};
use crate::store::{Labelled, Store};

/// A cell is at least as wide and as high.
const PIXELS: (u16, u16) = (18, 16);
/// Labels along an axis, whatever the size: fewer are no map, and hours and weekdays are shown whole.
const LABELS: (usize, usize) = (24, 40);

pub(super) struct HeatMap {
    x: (Dimension, Labelled),
    y: (Dimension, Labelled),
    tallies: [Tally; 1],
}

impl HeatMap {
    pub(super) fn of(store: &mut Store, (x, y): (&Dimension, &Dimension), size: (u16, u16)) -> Option<Self> {
        let most = |pixels: u16, each: u16| usize::from(pixels / each).clamp(LABELS.0 / 3, LABELS.1);
        let ordered = |dimension: &Dimension, most: usize| match dimension {
            Dimension::Hour => most.max(LABELS.0),
            _ => most,
        };
        let across = store.labelled(x, ordered(x, most(size.0, PIXELS.0)))?;
        let up = store.labelled(y, ordered(y, most(size.1, PIXELS.1)))?;
        let tallies = [Tally {
            cells: across.cells() * up.cells(),
            keys: vec![(across.keys.clone(), 1), (up.keys.clone(), across.cells() as u32)],
            lane: Lane::Counts,
        }];
        Some(Self { x: (x.clone(), across), y: (y.clone(), up), tallies })
    }
}

impl Draw for HeatMap {
    fn own(&self) -> Vec<Dimension> {
        vec![self.x.0.clone(), self.y.0.clone()]
    }

    fn tallies(&self) -> &[Tally] {
        &self.tallies
    }

    fn picture(&self, counted: &Counted) -> Picture {
        let (columns, rows) = (self.x.1.labels.len(), self.y.1.labels.len());
        let within = |sums: &[u64]| -> Vec<Count> {
            let lines = sums.chunks(self.x.1.cells()).take(rows);
            lines.flat_map(|line| line.iter().take(columns).map(|&sum| count(sum))).collect()
        };
        let shown = within(counted.shown(0));
        let every: u32 = counted.shown(0).iter().map(|&sum| count(sum).sessions).sum();
        let beyond = every - shown.iter().map(|count| count.sessions).sum::<u32>();
        let all = within(counted.all(0));
        Picture::HeatMap(picture::HeatMap {
            x: self.x.1.labels.clone(),
            y: self.y.1.labels.clone(),
            shown,
            all,
            beyond,
        })
    }
}

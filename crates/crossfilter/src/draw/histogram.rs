//! Sessions by a number or time.

use super::sides::{Sides, binning};
use super::{Counted, Draw};
use crate::binning::Bins;
use crate::count::{Lane, Tally, count};
use crate::dimension::Dimension;
use crate::picture::{self, Picture};
use crate::store::Store;
use crate::view::Axis;
use serde::{Deserialize, Serialize};

/// A bin is at least as wide: a narrower one cannot be pointed at.
const PIXELS: u16 = 4;

pub(super) struct Histogram {
    template: Template,
    tallies: [Tally; 1],
}

/// A histogram but for its counts.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Template {
    axis: Axis,
    bins: Bins,
}

impl Histogram {
    pub(super) fn of(store: &mut Store, axis: &Axis, size: (u16, u16)) -> Option<Self> {
        let (bins, keys) = store.binned(axis, usize::from(size.0 / PIXELS))?;
        let tallies = [Tally { cells: bins.len() + 3, keys: vec![(keys, 1)], lane: Lane::Counts }];
        Some(Self { template: Template { axis: axis.clone(), bins }, tallies })
    }
}

impl Draw for Histogram {
    fn own(&self) -> Vec<Dimension> {
        vec![self.template.axis.dimension.clone()]
    }

    fn tallies(&self) -> &[Tally] {
        &self.tallies
    }

    fn axis(&self, dimension: &Dimension) -> Option<&Bins> {
        (self.template.axis.dimension == *dimension).then_some(&self.template.bins)
    }

    fn template(&self) -> super::Template {
        super::Template::Histogram(self.template.clone())
    }

    fn picture(&self, counted: &Counted) -> Picture {
        self.template.picture(counted.sides)
    }
}

impl Template {
    pub(super) fn picture(&self, sides: Sides) -> Picture {
        let within = |sums: &[u64]| sums.iter().take(self.bins.len()).map(|&sum| count(sum)).collect();
        let [below, above, missing] = self.bins.beside().map(|place| {
            let sum = sides.shown(0).get(place).copied().unwrap_or_default();
            count(sum).sessions
        });
        Picture::Histogram(picture::Histogram {
            axis: self.axis.clone(),
            binning: binning(&self.bins),
            shown: within(sides.shown(0)),
            all: within(sides.all(0)),
            beyond: (below, above),
            missing,
        })
    }
}

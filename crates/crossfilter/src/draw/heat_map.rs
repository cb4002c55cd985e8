//! Two categories against each other.

use super::sides::Sides;
use super::{Counted, Draw};
use crate::count::{Lane, Tally, count};
use crate::dimension::Dimension;
use crate::picture::{self, Count, Picture};
use crate::store::{Labels, Store};
use serde::{Deserialize, Serialize};

/// A cell is at least as wide and as high.
const PIXELS: (u16, u16) = (18, 16);
/// Labels along an axis, whatever the size: fewer are no map, and hours and weekdays are shown whole.
const LABELS: (usize, usize) = (24, 40);

pub(super) struct HeatMap {
    own: [Dimension; 2],
    template: Template,
    tallies: [Tally; 1],
}

/// A heat map but for its counts.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Template {
    x: Labels,
    y: Labels,
}

impl HeatMap {
    pub(super) fn of(store: &mut Store, (x, y): (&Dimension, &Dimension), size: (u16, u16)) -> Option<Self> {
        let most = |pixels: u16, each: u16| usize::from(pixels / each).clamp(LABELS.0 / 3, LABELS.1);
        let ordered = |dimension: &Dimension, most: usize| match dimension {
            Dimension::Hour => most.max(LABELS.0),
            _ => most,
        };
        let (across, x_keys) = store.labelled(x, ordered(x, most(size.0, PIXELS.0)))?;
        let (up, y_keys) = store.labelled(y, ordered(y, most(size.1, PIXELS.1)))?;
        let tallies = [Tally {
            cells: across.cells() * up.cells(),
            keys: vec![(x_keys, 1), (y_keys, across.cells() as u32)],
            lane: Lane::Counts,
        }];
        Some(Self { own: [x.clone(), y.clone()], template: Template { x: across, y: up }, tallies })
    }
}

impl Draw for HeatMap {
    fn own(&self) -> Vec<Dimension> {
        self.own.to_vec()
    }

    fn tallies(&self) -> &[Tally] {
        &self.tallies
    }

    fn template(&self) -> super::Template {
        super::Template::HeatMap(self.template.clone())
    }

    fn picture(&self, counted: &Counted) -> Picture {
        self.template.picture(counted.sides)
    }
}

impl Template {
    pub(super) fn picture(&self, sides: Sides) -> Picture {
        let (columns, rows) = (self.x.names.len(), self.y.names.len());
        let within = |sums: &[u64]| -> Vec<Count> {
            let lines = sums.chunks(self.x.cells()).take(rows);
            lines.flat_map(|line| line.iter().take(columns).map(|&sum| count(sum))).collect()
        };
        let shown = within(sides.shown(0));
        let every: u32 = sides.shown(0).iter().map(|&sum| count(sum).sessions).sum();
        let beyond = every - shown.iter().map(|count| count.sessions).sum::<u32>();
        let all = within(sides.all(0));
        Picture::HeatMap(picture::HeatMap { x: self.x.names.clone(), y: self.y.names.clone(), shown, all, beyond })
    }
}

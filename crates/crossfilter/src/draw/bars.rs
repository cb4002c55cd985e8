//! The labels of a category, the most flagged first, those of few sessions behind the others.

use super::shares::{by_share, sum};
use super::sides::Sides;
use super::{Counted, Draw};
use crate::count::{Lane, Tally, count, wilson};
use crate::dimension::Dimension;
use crate::picture::{self, Bar, Count, MOST_LABELS, Picture};
use crate::store::{Labels, Store};
use serde::{Deserialize, Serialize};

pub(super) struct Bars {
    of: Dimension,
    template: Template,
    tallies: [Tally; 1],
}

/// Bars but for their counts.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Template {
    top: usize,
    labels: Labels,
}

impl Bars {
    pub(super) fn of(store: &mut Store, of: &Dimension, top: usize) -> Option<Self> {
        let (labels, keys) = store.labelled(of, MOST_LABELS)?;
        let tallies = [Tally { cells: labels.cells(), keys: vec![(keys, 1)], lane: Lane::Counts }];
        Some(Self { of: of.clone(), template: Template { top, labels }, tallies })
    }
}

impl Draw for Bars {
    fn own(&self) -> Vec<Dimension> {
        vec![self.of.clone()]
    }

    fn tallies(&self) -> &[Tally] {
        &self.tallies
    }

    fn template(&self) -> super::Template {
        super::Template::Bars(self.template.clone())
    }

    fn picture(&self, counted: &Counted) -> Picture {
        self.template.picture(counted.sides)
    }
}

impl Template {
    pub(super) fn picture(&self, sides: Sides) -> Picture {
        let labels = self.labels.names.len();
        let bar = |place: usize, label: &str| {
            let [shown, all] =
                [sides.shown(0), sides.all(0)].map(|sums| sums.get(place).copied().map_or_else(Count::default, count));
            Bar { label: label.to_owned(), shown, all, interval: wilson(shown) }
        };
        let mut bars: Vec<Bar> = self.labels.names.iter().enumerate().map(|(place, label)| bar(place, label)).collect();
        if self.labels.missing > 0 {
            bars.push(bar(labels + 1, ""));
        }
        // A stable sort: the more frequent label of all sessions stays first.
        bars.sort_by(|a, b| by_share(a.shown, b.shown));
        let mut rest = bar(labels, "");
        let mut others = self.labels.known - labels;
        for other in bars.drain(self.top.min(bars.len())..) {
            rest.shown = sum(rest.shown, other.shown);
            rest.all = sum(rest.all, other.all);
            others += 1;
        }
        rest.interval = wilson(rest.shown);
        Picture::Bars(picture::Bars { bars, rest: (others > 0).then_some((others as u32, rest)) })
    }
}

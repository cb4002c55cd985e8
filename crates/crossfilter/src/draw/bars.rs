//! The labels of a category, the most flagged first, those of few sessions behind the others.

use super::shares::{by_share, sum};
use super::{Counted, Draw};
use crate::count::{Lane, Tally, count, wilson};
use crate::dimension::Dimension;
use crate::picture::{self, Bar, Count, MOST_LABELS, Picture};
use crate::store::{Labelled, Store};

pub(super) struct Bars {
    of: Dimension,
    top: usize,
    labelled: Labelled,
    tallies: [Tally; 1],
}

impl Bars {
    pub(super) fn of(store: &mut Store, of: &Dimension, top: usize) -> Option<Self> {
        let labelled = store.labelled(of, MOST_LABELS)?;
        let tallies = [Tally { cells: labelled.cells(), keys: vec![(labelled.keys.clone(), 1)], lane: Lane::Counts }];
        Some(Self { of: of.clone(), top, labelled, tallies })
    }
}

impl Draw for Bars {
    fn own(&self) -> Vec<Dimension> {
        vec![self.of.clone()]
    }

    fn tallies(&self) -> &[Tally] {
        &self.tallies
    }

    fn picture(&self, counted: &Counted) -> Picture {
        let labels = self.labelled.labels.len();
        let bar = |place: usize, label: &str| {
            let [shown, all] = [counted.shown(0), counted.all(0)]
                .map(|sums| sums.get(place).copied().map_or_else(Count::default, count));
            Bar { label: label.to_owned(), shown, all, interval: wilson(shown) }
        };
        let mut bars: Vec<Bar> =
            self.labelled.labels.iter().enumerate().map(|(place, label)| bar(place, label)).collect();
        if self.labelled.missing > 0 {
            bars.push(bar(labels + 1, ""));
        }
        // A stable sort: the more frequent label of all sessions stays first.
        bars.sort_by(|a, b| by_share(a.shown, b.shown));
        let mut rest = bar(labels, "");
        let mut others = self.labelled.known - labels;
        for other in bars.drain(self.top.min(bars.len())..) {
            rest.shown = sum(rest.shown, other.shown);
            rest.all = sum(rest.all, other.all);
            others += 1;
        }
        rest.interval = wilson(rest.shown);
        Picture::Bars(picture::Bars { bars, rest: (others > 0).then_some((others as u32, rest)) })
    }
}

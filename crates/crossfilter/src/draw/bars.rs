//! The labels of a category, the most flagged first, those of few sessions behind the others.

use super::{Counted, Draw};
use crate::count::{Lane, Tally, count, wilson};
use crate::dimension::Dimension;
use crate::picture::{self, Bar, Count, MOST_LABELS, Picture};
use crate::store::{Labelled, Store};
use analysis::views::FEW;
use std::cmp::Ordering;

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

/// The higher flagged share first, the larger group where they are equal. Behind them, in the same order, groups of few
/// sessions, and last those without any: one session of one is 100 %, and says less than 200 of 1000. The lower ends of the
/// intervals would not do: that of one of one is 20.7 %, above the share of nearly every large group.
pub(super) fn by_share(a: Count, b: Count) -> Ordering {
    // Fractions are compared by their cross products, so no rounding makes two shares one.
    let product = |a: u32, b: u32| u64::from(a) * u64::from(b);
    let doubt = |count: Count| u8::from(count.sessions < FEW) + u8::from(count.sessions == 0);
    (doubt(a).cmp(&doubt(b)))
        .then_with(|| product(b.flagged, a.sessions).cmp(&product(a.flagged, b.sessions)))
        .then_with(|| b.sessions.cmp(&a.sessions))
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

pub(super) fn sum(a: Count, b: Count) -> Count {
    Count { sessions: a.sessions + b.sessions, flagged: a.flagged + b.flagged }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_sessions_stand_behind_the_others() {
        let count = |(sessions, flagged)| Count { sessions, flagged };
        let mut counts = [(0, 0), (1, 1), (1000, 50), (29, 3), (30, 0), (2000, 100), (30, 2), (2, 2)].map(count);
        counts.sort_by(|a, b| by_share(*a, *b));
        let expected = [(30, 2), (2000, 100), (1000, 50), (30, 0), (2, 2), (1, 1), (29, 3), (0, 0)];
        assert_eq!(counts, expected.map(count));
    }
}

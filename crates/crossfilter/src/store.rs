//! What views are made of: values, what is known of them, and the sessions as small numbers.

use super::binning::Bins;
use super::columns::{Columns, Made, Values, is_ordered};
use super::dimension::{Dimension, Nature};
use super::keys::{KeyStore, Keys};
use super::summary::Summary;
use super::view::{Axis, Scale};
use analysis::Sessions;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::{Arc, Weak};

/// Values, summaries and keys of an analysis, each made when it is first asked for.
pub(super) struct Store {
    pub(super) columns: Columns,
    summaries: HashMap<Dimension, Arc<Summary>>,
    keys: KeyStore,
}

/// What remains of what was made for an analysis, for the next one of the same sessions. It holds neither of them.
pub struct Remains {
    of: Weak<Sessions>,
    made: HashMap<Dimension, Made>,
    summaries: HashMap<Dimension, Arc<Summary>>,
    keys: KeyStore,
}

/// The labels along an axis of a category.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Labels {
    /// The labels.
    pub(super) names: Vec<String>,
    /// How many labels there are in all.
    pub(super) known: usize,
    /// Sessions without a label.
    pub(super) missing: u32,
}

impl Labels {
    /// The cells of sessions by their labels: behind those of the labels, one of all others and one of none.
    pub(super) fn cells(&self) -> usize {
        self.names.len() + 2
    }
}

impl Store {
    pub(super) fn of(columns: Columns) -> Self {
        Self { columns, summaries: HashMap::new(), keys: KeyStore::default() }
    }

    /// What does not depend on the model's verdict, for another analysis of the same sessions.
    pub(super) fn remains(self) -> Remains {
        let lasts = |dimension: &Dimension| match dimension {
            Dimension::Column(_) | Dimension::Truth | Dimension::Hour | Dimension::Weekday => true,
            Dimension::Feature(_) | Dimension::Score | Dimension::Flagged => false,
        };
        let Self { columns, mut summaries, keys } = self;
        summaries.retain(|dimension, _| lasts(dimension));
        let of = Arc::downgrade(&columns.analysis.sessions);
        Remains { of, made: columns.made(lasts), summaries, keys: keys.lasting(lasts) }
    }

    /// With what remains of another analysis, where that is of the same sessions.
    pub(super) fn with(self, remains: Remains) -> Self {
        let Self { columns, .. } = &self;
        if remains.of.upgrade().is_none_or(|of| !Arc::ptr_eq(&of, &columns.analysis.sessions)) {
            return self;
        }
        let Remains { made, summaries, keys, .. } = remains;
        Self { columns: self.columns.with_made(made), summaries, keys }
    }

    /// The views have been made.
    pub(super) fn settle(&mut self) {
        self.keys.drop_spare();
    }

    /// What is known of a dimension's values; none where the sessions lack it.
    pub(super) fn summary(&mut self, dimension: &Dimension) -> Option<Arc<Summary>> {
        if let Some(summary) = self.summaries.get(dimension) {
            return Some(summary.clone());
        }
        self.columns.ready(dimension);
        let summary = Arc::new(Summary::of(self.columns.get(dimension)?));
        self.summaries.insert(dimension.clone(), summary.clone());
        Some(summary)
    }

    /// Bins along an axis of numbers or times, so many at most, and the bin of each session.
    pub(super) fn binned(&mut self, axis: &Axis, most: usize) -> Option<(Bins, Arc<Keys>)> {
        let summary = self.summary(&axis.dimension)?;
        let bins = match self.columns.get(&axis.dimension)?.nature() {
            Nature::Number => Bins::of_numbers(&summary, axis.scale, axis.window, most),
            Nature::Time => Bins::of_times(&summary, axis.window, most),
            Nature::Category | Nature::Text => return None,
        };
        let keys = self.keys.bins(&self.columns, &axis.dimension, &bins);
        Some((bins, keys))
    }

    /// The bin of each session.
    pub(super) fn keys_of(&mut self, dimension: &Dimension, bins: &Bins) -> Arc<Keys> {
        self.keys.bins(&self.columns, dimension, bins)
    }

    /// Bins of about the same number of sessions each, for percentiles. What never started has no place among what speaks of
    /// playing.
    pub(super) fn finely_binned(&mut self, dimension: &Dimension, bins: usize) -> Option<(Bins, Arc<Keys>)> {
        let summary = self.summary(dimension)?;
        match self.columns.get(dimension)?.nature() {
            Nature::Number | Nature::Time => {}
            Nature::Category | Nature::Text => return None,
        }
        let bins = Bins::of(summary.fine_ends(bins));
        let keys = match self.columns.unstarted().filter(|_| self.columns.is_of_playing(dimension)) {
            Some(unstarted) => self.keys.bins_of_started(&self.columns, dimension, &bins, unstarted),
            None => self.keys.bins(&self.columns, dimension, &bins),
        };
        Some((bins, keys))
    }

    /// The labels of a category, the most frequent first or in their own order, so many at most, and the cell of each session.
    pub(super) fn labelled(&mut self, dimension: &Dimension, most: usize) -> Option<(Labels, Arc<Keys>)> {
        let summary = self.summary(dimension)?;
        let Values::Codes(_, all) = self.columns.get(dimension)? else { return None };
        let mut codes: Vec<u16> = summary.labels.iter().map(|&(code, _)| code).take(most).collect();
        if is_ordered(dimension) {
            codes.sort_unstable();
        }
        let names = codes.iter().map(|&code| all.get(usize::from(code)).cloned().unwrap_or_default()).collect();
        let keys = self.keys.labels(&self.columns, dimension, &codes);
        Some((Labels { names, known: summary.labels.len(), missing: summary.missing }, keys))
    }
}

/// A whole axis.
pub(super) fn whole(dimension: Dimension) -> Axis {
    Axis { dimension, scale: Scale::Linear, window: None }
}

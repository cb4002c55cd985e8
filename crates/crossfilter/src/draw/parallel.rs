//! The features side by side: how those of the shown sessions are spread.

use super::{Counted, Draw, Sessions};
use crate::binning::Bins;
use crate::columns::Columns;
use crate::count::{Lane, Passing, Sums, Tally, Wanted, count, exact, interpolated};
use crate::dimension::Dimension;
use crate::picture::{self, Picture, Spread};
use crate::store::Store;

/// Bins of a feature's values: while a brush moves a percentile is not farther off than one of them.
const FINE: usize = 200;
const SHARES: [f64; 5] = [0.1, 0.25, 0.5, 0.75, 0.9];

pub(super) struct Parallel {
    names: Vec<String>,
    features: Vec<(Dimension, Bins)>,
    /// One for each feature.
    tallies: Vec<Tally>,
    all: Vec<Spread>,
}

fn wanted() -> [Wanted; 5] {
    SHARES.map(|share| Wanted { first: 0, groups: 1, stride: 0, share })
}

impl Parallel {
    pub(super) fn of(store: &mut Store) -> Option<Self> {
        let names: Vec<String> = store.columns.analysis.plan.features.iter().map(|feature| feature.name()).collect();
        let (mut features, mut tallies) = (Vec::new(), Vec::new());
        for name in &names {
            let dimension = Dimension::Feature(name.clone());
            let (bins, keys) = store.finely_binned(&dimension, FINE)?;
            tallies.push(Tally { cells: bins.len() + 3, keys: vec![(keys, 1)], lane: Lane::Sessions });
            features.push((dimension, bins));
        }
        Some(Self { names, features, tallies, all: Vec::new() })
    }

    fn spreads(&self, columns: &Columns, sums: &[Sums], passing: Passing) -> Vec<Spread> {
        let each = self.features.iter().zip(&self.tallies).zip(sums);
        each.map(|(((dimension, bins), tally), sums)| match columns.get(dimension) {
            Some(values) => spread(exact(columns, values, tally, passing, sums, &wanted(), bins.len())),
            None => [f64::NAN; 5],
        })
        .collect()
    }
}

fn spread(percentiles: Vec<f64>) -> Spread {
    percentiles.try_into().unwrap_or([f64::NAN; 5])
}

impl Draw for Parallel {
    fn own(&self) -> Vec<Dimension> {
        Vec::new()
    }

    fn tallies(&self) -> &[Tally] {
        &self.tallies
    }

    fn settle(&mut self, columns: &Columns, all: &[Sums], everything: Passing) {
        self.all = self.spreads(columns, all, everything);
    }

    fn picture(&self, counted: &Counted) -> Picture {
        let (shown, exact) = match counted.sessions {
            Sessions::Passing(Passing { filters: 0, .. }) => (self.all.clone(), true),
            Sessions::Passing(passing) => (self.spreads(counted.columns, counted.shown, passing), true),
            Sessions::Brushed(..) => {
                let each = self.features.iter().zip(counted.shown);
                (each.map(|((_, bins), sums)| spread(interpolated(sums, &wanted(), bins.edges()))).collect(), false)
            }
        };
        let each = self.features.iter().zip(counted.shown);
        let counts = each.map(|((_, bins), sums)| sums.iter().take(bins.len()).map(|&sum| count(sum).sessions).sum());
        Picture::Parallel(picture::Parallel {
            features: self.names.clone(),
            shown,
            all: self.all.clone(),
            counts: counts.collect(),
            exact,
        })
    }
}

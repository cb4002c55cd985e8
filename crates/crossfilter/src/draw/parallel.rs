//! The features side by side: how those of the shown sessions are spread.

use super::sides::Sides;
use super::{Counted, Draw};
use crate::binning::Bins;
use crate::columns::Columns;
use crate::count::{Lane, Passing, Sums, Tally, Wanted, count, exact, interpolated};
use crate::dimension::Dimension;
use crate::picture::{self, Picture, Spread};
use crate::store::Store;
use serde::{Deserialize, Serialize};

/// Bins of a feature's values: while a brush moves a percentile is not farther off than one of them.
const FINE: usize = 200;
const SHARES: [f64; 5] = [0.1, 0.25, 0.5, 0.75, 0.9];

pub(super) struct Parallel {
    template: Template,
    /// One for each feature.
    tallies: Vec<Tally>,
}

/// Features side by side but for their counts.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Template {
    /// The name and the fine bins of each feature.
    features: Vec<(String, Bins)>,
    /// How those of all sessions are spread.
    all: Vec<Spread>,
}

fn wanted() -> [Wanted; 5] {
    SHARES.map(|share| Wanted { first: 0, groups: 1, stride: 0, share })
}

impl Parallel {
    pub(super) fn of(store: &mut Store) -> Option<Self> {
        let names: Vec<String> = store.columns.analysis.plan.features.iter().map(|feature| feature.name()).collect();
        let (mut features, mut tallies) = (Vec::new(), Vec::new());
        for name in names {
            let (bins, keys) = store.finely_binned(&Dimension::Feature(name.clone()), FINE)?;
            tallies.push(Tally { cells: bins.len() + 3, keys: vec![(keys, 1)], lane: Lane::Sessions });
            features.push((name, bins));
        }
        Some(Self { template: Template { features, all: Vec::new() }, tallies })
    }

    fn spreads(&self, columns: &Columns, sums: &[Sums], passing: Passing) -> Vec<Spread> {
        let each = self.template.features.iter().zip(&self.tallies).zip(sums);
        each.map(|(((name, bins), tally), sums)| match columns.get(&Dimension::Feature(name.clone())) {
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
        self.template.all = self.spreads(columns, all, everything);
    }

    fn template(&self) -> super::Template {
        super::Template::Parallel(self.template.clone())
    }

    fn picture(&self, counted: &Counted) -> Picture {
        let shown = match counted.passing {
            Passing { filters: 0, .. } => self.template.all.clone(),
            passing => self.spreads(counted.columns, counted.sides.shown, passing),
        };
        self.template.picture(counted.sides, Some(shown))
    }
}

impl Template {
    /// With exact percentiles, or with those that fine bins lead to.
    pub(super) fn picture(&self, sides: Sides, exact: Option<Vec<Spread>>) -> Picture {
        let each = || self.features.iter().zip(sides.shown);
        let is_exact = exact.is_some();
        let about = || each().map(|((_, bins), sums)| spread(interpolated(sums, &wanted(), bins.edges()))).collect();
        let counts = each().map(|((_, bins), sums)| sums.iter().take(bins.len()).map(|&sum| count(sum).sessions).sum());
        Picture::Parallel(picture::Parallel {
            features: self.features.iter().map(|(name, _)| name.clone()).collect(),
            shown: exact.unwrap_or_else(about),
            all: self.all.clone(),
            counts: counts.collect(),
            exact: is_exact,
        })
    }
}

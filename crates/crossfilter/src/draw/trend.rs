//! A metric over time.

use super::sides::{Sides, binning};
use super::{Counted, Draw};
use crate::binning::Bins;
use crate::columns::Columns;
use crate::count::{Lane, Passing, Sums, Tally, Wanted, count, exact, interpolated};
use crate::dimension::Dimension;
use crate::picture::{self, Picture, Point};
use crate::store::{Store, whole};
use crate::view::Metric;
use serde::{Deserialize, Serialize};
use telemetry::Field;

/// A bin is at least as wide.
const PIXELS: u16 = 6;
/// No more points than can be told apart.
const MOST: usize = 200;
/// Bins of the values of a percentile: while a brush moves it is not farther off than one of them.
const FINE: usize = 128;

pub(super) struct Trend {
    template: Template,
    time: Dimension,
    /// The sessions of each bin; for a percentile, those of each bin and fine bin, too.
    tallies: Vec<Tally>,
}

/// A trend but for its counts.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Template {
    metric: Metric,
    bins: Bins,
    percentile: Option<Percentile>,
    /// The percentile of all sessions in each bin.
    all: Vec<f64>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Percentile {
    of: Dimension,
    fine: Bins,
    wanted: Vec<Wanted>,
}

impl Trend {
    pub(super) fn of(store: &mut Store, metric: &Metric, size: (u16, u16)) -> Option<Self> {
        let time = store.columns.column_of(Field::Timestamp)?;
        let (bins, keys) = store.binned(&whole(time.clone()), usize::from(size.0 / PIXELS).min(MOST))?;
        let cells = bins.len() + 3;
        let mut tallies = vec![Tally { cells, keys: vec![(keys.clone(), 1)], lane: Lane::Counts }];
        let share = match metric {
            Metric::Sessions | Metric::FlaggedShare => None,
            Metric::Median(of) => Some((of, 0.5)),
            Metric::Percentile95(of) => Some((of, 0.95)),
        };
        let mut percentile = None;
        if let Some((of, share)) = share {
            let (fine, values) = store.finely_binned(of, FINE)?;
            let stride = fine.len() + 3;
            tallies.push(Tally {
                cells: cells * stride,
                keys: vec![(values, 1), (keys, stride as u32)],
                lane: Lane::Sessions,
            });
            let wanted = (0..bins.len()).map(|bin| Wanted { first: bin * stride, groups: 1, stride, share }).collect();
            percentile = Some(Percentile { of: of.clone(), fine, wanted });
        }
        let template = Template { metric: metric.clone(), bins, percentile, all: Vec::new() };
        Some(Self { template, time, tallies })
    }

    /// The exact metric of each bin.
    fn percentiles(&self, columns: &Columns, sums: &[u64], passing: Passing) -> Vec<f64> {
        match (&self.template.percentile, self.tallies.get(1)) {
            (Some(Percentile { of, fine, wanted }), Some(tally)) => columns
                .get(of)
                .map_or_else(Vec::new, |values| exact(columns, values, tally, passing, sums, wanted, fine.len())),
            _ => Vec::new(),
        }
    }
}

impl Template {
    /// How many sessions of a bin have a value of which a percentile is taken; `sums` are of the second tally.
    fn valued(&self, sums: &[u64], bin: usize) -> Option<u32> {
        let Percentile { fine, wanted, .. } = self.percentile.as_ref()?;
        let cells = sums.get(wanted.get(bin)?.first..)?;
        Some(cells.iter().take(fine.len()).map(|&sum| count(sum).sessions).sum())
    }

    fn points(&self, sums: &[u64], by_value: &[u64], percentiles: &[f64]) -> Vec<Point> {
        let point = |(bin, &sum): (usize, &u64)| {
            let count = count(sum);
            let value = match self.metric {
                Metric::Sessions => f64::from(count.sessions),
                Metric::FlaggedShare => f64::from(count.flagged) / f64::from(count.sessions),
                Metric::Median(_) | Metric::Percentile95(_) => percentiles.get(bin).copied().unwrap_or(f64::NAN),
            };
            let of = if self.percentile.is_some() { self.valued(by_value, bin).unwrap_or(0) } else { count.sessions };
            Point { count, value, of }
        };
        sums.iter().take(self.bins.len()).enumerate().map(point).collect()
    }

    /// With exact percentiles, or with those that fine bins lead to.
    pub(super) fn picture(&self, sides: Sides, exact: Option<Vec<f64>>) -> Picture {
        let is_exact = exact.is_some() || self.percentile.is_none();
        let about = || match &self.percentile {
            Some(Percentile { fine, wanted, .. }) => interpolated(sides.shown(1), wanted, fine.edges()),
            None => Vec::new(),
        };
        let beside: u32 = sides.shown(0).iter().skip(self.bins.len()).map(|&sum| count(sum).sessions).sum();
        Picture::Trend(picture::Trend {
            metric: self.metric.clone(),
            binning: binning(&self.bins),
            shown: self.points(sides.shown(0), sides.shown(1), &exact.unwrap_or_else(about)),
            all: self.points(sides.all(0), sides.all(1), &self.all),
            exact: is_exact,
            beyond: beside,
        })
    }
}

impl Draw for Trend {
    fn own(&self) -> Vec<Dimension> {
        vec![self.time.clone()]
    }

    fn tallies(&self) -> &[Tally] {
        &self.tallies
    }

    fn axis(&self, dimension: &Dimension) -> Option<&Bins> {
        (self.time == *dimension).then_some(&self.template.bins)
    }

    fn settle(&mut self, columns: &Columns, all: &[Sums], everything: Passing) {
        self.template.all = self.percentiles(columns, all.get(1).map_or(&[], Vec::as_slice), everything);
    }

    fn template(&self) -> super::Template {
        super::Template::Trend(self.template.clone())
    }

    fn picture(&self, counted: &Counted) -> Picture {
        let percentiles = match counted.passing {
            Passing { filters: 0, .. } => self.template.all.clone(),
            passing => self.percentiles(counted.columns, counted.sides.shown(1), passing),
        };
        self.template.picture(counted.sides, Some(percentiles))
    }
}

//! Bins along an axis: ends that people can read, and the bin of a value, exactly.
//!
//! A bin is half open: its own lower end belongs to it, its upper end to the next. Each end is the number that its few
//! decimal digits say, so that a filter made of two ends is short in a link and counts what the bins between them count.

mod calendar;
mod decimal;

use super::summary::Summary;
use super::view::Scale;
use serde::{Deserialize, Serialize};

/// Bins along an axis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Bins {
    edges: Vec<f64>,
    /// Bins by the width of the first, where all have about the same width.
    per_unit: Option<f64>,
}

/// No axis has more: a bin's number and three places beside the bins fit into a byte.
pub(super) const MOST_BINS: usize = 250;
/// No number beyond is on an axis: the span of any two within is finite, with room for rounding.
const FAR: f64 = 1e300;

impl Bins {
    /// Bins of these ends, which rise; of 0 to 1 where they are no bins.
    pub(super) fn of(edges: Vec<f64>) -> Self {
        if edges.len() < 2 || !edges.is_sorted_by(|a, b| a < b) {
            return Self { edges: vec![0.0, 1.0], per_unit: Some(1.0) };
        }
        let bins = edges.len() - 1;
        let per_unit = match (edges.first(), edges.last()) {
            (Some(first), Some(last)) => bins as f64 / (last - first),
            _ => f64::NAN,
        };
        let even = edges.windows(2).all(|pair| ((pair[1] - pair[0]) * per_unit - 1.0).abs() < 0.2);
        Self { per_unit: (even && per_unit.is_finite()).then_some(per_unit), edges }
    }

    /// Bins for numbers: of this many at most, over the window or what nearly all sessions have.
    pub(super) fn of_numbers(summary: &Summary, scale: Scale, window: Option<(f64, f64)>, most: usize) -> Self {
        let most = most.clamp(2, MOST_BINS);
        let (least, greatest) = summary.range.unwrap_or((0.0, 0.0));
        let (low, high) = match window {
            Some((low, high)) => (
                if low.is_finite() { low } else { least.min(high) },
                if high.is_finite() { high } else { greatest.max(low) },
            ),
            None => summary.middle().unwrap_or((0.0, 0.0)),
        };
        let (low, high) = (low.clamp(-FAR, FAR), high.clamp(-FAR, FAR));
        // The greatest value of a window is not in it.
        let closed = window.is_none_or(|(_, high)| !high.is_finite());
        let edges = match scale {
            Scale::Log if high > 0.0 => {
                let above_zero = summary.sample.partition_point(|&value| value <= 0.0);
                let least_above = summary.sample.get(above_zero).copied().unwrap_or(high);
                decimal::log_edges((low, high, closed), least_above.min(high), least, most)
            }
            _ => decimal::even_edges((low, high, closed), summary.whole, most),
        };
        Self::of(edges)
    }

    /// Bins for times, by the calendar, of this many at most.
    pub(super) fn of_times(summary: &Summary, window: Option<(f64, f64)>, most: usize) -> Self {
        let (least, greatest) = summary.range.unwrap_or((0.0, 0.0));
        let (low, high) = match window {
            // The end of a window is not in it.
            Some((low, high)) => (low.max(least.min(high - 1.0)), (high - 1.0).min(greatest.max(low))),
            None => summary.middle().unwrap_or((0.0, 0.0)),
        };
        Self::of(calendar::edges(low, high.max(low), most.clamp(2, MOST_BINS)))
    }

    /// The ends.
    pub(super) fn edges(&self) -> &[f64] {
        &self.edges
    }

    /// How many bins there are.
    pub(super) fn len(&self) -> usize {
        self.edges.len() - 1
    }

    /// Where sessions without a place among the bins are counted: below, above, without a value.
    pub(super) fn beside(&self) -> [usize; 3] {
        let bins = self.len();
        [bins, bins + 1, bins + 2]
    }

    /// The bin of a value, or its place beside them.
    #[inline]
    pub(super) fn bin(&self, value: f64) -> usize {
        let edges = self.edges.as_slice();
        let bins = edges.len() - 1;
        if value.is_nan() {
            return bins + 2;
        } else if value < edges[0] {
            return bins;
        } else if value >= edges[bins] {
            return bins + 1;
        }
        match self.per_unit {
            Some(per_unit) => {
                // The product may be off by a bin; the ends decide.
                let mut bin = (((value - edges[0]) * per_unit) as usize).min(bins - 1);
                while value < edges[bin] {
                    bin -= 1;
                }
                while value >= edges[bin + 1] {
                    bin += 1;
                }
                bin
            }
            None => edges.partition_point(|&edge| edge <= value) - 1,
        }
    }

    /// Where a value lies along the axis, 0 to 1 and beyond, every bin as wide as every other.
    pub(super) fn place(&self, value: f64) -> f64 {
        let bins = self.len();
        let [below, above, _] = self.beside();
        let bin = self.bin(value);
        let within = match self.edges.get(bin..bin + 2) {
            _ if bin == below => return f64::NEG_INFINITY,
            _ if bin == above => return f64::INFINITY,
            Some(&[low, high]) => (value - low) / (high - low),
            _ => f64::NAN,
        };
        (bin as f64 + within) / bins as f64
    }

    /// The value at a place along the axis between 0 and 1: the inverse of [`Self::place`].
    pub(super) fn value_at(&self, place: f64) -> f64 {
        let along = place.clamp(0.0, 1.0) * self.len() as f64;
        let bin = (along as usize).min(self.len() - 1);
        match self.edges.get(bin..bin + 2) {
            Some(&[low, high]) => low + (high - low) * (along - bin as f64),
            _ => f64::NAN,
        }
    }
}

#[cfg(test)]
mod tests;

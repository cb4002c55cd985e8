//! What the values of a dimension are like: range, gaps, frequent labels. Found once, for axes and descriptions.

use super::columns::{Values, instant};

/// What is known of a dimension's values.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Summary {
    /// The least and the greatest finite number.
    pub(super) range: Option<(f64, f64)>,
    /// Sessions without a value.
    pub(super) missing: u32,
    /// Whether all finite numbers are whole.
    pub(super) whole: bool,
    /// Some of the finite numbers, evenly over the sessions, from the least to the greatest; all where there are few.
    pub(super) sample: Vec<f64>,
    /// The codes of labels, the most frequent first, with how many sessions have each.
    pub(super) labels: Vec<(u16, u32)>,
}

/// A sample is not larger than about twice this: it places the ends of axes and of fine bins, which are then exact.
const SAMPLE: usize = 16_384;
/// The middle share of the sessions that an axis spans, so that a few wild values do not squeeze all others into a corner.
const SPAN: f64 = 0.998;
/// A range so many times as wide as the middle is shown as a whole.
const ROOMY: f64 = 1.3;

/// The numbers that a piece has at most.
const PIECE: usize = 4096;
/// Numbers that are looked at side by side.
const LANES: usize = 8;

/// The least and the greatest finite number, how many are none, and whether all are whole. Each lane has its own, so that
/// the processor can go through several numbers at once.
struct Extent {
    least: [f64; LANES],
    greatest: [f64; LANES],
    missing: u32,
    whole: bool,
}

impl Default for Extent {
    fn default() -> Self {
        Self { least: [f64::INFINITY; LANES], greatest: [f64::NEG_INFINITY; LANES], missing: 0, whole: true }
    }
}

impl Extent {
    fn take(&mut self, piece: &[f64]) {
        let mut lines = piece.chunks_exact(LANES);
        for line in lines.by_ref() {
            for (lane, &value) in line.iter().enumerate() {
                self.take_one(lane, value);
            }
        }
        lines.remainder().iter().for_each(|&value| self.take_one(0, value));
        self.missing += piece.iter().map(|value| u32::from(value.is_nan())).sum::<u32>();
        // Most columns that are not whole show it at once.
        self.whole = self.whole && piece.iter().all(|value| !value.is_finite() || value.trunc() == *value);
    }

    #[inline(always)]
    fn take_one(&mut self, lane: usize, value: f64) {
        let finite = value.abs() < f64::INFINITY;
        let (low, high) = (if finite { value } else { f64::INFINITY }, if finite { value } else { f64::NEG_INFINITY });
        self.least[lane] = if low < self.least[lane] { low } else { self.least[lane] };
        self.greatest[lane] = if high > self.greatest[lane] { high } else { self.greatest[lane] };
    }

    fn range(&self) -> (f64, f64) {
        let least = self.least.iter().copied().fold(f64::INFINITY, f64::min);
        (least, self.greatest.iter().copied().fold(f64::NEG_INFINITY, f64::max))
    }
}

/// Hands values over as numbers, piece by piece.
fn converted<T: Copy>(values: &[T], number: impl Fn(T) -> f64, each: &mut dyn FnMut(&[f64])) {
    let mut piece = [0.0; PIECE];
    for values in values.chunks(PIECE) {
        let piece = &mut piece[..values.len()];
        piece.iter_mut().zip(values).for_each(|(place, &value)| *place = number(value));
        each(piece);
    }
}

impl Summary {
    pub(super) fn of(values: Values) -> Self {
        match values {
            Values::Codes(codes, labels) => Self::of_codes(codes, labels),
            Values::Texts(texts) => {
                let missing = (0..texts.len()).filter(|&row| texts.get(row).is_empty()).count() as u32;
                Self { missing, ..Self::default() }
            }
            Values::Numbers(values) => Self::of_numbers(values.len(), |each| each(values)),
            Values::Singles(singles) => Self::of_numbers(singles.len(), |each| converted(singles, f64::from, each)),
            Values::Times(times) => Self::of_numbers(times.len(), |each| converted(times, instant, each)),
        }
    }

    fn of_codes(codes: &[u16], labels: &[String]) -> Self {
        let mut counts = vec![0_u32; labels.len()];
        let mut missing = 0;
        for &code in codes {
            match counts.get_mut(usize::from(code)) {
                Some(count) => *count += 1,
                None => missing += 1,
            }
        }
        let mut labels: Vec<(u16, u32)> = (0..).zip(counts).filter(|&(_, count)| count > 0).collect();
        labels.sort_unstable_by_key(|&(code, count)| (std::cmp::Reverse(count), code));
        Self { missing, labels, ..Self::default() }
    }

    /// Of so many numbers, which are handed over piece by piece.
    fn of_numbers(rows: usize, pieces: impl FnOnce(&mut dyn FnMut(&[f64]))) -> Self {
        let mut extent = Extent::default();
        let every = rows / SAMPLE + 1;
        let mut sample: Vec<f64> = Vec::with_capacity(rows / every + 1);
        // The numbers until the next one of the sample.
        let mut until = 0;
        pieces(&mut |piece: &[f64]| {
            extent.take(piece);
            let taken = piece.iter().skip(until).step_by(every);
            sample.extend(taken.filter(|value| value.is_finite()));
            let behind = piece.len().saturating_sub(until);
            until = if behind == 0 { until - piece.len() } else { (every - behind % every) % every };
        });
        sample.sort_unstable_by(f64::total_cmp);
        let (least, greatest) = extent.range();
        let range = (least <= greatest).then_some((least, greatest));
        Self { range, missing: extent.missing, whole: extent.whole && range.is_some(), sample, labels: Vec::new() }
    }

    /// The part of an axis that shows nearly all sessions.
    pub(super) fn middle(&self) -> Option<(f64, f64)> {
        let (least, greatest) = self.range?;
        let (low, high) = (self.quantile((1.0 - SPAN) / 2.0), self.quantile((1.0 + SPAN) / 2.0));
        let (Some(low), Some(high)) = (low, high) else { return Some((least, greatest)) };
        // Halved, so that no difference is infinite.
        let roomy = greatest / 2.0 - least / 2.0 <= (high / 2.0 - low / 2.0) * ROOMY;
        Some(if roomy || low >= high { (least, greatest) } else { (low, high) })
    }

    /// A quantile of the sample, by nearest rank.
    pub(super) fn quantile(&self, share: f64) -> Option<f64> {
        let last = self.sample.len().checked_sub(1)?;
        self.sample.get((share * last as f64).round() as usize).copied()
    }

    /// The ends of bins which have about the same number of sessions each, for percentiles: a value that many sessions have
    /// stands in a bin of its own.
    pub(super) fn fine_ends(&self, bins: usize) -> Vec<f64> {
        let Some((least, greatest)) = self.range else { return vec![0.0, 1.0] };
        let mut ends = vec![least];
        let mut before = least;
        for place in 0..=bins {
            let Some(value) = self.quantile(place as f64 / bins as f64) else { break };
            // Reached twice: at least one whole bin has this value.
            let end = if value == before { value.next_up() } else { value };
            before = value;
            if ends.last().is_some_and(|&last| end > last) {
                ends.push(end);
            }
        }
        let above = greatest.next_up();
        if ends.last().is_some_and(|&last| above > last) {
            ends.push(above);
        }
        ends
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_wild_values_do_not_make_the_axis() {
        let mut values: Vec<f64> = (0..10_000).map(|value| f64::from(value % 100)).collect();
        assert_eq!(Summary::of(Values::Numbers(&values)).middle(), Some((0.0, 99.0)));
        values[5] = 1e12;
        values[6] = f64::INFINITY;
        values[7] = f64::NAN;
        let summary = Summary::of(Values::Numbers(&values));
        assert_eq!((summary.range, summary.missing, summary.whole), (Some((0.0, 1e12)), 1, true));
        assert_eq!(summary.middle(), Some((0.0, 99.0)));
    }

    #[test]
    fn numbers_are_the_same_whatever_they_are_kept_as() {
        let mut state = 7_u64;
        for rows in [0, 1, 7, 8, 9, 4095, 4097, 20_000, 50_003] {
            let mut next = || {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (state >> 40) as f32 - 8e6
            };
            let mut singles: Vec<f32> = (0..rows).map(|_| next()).collect();
            for (place, wild) in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, -0.0].into_iter().enumerate() {
                if let Some(single) = singles.get_mut(place * 3) {
                    *single = wild;
                }
            }
            let numbers: Vec<f64> = singles.iter().map(|&single| f64::from(single)).collect();
            let found = Summary::of(Values::Numbers(&numbers));
            assert_eq!(found, Summary::of(Values::Singles(&singles)), "{rows}");
            let finite: Vec<f64> = numbers.iter().copied().filter(|number| number.is_finite()).collect();
            let least = finite.iter().copied().reduce(f64::min);
            let range = least.zip(finite.iter().copied().reduce(f64::max));
            assert_eq!(found.range, range, "{rows}");
            let every = rows / SAMPLE + 1;
            let mut sample: Vec<f64> = numbers.iter().step_by(every).copied().filter(|it| it.is_finite()).collect();
            sample.sort_unstable_by(f64::total_cmp);
            assert_eq!(found.sample, sample, "{rows}");
            assert_eq!(found.missing, numbers.iter().filter(|number| number.is_nan()).count() as u32);
            assert_eq!(found.whole, range.is_some());
        }
    }

    #[test]
    fn what_nearly_all_share_leaves_the_whole_range() {
        let mut values = vec![0.0; 9_999];
        values.push(3.5);
        let summary = Summary::of(Values::Numbers(&values));
        assert_eq!(summary.middle(), Some((0.0, 3.5)));
        let ends = summary.fine_ends(16);
        assert_eq!((ends[0], ends[1]), (0.0, 0.0_f64.next_up()));
        assert!(ends.is_sorted_by(|a, b| a < b) && ends[ends.len() - 1] > 3.5, "{ends:?}");
        assert_eq!(Summary::of(Values::Numbers(&[f64::NAN])).middle(), None);
    }
}

//! What the values of a dimension are like: range, gaps, frequent labels. Found once, for axes and descriptions.

use super::columns::Values;

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

impl Summary {
    pub(super) fn of(values: Values) -> Self {
        match values {
            Values::Codes(codes, labels) => Self::of_codes(codes, labels),
            Values::Texts(texts) => {
                let missing = (0..texts.len()).filter(|&row| texts.get(row).is_empty()).count() as u32;
                Self { missing, ..Self::default() }
            }
            Values::Numbers(values) => Self::of_numbers(values, values.len()),
            Values::Singles(_) | Values::Times(_) => {
                let mut numbers = Vec::new();
                values.each_number(|value| numbers.push(value));
                Self::of_numbers(&numbers, numbers.len())
            }
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

    fn of_numbers(values: &[f64], rows: usize) -> Self {
        let (mut least, mut greatest, mut missing, mut whole) = (f64::INFINITY, f64::NEG_INFINITY, 0, true);
        for &value in values {
            if value.is_finite() {
                least = least.min(value);
                greatest = greatest.max(value);
                whole &= value.trunc() == value;
            } else if value.is_nan() {
                missing += 1;
            }
        }
        let every = rows / SAMPLE + 1;
        let mut sample: Vec<f64> = values.iter().step_by(every).copied().filter(|value| value.is_finite()).collect();
        sample.sort_unstable_by(f64::total_cmp);
        let range = (least <= greatest).then_some((least, greatest));
        Self { range, missing, whole: whole && range.is_some(), sample, labels: Vec::new() }
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

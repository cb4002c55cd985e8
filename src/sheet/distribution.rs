//! How the values of a column are spread: bins of numbers and times, the commonest of labels.

use std::collections::HashSet;
use telemetry::{Data, MISSING_CATEGORY, MISSING_TIME};

/// Bins of a histogram.
const BINS: usize = 24;
/// Different values are counted up to here.
const MOST_DISTINCT: usize = 1000;
/// Values from which the ends of a histogram are told.
const SAMPLE: usize = 65_536;
/// The share of values beyond each end of a histogram: a few extremes would leave all others in one bin.
const BEYOND: f64 = 0.01;
/// So many labels are named.
const TOP: usize = 3;

/// How many different values there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Distinct {
    /// So many.
    Exactly(usize),
    /// More than so many.
    MoreThan(usize),
}

/// How the values of a column are spread.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Spread {
    /// Of numbers, or of times in UTC milliseconds.
    Histogram(Histogram),
    /// Of labels: the commonest with their counts, and how many rows have another.
    Labels {
        /// The commonest, the most frequent first, equally frequent ones as they first appear.
        top: Vec<(String, u64)>,
        /// Rows with another label.
        others: u64,
    },
    /// Of texts, or where there is no value: nothing to show.
    Nothing,
}

/// Counts by bin.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Histogram {
    /// The edges of the bins, rising, one more than there are bins; with few different values, these themselves.
    pub edges: Vec<f64>,
    /// How many values fell into each bin; the first and the last take what lies beyond.
    pub counts: Vec<u64>,
    /// Whether each bin is one value.
    pub exact: bool,
}

/// The different values of a column, and how all are spread.
pub(super) fn spread(data: &Data) -> (Distinct, Spread) {
    match data {
        Data::Number(values) => numbers(|| values.iter().copied().filter(|value| !value.is_nan())),
        Data::Time(values) => {
            numbers(|| values.iter().filter(|&&value| value != MISSING_TIME).map(|&value| value as f64))
        }
        Data::Category(values) => {
            let mut counts = vec![0_u64; values.labels().len()];
            for &code in values.codes().iter().filter(|&&code| code != MISSING_CATEGORY) {
                if let Some(count) = counts.get_mut(usize::from(code)) {
                    *count += 1;
                }
            }
            (Distinct::Exactly(counts.iter().filter(|&&count| count > 0).count()), labels(values.labels(), &counts))
        }
        Data::Text(values) => {
            let mut seen = HashSet::new();
            let mut filled = (0..values.len()).map(|row| values.get(row)).filter(|text| !text.is_empty());
            let more = filled.any(|text| seen.insert(text) && seen.len() > MOST_DISTINCT);
            (if more { Distinct::MoreThan(MOST_DISTINCT) } else { Distinct::Exactly(seen.len()) }, Spread::Nothing)
        }
    }
}

fn labels(labels: &[String], counts: &[u64]) -> Spread {
    let mut order: Vec<usize> = (0..counts.len()).filter(|&code| counts[code] > 0).collect();
    // A stable sort: equally frequent labels stay as they first appear.
    order.sort_by_key(|&code| std::cmp::Reverse(counts[code]));
    let others = order.iter().skip(TOP).map(|&code| counts[code]).sum();
    let top = order.into_iter().take(TOP).map(|code| (labels[code].clone(), counts[code])).collect();
    Spread::Labels { top, others }
}

fn numbers<I: Iterator<Item = f64>>(values: impl Fn() -> I) -> (Distinct, Spread) {
    let (mut different, more) = different(values());
    let distinct = if more { Distinct::MoreThan(MOST_DISTINCT) } else { Distinct::Exactly(different.len()) };
    different.sort_by(f64::total_cmp);
    let exact = different.len() <= BINS;
    let edges = match different.as_slice() {
        [] => return (distinct, Spread::Nothing),
        _ if exact => different,
        _ => edges(&values),
    };
    let bins = if exact { edges.len() } else { edges.len() - 1 };
    let mut counts = vec![0; bins];
    if exact {
        for value in values() {
            counts[edges.partition_point(|&edge| edge <= value).saturating_sub(1)] += 1;
        }
    } else {
        // The bins are equally wide: a division says nearly which it is, the edges then exactly.
        let low = edges.first().copied().unwrap_or_default();
        let per_width = bins as f64 / (edges.last().copied().unwrap_or_default() - low);
        for value in values() {
            let mut bin = (((value - low) * per_width) as usize).min(bins - 1);
            while bin > 0 && edges[bin] > value {
                bin -= 1;
            }
            while bin + 1 < bins && edges[bin + 1] <= value {
                bin += 1;
            }
            counts[bin] += 1;
        }
    }
    (distinct, Spread::Histogram(Histogram { edges, counts, exact }))
}

/// The different numbers as they first appear, and whether there are more. There can be millions to look through, so they
/// are looked up in a small table of places rather than in a general one.
fn different(values: impl Iterator<Item = f64>) -> (Vec<f64>, bool) {
    const BITS: u32 = 12;
    // A quarter full at most, so that the next place is soon found.
    const _: () = assert!(MOST_DISTINCT * 4 < 1 << BITS);
    let mut table = vec![f64::NAN; 1 << BITS];
    let mut different = Vec::new();
    for value in values {
        // Zero is zero, whatever its sign.
        let value = value + 0.0;
        // Fibonacci hashing: the upper bits of a product with 2^64 / φ.
        let mut place = (value.to_bits().wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - BITS)) as usize;
        while table[place] != value {
            if table[place].is_nan() {
                if different.len() == MOST_DISTINCT {
                    return (different, true);
                }
                table[place] = value;
                different.push(value);
                break;
            }
            place = (place + 1) % table.len();
        }
    }
    (different, false)
}

/// Equally wide bins between the values beyond which few lie; told from every k-th value, so that it does not take long.
fn edges<I: Iterator<Item = f64>>(values: &impl Fn() -> I) -> Vec<f64> {
    let step = values().count().div_ceil(SAMPLE).max(1);
    let mut sample: Vec<f64> = values().step_by(step).collect();
    sample.sort_by(f64::total_cmp);
    let last = sample.len().saturating_sub(1);
    let at = |share: f64| sample.get((share * last as f64).round() as usize).copied().unwrap_or(0.0);
    let (mut low, mut high) = (at(BEYOND), at(1.0 - BEYOND));
    if low >= high {
        // Nearly all are one value: the whole range then.
        (low, high) = values().fold((low, low), |(low, high), value| (low.min(value), high.max(value)));
    }
    // Each edge from both ends, so that the width of the whole cannot overflow.
    let edge = |bin: usize| {
        let share = bin as f64 / BINS as f64;
        low * (1.0 - share) + high * share
    };
    (0..=BINS).map(edge).collect()
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use telemetry::{Categories, Texts};

    fn histogram(values: Vec<f64>) -> Histogram {
        match spread(&Data::Number(values)).1 {
            Spread::Histogram(histogram) => histogram,
            other => panic!("a histogram, not {other:?}"),
        }
    }

    #[test]
    fn few_different_values_have_a_bin_each() {
        let data = Data::Number(vec![2.0, 0.0, -0.0, f64::NAN, 5.0, 2.0, 2.0]);
        let (distinct, spread) = spread(&data);
        assert_eq!(distinct, Distinct::Exactly(3));
        let histogram = Histogram { edges: vec![0.0, 2.0, 5.0], counts: vec![2, 3, 1], exact: true };
        assert_eq!(spread, Spread::Histogram(histogram));
    }

    #[test]
    fn extremes_do_not_squeeze_the_others_together() {
        let mut values: Vec<f64> = (0..10_000).map(f64::from).collect();
        values.push(1e300);
        let histogram = histogram(values);
        assert!(histogram.counts.iter().all(|&count| count > 300), "{:?}", histogram.counts);
        assert!(histogram.edges.last().is_some_and(|&edge| edge < 10_000.0));
    }

    #[test]
    fn nearly_constant_columns_show_their_whole_range() {
        let values = (0..100_000).map(|row| if row % 2500 == 7 { f64::from(row) } else { 1.0 });
        let histogram = histogram(values.collect());
        assert_eq!((histogram.edges.first(), histogram.edges.last()), (Some(&1.0), Some(&97_507.0)));
        assert!(histogram.counts[0] >= 99_960);
    }

    #[test]
    fn labels_are_named_by_how_often_they_stand() {
        let mut values = Categories::default();
        for label in ["b", "a", "c", "a", "", "d", "d", "e"] {
            values.push(label).expect("few labels");
        }
        let (distinct, spread) = spread(&Data::Category(values));
        assert_eq!(distinct, Distinct::Exactly(5));
        let top = [("a", 2), ("d", 2), ("b", 1)].map(|(label, count)| (label.to_owned(), count)).to_vec();
        assert_eq!(spread, Spread::Labels { top, others: 2 });
    }

    #[test]
    fn many_texts_are_not_all_counted() {
        let mut texts = Texts::default();
        (0..1001).for_each(|row| texts.push(&row.to_string()));
        assert_eq!(spread(&Data::Text(texts.clone())).0, Distinct::MoreThan(1000));
        let mut few = Texts::default();
        ["a", "", "b", "a"].iter().for_each(|text| few.push(text));
        assert_eq!(spread(&Data::Text(few)).0, Distinct::Exactly(2));
    }

    proptest! {
        #[test]
        fn different_numbers_are_those_of_a_set(values in proptest::collection::vec(-700..700_i32, 0..4000)) {
            let set: std::collections::BTreeSet<i32> = values.iter().copied().collect();
            let (mut found, more) = different(values.iter().map(|&value| f64::from(value) / 7.0));
            found.sort_by(f64::total_cmp);
            prop_assert_eq!(more, set.len() > MOST_DISTINCT);
            if !more {
                prop_assert_eq!(found, set.iter().map(|&value| f64::from(value) / 7.0).collect::<Vec<_>>());
            }
        }

        #[test]
        fn every_number_is_in_a_bin(values in proptest::collection::vec(prop_oneof![any::<f64>(), -1e3..1e3], 1..300)) {
            let filled = values.iter().filter(|value| !value.is_nan()).count() as u64;
            // Columns have no infinite numbers.
            prop_assume!(values.iter().all(|value| !value.is_infinite()));
            let kept: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
            match spread(&Data::Number(values)).1 {
                Spread::Histogram(histogram) => {
                    prop_assert_eq!(histogram.counts.iter().sum::<u64>(), filled);
                    let mut counts = vec![0; histogram.counts.len()];
                    for value in kept {
                        let bin = histogram.edges.partition_point(|&edge| edge <= value);
                        counts[bin.saturating_sub(1).min(histogram.counts.len() - 1)] += 1;
                    }
                    prop_assert_eq!(&histogram.counts, &counts);
                    prop_assert!(histogram.edges.iter().all(|edge| edge.is_finite()));
                    prop_assert!(histogram.edges.windows(2).all(|pair| pair[0] <= pair[1]));
                }
                other => prop_assert_eq!((other, filled), (Spread::Nothing, 0)),
            }
        }
    }
}

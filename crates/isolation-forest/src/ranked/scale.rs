//! What a value of a feature is to a forest: how many of the forest's thresholds it is above.

/// The distinct thresholds of one feature, in rising order: a scale on which every value has a rank.
///
/// For a threshold at place `k` of the scale, `value <= threshold` if and only if `rank(value) <= k`. A comparison of
/// ranks is thus as good as one of the values, and ranks are small integers.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Scale {
    /// The thresholds, and behind them as many infinities as a search may look at.
    thresholds: Vec<f32>,
    len: u32,
    buckets: Buckets,
    /// How many thresholds are in lower buckets, by bucket.
    starts: Vec<u32>,
    /// A search within a bucket halves this many thresholds, one less than a power of two.
    window: usize,
}

/// Where a value lies, roughly: the greater of two values is never in a lower bucket, whatever is rounded.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Buckets {
    origin: f32,
    per_unit: f32,
    last: f32,
}

/// Values whose ranks are looked for side by side: each search waits for its own loads only.
const LANES: usize = 8;

/// The most buckets: their starts stay in a first-level cache.
const BUCKETS: usize = 4096;

/// Parts of the thresholds that may lie beyond the first and the last bucket. Buckets are equally wide: where a few
/// thresholds are far from the others it is better to have buckets among the others.
const BEYOND: [usize; 4] = [usize::MAX, 256, 64, 16];

impl Buckets {
    #[inline(always)]
    fn of(&self, value: f32) -> usize {
        let bucket = (value - self.origin) * self.per_unit;
        // The cast brings to the first bucket what is negative, and NaN: a product of zero and infinity, where all that
        // is not infinite is in that bucket, or the origin itself. (`min` would bring NaN to the last.)
        let bucket = if bucket > self.last { self.last } else { bucket };
        bucket as u32 as usize
    }
}

impl Scale {
    /// The scale of these thresholds, in any order and as often as they come. None of them is NaN.
    pub(super) fn new(mut thresholds: Vec<f32>) -> Self {
        thresholds.sort_unstable_by(f32::total_cmp);
        // Both zeros are one threshold to this comparison, as they are to those of the trees.
        thresholds.dedup();
        let count = (2 * thresholds.len()).next_power_of_two().min(BUCKETS);
        let finite: Vec<f32> = thresholds.iter().copied().filter(|threshold| threshold.is_finite()).collect();
        let buckets_beyond = |beyond: usize| {
            let (least, greatest) = match finite.as_slice() {
                [] => (0.0, 0.0),
                finite => (finite[finite.len() / beyond], finite[finite.len() - 1 - finite.len() / beyond]),
            };
            Buckets { origin: least, per_unit: count as f32 / (greatest - least), last: (count - 1) as f32 }
        };
        let fullest = |buckets: &Buckets| {
            let of_thresholds = thresholds.chunk_by(|&one, &other| buckets.of(one) == buckets.of(other));
            of_thresholds.map(<[f32]>::len).max().unwrap_or(0)
        };
        let candidates = BEYOND.map(buckets_beyond).map(|buckets| (fullest(&buckets), buckets));
        let [first, others @ ..] = candidates;
        let (fullest, buckets) =
            others.into_iter().fold(first, |best, other| if other.0 < best.0 { other } else { best });
        let mut starts = vec![0; count];
        for &threshold in &thresholds {
            starts[buckets.of(threshold)] += 1;
        }
        let mut below = 0;
        for start in &mut starts {
            below += std::mem::replace(start, below);
        }
        let window = (fullest + 1).next_power_of_two() - 1;
        let len = thresholds.len() as u32;
        thresholds.resize(thresholds.len() + window, f32::INFINITY);
        Self { thresholds, len, buckets, starts, window }
    }

    /// How many distinct thresholds there are.
    pub(super) fn len(&self) -> u32 {
        self.len
    }

    /// The rank that stands for a missing value.
    pub(super) fn missing(&self) -> u32 {
        self.len + 1
    }

    /// Where a threshold stands on the scale.
    pub(super) fn place(&self, threshold: f32) -> u32 {
        self.thresholds.partition_point(|&other| other < threshold) as u32
    }

    /// The ranks of these values: how many thresholds are below each, [`Self::missing`] for NaN. Returns whether a value
    /// was missing.
    #[inline(always)]
    pub(super) fn rank(&self, values: &[f32], ranks: &mut [u32]) -> bool {
        let mut missing = false;
        let (values, rest) = values.as_chunks::<LANES>();
        let (ranks, rest_of_ranks) = ranks.split_at_mut(values.len() * LANES);
        for (values, ranks) in values.iter().zip(ranks.as_chunks_mut::<LANES>().0) {
            missing |= self.rank_lanes(values, ranks);
        }
        for (value, rank) in rest.iter().zip(rest_of_ranks) {
            missing |= self.rank_lanes(&[*value], std::array::from_mut(rank));
        }
        missing
    }

    /// A binary search of as many steps for every value, without a branch that depends on it. It may look at thresholds
    /// of higher buckets: no value of this one is above them.
    #[inline(always)]
    fn rank_lanes<const N: usize>(&self, values: &[f32; N], ranks: &mut [u32; N]) -> bool {
        let buckets = values.map(|value| self.buckets.of(value));
        let mut places = buckets.map(|bucket| self.starts[bucket] as usize);
        let mut half = self.window.div_ceil(2);
        while half > 0 {
            for (place, value) in places.iter_mut().zip(values) {
                let below = self.thresholds[*place + half - 1] < *value;
                // A branch would be mispredicted half of the time.
                *place += std::hint::select_unpredictable(below, half, 0);
            }
            half /= 2;
        }
        let mut missing = false;
        for ((place, value), rank) in places.iter().zip(values).zip(ranks) {
            *rank = if value.is_nan() { self.missing() } else { *place as u32 };
            missing |= value.is_nan();
        }
        missing
    }
}

#[cfg(test)]
mod tests {
    use super::Scale;
    use proptest::prelude::*;

    fn odd() -> impl Strategy<Value = f32> {
        prop_oneof![
            any::<f32>(),
            (-3..3_i8).prop_map(f32::from),
            Just(-0.0),
            Just(f32::INFINITY),
            Just(f32::NEG_INFINITY),
            Just(f32::from_bits(1)),
            Just(-f32::from_bits(1)),
            Just(f32::MAX),
        ]
    }

    proptest! {
        #[test]
        fn ranks_compare_as_the_values_do(
            thresholds in prop_oneof![
                proptest::collection::vec(odd(), 0..80),
                proptest::collection::vec(-1.0_f32..1.0, 0..2000),
                proptest::collection::vec((-300..300_i32).prop_map(|power| libm::exp2(f64::from(power) / 9.0) as f32), 0..300),
            ],
            values in proptest::collection::vec(prop_oneof![odd(), -1.0_f32..1.0], 0..40),
        ) {
            let thresholds: Vec<f32> = thresholds.into_iter().filter(|value| !value.is_nan()).collect();
            let scale = Scale::new(thresholds.clone());
            let values: Vec<f32> = values.into_iter().chain(thresholds.iter().copied().take(40)).collect();
            let mut ranks = vec![0; values.len()];
            let missing = scale.rank(&values, &mut ranks);
            prop_assert_eq!(missing, values.iter().any(|value| value.is_nan()));
            for (&value, &rank) in values.iter().zip(&ranks) {
                prop_assert_eq!(value.is_nan(), rank == scale.missing());
                for &threshold in thresholds.iter().filter(|_| !value.is_nan()) {
                    prop_assert_eq!(value <= threshold, rank <= scale.place(threshold), "{} {}", value, threshold);
                }
            }
        }
    }
}

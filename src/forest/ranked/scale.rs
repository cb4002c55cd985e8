//! What a value of a feature is to a forest: how many of the forest's thresholds it is above.

/// The distinct thresholds of one feature, in rising order: a scale on which every value has a rank.
///
/// For a threshold at place `k` of the scale, `value <= threshold` if and only if `rank(value) <= k`. A comparison of
/// ranks is thus as good as one of the values, and ranks are small integers.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Scale {
    thresholds: Vec<f32>,
}

/// Values whose ranks are looked for side by side: each search waits for its own loads only.
const LANES: usize = 8;

impl Scale {
    /// The scale of these thresholds, in any order and as often as they come. None of them is NaN.
    pub(super) fn new(mut thresholds: Vec<f32>) -> Self {
        // Both zeros are one threshold to a comparison: they must be one in the total order, too.
        for threshold in &mut thresholds {
            *threshold += 0.0;
        }
        thresholds.sort_unstable_by(f32::total_cmp);
        thresholds.dedup();
        Self { thresholds }
    }

    /// How many distinct thresholds there are.
    pub(super) fn len(&self) -> usize {
        self.thresholds.len()
    }

    /// The rank that stands for a missing value.
    pub(super) fn missing(&self) -> u32 {
        self.thresholds.len() as u32 + 1
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

    /// A binary search of as many steps for every value, without a branch that depends on it.
    #[inline(always)]
    fn rank_lanes<const N: usize>(&self, values: &[f32; N], ranks: &mut [u32; N]) -> bool {
        let thresholds = self.thresholds.as_slice();
        let mut places = [0_usize; N];
        let mut size = thresholds.len();
        while size > 1 {
            let half = size / 2;
            for (place, value) in places.iter_mut().zip(values) {
                *place += if thresholds[*place + half - 1] < *value { half } else { 0 };
            }
            size -= half;
        }
        let mut missing = false;
        for ((place, value), rank) in places.iter().zip(values).zip(ranks) {
            let last = thresholds.get(*place).is_some_and(|threshold| threshold < value);
            *rank = if value.is_nan() { self.missing() } else { *place as u32 + u32::from(last) };
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
            thresholds in proptest::collection::vec(odd(), 0..80),
            values in proptest::collection::vec(odd(), 0..40),
        ) {
            let thresholds: Vec<f32> = thresholds.into_iter().filter(|value| !value.is_nan()).collect();
            let scale = Scale::new(thresholds.clone());
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

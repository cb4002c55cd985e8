//! The sessions most like a session: the nearest by their features.
//!
//! The distance of two sessions is √(Σ d² / n) over the n features that at least one of them has: d is the difference of
//! their values, divided by the feature's interquartile range over all sessions (type "nearest rank"; where that is zero, by
//! the standard deviation; a feature that is the same everywhere adds nothing), so that units do not matter. Where one of
//! them lacks the value, d is 1: as far as from one end of the middle half to the other. Equal distances stand in the order
//! of the sessions.

use super::standing::nearest_rank;
use isolation_forest::Matrix;

/// How far the values of each feature are spread; zero for one that is the same everywhere.
pub(super) fn spreads(matrix: &Matrix) -> Vec<f64> {
    matrix.columns().iter().map(|column| spread(column)).collect()
}

fn spread(column: &[f32]) -> f64 {
    let mut present: Vec<f64> = column.iter().filter(|value| !value.is_nan()).map(|&value| f64::from(value)).collect();
    // Before the ranks are looked for, which puts the values into an order of its own.
    let count = present.len().max(1) as f64;
    let mean = present.iter().sum::<f64>() / count;
    let variance = present.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / count;
    let range = nearest_rank(&mut present, 0.75) - nearest_rank(&mut present, 0.25);
    if range > 0.0 { range } else { variance.sqrt() }
}

/// Rows whose distances are computed at a time: they stay in the processor's nearest memory.
const BLOCK: usize = 2048;

/// The `count` sessions nearest to a session of those that count, itself not among them, with their distances; the nearest first.
pub(super) fn nearest(
    matrix: &Matrix,
    spreads: &[f64],
    row: usize,
    count: usize,
    counts: impl Fn(usize) -> bool,
) -> Vec<(u32, f64)> {
    let mut best: Vec<(f64, u32)> = Vec::with_capacity(count + 1);
    let (mut sums, mut features) = (vec![0.0_f64; BLOCK], vec![0.0_f64; BLOCK]);
    for start in (0..matrix.rows()).step_by(BLOCK) {
        let end = matrix.rows().min(start + BLOCK);
        sums.fill(0.0);
        features.fill(0.0);
        for (column, &spread) in matrix.columns().iter().zip(spreads).filter(|(_, spread)| **spread > 0.0) {
            let own = f64::from(column[row]);
            for ((sum, features), &value) in sums.iter_mut().zip(&mut features).zip(&column[start..end]) {
                let distance = (f64::from(value) - own) / spread;
                let (lacks, both_lack) = (distance.is_nan(), own.is_nan() && value.is_nan());
                *sum += if both_lack {
                    0.0
                } else if lacks {
                    1.0
                } else {
                    distance * distance
                };
                *features += if both_lack { 0.0 } else { 1.0 };
            }
        }
        for ((&sum, &features), other) in sums.iter().zip(&features).zip(start..end) {
            let distance = if features > 0.0 { (sum / features).sqrt() } else { 0.0 };
            let is_near = best.len() < count || best.last().is_some_and(|&(farthest, _)| distance < farthest);
            if is_near && other != row && counts(other) {
                let place = best.partition_point(|&(nearer, _)| nearer <= distance);
                best.insert(place, (distance, other as u32));
                best.truncate(count);
            }
        }
    }
    best.into_iter().map(|(distance, row)| (row, distance)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn value() -> impl Strategy<Value = f32> {
        prop_oneof![1 => Just(f32::NAN), 6 => (0..20_i8).prop_map(f32::from)]
    }

    proptest! {
        #[test]
        fn the_nearest_are_those_of_the_plain_definition(
            rows in proptest::collection::vec((value(), value(), value()), 2..60),
            row in any::<prop::sample::Index>(),
            count in 1..12_usize,
        ) {
            let row = row.index(rows.len());
            let columns = vec![
                rows.iter().map(|row| row.0).collect(),
                rows.iter().map(|row| row.1).collect(),
                rows.iter().map(|row| row.2).collect(),
            ];
            let matrix = Matrix::from_columns(columns).expect("of its shape");
            let spreads = spreads(&matrix);
            let distance = |other: usize| {
                let (mut sum, mut features) = (0.0, 0.0);
                for (column, &spread) in matrix.columns().iter().zip(&spreads) {
                    let (a, b) = (f64::from(column[row]), f64::from(column[other]));
                    if spread == 0.0 || a.is_nan() && b.is_nan() {
                        continue;
                    }
                    let d = if a.is_nan() || b.is_nan() { 1.0 } else { (b - a) / spread };
                    sum += d * d;
                    features += 1.0;
                }
                if features == 0.0 { 0.0 } else { (sum / features).sqrt() }
            };
            let mut expected: Vec<(u32, f64)> =
                (0..rows.len()).filter(|&other| other != row).map(|other| (other as u32, distance(other))).collect();
            expected.sort_by(|a, b| a.1.total_cmp(&b.1));
            expected.truncate(count);
            prop_assert_eq!(nearest(&matrix, &spreads, row, count, |_| true), expected);
        }

        #[test]
        fn units_do_not_matter(values in proptest::collection::vec((0..64_i8, 0..64_i8), 3..40)) {
            // A power of two scales without rounding.
            let of = |factor: f32| Matrix::from_columns(vec![
                values.iter().map(|value| f32::from(value.0) * factor).collect(),
                values.iter().map(|value| f32::from(value.1)).collect(),
            ]).expect("of its shape");
            let (plain, scaled) = (of(1.0), of(1024.0));
            prop_assert_eq!(nearest(&plain, &spreads(&plain), 0, 10, |_| true), nearest(&scaled, &spreads(&scaled), 0, 10, |_| true));
        }
    }

    #[test]
    fn what_is_mostly_one_value_is_scaled_by_its_deviation() {
        assert_eq!(spread(&[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 8.0]), 7.0_f64.sqrt());
        assert_eq!(spread(&[5.0, 5.0, f32::NAN]), 0.0);
        assert_eq!(spread(&[f32::NAN]), 0.0);
        assert_eq!(spread(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]), 4.0);
    }
}

//! Why a row's path in a forest of hyperplanes is what it is: a sum over features.
//!
//! As in `forest::explain`, a split is credited with one edge and with the expected length that it gains or loses. The two
//! features of a hyperplane share the credit by the weight of each in units of its spread: by what a feature that moves
//! by one standard deviation moves the projection.

use super::tree::ObliqueForest;
use crate::forest::average_path_length;

impl ObliqueForest {
    /// The contribution of each feature to the mean path length of a row, less the average: their sum is
    /// `mean_path_length - c(sample_size)` up to rounding. A negative contribution shortens the path, hence pushes the row
    /// towards anomalous.
    ///
    /// The credits of one tree are added along the path, then those of the trees in their order.
    pub fn contributions(&self, row: &[f32]) -> Vec<f64> {
        let mut sums = vec![0.0; self.features()];
        let mut credits = vec![0.0; self.features()];
        for tree in self.trees() {
            credits.fill(0.0);
            let expected = |place: u32| average_path_length(tree.samples()[place as usize]);
            let mut place = 0;
            while !tree.is_leaf(place) {
                let node = &tree.nodes()[place as usize];
                let child = node.next(node.values(row));
                let credit = 1.0 + expected(child) - expected(place);
                let share = f64::from(tree.shares()[place as usize]);
                let [first, second] = node.features.map(usize::from);
                credits[first] += credit * share;
                credits[second] += credit * (1.0 - share);
                place = child;
            }
            for (sum, credit) in sums.iter_mut().zip(&credits) {
                *sum += credit;
            }
        }
        for sum in &mut sums {
            *sum /= self.trees().len() as f64;
        }
        sums
    }
}

#[cfg(test)]
mod tests {
    use crate::features::Matrix;
    use crate::forest::{Hyperparameters, ObliqueForest, average_path_length};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn contributions_add_up_to_the_path(rows in 2..200_usize, width in 1..6_usize, seed in any::<u64>()) {
            let mut stream = crate::random::Stream::new(b"testtest", seed, 0);
            let mut value = |_| if stream.below(9) == 0 { f32::NAN } else { (stream.unit() * 20.0) as f32 };
            let columns = (0..width).map(|_| (0..rows).map(&mut value).collect()).collect();
            let matrix = Matrix::from_columns(columns);
            let hyperparameters = Hyperparameters::new(10, 64, seed).expect("within bounds");
            for fit in [ObliqueForest::fit_extended, ObliqueForest::fit_fair_cut] {
                let forest = fit(&matrix, &hyperparameters);
                for row in 0..rows {
                    let values = matrix.row(row);
                    let sum: f64 = forest.contributions(&values).iter().sum();
                    let expected = forest.mean_path_length(&values) - average_path_length(forest.sample_size());
                    prop_assert!((sum - expected).abs() < 1e-9, "{} {}", sum, expected);
                }
            }
        }
    }

    #[test]
    fn the_odd_feature_is_blamed_whatever_its_unit() {
        let normal: Vec<f32> = (0..500).map(|row| (row * 7 % 101) as f32).collect();
        for unit in [1.0, 1e-4, 1e4] {
            let mut odd: Vec<f32> = (0..500).map(|row| (row * 11 % 97) as f32 * unit).collect();
            odd[250] = 900.0 * unit;
            let matrix = Matrix::from_columns(vec![normal.clone(), odd, normal.clone()]);
            for fit in [ObliqueForest::fit_extended, ObliqueForest::fit_fair_cut] {
                let contributions = fit(&matrix, &Hyperparameters::default()).contributions(&matrix.row(250));
                assert!(contributions[1] < 2.0 * contributions[0].min(contributions[2]), "{contributions:?}");
                assert!(contributions[1] < -1.0, "{contributions:?}");
            }
        }
    }
}

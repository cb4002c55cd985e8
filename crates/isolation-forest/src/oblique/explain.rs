//! Why a row's path in a forest of hyperplanes is what it is: a sum over features.
//!
//! As in `forest::explain`, a split is credited with one edge and with the expected length that it gains or loses. The two
//! features of a hyperplane share the credit by the weight of each in units of its spread: by what a feature that moves
//! by one standard deviation moves the projection.

use super::tree::{ObliqueForest, ObliqueTree};
use crate::average_path_length;

impl ObliqueTree {
    /// What the split at this place credits to its two features when a row goes to this child.
    fn credit(&self, place: u32, child: u32) -> [f64; 2] {
        let expected = |place: u32| average_path_length(self.samples()[place as usize]);
        let credit = 1.0 + expected(child) - expected(place);
        let share = f64::from(self.shares()[place as usize]);
        [credit * share, credit * (1.0 - share)]
    }

    /// For each place, one after the other, the credits of the path that leads there: one for each feature, added up from
    /// the root down.
    pub(crate) fn credits(&self, features: usize) -> Vec<f64> {
        let mut credits = vec![0.0; self.nodes().len() * features];
        for (place, node) in self.nodes().iter().enumerate() {
            if self.is_leaf(place as u32) {
                continue;
            }
            for child in [node.left, node.left + 1] {
                let start = child as usize * features;
                credits.copy_within(place * features..(place + 1) * features, start);
                for (feature, credit) in node.features.into_iter().zip(self.credit(place as u32, child)) {
                    credits[start + usize::from(feature)] += credit;
                }
            }
        }
        credits
    }
}

impl ObliqueForest {
    /// The contribution of each feature to the mean path length of a row, less the average: their sum is
    /// `mean_path_length - c(sample_size)` up to rounding. A negative contribution shortens the path, hence pushes the row
    /// towards anomalous.
    ///
    /// The credits of a path are added up from the root down, for each feature; these sums are added in the order of the
    /// trees. This is the plain definition, against which [`ObliqueExplainer`](super::ObliqueExplainer) is tested.
    pub fn contributions(&self, row: &[f32]) -> Vec<f64> {
        let mut sums = vec![0.0; self.features()];
        let mut of_tree = vec![0.0; self.features()];
        for tree in self.trees() {
            of_tree.fill(0.0);
            let mut place = 0;
            while !tree.is_leaf(place) {
                let node = &tree.nodes()[place as usize];
                let child = node.next(node.values(row));
                for (feature, credit) in node.features.into_iter().zip(tree.credit(place, child)) {
                    of_tree[usize::from(feature)] += credit;
                }
                place = child;
            }
            for (sum, credits) in sums.iter_mut().zip(&of_tree) {
                *sum += credits;
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
    use crate::Matrix;
    use crate::{Hyperparameters, ObliqueForest, average_path_length};
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

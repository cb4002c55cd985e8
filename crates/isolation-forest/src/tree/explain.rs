//! Why a row's score is what it is: a sum over features.
//!
//! At each split on its path a row pays one edge and gains or loses expected length, `c(rows of the child) - c(rows of
//! the node)`; the sum of both is credited to the split's feature. Over a path the credits telescope to `h(x) - c(sample
//! size)`: the contributions of the features add up to how much shorter or longer than average the path is.

use super::{Forest, Tree};
use crate::average_path_length;

impl Tree {
    /// What the split at this place credits to its feature when a row goes to this child.
    pub(crate) fn credit(&self, place: u32, child: u32) -> f64 {
        let expected = |place: u32| average_path_length(self.samples()[place as usize]);
        1.0 + expected(child) - expected(place)
    }
}

impl Forest {
    /// The contribution of each feature to the mean path length of a row, less the average: their sum is
    /// `mean_path_length - c(sample_size)` up to rounding. A negative contribution shortens the path, hence pushes the
    /// row towards anomalous; the score is 1/2 times the product of `2^(-contribution / c(sample_size))`.
    ///
    /// The credits of a path are added up from the root down, for each feature; these sums are added in the order of the
    /// trees. This is the plain definition, against which
    /// [`RankedForest::contributions`](crate::RankedForest::contributions) is tested.
    pub fn contributions(&self, row: &[f32]) -> Vec<f64> {
        let mut sums = vec![0.0; self.features()];
        let mut of_tree = vec![0.0; self.features()];
        for tree in self.trees() {
            of_tree.fill(0.0);
            let mut place = 0;
            while !tree.is_leaf(place) {
                let node = &tree.nodes()[place as usize];
                let child = node.next(row[usize::from(node.feature)]);
                of_tree[usize::from(node.feature)] += tree.credit(place, child);
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
    use crate::{Forest, Hyperparameters, average_path_length};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn contributions_add_up_to_the_path(rows in 2..200_usize, width in 1..6_usize, seed in any::<u64>()) {
            let mut stream = crate::random::Stream::new(b"testtest", seed, 0);
            let mut value = |_| if stream.below(9) == 0 { f32::NAN } else { (stream.unit() * 20.0) as f32 };
            let columns = (0..width).map(|_| (0..rows).map(&mut value).collect()).collect();
            let matrix = Matrix::from_columns(columns);
            let forest = Forest::fit(&matrix, &Hyperparameters::new(10, 64, seed).expect("within bounds"));
            for row in 0..rows {
                let values = matrix.row(row);
                let sum: f64 = forest.contributions(&values).iter().sum();
                let expected = forest.mean_path_length(&values) - average_path_length(forest.sample_size());
                prop_assert!((sum - expected).abs() < 1e-12 * 10.0, "{} {}", sum, expected);
            }
        }
    }

    #[test]
    fn the_odd_feature_is_blamed() {
        let normal: Vec<f32> = (0..500).map(|row| (row * 7 % 101) as f32).collect();
        let mut odd: Vec<f32> = (0..500).map(|row| (row * 11 % 97) as f32).collect();
        odd[250] = 900.0;
        let matrix = Matrix::from_columns(vec![normal.clone(), odd, normal]);
        let forest = Forest::fit(&matrix, &Hyperparameters::default());
        let contributions = forest.contributions(&matrix.row(250));
        assert!(contributions[1] < -3.0, "{contributions:?}");
        assert!(contributions[0].abs() < 1.0 && contributions[2].abs() < 1.0, "{contributions:?}");
    }
}

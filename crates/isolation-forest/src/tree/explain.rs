//! Why a row's path is what it is: a sum over features.
//!
//! At each split on its path a row pays one edge and gains or loses expected length, `c(rows of the child) - c(rows of
//! the node)`; the sum of both is credited to the split's features. Over a path the credits telescope to `h(x) - c(sample
//! size)`: the contributions of the features add up to how much shorter or longer than average the path is.
//!
//! The two features of a hyperplane share the credit by the weight of each in units of its spread: by what a feature that
//! moves by one standard deviation moves the projection.

use super::{Forest, Node, Tree};
use crate::shape::{check_columns, check_features};
use crate::{ShapeError, average_path_length};

impl<N: Node> Tree<N> {
    /// What the split at this place is credited with when a row goes to this child.
    pub(crate) fn credit(&self, place: u32, child: u32) -> f64 {
        let expected = |place: u32| average_path_length(self.samples()[place as usize]);
        1.0 + expected(child) - expected(place)
    }

    /// What the split at this place credits to each of its features when a row goes to this child.
    fn credits(&self, place: u32, child: u32) -> impl Iterator<Item = (u16, f64)> {
        self.nodes()[place as usize].credits(self.shares()[place as usize], self.credit(place, child))
    }

    /// For each place, one after the other, the credits of the path that leads there: one for each feature, added up from
    /// the root down.
    fn credits_of_places(&self, features: usize) -> Vec<f64> {
        let mut credits = vec![0.0; self.nodes().len() * features];
        for (place, split) in self.splits() {
            let own = place as usize * features;
            for child in [split.left(), split.left() + 1] {
                let start = child as usize * features;
                credits.copy_within(own..own + features, start);
                for (feature, credit) in self.credits(place, child) {
                    credits[start + usize::from(feature)] += credit;
                }
            }
        }
        credits
    }
}

impl<N: Node> Forest<N> {
    /// The contribution of each feature to the mean path length of a row, less the average: their sum is
    /// `mean_path_length - c(sample_size)` up to rounding. A negative contribution shortens the path, hence pushes the
    /// row towards anomalous; the score is 1/2 times the product of `2^(-contribution / c(sample_size))`.
    ///
    /// The credits of a path are added up from the root down, for each feature; these sums are added in the order of the
    /// trees. This is the plain definition, against which
    /// [`RankedForest::contributions`](crate::RankedForest::contributions) and [`ForestExplainer`] are tested.
    ///
    /// # Errors
    /// [`ShapeError`] when there are not as many values as features.
    pub fn contributions(&self, row: &[f32]) -> Result<Vec<f64>, ShapeError> {
        check_features(row.len(), self.features())?;
        let mut sums = vec![0.0; self.features()];
        let mut of_tree = vec![0.0; self.features()];
        for tree in self.trees() {
            of_tree.fill(0.0);
            let mut place = 0;
            while !tree.is_leaf(place) {
                let child = tree.next(place, row);
                for (feature, credit) in tree.credits(place, child) {
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
        Ok(sums)
    }
}

/// The contributions of a forest, laid out for explaining many rows: those of a tree are known for each of its leaves, so
/// that a row is taken to its leaf as in scoring and adds what is written there.
#[derive(Clone, Debug)]
pub struct ForestExplainer<'a, N: Node> {
    forest: &'a Forest<N>,
    /// For each tree, place by place, the credits of the path that leads there: one for each feature.
    credits: Vec<Vec<f64>>,
}

impl<'a, N: Node> ForestExplainer<'a, N> {
    /// Lays a forest out.
    pub fn new(forest: &'a Forest<N>) -> Self {
        let credits = forest.trees().iter().map(|tree| tree.credits_of_places(forest.features())).collect();
        Self { forest, credits }
    }

    /// The contributions of rows that are given by column, row by row: the bits of [`Forest::contributions`].
    ///
    /// # Errors
    /// [`ShapeError`] when there are not as many columns as features, or the columns differ in length.
    pub fn contributions(&self, columns: &[&[f32]]) -> Result<Vec<f64>, ShapeError> {
        let width = self.forest.features();
        let rows = check_columns(columns, width)?;
        let mut sums = vec![0.0; rows * width];
        self.forest.for_each_block(columns, rows, |tree, first_row, leaves| {
            let credits = &self.credits[tree];
            for (sums, &leaf) in sums[first_row * width..].chunks_exact_mut(width).zip(leaves) {
                for (sum, credit) in sums.iter_mut().zip(&credits[leaf as usize * width..]) {
                    *sum += credit;
                }
            }
        });
        for sum in &mut sums {
            *sum /= self.forest.trees().len() as f64;
        }
        Ok(sums)
    }
}

#[cfg(test)]
mod tests {
    use crate::{Forest, Hyperparameters, Matrix, ObliqueForest, average_path_length};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn contributions_add_up_to_the_path(rows in 2..200_usize, width in 1..6_usize, seed in any::<u64>()) {
            let mut stream = crate::random::Stream::new(b"testtest", seed, 0);
            let mut value = |_| if stream.below(9) == 0 { f32::NAN } else { (stream.unit() * 20.0) as f32 };
            let columns = (0..width).map(|_| (0..rows).map(&mut value).collect()).collect();
            let matrix = Matrix::from_columns(columns).expect("of its shape");
            let forest = Forest::fit(&matrix, &Hyperparameters::new(10, 64, seed).expect("within bounds")).expect("of its shape");
            for row in 0..rows {
                let values = matrix.row(row);
                let sum: f64 = forest.contributions(&values).expect("of its shape").iter().sum();
                let expected = forest.mean_path_length(&values).expect("of its shape") - average_path_length(forest.sample_size());
                prop_assert!((sum - expected).abs() < 1e-12 * 10.0, "{} {}", sum, expected);
            }
        }

        #[test]
        fn contributions_of_hyperplanes_add_up_to_the_path(rows in 2..200_usize, width in 1..6_usize, seed in any::<u64>()) {
            let mut stream = crate::random::Stream::new(b"testtest", seed, 0);
            let mut value = |_| if stream.below(9) == 0 { f32::NAN } else { (stream.unit() * 20.0) as f32 };
            let columns = (0..width).map(|_| (0..rows).map(&mut value).collect()).collect();
            let matrix = Matrix::from_columns(columns).expect("of its shape");
            let hyperparameters = Hyperparameters::new(10, 64, seed).expect("within bounds");
            for fit in [ObliqueForest::fit_extended, ObliqueForest::fit_fair_cut] {
                let forest = fit(&matrix, &hyperparameters).expect("of its shape");
                for row in 0..rows {
                    let values = matrix.row(row);
                    let sum: f64 = forest.contributions(&values).expect("of its shape").iter().sum();
                    let expected = forest.mean_path_length(&values).expect("of its shape") - average_path_length(forest.sample_size());
                    prop_assert!((sum - expected).abs() < 1e-9, "{} {}", sum, expected);
                }
            }
        }
    }

    #[test]
    fn the_odd_feature_is_blamed() {
        let normal: Vec<f32> = (0..500).map(|row| (row * 7 % 101) as f32).collect();
        let mut odd: Vec<f32> = (0..500).map(|row| (row * 11 % 97) as f32).collect();
        odd[250] = 900.0;
        let matrix = Matrix::from_columns(vec![normal.clone(), odd, normal]).expect("of its shape");
        let forest = Forest::fit(&matrix, &Hyperparameters::default()).expect("of its shape");
        let contributions = forest.contributions(&matrix.row(250)).expect("of its shape");
        assert!(contributions[1] < -3.0, "{contributions:?}");
        assert!(contributions[0].abs() < 1.0 && contributions[2].abs() < 1.0, "{contributions:?}");
    }

    #[test]
    fn the_odd_feature_is_blamed_whatever_its_unit() {
        let normal: Vec<f32> = (0..500).map(|row| (row * 7 % 101) as f32).collect();
        for unit in [1.0, 1e-4, 1e4] {
            let mut odd: Vec<f32> = (0..500).map(|row| (row * 11 % 97) as f32 * unit).collect();
            odd[250] = 900.0 * unit;
            let matrix = Matrix::from_columns(vec![normal.clone(), odd, normal.clone()]).expect("of its shape");
            for fit in [ObliqueForest::fit_extended, ObliqueForest::fit_fair_cut] {
                let contributions = fit(&matrix, &Hyperparameters::default())
                    .and_then(|forest| forest.contributions(&matrix.row(250)))
                    .expect("of its shape");
                assert!(contributions[1] < 2.0 * contributions[0].min(contributions[2]), "{contributions:?}");
                assert!(contributions[1] < -1.0, "{contributions:?}");
            }
        }
    }
}

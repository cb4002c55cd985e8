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

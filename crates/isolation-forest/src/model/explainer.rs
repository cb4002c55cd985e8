//! The contributions of many rows: what explains a whole file, or all that was flagged.

use super::{Model, Part};
use crate::{ForestExplainer, ObliqueNode, RankedForest};

/// A model, laid out for explaining many rows.
pub struct Explainer<'a> {
    width: usize,
    parts: Vec<(f64, Explained<'a>)>,
}

enum Explained<'a> {
    Ranked(RankedForest),
    Oblique(ForestExplainer<'a, ObliqueNode>),
}

impl<'a> Explainer<'a> {
    /// Lays a model out.
    pub fn new(model: &'a Model) -> Self {
        let laid_out = |part: &'a Part| match part {
            Part::Axis(forest) => Explained::Ranked(RankedForest::compile(forest)),
            Part::Oblique(forest) => Explained::Oblique(ForestExplainer::new(forest)),
        };
        let parts = model.parts().iter().map(|(weight, part)| (*weight, laid_out(part))).collect();
        Self { width: model.features(), parts }
    }

    /// The contributions of rows that are given by column, row by row: the bits of [`Model::contributions`].
    ///
    /// # Panics
    /// When there are not as many columns as features, or the columns differ in length.
    pub fn contributions(&self, columns: &[&[f32]]) -> Vec<f64> {
        let rows = columns.first().map_or(0, |column| column.len());
        let mut sums = vec![0.0; rows * self.width];
        for (weight, part) in &self.parts {
            let contributions = match part {
                Explained::Ranked(forest) => forest.contributions(columns),
                Explained::Oblique(forest) => forest.contributions(columns),
            };
            for (sum, contribution) in sums.iter_mut().zip(contributions) {
                *sum += weight * contribution;
            }
        }
        sums
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Matrix;
    use crate::{Hyperparameters, Method};

    #[test]
    fn many_rows_are_explained_as_one_is() {
        let column =
            |step: usize| (0..500).map(move |row| if row % 50 == 3 { f32::NAN } else { (row * step % 97) as f32 });
        let matrix = Matrix::from_columns(vec![column(7).collect(), column(13).collect(), column(29).collect()]);
        let columns: Vec<&[f32]> = matrix.columns().iter().map(Vec::as_slice).collect();
        let hyperparameters = Hyperparameters::new(9, 64, 5).expect("within bounds");
        for method in Method::ALL {
            let model = Model::fit(method, &matrix, &hyperparameters);
            let many = Explainer::new(&model).contributions(&columns);
            for row in 0..matrix.rows() {
                let one = model.contributions(&matrix.row(row)).into_iter().map(f64::to_bits);
                assert!(one.eq(many[3 * row..3 * row + 3].iter().map(|value| value.to_bits())), "{method:?} row {row}");
            }
        }
    }
}

//! The contributions of many rows: what explains a whole file, or all that was flagged.

use super::{Model, Part};
use crate::shape::check_columns;
use crate::{ForestExplainer, ObliqueNode, RankedForest, ShapeError};

/// A model, laid out for explaining many rows.
///
/// ```
/// use isolation_forest::{Explainer, Hyperparameters, Matrix, Method, Model};
///
/// let matrix = Matrix::from_columns(vec![vec![1.0, 1.1, 0.9, 1.0, 8.0], vec![2.0, 2.2, 2.1, 2.3, 2.0]])?;
/// let model = Model::fit(Method::Isolation, &matrix, &Hyperparameters::default())?;
/// let contributions = Explainer::new(&model).contributions(&matrix.slice(0..5)?)?;
/// assert_eq!(contributions[2 * 4..], model.contributions(&matrix.row(4))?);
/// # Ok::<(), isolation_forest::ShapeError>(())
/// ```
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
    /// # Errors
    /// [`ShapeError`] when there are not as many columns as features, or the columns differ in length.
    pub fn contributions(&self, columns: &[&[f32]]) -> Result<Vec<f64>, ShapeError> {
        let rows = check_columns(columns, self.width)?;
        let mut sums = vec![0.0; rows * self.width];
        for (weight, part) in &self.parts {
            let contributions = match part {
                Explained::Ranked(forest) => forest.contributions(columns),
                Explained::Oblique(forest) => forest.contributions(columns),
            }?;
            for (sum, contribution) in sums.iter_mut().zip(contributions) {
                *sum += weight * contribution;
            }
        }
        Ok(sums)
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
        let matrix = Matrix::from_columns(vec![column(7).collect(), column(13).collect(), column(29).collect()])
            .expect("of its shape");
        let columns: Vec<&[f32]> = matrix.columns().iter().map(Vec::as_slice).collect();
        let hyperparameters = Hyperparameters::new(9, 64, 5).expect("within bounds");
        for method in Method::ALL {
            let model = Model::fit(method, &matrix, &hyperparameters).expect("of its shape");
            let many = Explainer::new(&model).contributions(&columns).expect("of its shape");
            for row in 0..matrix.rows() {
                let one = model.contributions(&matrix.row(row)).expect("of its shape").into_iter().map(f64::to_bits);
                assert!(one.eq(many[3 * row..3 * row + 3].iter().map(|value| value.to_bits())), "{method:?} row {row}");
            }
        }
    }
}

//! The contributions of many rows: what explains a whole file, or all that was flagged.

use super::model::Model;

/// A model, laid out for explaining many rows.
pub struct Explainer<'a> {
    model: &'a Model,
}

impl<'a> Explainer<'a> {
    /// Lays a model out.
    pub fn new(model: &'a Model) -> Self {
        Self { model }
    }

    /// The contributions of rows that are given by column, row by row: the bits of [`Model::contributions`].
    ///
    /// # Panics
    /// When there are not as many columns as features, or the columns differ in length.
    pub fn contributions(&self, columns: &[&[f32]]) -> Vec<f64> {
        let rows = columns.first().map_or(0, |column| column.len());
        let mut row = vec![0.0; columns.len()];
        let mut contributions = Vec::with_capacity(rows * columns.len());
        for place in 0..rows {
            for (value, column) in row.iter_mut().zip(columns) {
                *value = column[place];
            }
            contributions.extend(self.model.contributions(&row));
        }
        contributions
    }
}

//! The feature matrix: one column of f32 per feature.

use crate::ShapeError;
use crate::shape::check_lengths;
use std::ops::Range;

/// A matrix of features, stored by column. A missing value is NaN.
///
/// ```
/// use isolation_forest::{Matrix, ShapeError};
///
/// let matrix = Matrix::from_columns(vec![vec![1.0, 2.0, f32::NAN], vec![0.5, 0.5, 0.7]])?;
/// assert_eq!((matrix.rows(), matrix.width()), (3, 2));
/// assert_eq!(matrix.row(1), [2.0, 0.5]);
///
/// let ragged = Matrix::from_columns(vec![vec![1.0, 2.0], vec![0.5]]);
/// assert_eq!(ragged, Err(ShapeError::Ragged { column: 1, found: 1, expected: 2 }));
/// # Ok::<(), ShapeError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    rows: usize,
    columns: Vec<Vec<f32>>,
}

impl Matrix {
    /// A matrix of these columns.
    ///
    /// # Errors
    /// [`ShapeError::Ragged`] when the columns differ in length.
    pub fn from_columns(columns: Vec<Vec<f32>>) -> Result<Self, ShapeError> {
        Ok(Self { rows: check_lengths(&columns)?, columns })
    }

    /// How many rows there are.
    #[inline]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// How many columns (features) there are.
    #[inline]
    pub fn width(&self) -> usize {
        self.columns.len()
    }

    /// The values of a feature.
    ///
    /// # Panics
    /// For a feature that does not exist, as an index does.
    #[inline]
    pub fn column(&self, feature: usize) -> &[f32] {
        &self.columns[feature]
    }

    /// All columns.
    #[inline]
    pub fn columns(&self) -> &[Vec<f32>] {
        &self.columns
    }

    /// The rows in which any feature has a value, in their order; `None` where all have one.
    pub fn judged(&self) -> Option<Vec<u32>> {
        let has = |row: &u32| self.columns.iter().any(|column| !column[*row as usize].is_nan());
        let rows = 0..self.rows as u32;
        if rows.clone().all(|row| has(&row)) { None } else { Some(rows.filter(has).collect()) }
    }

    /// A matrix of these rows, in this order.
    ///
    /// # Errors
    /// [`ShapeError::Place`] for a row that does not exist.
    pub fn select(&self, rows: &[u32]) -> Result<Self, ShapeError> {
        if let Some(&row) = rows.iter().find(|&&row| row as usize >= self.rows) {
            return Err(ShapeError::Place { place: row as usize, count: self.rows });
        }
        let select = |column: &Vec<f32>| rows.iter().map(|&row| column[row as usize]).collect();
        Ok(Self { rows: rows.len(), columns: self.columns.iter().map(select).collect() })
    }

    /// The columns of these rows.
    ///
    /// # Errors
    /// [`ShapeError::Place`] when there are fewer rows.
    pub fn slice(&self, rows: Range<usize>) -> Result<Vec<&[f32]>, ShapeError> {
        if rows.start > rows.end || rows.end > self.rows {
            return Err(ShapeError::Place { place: rows.end, count: self.rows });
        }
        Ok(self.columns.iter().map(|column| &column[rows.clone()]).collect())
    }

    /// The values of a row, in the order of the features.
    ///
    /// # Panics
    /// For a row that does not exist, as an index does.
    pub fn row(&self, row: usize) -> Vec<f32> {
        self.columns.iter().map(|column| column[row]).collect()
    }
}

//! The feature matrix: one column of f32 per feature.

/// A matrix of features, stored by column. A missing value is NaN.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    rows: usize,
    columns: Vec<Vec<f32>>,
}

impl Matrix {
    /// A matrix of these columns.
    ///
    /// # Panics
    /// When the columns differ in length.
    pub fn from_columns(columns: Vec<Vec<f32>>) -> Self {
        let rows = columns.first().map_or(0, Vec::len);
        assert!(columns.iter().all(|column| column.len() == rows), "columns of one matrix have one length");
        Self { rows, columns }
    }

    /// How many rows (sessions) there are.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// How many columns (features) there are.
    pub fn width(&self) -> usize {
        self.columns.len()
    }

    /// The values of a feature.
    pub fn column(&self, feature: usize) -> &[f32] {
        &self.columns[feature]
    }

    /// All columns.
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
    /// # Panics
    /// For a row that does not exist.
    #[must_use]
    pub fn select(&self, rows: &[u32]) -> Self {
        let select = |column: &Vec<f32>| rows.iter().map(|&row| column[row as usize]).collect();
        Self { rows: rows.len(), columns: self.columns.iter().map(select).collect() }
    }

    /// The values of a row, in the order of the features.
    pub fn row(&self, row: usize) -> Vec<f32> {
        self.columns.iter().map(|column| column[row]).collect()
    }
}

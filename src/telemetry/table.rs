//! The table of sessions: columns of equal length, found by name or by field.

use super::{Categories, Column, Data, Field, Texts};

/// What is wrong with a column that was to be added.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// The column's length differs from the table's.
    #[error("column \"{name}\" has {got} rows where the table has {expected}")]
    Length {
        /// The column.
        name: String,
        /// Its rows.
        got: usize,
        /// The table's rows.
        expected: usize,
    },
    /// There is a column of this name already.
    #[error("there are two columns named \"{0}\"")]
    DuplicateName(String),
    /// Another column was recognised as the same field.
    #[error("columns \"{first}\" and \"{second}\" are both taken for {}", field.name())]
    DuplicateField {
        /// The field.
        field: Field,
        /// The column that holds it.
        first: String,
        /// The column that was to be added.
        second: String,
    },
}

/// Sessions, one a row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    columns: Vec<Column>,
}

impl Table {
    /// A table of these columns.
    ///
    /// # Errors
    /// [`TableError`] when lengths differ, or a name or a field stands twice.
    pub fn new(columns: Vec<Column>) -> Result<Self, TableError> {
        let mut table = Self { columns: Vec::with_capacity(columns.len()) };
        for column in columns {
            table.push(column)?;
        }
        Ok(table)
    }

    fn push(&mut self, column: Column) -> Result<(), TableError> {
        if let Some(first) = self.columns.first()
            && first.data.len() != column.data.len()
        {
            return Err(TableError::Length { name: column.name, got: column.data.len(), expected: first.data.len() });
        }
        if self.column(&column.name).is_some() {
            return Err(TableError::DuplicateName(column.name));
        }
        if let Some(field) = column.field
            && let Some(first) = self.field(field)
        {
            return Err(TableError::DuplicateField { field, first: first.name.clone(), second: column.name });
        }
        self.columns.push(column);
        Ok(())
    }

    /// How many sessions there are.
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |column| column.data.len())
    }

    /// The columns in their order.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The column that holds this field.
    pub fn field(&self, field: Field) -> Option<&Column> {
        self.columns.iter().find(|column| column.field == Some(field))
    }

    /// The numbers of this field, where the table has them.
    pub fn numbers(&self, field: Field) -> Option<&[f64]> {
        match &self.field(field)?.data {
            Data::Number(values) => Some(values),
            _ => None,
        }
    }

    /// The times of this field, where the table has them.
    pub fn times(&self, field: Field) -> Option<&[i64]> {
        match &self.field(field)?.data {
            Data::Time(values) => Some(values),
            _ => None,
        }
    }

    /// The categories of this field, where the table has them.
    pub fn categories(&self, field: Field) -> Option<&Categories> {
        match &self.field(field)?.data {
            Data::Category(values) => Some(values),
            _ => None,
        }
    }

    /// The texts of this field, where the table has them.
    pub fn texts(&self, field: Field) -> Option<&Texts> {
        match &self.field(field)?.data {
            Data::Text(values) => Some(values),
            _ => None,
        }
    }
}

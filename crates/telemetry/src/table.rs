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

    /// A table of numbers, each column named after its field.
    ///
    /// ```
    /// use telemetry::{Field, Table};
    ///
    /// let table = Table::of_numbers([(Field::StartupTimeMs, vec![900.0, 1200.0]), (Field::RebufferCount, vec![0.0, 2.0])])?;
    /// assert_eq!(table.rows(), 2);
    /// # Ok::<(), telemetry::TableError>(())
    /// ```
    ///
    /// # Errors
    /// [`TableError`] when lengths differ, or a field stands twice.
    pub fn of_numbers(columns: impl IntoIterator<Item = (Field, Vec<f64>)>) -> Result<Self, TableError> {
        Self::new(columns.into_iter().map(|(field, values)| Column::of(field, Data::Number(values))).collect())
    }

    /// Adds a column behind the others.
    ///
    /// # Errors
    /// [`TableError`] when its length differs, or its name or its field stands there already.
    pub fn push(&mut self, column: Column) -> Result<(), TableError> {
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

    /// The columns in their order, out of the table.
    pub fn into_columns(self) -> Vec<Column> {
        self.columns
    }

    /// A table of these rows, in this order.
    ///
    /// # Panics
    /// For a row that does not exist.
    pub fn select(&self, rows: &[u32]) -> Table {
        let column =
            |column: &Column| Column { name: column.name.clone(), field: column.field, data: column.data.select(rows) };
        Self { columns: self.columns.iter().map(column).collect() }
    }

    /// This table with these rows alone, in this order: as [`Self::select`], with no more than one column in memory twice.
    ///
    /// # Panics
    /// For a row that does not exist.
    pub fn keep(mut self, rows: &[u32]) -> Table {
        for column in &mut self.columns {
            column.data = column.data.select(rows);
        }
        self
    }

    /// The values of each column, to be changed in place. Their number must stay.
    pub fn values_mut(&mut self) -> impl Iterator<Item = (&str, Option<Field>, &mut Data)> {
        self.columns.iter_mut().map(|column| (column.name.as_str(), column.field, &mut column.data))
    }

    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The column that holds this field.
    pub fn field(&self, field: Field) -> Option<&Column> {
        self.columns.iter().find(|column| column.field == Some(field))
    }

    /// The field's own name, with an underscore behind it for each column of another meaning that has it.
    pub fn free_name(columns: &[Column], field: Field) -> String {
        let mut name = field.name().to_owned();
        while columns.iter().any(|column| column.name == name) {
            name.push('_');
        }
        name
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Truth;

    #[test]
    fn rows_are_selected_in_every_column() {
        let mut categories = Categories::default();
        let mut texts = Texts::default();
        for label in ["a", "b", "", "c"] {
            categories.push(label).expect("few labels");
            texts.push(label);
        }
        let column = |name: &str, field, data| Column { name: name.to_owned(), field, data };
        let table = Table::new(vec![
            column("n", Some(Field::LatencyMs), Data::Number(vec![1.0, 2.0, 3.0, 4.0])),
            column("t", Some(Field::Timestamp), Data::Time(vec![10, 20, 30, 40])),
            column("c", Some(Field::Cdn), Data::Category(categories)),
            column("x", None, Data::Text(texts)),
        ])
        .expect("fits");
        let selected = table.select(&[3, 2, 1]);
        assert_eq!(selected.rows(), 3);
        assert_eq!(selected.numbers(Field::LatencyMs), Some(&[4.0, 3.0, 2.0][..]));
        assert_eq!(selected.times(Field::Timestamp), Some(&[40, 30, 20][..]));
        let labels = selected.categories(Field::Cdn).expect("categories");
        assert_eq!((labels.label(0), labels.label(1), labels.label(2)), ("c", "", "b"));
        assert_eq!(labels.labels(), ["c", "b"], "a label without a row is none");
        let Some(Data::Text(texts)) = selected.column("x").map(|column| &column.data) else { unreachable!("texts") };
        assert_eq!((texts.get(0), texts.get(1), texts.get(2)), ("c", "", "b"));
        assert_eq!(table.clone().keep(&[3, 2, 1]), selected);
        assert_eq!(table.select(&[0, 1, 2, 3]), table);
        assert_eq!(table.select(&[]).rows(), 0);
        let mut truth = Truth::with_faults(["x"]);
        [0, 1, 0].into_iter().for_each(|code| truth.push(code));
        assert_eq!(truth.select(&[1, 0]).codes(), [1, 0]);
    }
}

//! Columns: one typed vector per field, in the smallest form that keeps every value.

use super::{Dictionary, Field};

/// Stands for "no value" in a column of times.
pub const MISSING_TIME: i64 = i64::MIN;

/// Stands for "no value" in a column of categories.
pub const MISSING_CATEGORY: u16 = u16::MAX;

/// One column of a [`super::Table`].
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// The name as in the file's header, or the field's own name.
    pub name: String,
    /// The field that this column was recognised as.
    pub field: Option<Field>,
    /// The values.
    pub data: Data,
}

impl Column {
    /// A column of a field, under the field's own name.
    pub fn of(field: Field, data: Data) -> Self {
        Self { name: field.name().into(), field: Some(field), data }
    }
}

/// The values of a column. A missing value is NaN, [`MISSING_TIME`], [`MISSING_CATEGORY`] or the empty text.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    /// Numbers in the field's unit.
    Number(Vec<f64>),
    /// UTC milliseconds since 1970.
    Time(Vec<i64>),
    /// Labels, coded.
    Category(Categories),
    /// Identifiers and other free text.
    Text(Texts),
}

impl Data {
    /// How many values the column has.
    pub fn len(&self) -> usize {
        match self {
            Data::Number(values) => values.len(),
            Data::Time(values) => values.len(),
            Data::Category(values) => values.codes().len(),
            Data::Text(values) => values.len(),
        }
    }

    /// Whether the column has no value.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The values of these rows, in this order.
    ///
    /// # Panics
    /// For a row that does not exist.
    pub fn select(&self, rows: &[u32]) -> Data {
        let places = || rows.iter().map(|&row| row as usize);
        match self {
            Data::Number(values) => Data::Number(places().map(|row| values[row]).collect()),
            Data::Time(values) => Data::Time(places().map(|row| values[row]).collect()),
            Data::Category(values) => {
                let codes = places().map(|row| values.codes()[row]).collect();
                Data::Category(Categories::from_codes(values.labels(), codes))
            }
            Data::Text(values) => {
                let mut texts = Texts::default();
                texts.reserve(rows.len(), 0);
                places().for_each(|row| texts.push(values.get(row)));
                Data::Text(texts)
            }
        }
    }
}

/// Too many distinct labels for a [`Categories`] column: it is an identifier rather than a category.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("more than {} distinct labels", Categories::MAX_LABELS)]
pub struct CategoryOverflow;

/// A dictionary-coded column of labels. Codes are given in order of first appearance.
#[derive(Clone, Debug, Default)]
pub struct Categories {
    codes: Vec<u16>,
    labels: Dictionary,
}

impl PartialEq for Categories {
    fn eq(&self, other: &Self) -> bool {
        self.codes == other.codes && self.labels() == other.labels()
    }
}

impl Categories {
    /// How many distinct labels a column can have.
    pub const MAX_LABELS: usize = MISSING_CATEGORY as usize;

    /// An empty column with these labels, coded from 0 in this order.
    ///
    /// # Errors
    /// [`CategoryOverflow`] for more than [`Self::MAX_LABELS`] labels.
    pub fn with_labels<'a>(labels: impl IntoIterator<Item = &'a str>) -> Result<Self, CategoryOverflow> {
        let mut categories = Self::default();
        for label in labels {
            categories.code(label)?;
        }
        Ok(categories)
    }

    /// A column of these labels, one a row; the empty one is missing.
    ///
    /// # Errors
    /// [`CategoryOverflow`] for more than [`Self::MAX_LABELS`] distinct labels.
    pub fn of<S: AsRef<str>>(labels: impl IntoIterator<Item = S>) -> Result<Self, CategoryOverflow> {
        let mut categories = Self::default();
        for label in labels {
            categories.push(label.as_ref())?;
        }
        Ok(categories)
    }

    /// A column of these codes, each [`MISSING_CATEGORY`] or one that this dictionary gave.
    pub fn from_dictionary(labels: Dictionary, mut codes: Vec<u16>) -> Self {
        debug_assert!(codes.iter().all(|&code| code == MISSING_CATEGORY || usize::from(code) < labels.labels().len()));
        // A column that grew row by row has room for up to as many rows again.
        codes.shrink_to_fit();
        Self { codes, labels }
    }

    /// A column of these codes, each standing for the label at its place or [`MISSING_CATEGORY`]. The codes are given anew
    /// in order of first appearance and labels without a row are left out, as if the labels had been pushed one by one.
    ///
    /// # Panics
    /// For a code without a label.
    pub fn from_codes(labels: &[String], mut codes: Vec<u16>) -> Self {
        let mut categories = Self::default();
        let mut renumbered = vec![MISSING_CATEGORY; labels.len()];
        for code in codes.iter_mut().filter(|code| **code != MISSING_CATEGORY) {
            let given = &mut renumbered[usize::from(*code)];
            if *given == MISSING_CATEGORY {
                // Two places may hold the same label.
                let Ok(first) = categories.code(&labels[usize::from(*code)]) else {
                    // As many labels as there are codes fit in.
                    unreachable!("a code stood for more labels than there are codes");
                };
                *given = first;
            }
            *code = *given;
        }
        categories.codes = codes;
        categories
    }

    /// The code of a label, which is added to the dictionary when it is new.
    ///
    /// # Errors
    /// [`CategoryOverflow`] when the dictionary is full.
    pub fn code(&mut self, label: &str) -> Result<u16, CategoryOverflow> {
        match self.labels.get(label.as_bytes()) {
            Some(code) => Ok(code),
            None => self.labels.add(label).ok_or(CategoryOverflow),
        }
    }

    /// Appends a row with this label; the empty label is a missing value.
    ///
    /// # Errors
    /// [`CategoryOverflow`] when the dictionary is full; the row is not added then.
    pub fn push(&mut self, label: &str) -> Result<(), CategoryOverflow> {
        let code = if label.is_empty() { MISSING_CATEGORY } else { self.code(label)? };
        self.codes.push(code);
        Ok(())
    }

    /// Appends a row by its code, which must be [`MISSING_CATEGORY`] or one that [`Self::code`] gave.
    pub fn push_code(&mut self, code: u16) {
        debug_assert!(code == MISSING_CATEGORY || usize::from(code) < self.labels().len());
        self.codes.push(code);
    }

    /// Makes room for `rows` more rows.
    pub fn reserve(&mut self, rows: usize) {
        self.codes.reserve(rows);
    }

    /// The code of each row.
    pub fn codes(&self) -> &[u16] {
        &self.codes
    }

    /// The label of each code.
    pub fn labels(&self) -> &[String] {
        self.labels.labels()
    }

    /// The label of a row, empty where it is missing.
    pub fn label(&self, row: usize) -> &str {
        self.labels().get(usize::from(self.codes[row])).map_or("", String::as_str)
    }
}

/// A column of free text, held as one string with the end of each row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Texts {
    joined: String,
    ends: Vec<usize>,
}

impl Texts {
    /// A column of the rows that stand one behind the other in a text and end at these places; `None` where these are no
    /// places of it, one behind the other up to its end.
    pub fn from_parts(joined: String, ends: Vec<usize>) -> Option<Self> {
        let fits = ends.last().copied().unwrap_or(0) == joined.len()
            && ends.is_sorted()
            && ends.iter().all(|&end| joined.is_char_boundary(end));
        fits.then_some(Self { joined, ends })
    }

    /// Appends a row.
    pub fn push(&mut self, text: &str) {
        self.joined.push_str(text);
        self.ends.push(self.joined.len());
    }

    /// Appends a row written by `write`, without an allocation of its own.
    pub fn push_with(&mut self, write: impl FnOnce(&mut String)) {
        write(&mut self.joined);
        self.ends.push(self.joined.len());
    }

    /// Makes room for `rows` more rows of `bytes` bytes each.
    pub fn reserve(&mut self, rows: usize, bytes: usize) {
        self.ends.reserve(rows);
        self.joined.reserve(rows.saturating_mul(bytes));
    }

    /// The text of a row.
    pub fn get(&self, row: usize) -> &str {
        let start = if row == 0 { 0 } else { self.ends[row - 1] };
        &self.joined[start..self.ends[row]]
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// How many rows are empty.
    pub fn empty(&self) -> usize {
        let mut before = 0;
        self.ends.iter().filter(|&&end| std::mem::replace(&mut before, end) == end).count()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_become_what_labels_would_have_been() {
        let labels = ["a", "b", "c", "d"].map(str::to_owned);
        let codes = vec![3, 1, MISSING_CATEGORY, 3, 0, 1];
        let mut pushed = Categories::default();
        for &code in &codes {
            pushed.push(labels.get(usize::from(code)).map_or("", String::as_str)).unwrap();
        }
        let mut made = Categories::from_codes(&labels, codes);
        assert_eq!(made, pushed);
        assert_eq!(made.labels(), ["d", "b", "a"]);
        assert_eq!((made.code("b"), made.code("new")), (Ok(1), Ok(3)));
        let twice = Categories::from_codes(&["a", "a"].map(str::to_owned), vec![1, 0]);
        assert_eq!((twice.codes(), twice.labels().len()), (&[0, 0][..], 1));
    }
}

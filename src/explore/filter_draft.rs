//! A filter as it is typed, before it is one.

use super::{typed, words};
use crossfilter::dimension::Nature;
use crossfilter::query::Description;
use crossfilter::{Dimension, Filters, Test};

/// A filter that is being typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// What it is on.
    pub dimension: Dimension,
    /// The ends of a range, as typed.
    pub low: String,
    /// The other.
    pub high: String,
    /// A part of a text, or of the labels that are listed.
    pub part: String,
    /// What is wrong with it.
    pub error: Option<String>,
}

impl Draft {
    /// The filter on a dimension, as it is.
    pub fn of(about: &Description, dimension: &Dimension, filters: &Filters) -> Self {
        Self::with(about, dimension.clone(), filters.of(dimension))
    }

    /// The first filter that is not set yet.
    pub fn first(about: &Description, filters: &Filters) -> Self {
        let free = about.dimensions.iter().find(|described| filters.of(&described.dimension).is_none());
        Self::of(about, &free.map_or(Dimension::Score, |described| described.dimension.clone()), filters)
    }

    /// A filter as it stands.
    pub fn with(about: &Description, dimension: Dimension, test: Option<&Test>) -> Self {
        let nature = words::described(about, &dimension).map_or(Nature::Number, |described| described.nature);
        let end = |value: f64| typed::written(nature, value);
        let (low, high, part) = match test {
            Some(Test::Between(low, high)) => (end(*low), end(*high), String::new()),
            Some(Test::Contains(part)) => (String::new(), String::new(), part.clone()),
            _ => Default::default(),
        };
        Self { dimension, low, high, part, error: None }
    }

    /// The condition that was typed.
    ///
    /// # Errors
    /// What is wrong with it, for the user.
    pub fn test(&self, about: &Description) -> Result<Test, String> {
        match words::described(about, &self.dimension).map(|described| described.nature) {
            Some(Nature::Text) if self.part.is_empty() => Err("Type a part of it.".into()),
            Some(Nature::Text) => Ok(Test::Contains(self.part.clone())),
            Some(nature) => typed::range(nature, &self.low, &self.high),
            None => Err("These sessions do not have that.".into()),
        }
    }
}

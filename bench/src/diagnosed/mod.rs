//! How right it is what bad sessions are said to have in common, where that is known: the project's own answers, and those of two
//! published methods that are written here from their definitions.
//!
//! A **cause** is a set of conditions, each a dimension with a label. An answer is right where its set is exactly that of a cause.

pub mod adtributor;
pub mod generated;
pub mod incidents;
pub mod judged;
pub mod risk_ratios;
pub mod speed;

/// The conditions of a cause or an answer, by name, in the order of names: two are the same set where they are equal.
pub type Conditions = Vec<(String, String)>;

/// A dimension with the value of each row.
#[derive(Clone, Debug, Default)]
pub struct Labelled {
    /// Its name.
    pub name: String,
    /// The place of each row's label; what is no place is no value.
    pub codes: Vec<u16>,
    /// The labels.
    pub labels: Vec<String>,
}

/// Rows along dimensions: how many sessions each stands for, and how many of them are bad.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    /// The dimensions.
    pub dimensions: Vec<Labelled>,
    /// The bad sessions of each row.
    pub bad: Vec<u32>,
    /// All sessions of each row.
    pub sessions: Vec<u32>,
}

impl Counted {
    /// The names and labels of a combination of places.
    pub fn named(&self, combination: &[(usize, u16)]) -> Conditions {
        let condition = |&(dimension, value): &(usize, u16)| {
            let dimension = self.dimensions.get(dimension)?;
            Some((dimension.name.clone(), dimension.labels.get(usize::from(value))?.clone()))
        };
        set(combination.iter().filter_map(condition).collect())
    }
}

/// Conditions in their order.
pub fn set(mut conditions: Conditions) -> Conditions {
    conditions.sort();
    conditions
}

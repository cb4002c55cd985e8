//! What is compared: rows with their values along dimensions, and which of them count as bad.

/// The values of rows along one dimension, as places in a list of values.
#[derive(Clone, Debug, Default)]
pub struct Coded {
    /// The place of each row's value, less than `values`. What is not less is no value: such a row is in no combination
    /// of this dimension.
    pub codes: Vec<u16>,
    /// How many values there are.
    pub values: usize,
}

/// Rows that are counted.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// The rows, each once.
    pub rows: Vec<u32>,
    /// How many sessions each of them stands for; each is one where nothing is said.
    pub weights: Option<Vec<u32>>,
}

impl Part {
    /// Rows that are a session each.
    pub fn of_sessions(rows: Vec<u32>) -> Self {
        Self { rows, weights: None }
    }

    /// How many sessions the row at a place stands for.
    pub(crate) fn weight(&self, place: usize) -> u32 {
        self.weights.as_ref().map_or(1, |weights| weights.get(place).copied().unwrap_or(0))
    }
}

/// Sessions, the bad ones among which are to be explained, or those of an earlier time.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// The bad ones.
    pub bad: Part,
    /// All of them, the bad ones as well.
    pub all: Part,
}

/// What is compared.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// The sessions whose bad ones are to be explained.
    pub now: Group,
    /// The same of an earlier time, or of another group, with which the share of bad ones is compared. Without it, bad
    /// sessions are compared with the others of the same time.
    pub before: Option<Group>,
}

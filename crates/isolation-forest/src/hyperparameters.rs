//! The forest's settings, checked once.

use std::ops::RangeInclusive;

/// A setting that is out of its bounds.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name} is {value}: must be {least} to {greatest}")]
pub struct HyperparameterError {
    /// Which setting.
    pub name: &'static str,
    /// What it is.
    pub value: u32,
    /// The least that it may be.
    pub least: u32,
    /// The greatest that it may be.
    pub greatest: u32,
}

fn check(name: &'static str, value: u32, bounds: RangeInclusive<u32>) -> Result<(), HyperparameterError> {
    let (least, greatest) = bounds.clone().into_inner();
    if bounds.contains(&value) { Ok(()) } else { Err(HyperparameterError { name, value, least, greatest }) }
}

/// The settings of a fit. What exists is within bounds.
///
/// ```
/// use isolation_forest::Hyperparameters;
///
/// let settings = Hyperparameters::new(200, 512, 42)?;
/// assert_eq!((settings.trees(), settings.sample_size(), settings.seed()), (200, 512, 42));
/// let error = Hyperparameters::new(0, 512, 42).expect_err("a forest has trees");
/// assert_eq!(error.to_string(), "the number of trees is 0: must be 1 to 1000");
/// # Ok::<(), isolation_forest::HyperparameterError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hyperparameters {
    trees: u32,
    sample_size: u32,
    seed: u64,
}

impl Hyperparameters {
    /// How many trees a forest can have.
    pub const TREES: RangeInclusive<u32> = 1..=1000;
    /// How many rows a tree can be grown from. More than the data has means all of it.
    pub const SAMPLE_SIZE: RangeInclusive<u32> = 2..=65_536;

    /// Checks the settings.
    ///
    /// # Errors
    /// [`HyperparameterError`] names the setting that is out of bounds.
    pub fn new(trees: u32, sample_size: u32, seed: u64) -> Result<Self, HyperparameterError> {
        check("the number of trees", trees, Self::TREES)?;
        check("the sample size", sample_size, Self::SAMPLE_SIZE)?;
        Ok(Self { trees, sample_size, seed })
    }

    /// How many trees to grow.
    pub fn trees(&self) -> u32 {
        self.trees
    }

    /// How many rows each tree is grown from, where there are as many.
    pub fn sample_size(&self) -> u32 {
        self.sample_size
    }

    /// The seed of the random choices.
    pub fn seed(&self) -> u64 {
        self.seed
    }
}

impl Default for Hyperparameters {
    /// The paper's settings: 100 trees of 256 rows each.
    fn default() -> Self {
        Self { trees: 100, sample_size: 256, seed: 1 }
    }
}

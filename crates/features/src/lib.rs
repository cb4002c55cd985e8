//! From sessions to numbers that a detector can judge: measures of quality, the same relative to comparable sessions,
//! and the matrix that holds them.
//!
//! The rule for missing values, here and everywhere: a feature that cannot be computed is NaN, stays NaN in the matrix,
//! and the forest sends it to the side on which more of a node's training rows went.

mod build;
mod cohort;
mod feature;
mod fill;
mod input;
mod recipe;
mod written;

pub use build::{FeatureError, build, unavailable};
pub use cohort::{Centre, Cohorts};
pub use feature::{Feature, FeatureNameError, Measure, Scale, default_features, original_pair, toggled};
pub use fill::{Filled, fill_medians};
pub use input::{Input, wanting};
pub use recipe::{Ingredient, Recipe};
pub use written::{OddCentre, RecipeError, WrittenRecipe};

//! A model that was fitted before, and is to judge the sessions at hand.

use super::ModelFile;
use crate::features::{Feature, Recipe};
use crate::forest::Model;
use std::sync::Arc;

/// A model from a file.
#[derive(Clone, Debug)]
pub struct Given {
    /// The file.
    pub file: ModelFile,
    /// The features that it judges by; empty where it does not say, as scikit-learn's forests do not.
    pub features: Vec<Feature>,
    /// How its features are computed; absent where it brings no cohorts: then those of the sessions at hand serve.
    pub recipe: Option<Arc<Recipe>>,
    /// The model.
    pub model: Arc<Model>,
    /// The score above which it flags.
    pub threshold: f64,
}

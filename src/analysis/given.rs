//! A model that was fitted before, and is to judge the sessions at hand.

use super::{Inputs, ModelFile, SavedModel};
use crate::features::{Feature, Measure, Recipe};
use crate::forest::{Method, Model};
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
    /// How it was fitted.
    pub method: Method,
    /// The model.
    pub model: Arc<Model>,
    /// The score above which it flags.
    pub threshold: f64,
}

impl Given {
    /// The model that was read from a file.
    pub fn new(file: ModelFile, saved: &SavedModel) -> Self {
        let (features, recipe) = match saved.inputs() {
            Inputs::Sessions(recipe) => (recipe.features().cloned().collect(), Some(Arc::new(recipe.clone()))),
            Inputs::Columns { names, .. } => {
                let column = |name: &String| Feature::plain(Measure::Column(name.clone()));
                (names.iter().flatten().map(column).collect(), None)
            }
        };
        let (method, model, threshold) = (saved.method(), Arc::new(saved.model().clone()), saved.threshold());
        Self { file, features, recipe, method, model, threshold }
    }
}

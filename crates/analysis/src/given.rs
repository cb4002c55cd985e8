//! A model that was fitted before, and is to judge the sessions at hand.

use super::{Inputs, ModelFile, SavedModel};
use features::{Feature, Measure, Recipe};
use isolation_forest::{Method, Model};
use rules::Rules;
use std::sync::Arc;

/// A model from a file.
#[derive(Clone, Debug)]
pub struct Given {
    /// The file.
    pub file: ModelFile,
    /// The rules by which the sessions must be read that it judges; none where it judges columns as they stand.
    pub rules: Option<Rules>,
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
        Self { file, rules: saved.rules(), features, recipe, method, model, threshold }
    }

    /// Whether these are the features that the model judges by; where it does not name them, as many as it has.
    pub fn judges_by(&self, features: &[Feature]) -> bool {
        features.len() == self.model.features() && (self.features.is_empty() || self.features == features)
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::SerialExecutor;
    use crate::{AnalysisError, ModelSource, Plan, Threshold, analyse};

    #[test]
    fn a_saved_model_judges_as_it_did_and_by_its_own_features_only() {
        let before = SerialExecutor::default().analyse_generated(&Plan::default()).expect("a sound plan");
        let file = ModelFile { name: "m.json".into(), sha256: [7; 32] };
        let given = Given::new(file.clone(), &before.saved_model().expect("a sound model"));
        let mut plan = before.plan.clone();
        plan.detector.model = ModelSource::Saved(file);
        let run = |plan: &Plan| {
            SerialExecutor::finish(analyse(
                plan.clone(),
                before.sessions.clone(),
                Some(&given),
                Some(&before),
                &SerialExecutor::default(),
            ))
        };
        let again = run(&plan).expect("the model's own sessions");
        assert_eq!((&again.scores, again.threshold), (&before.scores, before.threshold));
        assert_ne!(again.fingerprint, before.fingerprint, "another plan");
        // What a damaged link may say: fewer features, more, or others.
        let mut turned = plan.features.clone();
        turned.swap(0, 1);
        let more = [plan.features.clone(), vec![Feature::plain(Measure::Headroom)]].concat();
        for features in [plan.features[1..].to_vec(), more, turned] {
            let refused = run(&Plan { features, ..plan.clone() });
            assert!(matches!(refused, Err(AnalysisError::OtherFeatures { .. })), "{refused:?}");
        }
        let refused = run(&Plan { rules: Rules::FIRST, ..plan.clone() });
        assert!(matches!(refused, Err(AnalysisError::OtherRules { .. })), "{refused:?}");
        plan.detector.threshold = Threshold::Auto;
        assert_eq!(run(&plan).expect("another threshold").threshold, 0.5);
        let executor = SerialExecutor::default();
        let absent = analyse(plan.clone(), before.sessions.clone(), None, None, &executor);
        assert!(matches!(SerialExecutor::finish(absent), Err(AnalysisError::NoModel(_))));
    }
}

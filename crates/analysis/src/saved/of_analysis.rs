//! The detector of an analysis, on its way out.

use super::{SavedModel, SavedModelError};
use crate::{Analysis, Source};
use features::Recipe;
use isolation_forest::Model;

impl Analysis {
    /// The detector of this analysis, to be handed over.
    ///
    /// # Errors
    /// [`SavedModelError`], which does not happen with an analysis that [`analyse`](crate::analyse) has made.
    pub fn saved_model(&self) -> Result<SavedModel, SavedModelError> {
        let source = match &self.plan.source {
            Source::Generated(scenario) => format!("generated: {}", scenario.preset.name()),
            Source::File(file) => file.name.clone(),
        };
        let notes = [
            ("program", concat!("streamguard ", env!("CARGO_PKG_VERSION")).to_owned()),
            ("source", source),
            ("sessions", self.scores.len().to_string()),
            ("flagged", self.flagged.to_string()),
            ("plan", self.plan.result_text()),
            ("fingerprint", self.fingerprint.to_string()),
        ];
        let notes = notes.into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
        let (method, hyperparameters) = (self.method, self.plan.detector.model.hyperparameters());
        let (recipe, model) = (Recipe::clone(&self.recipe), Model::clone(&self.model));
        let saved = SavedModel::new(self.plan.rules, recipe, method, hyperparameters, model, self.threshold, notes)?;
        Ok(saved.with_scores(&self.scores))
    }
}

//! What makes a model's scores meaningless is refused: when a file is read, and before one is written.

use super::{Inputs, SavedModel, SavedModelError};
use isolation_forest::{Method, Part, TreeKind};
use std::collections::BTreeSet;

impl SavedModel {
    /// The model, where everything in it means something.
    ///
    /// # Errors
    /// [`SavedModelError`] says what does not, and where.
    pub(super) fn checked(self) -> Result<Self, SavedModelError> {
        self.check_inputs()?;
        self.check_parts()?;
        self.model.check()?;
        self.check_features()?;
        self.check_threshold()?;
        Ok(self)
    }

    fn check_inputs(&self) -> Result<(), SavedModelError> {
        let features = self.model.features();
        let given = match &self.inputs {
            Inputs::Sessions(recipe) => {
                recipe.check()?;
                recipe.ingredients().len()
            }
            Inputs::Columns { count, .. } => *count,
        };
        if given != features {
            return wrong(format!("input has {given} features, and its forest {features}"));
        }
        if let Inputs::Columns { count, names: Some(names) } = &self.inputs {
            let distinct: BTreeSet<&String> = names.iter().collect();
            if distinct.len() != *count || names.len() != *count || names.iter().any(String::is_empty) {
                return wrong(format!("column names are not {count} distinct names"));
            }
        }
        Ok(())
    }

    /// The parts are those of the method, and each tree of them is sound.
    fn check_parts(&self) -> Result<(), SavedModelError> {
        let is_of = |(part, &kind): (&Part, &TreeKind)| {
            matches!((part, kind), (Part::Axis(_), TreeKind::Isolation))
                || matches!((part, kind), (Part::Oblique(_), TreeKind::Extended | TreeKind::FairCut))
        };
        let (parts, kinds) = (self.model.parts(), self.method.kinds());
        if parts.len() != kinds.len() || !parts.iter().map(|(_, part)| part).zip(kinds).all(is_of) {
            return wrong(format!("parts are not those of its method, {}", words(self.method)));
        }
        let grown_here = matches!(self.inputs, Inputs::Sessions(_));
        for (place, (_, part)) in parts.iter().enumerate() {
            part.check(grown_here).map_err(|error| SavedModelError::Part { part: place, error })?;
        }
        Ok(())
    }

    /// Some split looks at a feature that can tell sessions apart.
    fn check_features(&self) -> Result<(), SavedModelError> {
        let Inputs::Sessions(recipe) = &self.inputs else { return Ok(()) };
        let telling = recipe.telling();
        if self.model.parts().iter().any(|(weight, part)| *weight > 0.0 && part.looks_at(&telling)) {
            return Ok(());
        }
        wrong("features are the same for every session, as the spread of every cohort is 0".into())
    }

    fn check_threshold(&self) -> Result<(), SavedModelError> {
        if !(0.0..=1.0).contains(&self.threshold) {
            return wrong(format!("threshold is {}: must be between 0 and 1", self.threshold));
        }
        if let Some([below, above]) = self.nearest {
            if !(below <= self.threshold && self.threshold < above) {
                return wrong(format!("nearest scores are {below} and {above}: the threshold must be between them"));
            }
            if below < 0.0 || above > 1.0 {
                return wrong(format!("nearest scores are {below} and {above}: must be between 0 and 1"));
            }
        }
        Ok(())
    }
}

fn wrong<T>(what: String) -> Result<T, SavedModelError> {
    Err(SavedModelError::Whole { what })
}

/// What the parts of a method are.
fn words(method: Method) -> String {
    let kind = |kind: &TreeKind| match kind {
        TreeKind::Isolation => "axis",
        TreeKind::Extended | TreeKind::FairCut => "oblique",
    };
    let kinds: Vec<&str> = method.kinds().iter().map(kind).collect();
    format!("{}: {}", method.name(), kinds.join(" and "))
}

//! What would have to change for a session's verdict to be the other one.

use crate::analysis::Analysis;
use serde::{Deserialize, Serialize};

/// The least change of one feature, all others as they are, that turns the verdict round.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The feature's name in the plan.
    pub feature: String,
    /// The value nearest to the session's at which the verdict is the other one, on the feature's scale; absent where no
    /// value of this feature alone turns it round.
    pub value: Option<f64>,
}

/// The changes of each feature, in the order of the plan; none where there is no such row.
pub fn changes(analysis: &Analysis, row: u32) -> Vec<Change> {
    let place = row as usize;
    if place >= analysis.scores.len() {
        return Vec::new();
    }
    let values = analysis.matrix.row(place);
    let change = |(index, feature): (usize, &crate::features::Feature)| Change {
        feature: feature.name(),
        value: analysis.model.nearest_change(&values, index, analysis.threshold).map(f64::from),
    };
    analysis.plan.features.iter().enumerate().map(change).collect()
}

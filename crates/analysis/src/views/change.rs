//! How firm a session's verdict is: what would have to change for it to be the other one.

use crate::Analysis;
use isolation_forest::ShapeError;
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

/// How firm a session's verdict is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Firmness {
    /// The standard error of the score over the trees: how far another forest of as many trees would be from it.
    pub spread: f64,
    /// What would turn the verdict round, for each feature in the order of the plan.
    pub changes: Vec<Change>,
}

/// A row that does not fit the model: there is none, as it is one of the matrix that the model has judged.
fn no_row<T>(_: ShapeError) -> T {
    unreachable!("a value for each feature")
}

/// How firm the verdict of a session is; `None` where there is no such row. One that is not judged has no verdict
/// that anything could turn round, and no spread.
pub fn firmness(analysis: &Analysis, row: u32) -> Option<Firmness> {
    let place = row as usize;
    if place >= analysis.scores.len() {
        return None;
    }
    let (values, is_judged) = (analysis.matrix.row(place), analysis.is_judged(place));
    let change = |(index, feature): (usize, &features::Feature)| Change {
        feature: feature.name(),
        value: match is_judged {
            true => {
                let nearest = analysis.model.nearest_change(&values, index, analysis.threshold);
                nearest.unwrap_or_else(no_row).map(f64::from)
            }
            false => None,
        },
    };
    let changes = analysis.plan.features.iter().enumerate().map(change).collect();
    Some(Firmness {
        spread: if is_judged { analysis.model.spread(&values).unwrap_or_else(no_row) } else { f64::NAN },
        changes,
    })
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::Plan;
    use crate::SerialExecutor;

    #[test]
    fn a_change_turns_the_verdict_round() {
        let analysis = SerialExecutor::default().analyse_generated(&Plan::default()).expect("a sound plan");
        let mut turned = 0;
        for row in 0..200 {
            let firmness = firmness(&analysis, row).expect("a session");
            assert!(firmness.spread > 0.0 && firmness.spread < 0.1, "{}", firmness.spread);
            for (index, change) in firmness.changes.iter().enumerate() {
                let Some(value) = change.value else { continue };
                let mut values = analysis.matrix.row(row as usize);
                values[index] = value as f32;
                let score =
                    analysis.model.score_of_path(analysis.model.mean_path_length(&values).unwrap_or_else(no_row));
                assert_ne!(score > analysis.threshold, analysis.is_flagged(row as usize), "row {row}: {change:?}");
                turned += 1;
            }
        }
        assert!(turned > 100, "{turned}");
        assert_eq!(firmness(&analysis, 10_000), None);
    }
}

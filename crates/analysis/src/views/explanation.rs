//! Why a session was flagged, or was not.

use super::Cell;
use super::figures::percentile;
use super::order::{key, lowest};
use crate::Analysis;
use serde::{Deserialize, Serialize};

/// What one feature did to a session's score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// The feature's name in the plan.
    pub feature: String,
    /// By how many splits it shortened the session's mean path: above zero pushes towards anomalous.
    pub contribution: f64,
    /// The session's value of the feature, on its scale; NaN where it is missing.
    pub value: f64,
    /// The median of all sessions, on the same scale.
    pub median: f64,
    /// Which share of the sessions have a smaller value.
    pub rank: f64,
}

/// Why a session has its score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// The session's row.
    pub row: u32,
    /// What it is called.
    pub name: String,
    /// Its score.
    pub score: f64,
    /// Whether it is flagged.
    pub flagged: bool,
    /// How many sessions have a higher score.
    pub above: u32,
    /// The features, the strongest reason first. The contributions add up to `average_path - path`.
    pub reasons: Vec<Reason>,
    /// The session's mean path length.
    pub path: f64,
    /// The path length at which the score is 0.5.
    pub average_path: f64,
    /// The session's fault where the truth is known; empty for none.
    pub truth: Option<String>,
    /// All that is known of the session: column and value.
    pub cells: Vec<(String, Cell)>,
}

/// The median of each feature, in the order of the plan; NaN where no session has a value.
pub fn feature_medians(analysis: &Analysis) -> Vec<f64> {
    let median = |column: &Vec<f32>| {
        let mut present: Vec<f64> =
            column.iter().filter(|value| !value.is_nan()).map(|&value| f64::from(value)).collect();
        percentile(&mut present, 0.5).unwrap_or(f64::NAN)
    };
    analysis.matrix.columns().iter().map(median).collect()
}

/// Explains a session's score; `None` when there is no such row.
pub fn explain(analysis: &Analysis, row: u32) -> Option<Explanation> {
    explain_beside(analysis, row, &feature_medians(analysis))
}

/// As [`explain`], for whoever explains many sessions and keeps the [`feature_medians`] meanwhile.
pub fn explain_beside(analysis: &Analysis, row: u32, medians: &[f64]) -> Option<Explanation> {
    let place = row as usize;
    let table = &analysis.sessions.table;
    let &score = analysis.scores.get(place)?;
    let values = analysis.matrix.row(place);
    let reasons: Vec<Reason> = analysis
        .model
        .contributions(&values)
        .unwrap_or_else(|_| unreachable!("a value for each feature"))
        .into_iter()
        .enumerate()
        .map(|(feature, contribution)| {
            let column = analysis.matrix.column(feature);
            let present = column.iter().filter(|value| !value.is_nan()).count();
            let below = column.iter().filter(|&&other| other < values[feature]).count();
            Reason {
                feature: analysis.plan.features[feature].name(),
                contribution: -contribution,
                value: f64::from(values[feature]),
                rank: below as f64 / present.max(1) as f64,
                median: medians.get(feature).copied().unwrap_or(f64::NAN),
            }
        })
        .collect();
    let keyed = reasons.iter().zip(0..).map(|(reason, place)| (!key(reason.contribution), place)).collect();
    let strongest = lowest(keyed, reasons.len());
    let reasons = strongest.into_iter().map(|(_, place)| reasons[place as usize].clone()).collect();
    Some(Explanation {
        row,
        name: analysis.sessions.name(row),
        score,
        flagged: analysis.is_flagged(place),
        above: analysis.scores.iter().filter(|&&other| other > score).count() as u32,
        reasons,
        path: analysis.model.mean_path_length(&values).unwrap_or_else(|_| unreachable!("a value for each feature")),
        average_path: analysis.model.average_path(),
        truth: analysis.sessions.truth.as_ref().map(|truth| truth.label(place).to_owned()),
        cells: table.columns().iter().map(|column| (column.name.clone(), Cell::of(column, place))).collect(),
    })
}

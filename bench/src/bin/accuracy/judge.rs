//! Every method on every set with every seed.

use crate::measures::{auroc, average_precision, precision_and_recall};
use crate::sets::{LabelledSet, SetError, read_folder};
use serde_json::json;
use std::num::NonZeroU64;
use std::path::Path;
use streamguard::features::{build, default_features};
use streamguard::isolation_forest::{Hyperparameters, Method, Model};
use streamguard::simulate::{Preset, Scenario, simulate};

const USAGE: &str = "accuracy FOLDER SEEDS | accuracy sessions SEEDS";

/// The share of sessions that is flagged.
const CONTAMINATION: f64 = 0.05;

/// Why nothing could be measured.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The words mean nothing.
    #[error("usage: {USAGE}")]
    Usage,
    /// A set cannot be read.
    #[error(transparent)]
    Set(#[from] SetError),
}

/// Does what the words say.
///
/// # Errors
/// [`Failure`] for other words, or a set that cannot be read.
pub fn run(words: &[&str]) -> Result<(), Failure> {
    let &[source, seeds] = words else { return Err(Failure::Usage) };
    let seeds = 1..=seeds.parse::<NonZeroU64>().map_err(|_| Failure::Usage)?.get();
    if source == "sessions" {
        seeds.for_each(|seed| measure(&sessions(seed), seed, Some(CONTAMINATION)));
    } else {
        for set in read_folder(Path::new(source))? {
            seeds.clone().for_each(|seed| measure(&set, seed, None));
        }
    }
    Ok(())
}

/// 10,000 sessions of the preset, 5 % of them with a fault.
fn sessions(seed: u64) -> LabelledSet {
    let scenario = Scenario::new(Preset::StreamGuard, 10_000, 0.05, seed).expect("within bounds");
    let simulated = simulate(scenario);
    let matrix = build(&simulated.table, &default_features()).expect("the preset has all fields");
    let is_anomaly = (0..matrix.rows()).map(|row| simulated.truth.is_fault(row)).collect();
    LabelledSet { name: "streamguard".to_owned(), matrix, is_anomaly }
}

fn measure(set: &LabelledSet, seed: u64, contamination: Option<f64>) {
    let hyperparameters = Hyperparameters::new(100, 256, seed).expect("within bounds");
    let columns: Vec<&[f32]> = set.matrix.columns().iter().map(Vec::as_slice).collect();
    let mut rankings = Method::ALL
        .map(|method| {
            (
                method.name(),
                Model::fit(method, &set.matrix, &hyperparameters)
                    .expect("of its shape")
                    .score_columns(&columns)
                    .expect("of its shape"),
            )
        })
        .to_vec();
    let scores = |method: Method| &rankings.iter().find(|(name, _)| *name == method.name()).expect("all are there").1;
    let mixed = mean_of_standardised(scores(Method::Isolation), scores(Method::FairCut));
    rankings.push(("mixture-of-scores", mixed));
    for (method, scores) in rankings {
        let mut line = json!({
            "set": set.name,
            "method": method,
            "seed": seed,
            "auroc": auroc(&scores, &set.is_anomaly),
            "ap": average_precision(&scores, &set.is_anomaly),
        });
        if let Some(share) = contamination {
            let (precision, recall) = precision_and_recall(&scores, &set.is_anomaly, share);
            line["precision"] = precision.into();
            line["recall"] = recall.into();
        }
        println!("{line}");
    }
}

/// The mean of two rankings, each less its mean and divided by its standard deviation.
fn mean_of_standardised(first: &[f64], second: &[f64]) -> Vec<f64> {
    let standardised = |scores: &[f64]| {
        let count = scores.len() as f64;
        let mean = scores.iter().sum::<f64>() / count;
        let variance = scores.iter().map(|score| (score - mean) * (score - mean)).sum::<f64>() / count;
        scores.iter().map(|score| (score - mean) / variance.sqrt()).collect::<Vec<f64>>()
    };
    standardised(first).iter().zip(standardised(second)).map(|(first, second)| (first + second) / 2.0).collect()
}

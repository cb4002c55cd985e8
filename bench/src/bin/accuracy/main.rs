//! Measures how accurate the detectors are: `accuracy [FOLDER]` fits each of them to all rows of each labelled set of the
//! folder (`NAME.csv.gz`, columns and `label`), five times with the seeds 1 to 5, and judges the scores of the same rows.
//! Without a folder the sets are generated: 10,000 sessions of the preset, with the default features, the seed being that
//! of the generator and of the forest alike.
//!
//! It prints a line of JSON for each: set, method, seed, auroc, ap; with sessions also precision and recall where 5 % are
//! flagged. Features are taken as they are: no detector changes with the units of a feature. `mixture-of-scores` is no
//! detector, but what a mixture would be whose scores are standardised, not its paths.

mod measures;
mod sets;

use measures::{auroc, average_precision, precision_and_recall};
use serde_json::json;
use sets::LabelledSet;
use std::path::Path;
use std::process::ExitCode;
use streamguard::features::{build, default_features};
use streamguard::forest::{Hyperparameters, Method, Model};
use streamguard::simulate::{Preset, Scenario, simulate};

const SEEDS: std::ops::RangeInclusive<u64> = 1..=5;

/// The share of sessions that is flagged.
const CONTAMINATION: f64 = 0.05;

fn main() -> ExitCode {
    match std::env::args_os().nth(1) {
        Some(folder) => match sets::read_folder(Path::new(&folder)) {
            Ok(sets) => {
                for set in sets {
                    SEEDS.for_each(|seed| measure(&set, seed, None));
                }
            }
            Err(error) => {
                eprintln!("{error}");
                return ExitCode::FAILURE;
            }
        },
        None => SEEDS.for_each(|seed| measure(&preset(seed), seed, Some(CONTAMINATION))),
    }
    ExitCode::SUCCESS
}

/// 10,000 sessions of the preset, 5 % of them with a fault.
fn preset(seed: u64) -> LabelledSet {
    let scenario = Scenario::new(Preset::StreamGuard, 10_000, 0.05, seed).expect("within bounds");
    let simulated = simulate(scenario);
    let matrix = build(&simulated.table, &default_features()).expect("the preset has all fields");
    let is_anomaly = (0..matrix.rows()).map(|row| simulated.truth.is_fault(row)).collect();
    LabelledSet { name: "streamguard".to_owned(), matrix, is_anomaly }
}

fn measure(set: &LabelledSet, seed: u64, contamination: Option<f64>) {
    let hyperparameters = Hyperparameters::new(100, 256, seed).expect("within bounds");
    let columns: Vec<&[f32]> = set.matrix.columns().iter().map(Vec::as_slice).collect();
    let mut rankings: Vec<(&str, Vec<f64>)> = Vec::new();
    for method in Method::ALL {
        let model = Model::fit(method, &set.matrix, &hyperparameters);
        rankings.push((method.name(), model.score_columns(&columns)));
    }
    let mixed = mean_of_standardised(&rankings[0].1, &rankings[2].1);
    rankings.push(("mixture-of-scores", mixed));
    for (method, scores) in rankings {
        let mut line = json!({
            "set": set.name, "method": method, "seed": seed,
            "auroc": auroc(&scores, &set.is_anomaly), "ap": average_precision(&scores, &set.is_anomaly),
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

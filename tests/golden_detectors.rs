//! The scores of each detector are frozen: the same digits natively and in every browser, now and later.
//!
//! These hashes never change. A better detector is a new method.

use streamguard::features::{build, default_features};
use streamguard::isolation_forest::{Hyperparameters, Method, Model};
use streamguard::simulate::{Preset, Scenario, simulate};
use xxhash_rust::xxh64::Xxh64;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test;

/// One hash over the bits of the scores and spreads.
fn hash(method: Method) -> u64 {
    let simulated = simulate(Scenario::new(Preset::StreamGuard, 1_000, 0.05, 1).expect("within bounds"));
    let mut matrix = build(&simulated.table, &default_features()).expect("the preset has all fields");
    // Every seventh value of a column is missing.
    let holed =
        |column: &Vec<f32>| (0..).zip(column).map(|(row, &x)| if row % 7 == 3 { f32::NAN } else { x }).collect();
    let columns = [&matrix.columns()[1..], &[holed(&matrix.columns()[0])]].concat();
    matrix = streamguard::isolation_forest::Matrix::from_columns(columns).expect("of its shape");
    let model = Model::fit(method, &matrix, &Hyperparameters::default()).expect("of its shape");
    let columns: Vec<&[f32]> = matrix.columns().iter().map(Vec::as_slice).collect();
    let scores = model.score_columns(&columns).expect("of its shape");
    let spreads = (0..matrix.rows()).step_by(10).map(|row| model.spread(&matrix.row(row)).expect("of its shape"));
    let mut hash = Xxh64::new(0);
    scores.into_iter().chain(spreads).for_each(|value| hash.update(&value.to_bits().to_le_bytes()));
    hash.digest()
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn the_digits_of_each_detector_are_those_frozen() {
    let frozen = [0xee32_4ec3_6e41_4611, 0x771e_b458_87d6_b6f1, 0xdc9e_b361_ef87_0c80, 0x79fc_6de1_8542_fec5];
    let hashes = Method::ALL.map(hash);
    assert_eq!(hashes, frozen, "{hashes:#018x?}");
}

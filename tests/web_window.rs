//! The frozen digits, in a browser's window.
#![cfg(target_arch = "wasm32")]

mod golden;
#[path = "golden_detectors.rs"]
mod golden_detectors;
#[path = "golden_plans.rs"]
mod golden_plans;
#[path = "golden_segments.rs"]
mod golden_segments;
#[path = "golden_simulate.rs"]
mod golden_simulate;
#[path = "sklearn_scores.rs"]
mod sklearn_scores;

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn random_numbers_are_those_of_every_earlier_version() {
    golden::check_random_numbers();
}

#[wasm_bindgen_test]
fn transcendental_functions_give_the_frozen_digits() {
    golden::check_functions();
}

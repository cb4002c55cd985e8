//! Forests fitted by scikit-learn (`tests/data/sklearn/make.py`) give its scores here, to 1e-12, on every row.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test;

use streamguard::isolation_forest::import_sklearn;

fn check(forest: &str, table: &str) {
    let imported = import_sklearn(forest.as_bytes()).expect("a sound forest");
    let mut rows = 0;
    for line in table.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let (score, row) = cells.split_last().expect("has columns");
        let row: Vec<f32> =
            row.iter().map(|cell| if cell.is_empty() { f32::NAN } else { cell.parse().expect("a number") }).collect();
        let expected: f64 = score.parse().expect("a number");
        let forest = &imported.forest;
        let ours = -forest.score_of_path(forest.mean_path_length(&row).expect("of its shape"));
        assert!((ours - expected).abs() <= 1e-12, "row {rows}: {ours} is not {expected}");
        rows += 1;
    }
    assert_eq!(rows, 160);
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
#[test]
fn a_plain_forest() {
    check(include_str!("data/sklearn/plain.json"), include_str!("data/sklearn/plain.csv"));
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
#[test]
fn a_forest_fitted_with_missing_values() {
    check(include_str!("data/sklearn/holed.json"), include_str!("data/sklearn/holed.csv"));
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
#[test]
fn a_bootstrapped_forest_of_feature_subsets() {
    check(include_str!("data/sklearn/subset.json"), include_str!("data/sklearn/subset.csv"));
}

//! Scores rows by a forest that scikit-learn has fitted: `cargo run --features serde --example read_sklearn [FILE]`.

use isolation_forest::import_sklearn;

/// A forest of one tree, as the Python of the README writes it.
const SMALL: &str = r#"{"max_samples": 8, "offset": -0.5, "n_features": 2, "feature_names": ["a", "b"], "trees": [
    {"left": [1, -1, 3, -1, -1], "right": [2, -1, 4, -1, -1], "feature": [0, -2, 1, -2, -2],
     "threshold": [5.5, -2, 1.25, -2, -2], "n": [8, 5, 3, 2, 1]}]}"#;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let json = match std::env::args().nth(1) {
        Some(file) => std::fs::read(file)?,
        None => SMALL.into(),
    };
    let imported = import_sklearn(&json)?;
    println!("{} trees, features {:?}", imported.forest.trees().len(), imported.feature_names);
    for value in [0.0, 5.0, 10.0] {
        let row = vec![value; imported.forest.features()];
        let score = imported.forest.score_of_path(imported.forest.mean_path_length(&row)?);
        let verdict = if score > imported.threshold { "outlier" } else { "inlier" };
        println!("all features {value}: score {score:.3}, {verdict}");
    }
    Ok(())
}

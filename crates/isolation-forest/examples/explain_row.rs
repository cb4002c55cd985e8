//! Explains why a row stands apart, and what would have to change: `cargo run --example explain_row`.

use isolation_forest::{Hyperparameters, Matrix, Method, Model};

/// A score above this is an outlier.
const LINE: f64 = 0.64;

const NAMES: [&str; 3] = ["height", "weight", "age"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Height and weight go together, but in the last row.
    let height = |row: usize| 150.0 + (row * 7 % 50) as f32;
    let mut columns: [Vec<f32>; 3] = [
        (0..500).map(height).collect(),
        (0..500).map(|row| height(row) - 100.0 + (row % 9) as f32).collect(),
        (0..500).map(|row| 20.0 + (row * 11 % 60) as f32).collect(),
    ];
    for (column, value) in columns.iter_mut().zip([195.0, 52.0, 40.0]) {
        column.push(value);
    }
    let matrix = Matrix::from_columns(columns.into())?;
    let row = matrix.row(500);

    let model = Model::fit(Method::FairCut, &matrix, &Hyperparameters::default())?;
    let path = model.mean_path_length(&row)?;
    let score = model.score_of_path(path);
    println!("score {score:.3} ± {:.3}; path {path:.2}, on average {:.2}", model.spread(&row)?, model.average_path());
    for (name, contribution) in NAMES.iter().zip(model.contributions(&row)?) {
        println!("  {name:6} {contribution:+.2}");
    }
    for (feature, name) in NAMES.iter().enumerate() {
        match model.nearest_change(&row, feature, LINE)? {
            Some(value) => println!("  with a {name} of {value} the verdict at {LINE} would be the other one"),
            None => println!("  no {name} turns the verdict at {LINE} round"),
        }
    }
    Ok(())
}

//! Finds the rows that stand apart: `cargo run --example find_outliers`.

use isolation_forest::random::Stream;
use isolation_forest::{Hyperparameters, Matrix, Method, Model};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // A cloud of 2,000 rows, and three that are apart from it.
    let mut stream = Stream::new(b"examples", 1, 0);
    let (mut x, mut y): (Vec<f32>, Vec<f32>) = (0..2000).map(|_| stream.normal_pair().map(|v| v as f32).into()).unzip();
    x.extend([6.0, -5.0, 0.0]);
    y.extend([6.0, 4.0, 7.0]);
    let matrix = Matrix::from_columns(vec![x, y])?;

    for method in Method::ALL {
        let model = Model::fit(method, &matrix, &Hyperparameters::new(200, 256, 7)?)?;
        let scores = model.score_columns(&matrix.slice(0..matrix.rows())?)?;
        let mut rows: Vec<usize> = (0..scores.len()).collect();
        rows.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]));
        println!("{}:", method.label());
        for row in &rows[..5] {
            println!("  row {row:4}  score {:.3}  {:?}", scores[*row], matrix.row(*row));
        }
    }
    Ok(())
}

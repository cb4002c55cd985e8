//! What one measurement is: fit and score, with the clock read between.

use streamguard::analysis::{Host, Stopped};
use streamguard::isolation_forest::Matrix;
use streamguard::isolation_forest::{Hyperparameters, Method, Model};

/// The settings of every candidate: 100 trees of 256 rows.
const TREES: u32 = 100;
const SAMPLE_SIZE: u32 = 256;

/// The times of one run, in the clock's unit, and what it came to.
#[derive(Clone, Copy, Debug)]
pub struct Measured {
    /// How long the fit took.
    pub fit: f64,
    /// How long scoring all rows took.
    pub score: f64,
    /// xxHash64 of the bits of all scores: equal for all variants.
    pub checksum: u64,
}

/// Fits a forest to the matrix and scores all its rows; the clock is read before, between and after.
///
/// # Errors
/// [`Stopped`] when a thread or worker has failed.
///
/// # Panics
/// For a matrix without rows.
pub async fn measure(host: &impl Host, matrix: &Matrix, clock: impl Fn() -> f64) -> Result<Measured, Stopped> {
    let hyperparameters = Hyperparameters::new(TREES, SAMPLE_SIZE, 1).expect("100 trees of 256 rows are within bounds");
    let start = clock();
    let parts = host.grow(Method::Isolation, matrix, &hyperparameters).await?;
    let fitted = clock();
    let mut paths = Vec::new();
    for part in &parts {
        paths.push(host.mean_paths(part, matrix).await?);
    }
    let (model, paths) = Model::blend(parts, paths).expect("of its shape");
    let scores = model.scores_of_paths(paths);
    let scored = clock();
    let checksum = xxhash_rust::xxh64::xxh64(bytemuck::cast_slice(&scores), 0);
    Ok(Measured { fit: fitted - start, score: scored - fitted, checksum })
}

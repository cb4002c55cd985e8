//! Measures how accurate the detectors are, for `cargo xtask bench accuracy`.
//!
//! `accuracy FOLDER SEEDS` fits each detector to all rows of each labelled set of the folder (`NAME.csv.gz`: features and a
//! column `label`), with the seeds 1 to SEEDS, and judges the scores of the same rows. `accuracy sessions SEEDS` does so
//! with 10,000 generated sessions and the default features; the seed is that of the generator and of the forest alike.
//!
//! It prints a line of JSON for each: set, method, seed, auroc, ap; for sessions also precision and recall where 5 % are
//! flagged. Features are taken as they are: no detector changes with the unit of a feature. `mixture-of-scores` is no
//! detector, but what a mixture would be whose scores are standardised instead of its paths.

#[cfg(not(target_arch = "wasm32"))]
mod judge;
#[cfg(not(target_arch = "wasm32"))]
mod measures;
#[cfg(not(target_arch = "wasm32"))]
mod sets;

/// The program; there is none for WebAssembly.
#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match judge::run(&words.iter().map(String::as_str).collect::<Vec<_>>()) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            std::process::ExitCode::FAILURE
        }
    }
}

#[cfg(target_arch = "wasm32")]
fn main() {}

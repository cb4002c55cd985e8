//! Runs analyses natively: rows are scored by threads, and nobody cancels but by ending the program.

use super::console::Console;
use crate::analysis::{Host, Progress, Stage, Stopped};
use crate::features::Matrix;
use crate::forest::{Forest, Model};
use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Rows that a thread takes at a time: some milliseconds of work.
const PIECE: usize = 16_384;

/// A native program with its threads.
pub struct NativeHost<'a> {
    console: &'a Console,
    threads: NonZeroUsize,
}

impl<'a> NativeHost<'a> {
    /// A host of so many threads, or as many as the machine has cores.
    pub fn new(console: &'a Console, threads: Option<NonZeroUsize>) -> Self {
        let cores = || thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        Self { console, threads: threads.unwrap_or_else(cores) }
    }

    /// The scores of all rows. Threads take the rows piece by piece; the pieces are put together in their order, so that
    /// the result does not depend on who took which.
    ///
    /// # Errors
    /// [`Stopped::Worker`] when a thread has panicked.
    pub fn score_rows(&self, forest: &Forest, matrix: &Matrix) -> Result<Vec<f64>, Stopped> {
        self.spread(matrix.rows(), |rows| forest.score(matrix, rows))
    }

    /// The scores of all rows by any detector, as [`Self::score_rows`].
    ///
    /// # Errors
    /// [`Stopped::Worker`] when a thread has panicked.
    pub fn score_model(&self, model: &Model, matrix: &Matrix) -> Result<Vec<f64>, Stopped> {
        self.spread(matrix.rows(), |rows| {
            let columns: Vec<&[f32]> = matrix.columns().iter().map(|column| &column[rows.clone()]).collect();
            model.score_columns(&columns)
        })
    }

    fn spread(&self, rows: usize, score: impl Fn(Range<usize>) -> Vec<f64> + Sync) -> Result<Vec<f64>, Stopped> {
        let pieces = rows.div_ceil(PIECE);
        let next = AtomicUsize::new(0);
        let work = |shown: &dyn Fn(usize)| {
            let mut scored = Vec::new();
            loop {
                let piece = next.fetch_add(1, Ordering::Relaxed);
                if piece >= pieces {
                    return scored;
                }
                shown(piece);
                let start = piece * PIECE;
                scored.push((piece, score(start..rows.min(start + PIECE))));
            }
        };
        let shown = |piece: usize| {
            let progress = Progress { stage: Stage::Scoring, done: (piece * PIECE) as f64, total: rows as f64 };
            self.console.progress(progress);
        };
        let mut scored = thread::scope(|scope| {
            // A thread that the system refuses is work for the others.
            let helpers: Vec<_> = (1..self.threads.get().min(pieces))
                .filter_map(|_| thread::Builder::new().spawn_scoped(scope, || work(&|_| ())).ok())
                .collect();
            let mut scored = work(&shown);
            for helper in helpers {
                scored.extend(helper.join().map_err(|_| Stopped::Worker("a scoring thread panicked".into()))?);
            }
            Ok(scored)
        })?;
        scored.sort_unstable_by_key(|&(piece, _)| piece);
        Ok(scored.into_iter().flat_map(|(_, scores)| scores).collect())
    }
}

impl Host for NativeHost<'_> {
    async fn checkpoint(&self, progress: Progress) -> Result<(), Stopped> {
        self.console.progress(progress);
        Ok(())
    }

    async fn score(&self, forest: &Forest, matrix: &Matrix) -> Result<Vec<f64>, Stopped> {
        self.score_rows(forest, matrix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forest::Hyperparameters;

    #[test]
    fn pieces_and_threads_do_not_show() {
        let console = Console::new();
        for rows in [1, PIECE, 3 * PIECE + 17] {
            let column = |factor: u32| (0..rows as u32).map(|row| (row.wrapping_mul(factor) >> 8) as f32).collect();
            let matrix = Matrix::from_columns(vec![column(2_654_435_761), column(40_503)]);
            let forest = Forest::fit(&matrix, &Hyperparameters::new(5, 64, 3).expect("within bounds"));
            let expected = forest.score(&matrix, 0..rows);
            for threads in [1, 2, 3, 64] {
                let host = NativeHost::new(&console, NonZeroUsize::new(threads));
                assert_eq!(host.score_rows(&forest, &matrix).as_ref(), Ok(&expected), "{threads} threads");
                let model = Model::from(forest.clone());
                assert_eq!(host.score_model(&model, &matrix).as_ref(), Ok(&expected), "{threads} threads");
            }
        }
    }
}

//! Runs analyses natively: rows are scored by threads, and nobody cancels but by ending the program.

use super::console::Console;
use crate::analysis::{Host, Progress, Stage, Stopped};
use crate::features::Matrix;
use crate::forest::{Hyperparameters, Method, Model, Part, RankedForest};
use std::num::NonZeroUsize;
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

    /// The scores of all rows by a model.
    ///
    /// # Errors
    /// [`Stopped::Worker`] when a thread has panicked.
    pub fn score_model(&self, model: &Model, matrix: &Matrix) -> Result<Vec<f64>, Stopped> {
        let paths = model.parts().iter().map(|(_, part)| self.paths_of(part, matrix)).collect::<Result<Vec<_>, _>>()?;
        let mut scores = model.weigh(&paths);
        for score in &mut scores {
            *score = model.score_of_path(*score);
        }
        Ok(scores)
    }

    /// The mean path lengths of all rows in a forest. Threads take the rows piece by piece; the pieces are put together in their order, so that
    /// the result does not depend on who took which.
    ///
    /// # Errors
    /// [`Stopped::Worker`] when a thread has panicked.
    pub fn paths_of(&self, part: &Part, matrix: &Matrix) -> Result<Vec<f64>, Stopped> {
        let rows = matrix.rows();
        let pieces = rows.div_ceil(PIECE);
        let next = AtomicUsize::new(0);
        let ranked = match part {
            Part::Axis(forest) => Some(RankedForest::compile(forest)),
            Part::Oblique(_) => None,
        };
        let work = |shown: &dyn Fn(usize)| {
            let mut scored = Vec::new();
            loop {
                let piece = next.fetch_add(1, Ordering::Relaxed);
                if piece >= pieces {
                    return scored;
                }
                shown(piece);
                let start = piece * PIECE;
                let stretch = start..rows.min(start + PIECE);
                let columns: Vec<&[f32]> = matrix.columns().iter().map(|column| &column[stretch.clone()]).collect();
                let paths = match &ranked {
                    Some(ranked) => ranked.mean_paths(&columns),
                    None => part.mean_paths(&columns),
                };
                scored.push((piece, paths));
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

    async fn grow(
        &self,
        method: Method,
        matrix: &Matrix,
        hyperparameters: &Hyperparameters,
    ) -> Result<Vec<Part>, Stopped> {
        Ok(Model::grow(method, matrix, hyperparameters))
    }

    async fn mean_paths(&self, part: &Part, matrix: &Matrix) -> Result<Vec<f64>, Stopped> {
        self.paths_of(part, matrix)
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
            let hyperparameters = Hyperparameters::new(5, 64, 3).expect("within bounds");
            let part = Model::grow(Method::Isolation, &matrix, &hyperparameters).remove(0);
            let columns: Vec<&[f32]> = matrix.columns().iter().map(Vec::as_slice).collect();
            let expected = part.mean_paths(&columns);
            for threads in [1, 2, 3, 64] {
                let host = NativeHost::new(&console, NonZeroUsize::new(threads));
                assert_eq!(host.paths_of(&part, &matrix).as_ref(), Ok(&expected), "{threads} threads");
            }
        }
    }
}

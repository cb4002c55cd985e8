//! Runs analyses natively: threads grow the trees and score the rows, and nobody cancels but by ending the program.

use super::console::Console;
use analysis::{Host, Progress, Stage, Stopped};
use isolation_forest::Matrix;
use isolation_forest::{GrownTree, Growth, Hyperparameters, Method, Model, Part, ShapeError, Walker};
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Rows that a thread takes at a time: some milliseconds of work.
const PIECE: usize = 16_384;
/// Rows that are sampled for each further thread's trees, at least: a millisecond of work, many times what starting the
/// thread takes.
const SAMPLED: usize = 8192;

/// No forest can be grown from such a matrix.
fn unfit(error: ShapeError) -> Stopped {
    Stopped::Worker(error.to_string())
}

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
        Ok(model.scores_of_paths(model.weigh(&paths).expect("paths of the same rows")))
    }

    /// The forests of a method, grown from the rows of a matrix. Threads take the trees one by one.
    ///
    /// # Errors
    /// [`Stopped::Worker`] when a thread has panicked, and for a matrix without a row or a column, or with more than 65,535
    /// columns or 2^32 - 1 rows.
    pub fn grow_parts(
        &self,
        method: Method,
        matrix: &Matrix,
        hyperparameters: &Hyperparameters,
    ) -> Result<Vec<Part>, Stopped> {
        let growth = Growth::new(method, matrix, hyperparameters).map_err(unfit)?;
        let trees = growth.trees();
        let worth = (trees * growth.sample_size() / SAMPLED).max(1);
        let progress = |tree: usize| Progress { stage: Stage::Fitting, done: tree as f64, total: trees as f64 };
        let grown: Vec<GrownTree> = self.spread(trees, worth, progress, |tree| growth.grow(tree))?;
        growth.parts(grown).map_err(unfit)
    }

    /// The mean path lengths of all rows in a forest. Threads take the rows piece by piece.
    ///
    /// # Errors
    /// [`Stopped::Worker`] when a thread has panicked.
    pub fn paths_of(&self, part: &Part, matrix: &Matrix) -> Result<Vec<f64>, Stopped> {
        let rows = matrix.rows();
        let pieces = rows.div_ceil(PIECE);
        let walker = Walker::new(part);
        let progress = |piece: usize| {
            let done = (piece * PIECE) as f64;
            Progress { stage: Stage::Scoring, done, total: rows as f64 }
        };
        let scored = self.spread(pieces, pieces, progress, |piece| {
            let start = piece * PIECE;
            let stretch = start..rows.min(start + PIECE);
            let columns: Vec<&[f32]> = matrix.columns().iter().map(|column| &column[stretch.clone()]).collect();
            walker.mean_paths(&columns).expect("a column for each feature")
        })?;
        Ok(scored.concat())
    }

    /// Does pieces of work on threads, of which so many are worth their while, and shows how far this one has come. Each
    /// thread takes the next piece; the results are put together in the order of the pieces, so that they do not depend on
    /// who took which.
    fn spread<T: Send>(
        &self,
        pieces: usize,
        worth: usize,
        progress: impl Fn(usize) -> Progress,
        one: impl Fn(usize) -> T + Sync,
    ) -> Result<Vec<T>, Stopped> {
        let next = AtomicUsize::new(0);
        let work = |shown: &dyn Fn(usize)| {
            let mut done = Vec::new();
            loop {
                let piece = next.fetch_add(1, Ordering::Relaxed);
                if piece >= pieces {
                    return done;
                }
                shown(piece);
                done.push((piece, one(piece)));
            }
        };
        let mut done = thread::scope(|scope| {
            // A thread that the system refuses is work for the others.
            let helpers: Vec<_> = (1..self.threads.get().min(pieces).min(worth))
                .filter_map(|_| thread::Builder::new().spawn_scoped(scope, || work(&|_| ())).ok())
                .collect();
            let mut done = work(&|piece| self.console.progress(progress(piece)));
            for helper in helpers {
                done.extend(helper.join().map_err(|_| Stopped::Worker("a thread panicked".into()))?);
            }
            Ok(done)
        })?;
        done.sort_unstable_by_key(|&(piece, _)| piece);
        Ok(done.into_iter().map(|(_, result)| result).collect())
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
        self.grow_parts(method, matrix, hyperparameters)
    }

    async fn mean_paths(&self, part: &Part, matrix: &Matrix) -> Result<Vec<f64>, Stopped> {
        self.paths_of(part, matrix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use isolation_forest::Hyperparameters;

    #[test]
    fn threads_that_grow_do_not_show() {
        let console = Console::new();
        let column = |factor: u32| (0..3000_u32).map(|row| (row.wrapping_mul(factor) >> 8) as f32).collect();
        let matrix = Matrix::from_columns(vec![column(2_654_435_761), column(40_503)]).expect("of its shape");
        // Enough for each of several threads, and too little for a second one.
        for (trees, sample_size) in [(23, 2500), (5, 64)] {
            let hyperparameters = Hyperparameters::new(trees, sample_size, 3).expect("within bounds");
            for method in Method::ALL {
                let expected = Model::grow(method, &matrix, &hyperparameters).expect("of its shape");
                for threads in [1, 2, 3, 64] {
                    let host = NativeHost::new(&console, NonZeroUsize::new(threads));
                    let grown = host.grow_parts(method, &matrix, &hyperparameters);
                    assert_eq!(grown.as_ref(), Ok(&expected), "{method:?}, {threads} threads");
                }
            }
        }
    }

    #[test]
    fn pieces_and_threads_do_not_show() {
        let console = Console::new();
        for rows in [1, PIECE, 3 * PIECE + 17] {
            let column = |factor: u32| (0..rows as u32).map(|row| (row.wrapping_mul(factor) >> 8) as f32).collect();
            let matrix = Matrix::from_columns(vec![column(2_654_435_761), column(40_503)]).expect("of its shape");
            let hyperparameters = Hyperparameters::new(5, 64, 3).expect("within bounds");
            let part = Model::grow(Method::Isolation, &matrix, &hyperparameters).expect("of its shape").remove(0);
            let columns: Vec<&[f32]> = matrix.columns().iter().map(Vec::as_slice).collect();
            let expected = part.mean_paths(&columns).expect("of its shape");
            for threads in [1, 2, 3, 64] {
                let host = NativeHost::new(&console, NonZeroUsize::new(threads));
                assert_eq!(host.paths_of(&part, &matrix).as_ref(), Ok(&expected), "{threads} threads");
            }
        }
    }
}

//! The full program as the host of an analysis: every detector, and rows walked on several cores.

use super::peers::Peers;
use crate::analysis::{Host, Progress, Stage, Stopped};
use crate::engine::equipment::Scorer;
use crate::engine::turn::Turn;
use crate::features::Matrix;
use crate::forest::{Hyperparameters, Method, Model, Part, RankedForest};
use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::pin::Pin;
use std::task::Poll;

/// Rows that this worker walks at a stretch: some milliseconds.
const OWN_ROWS: usize = 4096;
/// Rows that a scoring worker gets at a time.
const PEER_ROWS: usize = 32_768;

/// What a run is carried out by.
pub struct FullHost<'a> {
    /// The run's turn.
    pub turn: &'a Turn,
    /// The scoring workers.
    pub peers: &'a Peers,
}

/// What gives the mean path lengths of rows in a forest.
pub fn scorer(part: &Part) -> Scorer {
    match part {
        Part::Axis(forest) => {
            let ranked = RankedForest::compile(forest);
            Box::new(move |columns| ranked.mean_paths(columns))
        }
        Part::Oblique(forest) => {
            let forest = forest.clone();
            Box::new(move |columns| forest.mean_paths(columns))
        }
    }
}

impl FullHost<'_> {
    /// Walks what nobody has taken, stretch by stretch.
    async fn walk_here(&self, scorer: &Scorer, matrix: &Matrix, work: &RefCell<Work>) -> Result<(), Stopped> {
        while let Some(stretch) = { work.borrow_mut().take(OWN_ROWS) } {
            let columns: Vec<&[f32]> = matrix.columns().iter().map(|column| &column[stretch.clone()]).collect();
            let paths = scorer(&columns);
            work.borrow_mut().put(stretch, &paths);
            let done = work.borrow().done as f64;
            self.checkpoint(Progress { stage: Stage::Scoring, done, total: matrix.rows() as f64 }).await?;
        }
        Ok(())
    }
}

/// The rows that nobody has taken yet, and the path lengths that are there.
struct Work {
    waiting: Vec<Range<usize>>,
    paths: Vec<f64>,
    done: usize,
}

impl Work {
    /// The work on so many rows: one stretch, cut as it is taken.
    fn of(rows: usize) -> Self {
        let all = 0..rows;
        Self { waiting: vec![all], paths: vec![0.0; rows], done: 0 }
    }

    /// Takes up to so many rows from the end of the list.
    fn take(&mut self, rows: usize) -> Option<Range<usize>> {
        let stretch = self.waiting.pop()?;
        if stretch.len() <= rows {
            return Some(stretch);
        }
        let cut = stretch.end - rows;
        self.waiting.push(stretch.start..cut);
        Some(cut..stretch.end)
    }

    fn put(&mut self, rows: Range<usize>, paths: &[f64]) {
        self.done += rows.len();
        self.paths[rows].copy_from_slice(paths);
    }
}

impl Host for FullHost<'_> {
    async fn checkpoint(&self, progress: Progress) -> Result<(), Stopped> {
        self.turn.checkpoint(progress).await
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
        let rows = matrix.rows();
        let work = RefCell::new(Work::of(rows));
        let scorer = scorer(part);
        let theirs = async |number: u32| {
            if self.peers.send_forest(number, part).is_none() {
                return;
            }
            while !self.turn.is_cancelled() {
                let Some(stretch) = work.borrow_mut().take(PEER_ROWS) else { return };
                match self.peers.walk_on(number, matrix, stretch.clone()).await {
                    Some(paths) => work.borrow_mut().put(stretch, &paths),
                    None => return work.borrow_mut().waiting.push(stretch),
                }
            }
        };
        // First the scoring workers' messages leave, then this worker sets to work itself.
        let done: Cell<Result<(), Stopped>> = Cell::new(Ok(()));
        let mut together: Vec<Job<'_>> = Vec::new();
        // A few rows are done before the first message has arrived.
        if rows > 2 * PEER_ROWS {
            for number in 0..self.peers.count() {
                together.push(Box::pin(theirs(number)));
            }
        }
        together.push(Box::pin(async { done.set(self.walk_here(&scorer, matrix, &work).await) }));
        all(together).await;
        done.into_inner()?;
        // What a scoring worker has failed to do after this one was through.
        self.walk_here(&scorer, matrix, &work).await?;
        Ok(work.into_inner().paths)
    }
}

type Job<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;

/// Waits for all of a handful of jobs. Each wake asks them all again: with so few, finding out which one woke costs more.
async fn all(mut jobs: Vec<Job<'_>>) {
    std::future::poll_fn(|context| {
        jobs.retain_mut(|job| job.as_mut().poll(context).is_pending());
        if jobs.is_empty() { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}

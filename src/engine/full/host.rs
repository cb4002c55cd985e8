//! The full program as the host of an analysis: every detector, with trees grown and rows walked on several cores.

use super::peers::Peers;
use super::spread::{Divisible, spread};
use crate::engine::turn::Turn;
use crate::sheet;
use analysis::{Host, Progress, Stage, Stopped};
use isolation_forest::Matrix;
use isolation_forest::{GrownTree, Growth, Hyperparameters, Method, Part, ShapeError, Walker};
use std::cell::OnceCell;
use std::ops::Range;

/// Rows that this worker walks at a stretch: some milliseconds.
const OWN_ROWS: usize = 4096;
/// Rows that a scoring worker gets at a time, at most, in a forest of [`FEW_TREES`]: with as many that wait for it, it is busy
/// for several times as long as this one does not listen.
const PEER_ROWS: usize = 32_768;
/// In a forest of more trees than this a scoring worker gets fewer rows: what it has taken it finishes, even for a run that is
/// not wanted any more.
const FEW_TREES: usize = 100;
/// Rows up to which this worker is done by itself before the first message has arrived.
const SHARED_ROWS: usize = 65_536;

/// Rows that are sampled for the trees that this worker grows at a stretch: some milliseconds.
const OWN_SAMPLED: usize = 16_384;
/// Trees that another worker gets at a time: it goes on while this one is busy with a tree of its own.
const PEER_TREES: usize = 4;
/// Rows that are sampled for all trees together, from which on other workers help. As there are at most 1,000 trees of a
/// kind, one that is sent has at least 1,000 rows: it is worth its message.
const SHARED_SAMPLED: usize = 2_000_000;

/// What a run is carried out by.
pub struct FullHost<'a> {
    /// The run's turn.
    pub turn: &'a Turn,
    /// The scoring workers.
    pub peers: &'a Peers,
}

/// Rows to be walked in a forest.
struct Walk<'a> {
    part: &'a Part,
    matrix: &'a Matrix,
    walker: OnceCell<Walker>,
    peers: &'a Peers,
}

impl Divisible for Walk<'_> {
    type Done = f64;

    fn progress(&self, done: usize) -> Progress {
        Progress { stage: Stage::Scoring, done: done as f64, total: self.matrix.rows() as f64 }
    }

    fn own_stretch(&self) -> usize {
        OWN_ROWS
    }

    fn peer_stretch(&self, waiting: usize) -> usize {
        let most = PEER_ROWS * FEW_TREES / self.part.trees_len().max(FEW_TREES);
        // Less towards the end, so that nobody waits long for the last one.
        (waiting / (4 * (self.peers.count() as usize + 1))).clamp(OWN_ROWS, most.max(OWN_ROWS))
    }

    fn here(&self, rows: Range<usize>) -> Vec<f64> {
        let columns: Vec<&[f32]> = self.matrix.columns().iter().map(|column| &column[rows.clone()]).collect();
        // Laid out when the scoring workers have their forests, which takes each of them as long.
        self.walker.get_or_init(|| Walker::new(self.part)).mean_paths(&columns).expect("a column for each feature")
    }

    fn prepare(&self, peer: u32) -> Option<()> {
        self.peers.send_forest(peer, self.part)
    }

    async fn there(&self, peer: u32, rows: Range<usize>) -> Option<Vec<f64>> {
        self.peers.walk_on(peer, self.matrix, rows).await
    }
}

/// Trees to be grown.
struct Planting<'a> {
    growth: Growth<'a>,
    peers: &'a Peers,
}

impl Divisible for Planting<'_> {
    type Done = Option<GrownTree>;

    fn progress(&self, done: usize) -> Progress {
        Progress { stage: Stage::Fitting, done: done as f64, total: self.growth.trees() as f64 }
    }

    fn own_stretch(&self) -> usize {
        (OWN_SAMPLED / self.growth.sample_size()).max(1)
    }

    fn peer_stretch(&self, waiting: usize) -> usize {
        // Less towards the end, so that nobody waits long for the last one.
        (waiting / (2 * (self.peers.count() as usize + 1))).clamp(1, PEER_TREES)
    }

    fn here(&self, trees: Range<usize>) -> Vec<Option<GrownTree>> {
        trees.map(|tree| Some(self.growth.grow(tree))).collect()
    }

    fn prepare(&self, _: u32) -> Option<()> {
        Some(())
    }

    async fn there(&self, peer: u32, trees: Range<usize>) -> Option<Vec<Option<GrownTree>>> {
        self.peers.grow_on(peer, &self.growth, trees).await.map(|trees| trees.into_iter().map(Some).collect())
    }
}

impl Host for FullHost<'_> {
    async fn checkpoint(&self, progress: Progress) -> Result<(), Stopped> {
        match progress.stage {
            Stage::Reading { rows, .. } => {
                let detail = |elapsed| sheet::reading(progress.done, progress.total, rows, elapsed);
                self.turn.checkpoint_with(progress, &detail).await
            }
            _ => self.turn.checkpoint(progress).await,
        }
    }

    async fn grow(
        &self,
        method: Method,
        matrix: &Matrix,
        hyperparameters: &Hyperparameters,
    ) -> Result<Vec<Part>, Stopped> {
        let unfit = |error: ShapeError| Stopped::Worker(error.to_string());
        let growth = Growth::new(method, matrix, hyperparameters).map_err(unfit)?;
        let trees = growth.trees();
        let shared = trees * growth.sample_size() >= SHARED_SAMPLED;
        let task = Planting { growth, peers: self.peers };
        let grown = spread(&task, trees, if shared { self.peers.count() } else { 0 }, self.turn).await?;
        task.growth.parts(grown.into_iter().flatten()).map_err(unfit)
    }

    async fn mean_paths(&self, part: &Part, matrix: &Matrix) -> Result<Vec<f64>, Stopped> {
        let rows = matrix.rows();
        let task = Walk { part, matrix, walker: OnceCell::new(), peers: self.peers };
        let helpers = if rows > SHARED_ROWS { self.peers.count() } else { 0 };
        spread(&task, rows, helpers, self.turn).await
    }
}

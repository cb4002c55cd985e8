//! The unit of work of growing: one tree that has drawn its sample of rows and not yet its splits.
//!
//! A seedling has all that its tree depends on, so it can be grown by whoever is free, in any order. Drawing it touches the
//! matrix, growing it does not.

mod words;

pub use words::SeedlingError;

use crate::Matrix;
use crate::random::Stream;
use crate::{Hyperparameters, ShapeError};

/// How a tree is split.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TreeKind {
    /// By one feature at a random threshold.
    Isolation,
    /// By a random hyperplane of two features.
    Extended,
    /// By a random direction of two features, cut where both sides are tightest.
    FairCut,
}

impl TreeKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Isolation, Self::Extended, Self::FairCut];

    /// What keeps the random streams of the kinds apart.
    pub(crate) fn domain(self) -> &'static [u8; 8] {
        match self {
            Self::Isolation => b"isolatio",
            Self::Extended => b"extended",
            Self::FairCut => b"fair-cut",
        }
    }
}

/// The sizes that every tree of a forest shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sizes {
    /// How many rows the matrix has.
    pub rows: u32,
    /// How many features a row has.
    pub features: u16,
    /// How many rows a tree is grown from.
    pub sample_size: u32,
}

impl Sizes {
    /// The sizes of the trees of this matrix.
    ///
    /// # Errors
    /// [`ShapeError`] for a matrix without a row or a column, or with more than 65,535 columns or 2^32 - 1 rows.
    pub fn of(matrix: &Matrix, hyperparameters: &Hyperparameters) -> Result<Self, ShapeError> {
        let (Ok(rows), Ok(features)) = (u32::try_from(matrix.rows()), u16::try_from(matrix.width())) else {
            return Err(ShapeError::Large);
        };
        if rows == 0 || features == 0 {
            return Err(ShapeError::Empty);
        }
        Ok(Self { rows, features, sample_size: hyperparameters.sample_size().min(rows) })
    }
}

/// A tree before its first split: its sample of rows, and the random stream that is to split them.
pub struct Seedling {
    kind: TreeKind,
    seed: u64,
    index: u32,
    sizes: Sizes,
    /// The sample, by column.
    pub(crate) columns: Vec<Vec<f32>>,
    /// Stands behind the drawing of the sample.
    pub(crate) stream: Stream,
}

impl Seedling {
    /// The seedling of the tree `index`: draws its sample and gathers the rows' values.
    ///
    /// # Errors
    /// [`ShapeError`] for a matrix without a row or a column, or with more than 65,535 columns or 2^32 - 1 rows.
    pub fn draw(
        kind: TreeKind,
        matrix: &Matrix,
        hyperparameters: &Hyperparameters,
        index: u32,
    ) -> Result<Self, ShapeError> {
        let sizes = Sizes::of(matrix, hyperparameters)?;
        Ok(Self::draw_from(kind, matrix, hyperparameters.seed(), index, sizes))
    }

    /// The seedling of the tree `index`, from a matrix that is known to have these sizes.
    pub(crate) fn draw_from(kind: TreeKind, matrix: &Matrix, seed: u64, index: u32, sizes: Sizes) -> Self {
        let (sample, stream) = sample(kind, seed, index, sizes);
        let gather = |column: &Vec<f32>| sample.iter().map(|&row| column[row as usize]).collect();
        let columns = matrix.columns().iter().map(gather).collect();
        Self { kind, seed, index, sizes, columns, stream }
    }

    /// How the tree will be split.
    pub fn kind(&self) -> TreeKind {
        self.kind
    }

    /// How many rows were drawn.
    pub fn sample_size(&self) -> u32 {
        self.sizes.sample_size
    }

    /// How many features a row has.
    pub fn features(&self) -> usize {
        usize::from(self.sizes.features)
    }
}

/// The rows of a tree's sample, in rising order, and its random stream, which draws them first.
fn sample(kind: TreeKind, seed: u64, index: u32, sizes: Sizes) -> (Vec<u32>, Stream) {
    let mut stream = Stream::new(kind.domain(), seed, u64::from(index));
    let sample = stream.sample(sizes.rows, sizes.sample_size);
    (sample, stream)
}

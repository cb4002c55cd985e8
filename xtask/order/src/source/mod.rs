//! What the source of a crate says of its files: who uses whom, and in which circles.

mod arrows;
mod cfg;
mod cycles;
mod scope;
#[cfg(test)]
mod tests;
mod tree;

pub use arrows::Arrows;
pub use cycles::{Cycle, cycles};
pub use tree::{Read, Tree};

use std::path::PathBuf;

/// Why a crate cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// A file that `mod` declares, or a root.
    #[error("{}: there is no such file", .0.display())]
    Missing(PathBuf),
    /// A file that is not Rust.
    #[error("{}:{line}: {message}", path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// The line, from 1 on.
        line: usize,
        /// What the parser says.
        message: String,
    },
}

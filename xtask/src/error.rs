//! What can go wrong in a command of the project, in words that say what to do about it.

use std::path::{Path, PathBuf};

/// A failure of one of the project's commands.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The command line makes no sense; the text says where.
    #[error("{0}")]
    Usage(String),
    /// Something that a person has to install by hand; the text says what.
    #[error("{0}")]
    Missing(String),
    /// A program could not be started at all.
    #[error("{program} could not be started: {source}")]
    Start {
        /// The program's name or path.
        program: String,
        /// Why the system refused.
        source: std::io::Error,
    },
    /// A program ran and failed.
    #[error("`{command}` failed ({status})")]
    Failed {
        /// The command line.
        command: String,
        /// How it ended.
        status: std::process::ExitStatus,
    },
    /// A file or folder could not be used.
    #[error("{}: {source}", path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// Why the system refused.
        source: std::io::Error,
    },
    /// A file does not hold what it must.
    #[error("{}: {problem}", path.display())]
    Content {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// Something that was measured has failed, or cannot be what it should.
    #[error("{0}")]
    Measuring(String),
    /// The local server cannot listen.
    #[error("{0}")]
    Listen(String),
}

/// The result of a command's step.
pub type Result<T> = std::result::Result<T, Error>;

/// Attaches the path to an error of the file system.
pub fn at(path: &Path) -> impl FnOnce(std::io::Error) -> Error + '_ {
    move |source| Error::File { path: path.to_owned(), source }
}

/// An error about the content of a file.
pub fn content(path: &Path, problem: impl Into<String>) -> Error {
    Error::Content { path: path.to_owned(), problem: problem.into() }
}

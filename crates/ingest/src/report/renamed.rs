//! Columns whose names were repaired.

use super::issue::displayed;
use std::fmt;

/// Why a column does not have the name of the header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RenamedBecause {
    /// The header has none.
    Empty,
    /// An earlier column has it.
    Duplicate,
    /// It is not UTF-8.
    NotUtf8,
}

/// A column whose name was repaired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    /// The column, from 1.
    pub column: usize,
    /// The name in the header, shortened.
    pub from: String,
    /// The name it was given.
    pub to: String,
    /// Why.
    pub because: RenamedBecause,
}

impl fmt::Display for Renamed {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let to = displayed(self.to.as_bytes());
        match self.because {
            RenamedBecause::Empty => write!(f, "column {} has no name and is called \"{to}\"", self.column),
            RenamedBecause::Duplicate => {
                write!(f, "column {} is another \"{}\" and is called \"{to}\"", self.column, self.from)
            }
            RenamedBecause::NotUtf8 => write!(f, "the name of column {} is not UTF-8 and reads \"{to}\"", self.column),
        }
    }
}

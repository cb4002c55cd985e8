//! What a file holds beside its table, and how its columns differ from those of other files.

use super::{ReadFile, displayed};
use std::fmt;

/// So many lines are kept.
const SHOWN: usize = 20;

/// Lines that stand beside the table: a title above it, `sep=;`, what a document holds beside its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// How many there are; blank ones are none.
    pub count: u64,
    /// The first of them.
    pub first: Vec<BesideLine>,
}

/// A line that stands beside the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BesideLine {
    /// The file, or the member of an archive, where more than one was read.
    pub file: Option<String>,
    /// Its number, from 1.
    pub line: u64,
    /// What it holds, shortened, without control and direction characters.
    pub text: String,
}

impl Beside {
    pub(crate) fn add(&mut self, line: u64, text: &[u8], file: Option<&ReadFile>) {
        self.count += 1;
        if self.first.len() < SHOWN {
            let file = file.map(|file| file.name.clone());
            self.first.push(BesideLine { file, line, text: displayed(text) });
        }
    }
}

impl fmt::Display for BesideLine {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{file}, ")?;
        }
        write!(f, "line {} is no part of the table: {}", self.line, self.text)
    }
}

/// A file whose columns are not those of the files before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherColumns {
    /// The file, or the member of an archive, where more than one was read.
    pub file: Option<String>,
    /// The line that names its columns.
    pub line: u64,
    /// The names that are missing, and those that are new: `without "os"; with "cdn"`.
    pub difference: String,
}

impl fmt::Display for OtherColumns {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{file}, ")?;
        }
        write!(
            f,
            "line {} has other columns than what was read before: {}; what is missing is left empty",
            self.line, self.difference
        )
    }
}

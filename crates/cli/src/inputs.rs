//! The files of sessions that a command reads together.

use super::failure::Failure;
use super::files::{Input, is_same};
use analysis::ByteSource;
use std::path::PathBuf;

/// Files with their names without folders.
pub type Named = Vec<(String, Input)>;

/// Files that are one table, in the order of their names: so that a link to them need not say in which order they were
/// given.
pub struct Inputs(Vec<Input>);

impl Inputs {
    /// Opens the files, or standard input.
    ///
    /// # Errors
    /// [`Failure`] when one cannot be opened, or is there twice.
    pub fn open(argument: &'static str, paths: &[PathBuf]) -> Result<Self, Failure> {
        for (place, path) in paths.iter().enumerate() {
            if paths[..place].iter().any(|other| is_same(path, other)) {
                return Err(Failure::Argument { argument, why: format!("{} stands twice", path.display()) });
            }
        }
        let mut inputs: Vec<Input> = paths.iter().map(|path| Input::open(path)).collect::<Result<_, _>>()?;
        inputs.sort_by_cached_key(|input| (input.file_name(), input.name().to_owned()));
        Ok(Self(inputs))
    }

    /// The path as given, of several the first one, for messages.
    pub fn name(&self) -> String {
        self.0.first().map_or_else(String::new, |first| and_more(first.name().to_owned(), self.0.len()))
    }

    /// How many bytes they have together, where that is known before they are read.
    pub fn bytes(&self) -> Option<u64> {
        self.0.iter().map(Input::bytes).sum()
    }

    /// The files with their names without folders.
    pub fn into_files(self) -> Named {
        self.0.into_iter().map(|input| (input.file_name(), input)).collect()
    }
}

/// Takes files that have been read to their beginning, to be read once more.
///
/// # Errors
/// [`Failure::Read`] where one cannot be had again.
pub fn rewind(files: &mut Named) -> Result<(), Failure> {
    files.iter_mut().try_for_each(|(_, input)| {
        let rewound = input.rewind();
        rewound.map_err(|why| Failure::Read { name: input.name().to_owned(), error: std::io::Error::other(why) })
    })
}

/// The name of the first of so many files, for people.
fn and_more(name: String, files: usize) -> String {
    if files > 1 { format!("{name} and {} more", files - 1) } else { name }
}

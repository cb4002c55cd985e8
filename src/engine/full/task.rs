//! What an analysis worker and a scoring worker say to each other.

use serde::{Deserialize, Serialize};

/// What a scoring worker is asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Task {
    /// Keep the forest whose words are the bulk.
    Forest,
    /// Walk rows; the bulk is one piece of f32 per feature, the answer the mean path lengths as f64.
    Walk,
    /// Grow trees; the bulk is the words of one seedling each, the answer those of one tree each.
    Grow,
    /// Be ready to fetch the file that is attached, in place of any before. There is no answer.
    Fetch,
    /// Fetch the next slice of the file that came with the task of this number. The answer has it attached, as an
    /// `ArrayBuffer`; at the end its bulk is the SHA-256 and the length of the file. It is empty where the file cannot be
    /// read, or another one has come.
    Slice {
        /// Which task brought the file.
        of: u32,
    },
    /// Leave that file.
    Leave {
        /// Which task brought the file.
        of: u32,
    },
}

/// What it answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// It has; the bulk is what the task says.
    Done,
    /// It could not.
    Failed {
        /// Why.
        message: String,
    },
}

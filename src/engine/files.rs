//! Files of what is shown, as they are asked for.

use crossfilter::query::Written;
use port::Service;
use serde::{Deserialize, Serialize};

/// A file of what is shown. It comes in parts before the answer.
pub struct WriteFile;

impl Service for WriteFile {
    const NAME: &'static str = "file";
    type Question = Product;
    type Answer = Written;
}

/// A file that can be written of what is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Product {
    /// All sessions with score, flag and reasons, as CSV.
    Scored,
    /// What was wrong with the rows of the file, as CSV.
    ErrorLog,
    /// All sessions of the file under the fields' own names, as CSV.
    Sessions,
    /// The model, as JSON.
    Model,
    /// The model with its features, as ONNX.
    Onnx,
}

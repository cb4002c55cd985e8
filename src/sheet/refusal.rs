//! What can be done about a file that was refused.

use super::node::Node;
use super::parts::{list, sheet};
use crate::analysis::AnalysisError;
use crate::ingest::IngestError;

/// What can be done about it, where there is more to say than the reason itself.
pub fn refusal(error: &AnalysisError) -> Option<Node> {
    let AnalysisError::Ingest(error) = error else { return None };
    let ways: &[&str] = match error {
        IngestError::TooManyRows { .. } | IngestError::TooLarge { .. } | IngestError::TooMuchText { .. } => &[
            "Export fewer columns: what sessions are judged by, and what they are told apart by.",
            "Export a part of the rows: a shorter time, or every tenth session.",
        ],
        _ => return None,
    };
    Some(sheet(vec![list(ways.iter().map(|&way| way.to_owned()))]))
}

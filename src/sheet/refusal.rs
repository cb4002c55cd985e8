//! What can be done about a file that was refused.

use super::node::Node;
use super::parts::{list, sheet};
use crate::analysis::AnalysisError;
use crate::ingest::IngestError;

const COLUMNS: &str = "Export fewer columns: what sessions are judged by, and what they are told apart by.";
const ROWS: &str = "Export a part of the rows: a shorter time, or every tenth session.";

/// What can be done about it, where there is more to say than the reason itself.
pub fn refusal(error: &AnalysisError) -> Option<Node> {
    let AnalysisError::Ingest { error, .. } = error else { return None };
    let mut error = &**error;
    while let IngestError::InFile { error: within, .. } = error {
        error = within;
    }
    let ways: &[&str] = match error {
        IngestError::TooManyRows { .. } => &[ROWS],
        IngestError::TooLarge { .. } | IngestError::TooMuchText { .. } => &[COLUMNS, ROWS],
        _ => return None,
    };
    Some(sheet(vec![list(ways.iter().map(|&way| way.to_owned()))]))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::sheet::testing::texts;

    #[test]
    fn a_file_that_is_too_large_comes_with_ways_out() {
        let ways = |error: IngestError| refusal(&error.into()).map(|sheet| texts(&sheet));
        assert_eq!(ways(IngestError::TooManyRows { limit: 9 }), Some(vec![ROWS.to_owned()]));
        assert_eq!(ways(IngestError::TooMuchText { limit: 9 }), Some(vec![COLUMNS.to_owned(), ROWS.to_owned()]));
        assert_eq!(ways(IngestError::Empty), None);
        assert!(refusal(&AnalysisError::Reading("no".into())).is_none());
    }
}

//! What can be done about a file that was refused.

use super::change::AGAIN;
use super::node::Node;
use super::parts::{button, buttons, list, sheet};
use analysis::AnalysisError;
use ingest::IngestError;
use telemetry::format;

const COLUMNS: &str = "Export fewer columns: what sessions are judged by, and what they are told apart by.";
const ROWS: &str = "Export a part of the rows: a shorter time, or fewer sessions.";
const NATIVE: &str = "Use the command line, which has the memory of the whole machine.";

/// Where nobody knows how many rows would fit, one of so many is proposed.
const SOME: u64 = 10;

/// What can be done about it, where there is more to say than the reason itself.
pub fn refusal(error: &AnalysisError) -> Option<Node> {
    let AnalysisError::Ingest { error, .. } = error else { return None };
    let mut error = &**error;
    while let IngestError::InFile { error: within, .. } = error {
        error = within;
    }
    let (every, ways): (u64, &[&str]) = match error {
        IngestError::WillNotFit(shortage) => (shortage.every, &[COLUMNS, NATIVE]),
        IngestError::TooLarge { .. } | IngestError::TooManyRows { .. } => (SOME, &[COLUMNS, ROWS, NATIVE]),
        IngestError::TooMuchText { .. } => return Some(sheet(vec![list([ROWS, NATIVE].map(str::to_owned))])),
        _ => return None,
    };
    let label = format!("Load the first of each {} rows", format::count(every));
    let again = button(&format!("{AGAIN}{every}"), label, "", true);
    Some(sheet(vec![buttons([again]), list(ways.iter().map(|&way| way.to_owned()))]))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::sheet::testing::{controls, texts};
    use ingest::Shortage;

    #[test]
    fn a_file_that_is_too_large_comes_with_ways_out() {
        let ways = |error: IngestError| refusal(&error.into());
        let shortage = Shortage { rows: 9, bytes_per_row: 9, budget: 20, every: 5 };
        let sheet = ways(IngestError::WillNotFit(shortage)).expect("ways out");
        assert_eq!(controls(&sheet).into_iter().map(|(name, _)| name).collect::<Vec<_>>(), ["again:5"]);
        assert_eq!(texts(&sheet), ["Load the first of each 5 rows", COLUMNS, NATIVE]);
        assert_eq!(ways(IngestError::TooMuchText { limit: 9 }).map(|sheet| texts(&sheet).len()), Some(2));
        assert_eq!(ways(IngestError::Empty), None);
        assert!(refusal(&AnalysisError::Reading("no".into())).is_none());
    }
}

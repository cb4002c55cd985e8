//! How a file was read, in the words that the page shows.

use crate::analysis::{Quality, Source};
use crate::engine::protocol::{ColumnInfo, IssueInfo, QualityInfo};
use crate::ingest::{Assignment, ColumnSummary, Range, Taken};
use crate::share::write_time;
use crate::telemetry::Kind;

/// So many issues are shown in full.
const ISSUES: usize = 100;

/// Describes the reading of a file.
pub fn describe(source: &Source, quality: &Quality) -> QualityInfo {
    let report = &quality.report;
    let (name, bytes) = match source {
        Source::File(file) => (file.name.clone(), file.identity.bytes as f64),
        Source::Generated(_) => Default::default(),
    };
    let renamed = report.renamed.iter().map(|renamed| IssueInfo {
        place: "header".into(),
        value: renamed.from.clone(),
        reason: renamed.to_string(),
    });
    let issues = report.issues.iter().map(|issue| IssueInfo {
        place: {
            let file = issue.file.as_ref().map_or_else(String::new, |file| format!("{file}, "));
            match &issue.column {
                Some(column) => format!("{file}row {} (line {}), {column}", issue.row, issue.line),
                None => format!("{file}row {} (line {})", issue.row, issue.line),
            }
        },
        value: issue.value.clone(),
        reason: issue.reason.to_string(),
    });
    QualityInfo {
        name,
        bytes,
        read: report.read as f64,
        loaded: report.loaded as f64,
        repaired: report.repaired as f64,
        rejected: report.rejected as f64,
        issues: renamed.chain(issues).take(ISSUES).collect(),
        counts: report.counts().map(|(rule, count)| (rule.label().to_owned(), count as f64)).collect(),
        columns: quality.columns.columns.iter().map(column).collect(),
    }
}

fn column(column: &ColumnSummary) -> ColumnInfo {
    let assignment = match column.taken {
        Taken::Field(field) => Assignment::Field(field),
        Taken::Own => Assignment::Own,
        Taken::Ignored => Assignment::Ignore,
        Taken::Truth => Assignment::Truth,
    };
    let kind = match column.kind {
        Some(Kind::Number) => "number",
        Some(Kind::Category) => "category",
        Some(Kind::Time) => "time",
        Some(Kind::Text) => "text",
        None => "",
    };
    let range = match column.range {
        Some(Range::Number(low, high)) => format!("{low} – {high}"),
        Some(Range::Time(low, high)) => {
            let mut text = String::new();
            write_time(&mut text, low);
            text.push_str(" – ");
            write_time(&mut text, high);
            text
        }
        None => String::new(),
    };
    ColumnInfo {
        name: column.name.clone(),
        kind: kind.into(),
        taken: assignment.to_string(),
        why: column.why.to_string(),
        first: column.first.clone(),
        range,
        missing: column.missing as f64,
        distinct: column.distinct.map(|count| count as f64),
    }
}

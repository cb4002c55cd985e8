//! The scored CSV: all that was known of the sessions, what they scored, and why.

use super::csv::{CsvWriter, write_cells, write_header};
use crate::analysis::Analysis;
use crate::forest::Explainer;

/// So many reasons are given for a session.
const REASONS: usize = 3;

/// Rows explained at a time.
const BLOCK: usize = 1024;

/// Writes the sessions of an analysis, block by block.
pub struct ScoredRows<'a> {
    analysis: &'a Analysis,
    explainer: Explainer<'a>,
    features: Vec<String>,
    /// The rows to write; all where there is no list.
    rows: Option<Vec<u32>>,
    next: usize,
}

impl<'a> ScoredRows<'a> {
    /// Writes the header: all columns of the sessions, then `score`, `flag` (1 or 0) and `reason_1` to `reason_3`, the
    /// features that made the session most anomalous, the strongest first.
    pub fn begin(writer: &mut CsvWriter, analysis: &'a Analysis) -> Self {
        write_header(writer, &analysis.sessions.table, &["score", "flag", "reason_1", "reason_2", "reason_3"]);
        let features = analysis.plan.features.iter().map(crate::features::Feature::name).collect();
        Self { analysis, explainer: Explainer::new(&analysis.model), features, rows: None, next: 0 }
    }

    /// As [`Self::begin`], of these rows alone, in this order; rows that do not exist are left out.
    pub fn begin_of(writer: &mut CsvWriter, analysis: &'a Analysis, mut rows: Vec<u32>) -> Self {
        rows.retain(|&row| (row as usize) < analysis.scores.len());
        Self { rows: Some(rows), ..Self::begin(writer, analysis) }
    }

    /// How many sessions have been written.
    pub fn written(&self) -> usize {
        self.next
    }

    /// Writes another block of sessions; `false` when there was none left.
    pub fn write(&mut self, writer: &mut CsvWriter) -> bool {
        let analysis = self.analysis;
        let end = self.rows.as_ref().map_or(analysis.scores.len(), Vec::len).min(self.next + BLOCK);
        let block: Vec<usize> = match &self.rows {
            Some(rows) => rows[self.next..end].iter().map(|&row| row as usize).collect(),
            None => (self.next..end).collect(),
        };
        let columns = analysis.matrix.columns().iter();
        let columns: Vec<Vec<f32>> = columns.map(|column| block.iter().map(|&row| column[row]).collect()).collect();
        let columns: Vec<&[f32]> = columns.iter().map(Vec::as_slice).collect();
        let contributions = self.explainer.contributions(&columns);
        for (&row, contributions) in block.iter().zip(contributions.chunks(analysis.matrix.width())) {
            write_cells(writer, &analysis.sessions.table, row);
            writer.number(analysis.scores[row]);
            writer.number(f64::from(u8::from(analysis.is_flagged(row))));
            let reasons = if analysis.is_judged(row) { reasons(contributions) } else { [None; REASONS] };
            for reason in reasons {
                writer.text(reason.map_or("", |feature| &self.features[feature]));
            }
            writer.end_row();
        }
        self.next = end;
        !block.is_empty()
    }
}

/// The features that shortened the path most, the strongest first; none in the place of one that did not shorten it.
fn reasons(contributions: &[f64]) -> [Option<usize>; REASONS] {
    let mut reasons = [None; REASONS];
    for (feature, &contribution) in contributions.iter().enumerate() {
        if contribution >= 0.0 {
            continue;
        }
        let weaker = |reason: &Option<usize>| reason.is_none_or(|other: usize| contribution < contributions[other]);
        if let Some(place) = reasons.iter().position(weaker) {
            reasons[place..].rotate_right(1);
            reasons[place] = Some(feature);
        }
    }
    reasons
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    fn written(mut rows: ScoredRows, mut writer: CsvWriter) -> String {
        while rows.write(&mut writer) {}
        writer.take()
    }

    #[test]
    fn some_rows_are_written_as_among_all() {
        let analysis = crate::analysis::testing::analysed(&crate::analysis::Plan::default());
        let (mut all, mut some) = (CsvWriter::default(), CsvWriter::default());
        let rows = ScoredRows::begin(&mut all, &analysis);
        let all = written(rows, all);
        let lines: Vec<&str> = all.lines().collect();
        assert_eq!(lines.len(), 10_001);
        let chosen: Vec<u32> = (0..10_500).step_by(3).collect();
        let rows = ScoredRows::begin_of(&mut some, &analysis, chosen);
        let some = written(rows, some);
        let expected = (0..10_000).step_by(3).map(|row| lines[row + 1]);
        assert!(some.lines().eq(std::iter::once(lines[0]).chain(expected)));
    }

    #[test]
    fn the_strongest_reasons_come_first() {
        assert_eq!(reasons(&[-1.0, 0.5, -3.0, -2.0, -0.5]), [Some(2), Some(3), Some(0)]);
        assert_eq!(reasons(&[1.0, -0.1, 0.0]), [Some(1), None, None]);
        assert_eq!(reasons(&[-1.0, -1.0]), [Some(0), Some(1), None], "ties in their order");
    }
}

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
    next: usize,
}

impl<'a> ScoredRows<'a> {
    /// Writes the header: all columns of the sessions, then `score`, `flag` (1 or 0) and `reason_1` to `reason_3`, the
    /// features that made the session most anomalous, the strongest first.
    pub fn begin(writer: &mut CsvWriter, analysis: &'a Analysis) -> Self {
        write_header(writer, &analysis.sessions.table, &["score", "flag", "reason_1", "reason_2", "reason_3"]);
        let features = analysis.plan.features.iter().map(crate::features::Feature::name).collect();
        Self { analysis, explainer: Explainer::new(&analysis.model), features, next: 0 }
    }

    /// How many sessions have been written.
    pub fn written(&self) -> usize {
        self.next
    }

    /// Writes another block of sessions; `false` when there was none left.
    pub fn write(&mut self, writer: &mut CsvWriter) -> bool {
        let analysis = self.analysis;
        let end = analysis.scores.len().min(self.next + BLOCK);
        let block = self.next..end;
        let columns: Vec<&[f32]> = analysis.matrix.columns().iter().map(|column| &column[block.clone()]).collect();
        let contributions = self.explainer.contributions(&columns);
        for (row, contributions) in block.clone().zip(contributions.chunks(analysis.matrix.width())) {
            write_cells(writer, &analysis.sessions.table, row);
            writer.number(analysis.scores[row]);
            writer.number(f64::from(u8::from(analysis.is_flagged(row))));
            for reason in reasons(contributions) {
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

#[cfg(test)]
mod tests {
    use super::reasons;

    #[test]
    fn the_strongest_reasons_come_first() {
        assert_eq!(reasons(&[-1.0, 0.5, -3.0, -2.0, -0.5]), [Some(2), Some(3), Some(0)]);
        assert_eq!(reasons(&[1.0, -0.1, 0.0]), [Some(1), None, None]);
        assert_eq!(reasons(&[-1.0, -1.0]), [Some(0), Some(1), None], "ties in their order");
    }
}

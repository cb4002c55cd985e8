//! What is said of each judged session in an export: its score, whether it is flagged, and why.

use crate::CsvWriter;
use crate::json_lines::JsonLinesWriter;
use analysis::Analysis;
use features::Feature;
use isolation_forest::Explainer;
use isolation_forest::Matrix;

/// So many reasons are given for a session.
pub(super) const REASONS: usize = 3;

/// Why a session has no score that was read and not kept apart.
const NO_VALUE: &str = "no value in any feature: not judged";

/// Sessions explained at a time.
const BLOCK: usize = 1024;

/// What takes the cells that are added.
pub(super) trait Cells {
    /// Takes a text.
    fn text(&mut self, text: &str);
    /// Takes a number; NaN is none.
    fn number(&mut self, value: f64);
}

impl Cells for CsvWriter {
    fn text(&mut self, text: &str) {
        CsvWriter::text(self, text);
    }

    fn number(&mut self, value: f64) {
        CsvWriter::number(self, value);
    }
}

impl Cells for JsonLinesWriter {
    fn text(&mut self, text: &str) {
        JsonLinesWriter::text(self, text);
    }

    fn number(&mut self, value: f64) {
        JsonLinesWriter::number(self, value);
    }
}

/// The verdicts on judged sessions, which are asked for in their order.
pub(super) struct Verdicts<'a> {
    scores: &'a [f64],
    /// A session with a score above this is flagged.
    threshold: f64,
    explained: Option<Explained<'a>>,
    /// The sessions that are asked for; all where there is no list.
    only: Option<Vec<u32>>,
}

/// What explains them.
struct Explained<'a> {
    matrix: &'a Matrix,
    explainer: Explainer<'a>,
    features: Vec<String>,
    /// The reasons of some sessions, and which of those that are asked for the first of them is.
    block: Vec<[Option<usize>; REASONS]>,
    begin: usize,
}

impl<'a> Verdicts<'a> {
    pub(super) fn of(analysis: &'a Analysis) -> Self {
        let explained = Explained {
            matrix: &analysis.matrix,
            explainer: Explainer::new(&analysis.model),
            features: analysis.plan.features.iter().map(Feature::name).collect(),
            block: Vec::new(),
            begin: 0,
        };
        Self { explained: Some(explained), ..Self::of_scores(&analysis.scores, analysis.threshold) }
    }

    /// Verdicts without reasons.
    pub(super) fn of_scores(scores: &'a [f64], threshold: f64) -> Self {
        Self { scores, threshold, explained: None, only: None }
    }

    /// The verdicts on these sessions alone; those that do not exist are left out.
    pub(super) fn keep(&mut self, mut sessions: Vec<u32>) {
        sessions.retain(|&session| (session as usize) < self.scores.len());
        sessions.sort_unstable();
        sessions.dedup();
        self.only = Some(sessions);
    }

    pub(super) fn are_explained(&self) -> bool {
        self.explained.is_some()
    }

    /// Whether these are the verdicts on all sessions.
    pub(super) fn are_of_all(&self) -> bool {
        self.only.is_none()
    }

    /// How many sessions are asked for.
    pub(super) fn len(&self) -> usize {
        self.only.as_ref().map_or(self.scores.len(), Vec::len)
    }

    /// The so many-th session that is asked for.
    pub(super) fn session(&self, place: usize) -> Option<u32> {
        match &self.only {
            Some(only) => only.get(place).copied(),
            None => (place < self.scores.len()).then_some(place as u32),
        }
    }

    /// Appends the score and the flag of the so many-th session, what stands between them and the reasons, and these; of one
    /// that has no value in any feature, that.
    pub(super) fn write(&mut self, place: usize, writer: &mut dyn Cells) {
        let score = self.session(place).and_then(|session| self.scores.get(session as usize));
        let score = score.copied().unwrap_or(f64::NAN);
        if score.is_nan() {
            return self.write_excluded(NO_VALUE, writer);
        }
        writer.number(score);
        writer.number(f64::from(u8::from(score > self.threshold)));
        writer.text("");
        if self.are_explained() {
            self.explain(place);
        }
        if let Some(Explained { block, begin, features, .. }) = &self.explained {
            let reasons = place.checked_sub(*begin).and_then(|at| block.get(at)).copied().unwrap_or_default();
            for reason in reasons {
                writer.text(reason.and_then(|feature| features.get(feature)).map_or("", String::as_str));
            }
        }
    }

    /// Appends empty cells with why a row has no score.
    pub(super) fn write_excluded(&self, why: &str, writer: &mut dyn Cells) {
        writer.text("");
        writer.text("");
        writer.text(why);
        for _ in 0..if self.are_explained() { REASONS } else { 0 } {
            writer.text("");
        }
    }

    /// Sees to it that the reasons of the so many-th session are there.
    fn explain(&mut self, place: usize) {
        let sessions: Vec<usize> =
            (place..place + BLOCK).map_while(|place| self.session(place)).map(|session| session as usize).collect();
        let Some(Explained { matrix, explainer, block, begin, .. }) = &mut self.explained else { return };
        if place >= *begin && place < *begin + block.len() || sessions.is_empty() {
            return;
        }
        let columns = matrix.columns().iter();
        let columns: Vec<Vec<f32>> = columns.map(|column| sessions.iter().map(|&row| column[row]).collect()).collect();
        let columns: Vec<&[f32]> = columns.iter().map(Vec::as_slice).collect();
        let contributions = explainer.contributions(&columns).expect("a column for each feature");
        *block = contributions.chunks(matrix.width().max(1)).map(reasons).collect();
        *begin = place;
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
    use super::*;

    #[test]
    fn the_strongest_reasons_come_first() {
        assert_eq!(reasons(&[-1.0, 0.5, -3.0, -2.0, -0.5]), [Some(2), Some(3), Some(0)]);
        assert_eq!(reasons(&[1.0, -0.1, 0.0]), [Some(1), None, None]);
        assert_eq!(reasons(&[-1.0, -1.0]), [Some(0), Some(1), None], "ties in their order");
    }
}

//! The report: an analysis in figures, as JSON for programs.

use analysis::Analysis;
use analysis::views::{Driver, FaultRecall, Figures, QoeRow, ThresholdChoice, advise, figures, judge, qoe};
use qoe::Figure;
use serde::Serialize;

/// An analysis in figures.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The version of this layout.
    pub version: u32,
    /// The link's fragment that reproduces the analysis; none where it would not open, as with thousands of columns that have
    /// names of their own.
    pub link: Option<String>,
    /// The fingerprint.
    pub fingerprint: String,
    /// The score above which a session is flagged.
    pub threshold: f64,
    /// How sessions were judged.
    pub method: &'static str,
    /// The features by name.
    pub features: Vec<String>,
    /// What drives the flagged sessions, the strongest feature first.
    pub drivers: Vec<Driver>,
    /// What other thresholds would flag.
    pub thresholds: Vec<ThresholdChoice>,
    /// Figures of all and of the flagged sessions.
    pub figures: Figures,
    /// How well the views went (`docs/metrics.md`): the metrics for which the sessions have what they need.
    pub qoe: Vec<QoeFigures>,
    /// Rows read, repaired and rejected, for a file.
    pub rows: Option<Rows>,
    /// What was derived before anything used it, for a file.
    pub derived: Vec<DerivedField>,
    /// Sessions that have no value in any feature: not judged, and in no figure of those that are.
    pub unjudged: usize,
    /// Precision, where the truth is known.
    pub precision: Option<f64>,
    /// Recall, where the truth is known.
    pub recall: Option<f64>,
    /// Average precision, where the truth is known.
    pub average_precision: Option<f64>,
    /// How many of each fault were flagged, where the truth is known.
    pub faults: Vec<FaultRecall>,
}

/// A metric of quality.
#[derive(Clone, Debug, Serialize)]
pub struct QoeFigures {
    /// Its name.
    pub metric: String,
    /// Of all sessions.
    pub all: Figure,
    /// Of the flagged ones.
    pub flagged: Figure,
    /// Of those that are not flagged.
    pub others: Figure,
}

impl From<QoeRow> for QoeFigures {
    fn from(row: QoeRow) -> Self {
        Self { metric: row.name, all: row.all, flagged: row.flagged, others: row.others }
    }
}

/// What the sessions do not report and what follows from what they do.
#[derive(Clone, Debug, Serialize)]
pub struct DerivedField {
    /// The field.
    pub field: &'static str,
    /// The formula in words.
    pub formula: &'static str,
    /// In how many sessions, those that are kept apart included.
    pub sessions: u64,
}

impl DerivedField {
    pub(crate) fn of(derived: &qoe::derive::Derived) -> Self {
        Self { field: derived.field.name(), formula: derived.formula, sessions: derived.sessions }
    }
}

/// What became of a file's rows.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Rows {
    /// Rows read.
    pub read: u64,
    /// Rows loaded, the repaired ones among them.
    pub loaded: u64,
    /// Rows repaired.
    pub repaired: u64,
    /// Rows rejected.
    pub rejected: u64,
    /// Rows skipped, where only each so many-th is taken.
    pub skipped: u64,
    /// Sessions made of the rows loaded: those judged, those kept apart and those rejected.
    pub sessions: u64,
    /// Sessions kept apart: hard failures.
    pub aside: u64,
}

impl Report {
    /// The report of an analysis.
    pub fn of(analysis: &Analysis) -> Self {
        let judgement = judge(analysis);
        let advice = advise(analysis);
        let aside = analysis.sessions.aside.as_ref().map(|aside| &aside.table);
        let link = super::Link {
            plan: analysis.plan.clone(),
            view: super::View::default(),
            fingerprint: Some(analysis.fingerprint),
        };
        Self {
            version: 1,
            link: link.written().ok(),
            fingerprint: analysis.fingerprint.to_string(),
            threshold: analysis.threshold,
            method: analysis.method.name(),
            drivers: advice.drivers,
            thresholds: advice.choices,
            features: analysis.plan.features.iter().map(features::Feature::name).collect(),
            figures: figures(analysis),
            qoe: qoe(analysis, aside).rows.into_iter().filter(|row| row.needs.is_none()).map(Into::into).collect(),
            rows: analysis.sessions.quality.as_ref().map(|quality| Rows {
                read: quality.report.read,
                loaded: quality.report.loaded,
                repaired: quality.report.repaired,
                rejected: quality.report.rejected,
                skipped: quality.report.skipped,
                sessions: quality.report.sessions.made,
                aside: quality.report.sessions.aside,
            }),
            derived: analysis
                .sessions
                .quality
                .as_ref()
                .map_or_else(Vec::new, |quality| quality.derived.iter().map(DerivedField::of).collect()),
            unjudged: analysis.unjudged(),
            precision: judgement.as_ref().and_then(|judgement| judgement.precision),
            recall: judgement.as_ref().and_then(|judgement| judgement.recall),
            average_precision: judgement.as_ref().and_then(|judgement| judgement.average_precision),
            faults: judgement.map_or_else(Vec::new, |judgement| judgement.faults),
        }
    }
}

//! What the page and the analysis worker say to each other.

use crate::analysis::Progress;
use crate::analysis::views::{
    Explanation, Figures, Histogram, Judgement, Ranking, RankingColumn, RankingQuery, Scatter, ScatterQuery, Timeline,
};
use serde::{Deserialize, Serialize};

/// What the page asks for. Answers carry the request's number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// Carry out a plan, written as pairs; with a file attached where the plan needs one that is not open yet.
    Run {
        /// The plan's text.
        plan: String,
    },
    /// Read the attached file, recognise its columns, and analyse it as far as they allow.
    Open {
        /// The plan's text whose detector is to be used.
        plan: String,
    },
    /// Stop the run that is under way.
    Cancel,
    /// Draw a scatter.
    Scatter(ScatterQuery),
    /// Show a stretch of the table.
    Rank(RankingQuery),
    /// Explain a session.
    Explain {
        /// The session's row.
        row: u32,
    },
    /// What would have to change for a session's verdict to be the other one?
    Change {
        /// The session's row.
        row: u32,
    },
    /// What drives the flagged sessions, and what would each threshold flag?
    Advise,
    /// Write a file.
    Export(Product),
    /// Use the attached port to a scoring worker, in place of the one that had this number.
    Peer {
        /// The scoring worker's number.
        peer: u32,
    },
    /// Do without a scoring worker that has failed.
    PeerLost {
        /// Its number.
        peer: u32,
    },
}

/// A file that can be written of what is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Product {
    /// All sessions with score, flag and reasons, as CSV.
    Scored,
    /// The model, as JSON.
    Model,
    /// The model with its features, as ONNX.
    Onnx,
}

impl Request {
    /// Whether only the full program answers it.
    pub fn needs_full(&self) -> bool {
        matches!(self, Self::Change { .. } | Self::Advise | Self::Export(_))
    }

    /// Whether it is a question about what is shown, which is answered once.
    pub fn is_question(&self) -> bool {
        matches!(self, Self::Scatter(_) | Self::Rank(_) | Self::Explain { .. }) || self.needs_full()
    }
}

/// What the analysis worker says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// It can be spoken to.
    Ready,
    /// A run goes on.
    Progress(Progress),
    /// A file was read, but none of its columns is a feature that could be chosen by itself: the user has to.
    Opened(Box<Summary>),
    /// A run is finished.
    Done(Box<Summary>),
    /// A run was cancelled.
    Cancelled {
        /// Whether the analysis before it is still there.
        kept: bool,
    },
    /// A request could not be carried out, and why.
    Failed {
        /// For the user.
        message: String,
        /// Whether the last analysis is still there.
        kept: bool,
    },
    /// The scatter asked for; its bulk comes with it.
    Scatter(Box<Scatter>),
    /// The stretch of the table asked for.
    Ranking(Box<Ranking>),
    /// The explanation asked for.
    Explanation(Box<Explanation>),
    /// The session asked for does not exist.
    NoSuchSession,
    /// What would have to change: its bulk is a [`Change`](crate::analysis::views::Change) for each feature, encoded. Only
    /// the full program writes it, so that the page's own is spared how.
    Changes,
    /// What drives the flagged sessions, and what each threshold would flag: its bulk is an
    /// [`Advice`](crate::analysis::views::Advice), encoded.
    Advice,
    /// A piece of the file asked for, as bulk.
    ExportPart,
    /// The file is complete.
    ExportDone,
    /// The worker is about to fail for good.
    Crashed {
        /// What it said last.
        message: String,
    },
}

impl Event {
    /// Whether a question is answered by it, for good.
    pub fn ends_question(&self) -> bool {
        matches!(
            self,
            Self::Scatter(_)
                | Self::Ranking(_)
                | Self::Explanation(_)
                | Self::NoSuchSession
                | Self::Changes
                | Self::Advice
                | Self::ExportDone
                | Self::Failed { .. }
        )
    }
}

/// A feature that can be chosen, or why it cannot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// The feature's name in the plan.
    pub feature: String,
    /// What it needs that the sessions do not have.
    pub lacks: Option<String>,
}

/// How a column of a file was taken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnInfo {
    /// Its name.
    pub name: String,
    /// `number`, `category`, `time` or `text`.
    pub kind: String,
    /// What it was taken for: a field's name, `own`, `truth` or `ignore`.
    pub taken: String,
    /// Why.
    pub why: String,
    /// The first values.
    pub first: Vec<String>,
    /// The least and greatest value, as text; empty where there is none.
    pub range: String,
    /// How many values are missing.
    pub missing: f64,
    /// How many distinct values there are, where that is known.
    pub distinct: Option<f64>,
}

/// A cell or row that could not be taken as it stood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IssueInfo {
    /// Where: row and column.
    pub place: String,
    /// What stood there.
    pub value: String,
    /// What was wrong and what was done.
    pub reason: String,
}

/// How the reading of a file went.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct QualityInfo {
    /// The file's name.
    pub name: String,
    /// Its length in bytes.
    pub bytes: f64,
    /// Rows read.
    pub read: f64,
    /// Rows loaded, the repaired ones among them.
    pub loaded: f64,
    /// Rows repaired.
    pub repaired: f64,
    /// Rows rejected.
    pub rejected: f64,
    /// The first issues in full.
    pub issues: Vec<IssueInfo>,
    /// How many there are of each kind.
    pub counts: Vec<(String, f64)>,
    /// The columns.
    pub columns: Vec<ColumnInfo>,
}

/// A finished run: what the page shows of it at once. The larger views are asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// The plan's text, with the source as it turned out.
    pub plan: String,
    /// How many sessions there are.
    pub sessions: u32,
    /// The features that can be chosen, and those that cannot.
    pub choices: Vec<Choice>,
    /// How the file was read.
    pub quality: Option<QualityInfo>,
    /// The result; absent where no feature has been chosen yet.
    pub result: Option<ResultInfo>,
}

/// What came out of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResultInfo {
    /// The fingerprint, 16 hexadecimal digits.
    pub fingerprint: String,
    /// The score above which a session is flagged.
    pub threshold: f64,
    /// How many sessions are flagged.
    pub flagged: u32,
    /// How long it took, in milliseconds.
    pub elapsed_ms: f64,
    /// The figures.
    pub figures: Figures,
    /// The detection held against the truth.
    pub judgement: Option<Judgement>,
    /// The scores.
    pub histogram: Histogram,
    /// The flagged sessions over time.
    pub timeline: Option<Timeline>,
    /// The features that the scatter's axes can show.
    pub axes: Vec<String>,
    /// The columns of the table.
    pub columns: Vec<RankingColumn>,
}

//! What the page and the analysis worker say to each other.

use crate::sheet::Effect;
use analysis::Progress;
use analysis::views::{
    Explanation, Figures, Histogram, Judgement, Ranking, RankingColumn, RankingQuery, Scatter, ScatterQuery, Timeline,
};
use export::Tab;
use serde::{Deserialize, Serialize};

/// Which program an analysis worker runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// The page's own, which is there first: generates sessions and fits the classic forest.
    Page,
    /// The full one, which can all that the other can and everything else; it is started once the page shows its first
    /// result, which does not wait for it.
    Full,
}

/// How the columns of files that are opened become known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Columns {
    /// They are recognised: the plan speaks of other sessions.
    Recognised,
    /// By the plan's mapping, which is for these very files; nothing is recognised beyond it.
    Mapped,
    /// By the plan's mapping and, as far as that does not say, by today's rules.
    ByTodaysRules,
}

/// What the page asks for. Answers carry the request's number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// Carry out a plan, written as pairs; with a file attached where the plan needs one that is not open yet.
    Run {
        /// The plan's text.
        plan: String,
    },
    /// Read the attached files, recognise their columns, and analyse them as far as they allow.
    Open {
        /// The plan's text whose detector is to be used.
        plan: String,
        /// What is known of their columns.
        columns: Columns,
        /// How many rows one is taken of, where the plan does not say so.
        every: u32,
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
    /// How firm is a session's verdict?
    Firmness {
        /// The session's row.
        row: u32,
    },
    /// What drives the flagged sessions, and what would each threshold flag?
    Advise,
    /// What Explore asks, which the page does not read: a [`Query`](crossfilter::Query), encoded.
    Explore(Vec<u8>),
    /// Describe a tab of the page.
    Sheet {
        /// Which.
        tab: Tab,
        /// The plan's text that the controls show.
        plan: String,
    },
    /// Say what changes of controls mean, in their order.
    Change {
        /// The tab that they are on.
        tab: Tab,
        /// The plan's text that is changed.
        plan: String,
        /// The names of the controls, and the values that they have now.
        changes: Vec<(String, String)>,
    },
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
    /// What was wrong with the rows of the file, as CSV.
    ErrorLog,
    /// The model, as JSON.
    Model,
    /// The model with its features, as ONNX.
    Onnx,
}

impl Request {
    /// Whether only the full program answers it.
    pub fn needs_full(&self) -> bool {
        matches!(
            self,
            Self::Firmness { .. }
                | Self::Advise
                | Self::Explore(_)
                | Self::Sheet { .. }
                | Self::Change { .. }
                | Self::Export(_)
        )
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
    Progress {
        /// How far it is.
        progress: Progress,
        /// More about it, in words; empty for none.
        detail: String,
    },
    /// A file was read, but none of its columns is a feature that could be chosen by itself: the user has to.
    Opened(Box<Summary>),
    /// A run is finished.
    Done(Box<Summary>),
    /// A run was cancelled.
    Cancelled {
        /// Whether the analysis before it is still there.
        kept: bool,
    },
    /// A request could not be carried out, and why. Its bulk is a [`Node`](crate::sheet::Node), where there is something to do
    /// about it.
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
    /// How firm a verdict is: its bulk is a [`Firmness`](analysis::views::Firmness) or none, encoded. Only the full
    /// program writes it, so that the page's own is spared how.
    Firmness,
    /// What drives the flagged sessions, and what each threshold would flag: its bulk is an
    /// [`Advice`](analysis::views::Advice), encoded.
    Advice,
    /// The answer to Explore: its bulk is a [`Reply`](crossfilter::Reply), encoded.
    Explored,
    /// The tab asked for: its bulk is a [`Node`](crate::sheet::Node) or none, encoded.
    Sheet,
    /// What changes of controls mean; its bulk is the tab anew.
    Changed {
        /// The plan's text as it is now.
        plan: String,
        /// What is to be done.
        effect: Effect,
    },
    /// A piece of the file asked for, as bulk.
    ExportPart,
    /// The file is complete.
    ExportDone {
        /// Its name.
        name: String,
        /// What it is, as a media type.
        media: String,
    },
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
                | Self::Firmness
                | Self::Advice
                | Self::Explored
                | Self::Sheet
                | Self::Changed { .. }
                | Self::ExportDone { .. }
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

/// A finished run: what the page shows of it at once. The larger views are asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// The plan's text, with the source as it turned out.
    pub plan: String,
    /// How many sessions there are.
    pub sessions: u32,
    /// The features that can be chosen, and those that cannot.
    pub choices: Vec<Choice>,
    /// What came of the reading, in few words: for files.
    pub reading: Option<String>,
    /// Whether the files that came with the request are the sessions'.
    pub opened: bool,
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

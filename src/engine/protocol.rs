//! What the page and the analysis worker say to each other.

use analysis::Progress;
use analysis::views::{Figures, Histogram, Judgement, RankingColumn, Timeline};
use serde::{Deserialize, Serialize};
use std::rc::Rc;

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
    /// Answer a question about what is held.
    Ask {
        /// The name of the [service](port::Service).
        service: String,
        /// The question, encoded.
        question: Vec<u8>,
    },
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
    /// A part of what a question has written, as bulk; the answer follows.
    Part,
    /// A question is answered: its bulk is the answer, encoded.
    Answer,
    /// The worker is about to fail for good.
    Crashed {
        /// What it said last.
        message: String,
    },
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
    /// What of the file a person must know before anything else.
    pub warning: Option<String>,
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
    pub histogram: Rc<Histogram>,
    /// The flagged sessions over time.
    pub timeline: Option<Rc<Timeline>>,
    /// The features that the scatter's axes can show.
    pub axes: Vec<String>,
    /// The columns of the table.
    pub columns: Vec<RankingColumn>,
}

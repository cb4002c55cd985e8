//! A plan in, an analysis out: what the page and the command line call, and all that they call.
//!
//! - [`Plan`]: everything that a result depends on, written down as readable [`Pairs`];
//! - [`Host`]: what runs an analysis lends it — progress, a chance to cancel, workers or threads to score with;
//! - [`Sessions`]: the sessions of a plan's source, generated or read;
//! - [`Analysis`]: scores, threshold, flags and the [`Fingerprint`];
//! - [`SavedModel`]: its detector, to be handed over;
//! - [`views`]: questions to a finished analysis, each answered with as much as is shown and no more;
//! - [`services`]: the same questions as others ask them, by messages.

mod error;
mod fingerprint;
mod given;
mod host;
mod naming;
mod pairs;
mod plan;
mod plan_text;
mod run;
mod saved;
mod serial;
pub mod services;
mod sessions;
mod threshold;
pub mod views;

pub use error::AnalysisError;
pub use fingerprint::{Fingerprint, FingerprintError};
pub use given::Given;
pub use host::{Host, Progress, Stage, Stopped};
pub use pairs::{Pairs, PairsError};
pub use plan::{
    Contamination, Detector, FileSource, ModelFile, ModelSource, Plan, Share, ShareError, Source, Threshold,
};
pub use run::{Analysis, analyse};
pub use saved::{Inputs, SavedModel, SavedModelError};
pub use serial::SerialExecutor;
pub use sessions::{ByteSource, Quality, Sessions, generate, proposed_features, read, read_files, refuse_one};
pub use threshold::score_break;

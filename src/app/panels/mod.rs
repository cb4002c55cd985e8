//! What the user sets: source, features, detector, and what the columns of a file are taken for.

mod advice;
mod data;
mod detector;
mod features;
mod input;
mod source;

pub use data::DataTab;
pub use detector::DetectorPanel;
pub use features::{FeatureProps, feature_panel};
pub use source::{FileButton, SourcePanel};

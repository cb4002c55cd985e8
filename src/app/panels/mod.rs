//! What the user sets: source, features and detector.

mod advice;
mod detector;
mod features;
mod source;

pub use detector::{DetectorProps, detector_panel};
pub use features::{FeatureProps, feature_panel};
pub use source::{SourceProps, file_button, files, source_panel};

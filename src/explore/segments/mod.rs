//! *What do these share?*: what sessions have in common that others have not, as a ranked list of segments.

mod act;
mod answers;
mod counts;
mod draft;
mod panel;
mod picture;
mod settings;

pub use act::{Act, TITLE};
pub use panel::SegmentsPanel;
pub use settings::first;

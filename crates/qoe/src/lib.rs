//! Quality of experience: what the field has published about how well a view went, as formulas, for a session and for many.
//!
//! - [`formulas`]: numbers in, a number out;
//! - [`Columns`]: which of a table's columns speak of quality, and each session's [`Session`] from whatever is there;
//! - [`mod@derive`]: what a file does not report and what follows from what it does;
//! - [`Tally`]: many sessions in one [`Figure`] for each [`Metric`].
//!
//! `docs/metrics.md` says of every formula who published it. The missing number is NaN, here as everywhere: what a session
//! has no columns for stays missing, and no figure is made of it.

mod columns;
pub mod derive;
pub mod formulas;
mod metric;
mod session;
mod tally;

pub use columns::Columns;
pub use metric::Metric;
pub use session::{Outcome, Scores, Session};
pub use tally::{Figure, Tally};

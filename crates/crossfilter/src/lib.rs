//! Crossfilter: one state of filters that many views of an analysis share, and the answers that draw them.
//!
//! - `dimension` is what of a session can be shown and filtered by, by name;
//! - `filter` is a condition on one dimension; all of them, and the combinations that are left out, are one [`Filters`];
//! - `noted` writes what is chosen so that it fits into a link: `places` are labels as ranges of the list of all labels, `packed`
//!   is a text in fewer letters;
//! - `contrast` is a question for what sessions have in common;
//! - `view` says what a view draws, `state` is everything that the user has chosen: filters, views and their layout, table,
//!   selection. Both have a text form that stands in links;
//! - `services` is what a crossfilter is asked from elsewhere, `query` with what, `picture` what is answered for views: counts,
//!   never sessions' values;
//! - `sessions` is the table of the sessions themselves and a session's own page, `query::Writing` what can be taken away;
//! - `columns`, `summary`, `binning`, `keys` and `mask` hold the sessions so that they can be counted, `draw` says what each
//!   view counts and makes its picture, `count` counts, `index` answers a moving brush without counting again;
//! - `groups` has the sessions by one dimension, for whoever looks for what they have in common;
//! - `describe` and `defaults` say what there is, and what to begin with;
//! - [`Crossfilter`] is the front of the crate.
//!
//! A view is never filtered by its own dimension (Weaver 2010, cross-filtered views), so that a brush can be moved over all
//! that there is. Bins are half open, their ends are exact numbers, and a brush ends at ends of bins: what is counted for it
//! is what its filter says, to the session.

mod answer;
mod binning;
mod columns;
pub mod contrast;
mod count;
mod defaults;
mod describe;
pub mod dimension;
mod draw;
pub mod filter;
pub mod filters;
pub mod groups;
mod index;
mod keys;
mod mask;
pub mod noted;
pub mod packed;
pub mod picture;
pub mod places;
pub mod query;
pub mod services;
pub mod sessions;
pub mod state;
mod store;
mod summary;
mod text;
pub mod view;
mod words;

pub use answer::Crossfilter;
pub use contrast::{Baseline, Contrast};
pub use dimension::{Dimension, DimensionError};
pub use filter::{Filter, Test};
pub use filters::{Exclusion, Filters};
pub use groups::Groups;
pub use index::{BrushIndex, PreparedBrush};
pub use picture::Picture;
pub use state::{State, StateError};
pub use store::Remains;
pub use text::TextError;
pub use view::{View, ViewId};

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

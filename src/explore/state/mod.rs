//! The state of Explore, each part with its owner; the root brings them together.
//!
//! - `chosen` is what is chosen: filters, views, table. It knows the steps that led there and writes it into the link;
//! - `known` is what is known of the analysis that is explored;
//! - `queries` is what is asked of the workers for all views; `post` brings answers to parts that ask for themselves;
//! - `brushing` is a brush that moves, with the index by which its pictures are made here;
//! - `overlays` is what is open above the views, and what there is to say; `drag` is a view that is pulled by a handle;
//! - `focus` is where the user was and is to be;
//! - `timer` tells when nothing has happened for a while.

pub mod brushing;
pub mod chosen;
pub mod drag;
pub mod focus;
pub mod known;
pub mod overlays;
pub mod post;
pub mod queries;
pub mod timer;

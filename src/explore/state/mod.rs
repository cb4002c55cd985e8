//! The state of Explore, each part with its owner; the root brings them together.
//!
//! - `history` is undo and redo: plain code, tested natively;
//! - `chosen` is what is chosen: filters, views, table. It knows the steps that led there and writes it into the link;
//! - `known` is what is known of the analysis that is explored;
//! - `queries` is what is asked of the workers for all views; `post` brings answers to parts that ask for themselves;
//! - `brushing` is a brush that moves, with the index by which its pictures are made here;
//! - `overlays` is what is open above the views, and what there is to say; `drag` is a view that is pulled by a handle;
//! - `focus` is where the user was and is to be;
//! - `timer` tells when nothing has happened for a while.

pub mod history;

#[cfg(target_arch = "wasm32")]
pub mod brushing;
#[cfg(target_arch = "wasm32")]
pub mod chosen;
#[cfg(target_arch = "wasm32")]
pub mod drag;
#[cfg(target_arch = "wasm32")]
pub mod focus;
#[cfg(target_arch = "wasm32")]
pub mod known;
#[cfg(target_arch = "wasm32")]
pub mod overlays;
#[cfg(target_arch = "wasm32")]
pub mod post;
#[cfg(target_arch = "wasm32")]
pub mod queries;
#[cfg(target_arch = "wasm32")]
pub mod timer;

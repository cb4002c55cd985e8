//! What bad viewing sessions have in common.
//!
//! Sessions have values along dimensions (a device model, a CDN, an hour), and some of them are bad. A **combination** is up to
//! three dimensions with a value each; its sessions are a **segment**. Looked for are the segments that explain the bad sessions:
//! one after the other, each among what those before it left over, until nothing is left that chance does not explain.
//!
//! - `comparison` says what is compared: bad sessions with the others, or the share of bad ones with that of an earlier time;
//! - [`Search`] finds segments, `limits` says what is an answer;
//! - [`Explaining`] searches the sessions of an analysis, and `sentence` says what was found;
//! - `counts` does the same with a table of counts;
//! - `services` is what a tab asks;
//! - `statistics` has the formulas: risk ratio, interval, exact test.
//!
//! # Examples
//! ```
//! use diagnose::{Coded, Comparison, Group, Limits, Part, Search};
//! // 4,000 sessions of two CDNs and five devices: device 3 fails on CDN 1, and one session in fifty anywhere.
//! let coded = |values: u16, code: fn(u16) -> u16| Coded { codes: (0..4_000).map(code).collect(), values: values.into() };
//! let dimensions = [coded(2, |row| row % 2), coded(5, |row| row / 2 % 5)];
//! let is_bad = |&row: &u32| {
//!     let value = |dimension: usize| dimensions[dimension].codes[row as usize];
//!     value(0) == 1 && value(1) == 3 || row % 50 == row / 50 % 50
//! };
//! let all: Vec<u32> = (0..4_000).collect();
//! let bad = Part::of_sessions(all.iter().copied().filter(is_bad).collect());
//! let now = Group { bad, all: Part::of_sessions(all) };
//! let mut search = Search::new(&dimensions, &Comparison { now, before: None }, Limits::default());
//! while search.step().is_some() {}
//! let found = search.finish();
//! assert_eq!(found.segments.len(), 1);
//! assert_eq!(found.segments[0].conditions, [(0, 1), (1, 3)]);
//! ```

mod comparison;
pub mod counts;
mod explain;
mod figures;
mod limits;
mod search;
mod sentence;
pub mod services;
mod statistics;

pub use comparison::{Coded, Comparison, Group, Part};
pub use explain::{Answer, Explaining, Refused, Segments, circumstances};
pub use figures::Figures;
pub use limits::Limits;
pub use search::{Found, Search, Segment};
pub use statistics::{Count, interval, ln_fisher, risk_ratio};

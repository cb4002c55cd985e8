//! The sessions themselves: a virtual table of all of them, and a page of its own for each.
//!
//! - `scroll` is where a list longer than any element stands, `keys` what keys do, `columns` which columns there are, `words`
//!   the values in words: plain code, tested natively;
//! - `table` and `chooser` are the table, `page`, `standing` and `neighbours` a session's own page.

pub mod columns;
pub mod keys;
pub mod scroll;
pub mod words;

#[cfg(target_arch = "wasm32")]
mod chooser;
#[cfg(target_arch = "wasm32")]
mod page;
#[cfg(target_arch = "wasm32")]
mod parts;
#[cfg(target_arch = "wasm32")]
mod table;
#[cfg(target_arch = "wasm32")]
mod table_view;

#[cfg(target_arch = "wasm32")]
pub use page::{PageProps, SessionPage};
#[cfg(target_arch = "wasm32")]
pub use table::{SessionsTable, TableProps};

/// What the user does with the sessions, told to whoever keeps the state.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// The table is to be another: sorted otherwise, with other columns. A step of its own.
    Table(crossfilter::state::Table),
    /// Something else is looked for, letter by letter: one step together.
    Search(String),
    /// A session's own page.
    Open(u32),
    /// Back from a session's page to where one was.
    Close,
    /// The sessions that the table has, as CSV.
    Save,
}

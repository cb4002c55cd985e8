//! The sessions themselves: the table of all of them, and everything about one.
//!
//! - `asked` is what is asked and answered;
//! - `values` is any dimension of any session, as a cell and as a key to sort by;
//! - `search` finds a text in identifiers and labels;
//! - `listing` keeps the sessions in the table's order while filters, search and sorting stay;
//! - `standing` is where a session stands among its cohort and among all, `neighbours` are the sessions most like it, `page` puts
//!   together all that its own page shows.

mod asked;
mod listing;
mod neighbours;
mod page;
mod search;
mod standing;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
mod values;

pub use asked::{
    Cohort, Distribution, Listed, MOST_SHOWN, Neighbour, Order, Rows, RowsAsked, SessionAsked, SessionPage, Standing,
};
pub use listing::Listing;
pub use page::Pages;

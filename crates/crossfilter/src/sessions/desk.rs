//! The desk at which the table and the pages of sessions are asked for: it keeps what answers have in common.

use super::listing::Listing;
use super::page::Pages;
use crate::filter::Filters;
use crate::query::{Query, Reply};
use analysis::Analysis;

/// What is kept of one analysis.
#[derive(Default)]
pub struct Desk {
    listing: Listing,
    pages: Option<Pages>,
}

impl Desk {
    /// Answers a question about the table or a session; none to any other. All must be about the same analysis. `meets` says
    /// which sessions meet filters.
    pub fn answer(
        &mut self,
        analysis: &Analysis,
        query: &Query,
        mut meets: impl FnMut(&Filters) -> Vec<bool>,
    ) -> Option<Reply> {
        match query {
            Query::Rows(asked) => {
                let filtered = || Some(meets(&asked.order.filters));
                Some(Reply::Rows(self.listing.rows(analysis, asked, filtered)))
            }
            Query::Session(asked) => {
                let filtered = || Some(meets(&asked.order.filters));
                let pages = self.pages.get_or_insert_with(|| Pages::of(analysis));
                let page = pages.page(analysis, asked, &mut self.listing, filtered);
                Some(page.map_or(Reply::Nothing, |page| Reply::Session(Box::new(page))))
            }
            _ => None,
        }
    }
}

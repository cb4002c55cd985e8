//! The desk at which the table and the pages of sessions are asked for: it keeps what answers have in common.

use super::listing::Listing;
use super::meets::meets;
use super::page::Pages;
use crate::analysis::Analysis;
use crate::crossfilter::filter::Filters;
use crate::crossfilter::query::{Query, Reply};

/// What is kept of one analysis.
#[derive(Default)]
pub struct Desk {
    listing: Listing,
    pages: Option<Pages>,
}

impl Desk {
    /// Answers a question about the table or a session; none to any other. All must be about the same analysis.
    pub fn answer(&mut self, analysis: &Analysis, query: &Query) -> Option<Reply> {
        match query {
            Query::Rows(asked) => {
                let filtered = || Some(meets(analysis, &asked.order.filters));
                Some(Reply::Rows(self.listing.rows(analysis, asked, filtered)))
            }
            Query::Session(asked) => {
                let filtered = || Some(meets(analysis, &asked.order.filters));
                let pages = self.pages.get_or_insert_with(|| Pages::of(analysis));
                let page = pages.page(analysis, asked, &mut self.listing, filtered);
                Some(page.map_or(Reply::Nothing, |page| Reply::Session(Box::new(page))))
            }
            _ => None,
        }
    }

    /// The rows of the sessions that meet filters, rising.
    pub fn meeting(analysis: &Analysis, filters: &Filters) -> Vec<u32> {
        let met = meets(analysis, filters);
        (0..).zip(met).filter(|(_, met)| *met).map(|(row, _)| row).collect()
    }
}

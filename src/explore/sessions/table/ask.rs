//! What the table asks for, and what becomes of the answers.

use super::{MARGIN, Msg, SessionsTable};
use crate::explore::state::post::Answer;
use crossfilter::services::ListSessions;
use crossfilter::sessions::{Order, Rows, RowsAsked};
use yew::Context;

impl SessionsTable {
    /// Asks for rows where some that are seen are not held.
    pub(super) fn ask(&mut self, ctx: &Context<Self>) {
        let props = ctx.props();
        if !props.shown || props.waits || self.flight.is_some() {
            return;
        }
        let (first, end) = self.scroll.rows();
        let end = end.max(first + self.scroll.page());
        let skip = first.saturating_sub(MARGIN);
        let order = Order {
            filters: props.filters.clone(),
            search: props.table.search.clone(),
            sort: props.table.sort.clone(),
        };
        let held = self.held.0..self.held.0 + self.held.1.len() as u32;
        let total = self.total.unwrap_or(u32::MAX);
        let is_held = held.start <= first && held.end >= end.min(total);
        if self.known.is_some() && is_held && self.wanted.is_none() {
            return;
        }
        let columns = props.table.columns.clone();
        let asked = RowsAsked { order, columns, skip, show: end - skip + MARGIN, find: self.wanted };
        let turn = self.turn;
        if props.post.ask::<ListSessions>(&asked, ctx.link().callback(move |answer| Msg::Rows(turn, answer))) {
            self.flight = Some(asked);
        }
    }

    pub(super) fn answered(&mut self, ctx: &Context<Self>, turn: u32, answer: Answer<Rows>) -> bool {
        if turn != self.turn {
            return false;
        }
        let asked = self.flight.take();
        let Ok(rows) = answer else {
            self.failed = true;
            return true;
        };
        self.failed = false;
        self.known = asked;
        (self.columns, self.held, self.total) = (rows.columns, (rows.skip, rows.rows), Some(rows.total));
        self.measure();
        if self.wanted.take().is_some()
            && let Some(place) = rows.found
        {
            self.active = Some(place);
            (self.scroll, self.moved) = (self.scroll.showing(place), true);
        }
        self.active = self.active.filter(|&active| active < rows.total);
        self.ask(ctx);
        true
    }
}

//! What is asked of the worker, and when.

use super::*;
use crossfilter::query::{Asked, BrushAsked, ViewsAsked};
use crossfilter::services::{Describe, MoveBrush, PrepareBrush, ShowViews};

/// After a brush that may be taken up again at once, in milliseconds.
pub(super) const PAUSE: i32 = 80;

/// Views that nothing is known of are asked for in so many steps.
const STEPS: usize = 4;

impl Root {
    /// Asks what is not known yet, as far as Explore is seen.
    pub(super) fn ask(&mut self) {
        if !self.seen {
            return;
        }
        if self.stale {
            let bridge = &self.bridge;
            self.describe.want((), |asked| bridge.ask::<Describe>(asked));
        } else if self.known.about.is_some() {
            self.ask_pictures();
        }
    }

    /// Asks for what the views show, exactly. Where nothing is known of some, for the first of those: they are seen while
    /// the others are counted.
    pub(super) fn ask_pictures(&mut self) {
        let views = self.asked();
        let is_known =
            |view: &&Asked| self.known.pictures.get(&view.id).is_some_and(|(drawing, _)| *drawing == view.drawing);
        let unknown: Vec<Asked> = views.iter().filter(|view| !is_known(view)).cloned().collect();
        let views =
            if unknown.is_empty() { views } else { unknown.into_iter().take(views.len().div_ceil(STEPS)).collect() };
        if self.stale || !self.seen || views.is_empty() {
            return;
        }
        let asked = ViewsAsked { filters: self.state().filters.clone(), views };
        let bridge = &self.bridge;
        self.show.want(asked, |asked| bridge.ask::<ShowViews>(asked));
    }

    /// Asks in so many milliseconds: more of the same may follow.
    pub(super) fn ask_in(&mut self, milliseconds: i32) {
        self.ask_timer.set(milliseconds);
    }

    /// Has what moves with a brush on a view's dimension prepared.
    pub(super) fn ask_to_prepare(&mut self, id: ViewId, dimension: &Dimension) {
        let mut views = self.asked();
        if self.stale || views.is_empty() {
            return;
        }
        // The ends of the brush are those of the first view.
        views.sort_by_key(|view| view.id != id);
        let mut filters = self.state().filters.clone();
        filters.clear(dimension);
        let asked = BrushAsked { dimension: dimension.clone(), filters, views };
        let bridge = &self.bridge;
        self.prepare.want(asked, |asked| bridge.ask::<PrepareBrush>(asked));
    }

    /// Asks for what the brush that is under way leaves.
    pub(super) fn ask_brush(&mut self) {
        let Some(Brushing { id, dimension, bins }) = self.brushing.clone() else { return };
        let Some((from, to)) = bins.filter(|_| !self.known.unprepared) else { return self.ask_pictures() };
        self.ask_to_prepare(id, &dimension);
        if !self.prepare.is_busy() {
            // Its answer will stand in the place of the pictures that were asked for last: the brush may come back to them.
            self.show.forget();
            let bridge = &self.bridge;
            self.brush.want((from, to), |bins| bridge.ask::<MoveBrush>(bins));
        }
    }

    /// The views as they are asked for: those whose plot area is known.
    pub(super) fn asked(&self) -> Vec<Asked> {
        let sized = self.views().iter().filter_map(|view| {
            let size = *self.sizes.get(&view.id)?;
            (size.0 > 0 && size.1 > 0).then(|| Asked { id: view.id, drawing: view.drawing.clone(), size })
        });
        sized.collect()
    }
}

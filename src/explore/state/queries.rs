//! What is asked of the workers for all views together, and what can be asked.

use super::known::Known;
use super::post::Post;
use crate::bridge::Bridge;
use crossfilter::query::{Asked, Description, Pictures, ViewsAsked};
use crossfilter::services::{Describe, ShowViews};
use crossfilter::{Filters, View, ViewId};
use js_sys::Uint8Array;
use port::{QuestionQueue, decode};
use std::collections::BTreeMap;

/// Views that nothing is known of are asked for in so many steps.
const STEPS: usize = 4;

/// The size of a view whose plot area is not known, in CSS pixels.
const USUAL_SIZE: (u16, u16) = (640, 320);

/// What an answer says.
pub enum Heard {
    /// What the sessions have.
    Description(Box<Description>),
    /// What views show, as they were asked for.
    Pictures(Vec<Asked>, Pictures),
    /// There is no answer.
    Failure,
    /// It is not about this, or was brought to whoever asked.
    Nothing,
}

/// What is asked of the workers.
pub struct Queries {
    bridge: Bridge,
    describe: QuestionQueue<()>,
    show: QuestionQueue<ViewsAsked>,
    /// What each view was asked by when it was answered last.
    answered: BTreeMap<ViewId, (Filters, Asked)>,
    post: Post,
    /// The plot areas in CSS pixels.
    sizes: BTreeMap<ViewId, (u16, u16)>,
    /// Whether what is known is of another analysis.
    is_stale: bool,
    /// Whether not all views of the analysis have been answered once.
    is_first: bool,
    /// Whether a question failed.
    has_failed: bool,
    /// Counts analyses.
    epoch: u32,
}

impl Queries {
    /// Nothing is asked yet.
    pub fn new(bridge: Bridge) -> Self {
        Self {
            post: Post::new(bridge.clone()),
            bridge,
            describe: QuestionQueue::default(),
            show: QuestionQueue::default(),
            answered: BTreeMap::new(),
            sizes: BTreeMap::new(),
            is_stale: true,
            is_first: true,
            has_failed: false,
            epoch: 0,
        }
    }

    /// The way for parts that ask for themselves.
    pub fn post(&self) -> &Post {
        &self.post
    }

    /// The number of the analysis that is explored.
    pub fn epoch(&self) -> u32 {
        self.epoch
    }

    /// Whether what is known is of another analysis.
    pub fn is_stale(&self) -> bool {
        self.is_stale
    }

    /// Whether the views of the analysis are on their way for the first time: whatever else there is to ask can wait for them.
    pub fn is_first(&self) -> bool {
        self.is_first && !self.has_failed
    }

    /// Whether a question failed.
    pub fn has_failed(&self) -> bool {
        self.has_failed
    }

    /// Whether views are on their way.
    pub fn is_showing(&self) -> bool {
        self.show.is_busy()
    }

    /// Whether anything of all views is on its way.
    pub fn is_busy(&self) -> bool {
        self.show.is_busy() || self.describe.is_busy()
    }

    /// There is another analysis: nothing that was asked is answered any more.
    pub fn renew(&mut self) {
        self.again();
        (self.is_stale, self.is_first) = (true, true);
        self.epoch += 1;
        self.post.forget();
    }

    /// What was asked is asked again.
    pub fn again(&mut self) {
        self.describe.reset();
        self.show.reset();
        self.answered.clear();
        self.has_failed = false;
    }

    /// Asks what the sessions have.
    pub fn describe(&mut self) {
        let bridge = &self.bridge;
        self.describe.want((), |asked| bridge.ask::<Describe>(asked));
    }

    /// Asks for what views show, exactly, where that is not known. Where nothing is known of some, for the first of those: they
    /// are seen while the others are counted.
    pub fn show(&mut self, filters: &Filters, views: Vec<Asked>, known: &Known) {
        let unknown: Vec<Asked> = views.iter().filter(|view| !known.has_drawn(view)).cloned().collect();
        let is_answered =
            |view: &Asked| self.answered.get(&view.id).is_some_and(|(by, of)| by == filters && of == view);
        if self.is_stale || views.is_empty() {
            return;
        }
        if !self.show.is_busy() && views.iter().all(is_answered) {
            self.is_first = false;
            return;
        }
        let views =
            if unknown.is_empty() { views } else { unknown.into_iter().take(views.len().div_ceil(STEPS)).collect() };
        let bridge = &self.bridge;
        let asked = ViewsAsked { filters: filters.clone(), views };
        self.show.want(asked, |asked| bridge.ask::<ShowViews>(asked));
    }

    /// Something else stands in the place of what views were asked for last: that may be asked again.
    pub fn forget_shown(&mut self) {
        self.show.forget();
        self.answered.clear();
    }

    /// The question of this number is answered.
    pub fn hear(&mut self, number: u32, answer: Result<Vec<u8>, String>) -> Heard {
        let bridge = self.bridge.clone();
        let heard = if self.describe.heard(number, |asked| bridge.ask::<Describe>(asked)).is_some() {
            answer.ok().and_then(|bytes| decode(&bytes)).map(|about| Heard::Description(Box::new(about)))
        } else if let Some(asked) = self.show.heard(number, |asked| bridge.ask::<ShowViews>(asked)) {
            let pictures = answer.ok().and_then(|bytes| decode(&bytes));
            if pictures.is_some() {
                let by = |view: &Asked| (view.id, (asked.filters.clone(), view.clone()));
                self.answered.extend(asked.views.iter().map(by));
            }
            pictures.map(|pictures| Heard::Pictures(asked.views, pictures))
        } else {
            self.post.deliver(number, answer);
            return Heard::Nothing;
        };
        match &heard {
            Some(Heard::Description(_)) => self.is_stale = false,
            Some(_) => self.has_failed = false,
            None => self.has_failed = true,
        }
        heard.unwrap_or(Heard::Failure)
    }

    /// The question of this number has written a part of its answer.
    pub fn hear_part(&self, number: u32, part: Uint8Array) {
        self.post.part(number, part);
    }

    /// A view's plot area has a size; whether it had another.
    pub fn resize(&mut self, view: ViewId, size: (u16, u16)) -> bool {
        self.sizes.insert(view, size) != Some(size)
    }

    /// The size of a view's plot area.
    pub fn size(&self, view: ViewId) -> (u16, u16) {
        self.sizes.get(&view).copied().unwrap_or(USUAL_SIZE)
    }

    /// Views as they are asked for: those whose plot area is known.
    pub fn asked(&self, views: &[View]) -> Vec<Asked> {
        let sized = views.iter().filter_map(|view| {
            let size = *self.sizes.get(&view.id)?;
            (size.0 > 0 && size.1 > 0).then(|| Asked { id: view.id, drawing: view.drawing.clone(), size })
        });
        sized.collect()
    }
}

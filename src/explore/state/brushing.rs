//! A brush that moves. The worker makes an index of it once and hands it over; from then on its pictures are made here, so that
//! a move is drawn in the frame that it is seen in.

use super::timer::Timer;
use crate::bridge::Bridge;
use crossfilter::query::{Asked, BrushAsked, Pictures};
use crossfilter::services::PrepareBrush;
use crossfilter::{BrushIndex, Dimension, Filters, ViewId};
use js_sys::Uint8Array;
use port::{QuestionQueue, decode};
use yew::Callback;

/// After a brush that may be taken up again at once, in milliseconds.
const PAUSE: i32 = 80;

/// A brush that moves, or may begin to.
pub struct Brushing {
    bridge: Bridge,
    prepare: QuestionQueue<BrushAsked>,
    /// The cubes of the index that is on its way.
    coming: Vec<Uint8Array>,
    ready: Option<Ready>,
    moving: Option<Moving>,
    /// The filters as they were before the brush began to move.
    before: Option<Filters>,
    is_resting: bool,
    rest: Timer,
}

/// An index that was handed over.
struct Ready {
    asked: BrushAsked,
    /// None where there can be none.
    index: Option<BrushIndex>,
    /// Read where they are: they are larger than all else that Explore has in memory.
    cubes: Vec<Uint8Array>,
}

/// A brush that moves.
struct Moving {
    /// The view that it is on.
    view: ViewId,
    dimension: Dimension,
    /// Where it stands in the view's bins; none where it stands between their ends.
    bins: Option<(u16, u16)>,
}

/// What a brush that moves leads to.
pub enum Moved {
    /// These pictures.
    Drawn(Pictures),
    /// Its index is on its way.
    Awaited,
    /// There is none for it: it is drawn the long way.
    Unprepared,
}

impl Brushing {
    /// No brush moves. Tells when one rests.
    pub fn new(bridge: Bridge, rest: Callback<()>) -> Self {
        Self {
            bridge,
            prepare: QuestionQueue::default(),
            coming: Vec::new(),
            ready: None,
            moving: None,
            before: None,
            is_resting: false,
            rest: Timer::new(rest),
        }
    }

    /// There is another analysis: what was prepared is not of it.
    pub fn renew(&mut self) {
        self.prepare.reset();
        (self.ready, self.moving, self.before) = (None, None, None);
        self.coming.clear();
    }

    /// Whether a brush moves, resting or not.
    pub fn is_moving(&self) -> bool {
        self.moving.is_some()
    }

    /// Whether a brush moves and does not rest.
    pub fn is_under_way(&self) -> bool {
        self.moving.is_some() && !self.is_resting
    }

    /// The filters as they were before a brush began to move: what follows none stays with these until it ends.
    pub fn before(&self) -> Option<&Filters> {
        self.before.as_ref()
    }

    /// A brush begins to move, which is none of one dimension's bins; `filters` are those in force.
    pub fn hold(&mut self, filters: &Filters) {
        self.before.get_or_insert_with(|| filters.clone());
    }

    /// The brush of a view moves; `filters` are those in force. Whether it has begun by that.
    pub fn go(&mut self, view: ViewId, dimension: Dimension, bins: Option<(u16, u16)>, filters: &Filters) -> bool {
        self.hold(filters);
        let has_begun = self.moving.is_none();
        self.moving = Some(Moving { view, dimension, bins });
        self.is_resting = false;
        self.rest_soon();
        has_begun
    }

    /// Tells in a moment that it rests, unless it moves on.
    pub fn rest_soon(&mut self) {
        self.rest.set(PAUSE);
    }

    /// Tells at once, once everything that is under way has happened.
    pub fn rest_now(&mut self) {
        self.rest.set(0);
    }

    /// A while has passed. Whether it is due.
    pub fn rested(&mut self) -> bool {
        let is_due = self.rest.take();
        self.is_resting |= is_due && self.is_moving();
        is_due
    }

    /// No brush moves any more.
    pub fn end(&mut self) {
        (self.moving, self.before) = (None, None);
    }

    /// Has what moves with a brush on a view's dimension prepared; `filters` are those in force.
    pub fn prepare(&mut self, view: ViewId, dimension: &Dimension, views: &[Asked], filters: &Filters) {
        if views.is_empty() {
            return;
        }
        let mut views = views.to_vec();
        // The ends of the brush are those of the first view.
        views.sort_by_key(|asked| asked.id != view);
        let mut filters = filters.clone();
        filters.clear(dimension);
        let asked = BrushAsked { dimension: dimension.clone(), filters, views };
        if self.ready.as_ref().is_some_and(|ready| ready.asked == asked) {
            return;
        }
        // Two of them would need twice the memory.
        self.ready = None;
        let bridge = &self.bridge;
        self.prepare.want(asked, |asked| bridge.ask::<PrepareBrush>(asked));
    }

    /// What the brush that moves leads to, over these views; `filters` are those in force.
    pub fn draw(&mut self, views: &[Asked], filters: &Filters) -> Moved {
        let Some(Moving { view, dimension, bins: Some(bins) }) = &self.moving else { return Moved::Unprepared };
        let (view, dimension, bins) = (*view, dimension.clone(), *bins);
        self.prepare(view, &dimension, views, filters);
        match &self.ready {
            None if self.prepare.is_busy() => Moved::Awaited,
            None => Moved::Unprepared,
            Some(ready) => ready.draw(bins).map_or(Moved::Unprepared, Moved::Drawn),
        }
    }

    /// A part of what the question of this number is answered; gives it back where it is not about an index.
    pub fn hear_part(&mut self, number: u32, part: Uint8Array) -> Option<Uint8Array> {
        if !self.prepare.awaits(number) {
            return Some(part);
        }
        self.coming.push(part);
        None
    }

    /// Whether the question of this number is about an index.
    pub fn awaits(&self, number: u32) -> bool {
        self.prepare.awaits(number)
    }

    /// The question of this number is answered by an index, or is not.
    pub fn hear(&mut self, number: u32, answer: Result<Vec<u8>, String>) {
        let (bridge, cubes) = (self.bridge.clone(), std::mem::take(&mut self.coming));
        let Some(asked) = self.prepare.heard(number, |asked| bridge.ask::<PrepareBrush>(asked)) else { return };
        // Another one is wanted by now: this one would be in its way.
        if !self.prepare.is_busy() {
            let index = answer.ok().and_then(|bytes| decode::<Option<BrushIndex>>(&bytes)).flatten();
            self.ready = Some(Ready { asked, index, cubes });
        }
    }
}

impl Ready {
    fn draw(&self, bins: (u16, u16)) -> Option<Pictures> {
        self.index.as_ref()?.brush(bins, |cube, place, into| {
            let (from, to) = (place as u32, (place + into.len()) as u32);
            let bytes = self.cubes.get(cube).filter(|bytes| to <= bytes.length())?;
            bytes.subarray(from, to).copy_to(into);
            Some(())
        })
    }
}

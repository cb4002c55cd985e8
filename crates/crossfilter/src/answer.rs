//! The front of the crate: questions to an analysis, answered.

use super::binning::Bins;
use super::columns::Columns;
use super::count::{Lane, Passing, Sums, Tally, count, tally, tally_by_rest};
use super::describe::describe;
use super::dimension::Dimension;
use super::draw::{Counted, Draw, Sides, compile};
use super::filters::Filters;
use super::groups::{Groups, groups};
use super::index::PreparedBrush;
use super::mask::Mask;
use super::picture::{Count, Picture, Totals};
use super::query::{Asked, BrushAsked, Description, Pictures, ViewsAsked};
use super::sessions::{Listing, Pages, Rows, RowsAsked, SessionAsked, SessionPage};
use super::store::{Remains, Store};
use super::view::Drawing;
use analysis::Analysis;
use std::collections::HashMap;
use std::sync::Arc;

/// An analysis that answers questions of linked views. What one answer needs and the next can use is kept.
pub struct Crossfilter {
    pub(super) store: Store,
    pub(super) mask: Mask,
    kept: Vec<Kept>,
    answers: u64,
    listing: Listing,
    pages: Option<Pages>,
}

/// A view that was asked for.
struct Kept {
    drawing: Drawing,
    size: (u16, u16),
    view: Option<Arc<Ready>>,
    /// The answer that used it last.
    used: u64,
}

/// A view with what it has counted over all sessions.
pub(super) struct Ready {
    pub(super) draw: Box<dyn Draw>,
    pub(super) all: Vec<Sums>,
}

/// Views that so many answers did not use are forgotten: another window of the same view is another one.
const FORGOTTEN: u64 = 8;

impl Crossfilter {
    /// Of an analysis. Costs one look at the scores.
    pub fn of(analysis: Arc<Analysis>) -> Self {
        let columns = Columns::of(analysis);
        let mask = Mask::of(columns.scores());
        Self { store: Store::of(columns), mask, kept: Vec::new(), answers: 0, listing: Listing::default(), pages: None }
    }

    /// What another analysis of the same sessions can use. The analysis is let go of.
    pub fn remains(self) -> Remains {
        self.store.remains()
    }

    /// With what remains of another analysis; nothing, where that is not of the same sessions.
    #[must_use]
    pub fn with(self, remains: Remains) -> Self {
        Self { store: self.store.with(remains), ..self }
    }

    /// What the sessions have.
    pub fn describe(&mut self) -> Description {
        describe(&mut self.store)
    }

    /// Draws views. A view of what the sessions lack has no picture, a condition on what they lack is met by none.
    pub fn show(&mut self, asked: &ViewsAsked) -> Pictures {
        self.mask.set(&mut self.store.columns, &asked.filters);
        let ready = self.ready(&asked.views);
        let (pictures, shown) = self.draw(&ready);
        let pictures = asked.views.iter().map(|asked| asked.id).zip(pictures).collect();
        Pictures { pictures, totals: Totals { shown, all: self.all() } }
    }

    /// The index by which views are drawn while a brush moves; none where no view has an axis of what is brushed.
    pub fn prepare(&mut self, asked: &BrushAsked) -> Option<PreparedBrush> {
        let mut others = asked.filters.clone();
        others.clear(&asked.dimension);
        self.mask.set(&mut self.store.columns, &others);
        PreparedBrush::of(self, asked)
    }

    /// A stretch of the table of sessions.
    pub fn rows(&mut self, asked: &RowsAsked) -> Rows {
        let Self { store, mask, listing, .. } = self;
        let analysis = store.columns.analysis.clone();
        listing.rows(&analysis, asked, || Some(mask.meeting(&mut store.columns, &asked.order.filters)))
    }

    /// Everything about one session; none where there is no such session.
    pub fn session(&mut self, asked: &SessionAsked) -> Option<SessionPage> {
        let Self { store, mask, listing, pages, .. } = self;
        let analysis = store.columns.analysis.clone();
        let pages = pages.get_or_insert_with(|| Pages::of(&analysis));
        pages.page(&analysis, asked, listing, || Some(mask.meeting(&mut store.columns, &asked.order.filters)))
    }

    /// The rows of the sessions that meet filters, rising.
    pub fn meeting(&mut self, filters: &Filters) -> Vec<u32> {
        let met = self.mask.meeting(&mut self.store.columns, filters);
        (0..).zip(met).filter(|(_, met)| *met).map(|(row, _)| row).collect()
    }

    /// The sessions by one dimension; none of identifiers, and where the sessions lack it.
    pub fn groups(&mut self, dimension: &Dimension) -> Option<Groups> {
        groups(&mut self.store, dimension)
    }

    /// Whether a session is flagged.
    pub fn is_flagged(&self, row: u32) -> bool {
        self.store.columns.flagged().get(row as usize) == Some(&1)
    }

    /// The analysis whose sessions these are.
    pub fn analysis(&self) -> &Arc<Analysis> {
        &self.store.columns.analysis
    }

    /// All sessions.
    pub(super) fn all(&self) -> Count {
        let analysis = &self.store.columns.analysis;
        Count { sessions: analysis.judged as u32, flagged: analysis.flagged as u32 }
    }

    /// The views, each made where it is not kept; none for those of what the sessions lack.
    pub(super) fn ready(&mut self, views: &[Asked]) -> Vec<Option<Arc<Ready>>> {
        self.answers += 1;
        let now = self.answers;
        let mut made: Vec<(usize, Box<dyn Draw>)> = Vec::new();
        let mut places = Vec::with_capacity(views.len());
        for asked in views {
            let is_it = |kept: &Kept| kept.drawing == asked.drawing && kept.size == asked.size;
            let place = match self.kept.iter().position(is_it) {
                Some(place) => place,
                None => {
                    let place = self.kept.len();
                    let (drawing, size) = (asked.drawing.clone(), asked.size);
                    made.extend(compile(&mut self.store, &drawing, size).map(|draw| (place, draw)));
                    self.kept.push(Kept { drawing, size, view: None, used: now });
                    place
                }
            };
            if let Some(kept) = self.kept.get_mut(place) {
                kept.used = now;
            }
            places.push(place);
        }
        self.store.settle();
        self.settle(made);
        let ready = places.iter().map(|&place| self.kept.get(place).and_then(|kept| kept.view.clone())).collect();
        self.kept.retain(|kept| kept.used + FORGOTTEN > now);
        ready
    }

    /// Counts new views over all sessions, in one pass, and keeps them.
    fn settle(&mut self, made: Vec<(usize, Box<dyn Draw>)>) {
        let columns = &self.store.columns;
        let everything = self.mask.everything();
        let tallies: Vec<(&Tally, Passing)> =
            made.iter().flat_map(|(_, draw)| draw.tallies()).map(|tally| (tally, everything)).collect();
        let mut sums = tally(columns, &tallies).into_iter();
        for (place, mut draw) in made {
            let all: Vec<Sums> = sums.by_ref().take(draw.tallies().len()).collect();
            draw.settle(columns, &all, everything);
            if let Some(kept) = self.kept.get_mut(place) {
                kept.view = Some(Arc::new(Ready { draw, all }));
            }
        }
    }

    /// Pictures of the sessions that meet the filters in force, and how many these are.
    pub(super) fn draw(&self, views: &[Option<Arc<Ready>>]) -> (Vec<Option<Picture>>, Count) {
        let columns = &self.store.columns;
        let passing = |filters| Passing { fails: self.mask.fails(), filters };
        let every = everything();
        let mut tallies: Vec<(&Tally, Passing)> = vec![(&every, passing(self.mask.but(&[])))];
        let mut by_rest: Vec<(&Tally, Passing, &Sums)> = Vec::new();
        let of_view = |view: &Ready| passing(self.mask.but(&view.draw.own()));
        let mut most_pass: HashMap<u16, bool> = HashMap::new();
        // What is not judged is not in the sums over all sessions.
        let all_judged = self.mask.everything().filters == 0;
        let mut is_by_rest = |passing: Passing| {
            let found = || all_judged && passing.count() * 2 > columns.rows();
            *most_pass.entry(passing.filters).or_insert_with(found)
        };
        for view in views.iter().flatten() {
            let passing = of_view(view);
            let of_view = view.draw.tallies().iter();
            if passing.filters == 0 {
                // Without filters all has been counted.
            } else if is_by_rest(passing) {
                by_rest.extend(of_view.zip(&view.all).map(|(tally, all)| (tally, passing, all)));
            } else {
                tallies.extend(of_view.map(|tally| (tally, passing)));
            }
        }
        let mut sums = tally(columns, &tallies).into_iter();
        let mut sums_by_rest = tally_by_rest(columns, &by_rest).into_iter();
        let shown = sums.next().and_then(|sums| sums.first().copied()).map(count).unwrap_or_default();
        let mut picture = |view: &Ready| {
            let passing = of_view(view);
            let tallies = view.draw.tallies().len();
            let counted: Vec<Sums> = match passing.filters {
                0 => Vec::new(),
                _ if is_by_rest(passing) => sums_by_rest.by_ref().take(tallies).collect(),
                _ => sums.by_ref().take(tallies).collect(),
            };
            let shown = if passing.filters == 0 { &view.all } else { &counted };
            view.draw.picture(&Counted { sides: Sides { shown, all: &view.all }, columns, passing })
        };
        let pictures = views.iter().map(|view| view.as_deref().map(&mut picture)).collect();
        (pictures, shown)
    }
}

/// All sessions as one cell.
pub(super) fn everything() -> Tally {
    Tally { keys: Vec::new(), cells: 1, lane: Lane::Counts }
}

impl Ready {
    /// The bins along its axis of a dimension.
    pub(super) fn axis(&self, dimension: &super::Dimension) -> Option<&Bins> {
        self.draw.axis(dimension)
    }
}

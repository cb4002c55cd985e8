//! The table of all sessions. Only the rows that are seen are elements, and only a few more are held: scrolling asks for the
//! next ones, one question at a time.

mod ask;

use super::chooser::chooser;
use super::columns::{self, Change};
use super::keys::{Step, in_table};
use super::scroll::Scroll;
use super::table_view;
use super::{Act, words};
use crate::explore::state::post::{Answer, Post};
use crossfilter::query::Description;
use crossfilter::sessions::{Listed, Rows, RowsAsked};
use crossfilter::state::Table;
use crossfilter::{Dimension, Filters};
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, KeyboardEvent, ResizeObserver, WheelEvent};
use yew::prelude::*;

/// Rows asked for above and below those that are seen.
const MARGIN: u32 = 60;
/// A column is no narrower and no wider, in CSS pixels.
pub(super) const WIDTHS: (f64, f64) = (48.0, 600.0);

/// What the table is given.
#[derive(Clone, Properties)]
pub struct TableProps {
    /// The way to the worker.
    pub post: Post,
    /// What the sessions have.
    pub about: Rc<Description>,
    /// Which analysis they are of: another number is another analysis.
    pub epoch: u32,
    /// The filters.
    pub filters: Filters,
    /// What is chosen of the table.
    pub table: Table,
    /// The session whose page is open, or was last.
    pub session: Option<u32>,
    /// Whether the table is seen.
    pub shown: bool,
    /// Whether it waits with its questions: others come first.
    pub waits: bool,
    /// Told what the user does.
    pub on: Callback<Act>,
}

impl PartialEq for TableProps {
    fn eq(&self, other: &Self) -> bool {
        // What the sessions have is the same where it is one: thousands of labels need not be compared.
        Rc::ptr_eq(&self.about, &other.about)
            && (&self.post, self.epoch, &self.filters) == (&other.post, other.epoch, &other.filters)
            && (&self.table, self.session, &self.on) == (&other.table, other.session, &other.on)
            && (self.shown, self.waits) == (other.shown, other.waits)
    }
}

/// What can happen to the table.
pub enum Msg {
    /// Rows have come.
    Rows(u32, Answer<Rows>),
    /// The scrollbar was moved.
    Scrolled,
    /// The wheel was turned by so many pixels.
    Wheel(f64),
    /// It has another size.
    Sized,
    /// A key was pressed.
    Key(KeyboardEvent),
    /// The row at this place is to be the active one.
    Active(u32),
    /// A row's own page.
    Open(u32),
    /// A column is pulled from here, or goes to this width, in CSS pixels.
    Width(Dimension, f64),
    /// The columns are to be others.
    Column(Dimension, Change),
    /// The list of columns is opened, or closed.
    Chooser(bool),
}

/// The table.
pub struct SessionsTable {
    pub(super) scroll: Scroll,
    /// The place of the first row held, and the rows.
    pub(super) held: (u32, Vec<Listed>),
    pub(super) columns: Vec<Dimension>,
    pub(super) total: Option<u32>,
    /// The place of the active row.
    pub(super) active: Option<u32>,
    pub(super) widths: BTreeMap<Dimension, f64>,
    pub(super) chooser: bool,
    pub(super) failed: bool,
    /// What is asked and not answered.
    flight: Option<RowsAsked>,
    /// What the rows that are held were asked by.
    known: Option<RowsAsked>,
    /// Counts analyses and orders: an answer to an older one is not for this.
    turn: u32,
    /// A session that is to be found and shown.
    wanted: Option<u32>,
    /// Whether the scrollbar is to follow.
    moved: bool,
    pub(super) viewport: NodeRef,
    observer: Option<(ResizeObserver, Closure<dyn FnMut()>)>,
}

impl Component for SessionsTable {
    type Message = Msg;
    type Properties = TableProps;

    fn create(ctx: &Context<Self>) -> Self {
        Self {
            scroll: Scroll::new(0, 0.0),
            held: (0, Vec::new()),
            columns: ctx.props().table.columns.clone(),
            total: None,
            active: None,
            widths: BTreeMap::new(),
            chooser: false,
            failed: false,
            flight: None,
            known: None,
            turn: 0,
            wanted: ctx.props().session,
            moved: false,
            viewport: NodeRef::default(),
            observer: None,
        }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &TableProps) -> bool {
        let new = ctx.props();
        let other = new.epoch != old.epoch;
        if other || new.filters != old.filters || new.table != old.table {
            self.turn += 1;
            self.flight = None;
            self.known = None;
            if other {
                (self.held, self.active, self.total) = ((0, Vec::new()), None, None);
            }
            // Sorted otherwise, the session that was marked is still the one.
            let sorted = new.table.sort != old.table.sort;
            let marked = self.active.and_then(|active| self.row_at(active)).or(new.session);
            self.wanted = marked.filter(|_| sorted && !other);
            if new.filters != old.filters || new.table.search != old.table.search || other {
                (self.scroll, self.moved) = (self.scroll.by(-f64::MAX), true);
                self.active = None;
            }
            self.ask(ctx);
        }
        if new.session != old.session && new.session.is_some() {
            self.wanted = new.session;
            self.ask(ctx);
        }
        if new.shown && !old.shown {
            // What is hidden may have lost its place.
            self.moved = true;
            self.ask(ctx);
        }
        if old.waits && !new.waits {
            self.ask(ctx);
        }
        true
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Rows(turn, answer) => return self.answered(ctx, turn, answer),
            Msg::Scrolled => {
                let Some(viewport) = self.viewport() else { return false };
                let scroll = self.scroll.from_bar(f64::from(viewport.scroll_top()));
                if scroll == self.scroll {
                    return false;
                }
                self.scroll = scroll;
            }
            Msg::Wheel(pixels) => (self.scroll, self.moved) = (self.scroll.by(pixels), true),
            Msg::Sized => self.measure(),
            Msg::Key(event) => return self.key(ctx, &event),
            Msg::Active(place) => self.active = Some(place),
            Msg::Open(place) => {
                self.active = Some(place);
                if let Some(row) = self.row_at(place) {
                    ctx.props().on.emit(Act::Open(row));
                }
            }
            Msg::Width(column, width) => {
                self.widths.insert(column, width.clamp(WIDTHS.0, WIDTHS.1));
                return true;
            }
            Msg::Column(column, change) => {
                let chosen = &ctx.props().table;
                // What was chosen a moment ago may not have been answered yet.
                let shown = if chosen.columns.is_empty() { &self.columns } else { &chosen.columns };
                let table = columns::changed(chosen, shown, &column, change);
                ctx.props().on.emit(Act::Table(table));
                return false;
            }
            Msg::Chooser(open) => self.chooser = open,
        }
        self.ask(ctx);
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let TableProps { about, table, .. } = ctx.props();
        let chooser = self.chooser.then(|| chooser(about, &self.columns, usize::from(table.pinned), ctx.link()));
        table_view::table(self, ctx, chooser.unwrap_or_default())
    }

    fn destroy(&mut self, _: &Context<Self>) {
        // An observer tells of an element that goes, too: by then there is nobody to be told.
        if let Some((observer, _)) = self.observer.take() {
            observer.disconnect();
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        if first && let Some(viewport) = self.viewport() {
            let link = ctx.link().clone();
            let on_size = Closure::<dyn FnMut()>::new(move || link.send_message(Msg::Sized));
            self.observer = ResizeObserver::new(on_size.as_ref().unchecked_ref()).ok().map(|observer| {
                observer.observe(&viewport);
                (observer, on_size)
            });
            self.measure();
            self.ask(ctx);
        }
        // The scrollbar follows what the wheel and the keys have done.
        if self.moved
            && ctx.props().shown
            && let Some(viewport) = self.viewport()
        {
            self.moved = false;
            viewport.set_scroll_top(self.scroll.bar().round() as i32);
        }
    }
}

impl SessionsTable {
    /// The row of the session at a place, where it is held.
    pub(super) fn row_at(&self, place: u32) -> Option<u32> {
        self.listed(place).map(|listed| listed.row)
    }

    pub(super) fn listed(&self, place: u32) -> Option<&Listed> {
        self.held.1.get(place.checked_sub(self.held.0)? as usize)
    }

    fn viewport(&self) -> Option<HtmlElement> {
        self.viewport.cast::<HtmlElement>()
    }

    fn measure(&mut self) {
        if let Some(height) = self.viewport().map(|viewport| viewport.client_height()).filter(|&height| height > 0) {
            let seen = f64::from(height) - table_view::HEAD;
            self.scroll = self.scroll.resized(self.total.unwrap_or(0), seen);
        }
    }

    fn key(&mut self, ctx: &Context<Self>, event: &KeyboardEvent) -> bool {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return false;
        }
        let total = self.total.unwrap_or(0);
        match in_table(&event.key(), self.active, self.scroll.page(), total) {
            None => return false,
            Some(Step::To(place)) => {
                self.active = Some(place);
                (self.scroll, self.moved) = (self.scroll.showing(place), true);
            }
            Some(Step::Open) => {
                if let Some(row) = self.active.and_then(|active| self.row_at(active)) {
                    ctx.props().on.emit(Act::Open(row));
                }
            }
        }
        event.prevent_default();
        self.ask(ctx);
        true
    }

    /// What a turned wheel is to do: the list's own way where the scrollbar's is shorter.
    pub(super) fn wheel(scroll: &Scroll, event: &WheelEvent) -> Option<Msg> {
        if !scroll.is_scaled() || event.ctrl_key() || event.shift_key() || event.delta_y() == 0.0 {
            return None;
        }
        event.prevent_default();
        let unit = match event.delta_mode() {
            WheelEvent::DOM_DELTA_LINE => super::scroll::ROW,
            WheelEvent::DOM_DELTA_PAGE => f64::from(scroll.page()) * super::scroll::ROW,
            _ => 1.0,
        };
        Some(Msg::Wheel(event.delta_y() * unit))
    }

    /// A column's width in CSS pixels.
    pub(super) fn width(&self, about: &Description, column: &Dimension) -> f64 {
        use crossfilter::dimension::Nature;
        let usual: f64 = match words::of(about, column).map(|described| described.nature) {
            Some(Nature::Text) => 190.0,
            Some(Nature::Time) => 170.0,
            Some(Nature::Number) => 128.0,
            _ => 120.0,
        };
        // The head is read whole, with the sign of the order beside it: bold letters of some nine pixels.
        let (name, unit) = words::head(about, column);
        let letters = name.chars().count() + unit.chars().count();
        let head = (letters as f64 * 9.2 + 34.0).min(190.0);
        self.widths.get(column).copied().unwrap_or_else(|| usual.max(head))
    }
}

//! A session's own page: where it stands, why it has its score, what would change the verdict, and which sessions are like it.

use super::keys::{Turn, on_page};
use super::{Act, parts};
use crate::explore::charts::quantity::column_of;
use crate::explore::state::post::{Answer, Post};
use crossfilter::picture::Count;
use crossfilter::query::Description;
use crossfilter::services::{CountMeeting, OpenSession};
use crossfilter::sessions::{Cohort, Order, SessionAsked, SessionPage as Shown};
use crossfilter::{Filters, Test};
use std::rc::Rc;
use telemetry::{Field, format};
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, KeyboardEvent};
use yew::prelude::*;

/// What a session's page is given.
#[derive(Clone, Properties)]
pub struct PageProps {
    /// The way to the worker.
    pub post: Post,
    /// What the sessions have.
    pub about: Rc<Description>,
    /// Which analysis they are of: another number is another analysis.
    pub epoch: u32,
    /// The session's row.
    pub row: u32,
    /// The table that it is looked at in.
    pub order: Order,
    /// Told what the user does.
    pub on: Callback<Act>,
}

impl PartialEq for PageProps {
    fn eq(&self, other: &Self) -> bool {
        // As of the table.
        Rc::ptr_eq(&self.about, &other.about)
            && (&self.post, self.epoch, self.row) == (&other.post, other.epoch, other.row)
            && (&self.order, &self.on) == (&other.order, &other.on)
    }
}

/// What can happen to the page.
pub enum Msg {
    /// What it shows has come.
    Shown(u32, Answer<Option<Shown>>),
    /// How much of its cohort is flagged has come.
    Counted(u32, Answer<Count>),
    /// A key was pressed anywhere.
    Key(KeyboardEvent),
    /// To another session, or back.
    Turn(Turn),
}

/// A session's page.
pub struct SessionPage {
    shown: Option<Box<Shown>>,
    /// A cohort, and how much of it is flagged: sessions that are turned to have the same one more often than not.
    cohort: Option<(Cohort, Count)>,
    /// Whether that is what was asked for last.
    is_known: bool,
    /// Whether there is no such session, or it could not be asked.
    missing: bool,
    /// Counts questions: the answer to an older one is not shown.
    asked: u32,
    /// Turns that were asked for while a session was on its way: so many onwards, or back where it is negative.
    ahead: i32,
    title: NodeRef,
    _on_key: Closure<dyn FnMut(KeyboardEvent)>,
}

impl Component for SessionPage {
    type Message = Msg;
    type Properties = PageProps;

    fn create(ctx: &Context<Self>) -> Self {
        let link = ctx.link().clone();
        let on_key = Closure::<dyn FnMut(KeyboardEvent)>::new(move |event| link.send_message(Msg::Key(event)));
        if let Some(window) = web_sys::window() {
            // A listener to an event that exists is taken.
            let _ = window.add_event_listener_with_callback("keydown", on_key.as_ref().unchecked_ref());
        }
        let title = NodeRef::default();
        let mut page = Self {
            shown: None,
            cohort: None,
            is_known: false,
            missing: false,
            asked: 0,
            ahead: 0,
            title,
            _on_key: on_key,
        };
        page.ask(ctx);
        page
    }

    fn destroy(&mut self, _: &Context<Self>) {
        if let Some(window) = web_sys::window() {
            // A listener that was taken can be removed.
            let _ = window.remove_event_listener_with_callback("keydown", self._on_key.as_ref().unchecked_ref());
        }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &PageProps) -> bool {
        let new = ctx.props();
        if new.epoch != old.epoch {
            self.cohort = None;
        }
        if (new.row, new.epoch, &new.order) != (old.row, old.epoch, &old.order) {
            self.ask(ctx);
        }
        true
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Shown(asked, answer) if asked == self.asked => {
                self.shown = answer.ok().flatten().map(Box::new);
                self.missing = self.shown.is_none();
                self.is_known = true;
                self.count(ctx);
                let ahead = std::mem::take(&mut self.ahead);
                if ahead != 0 && self.turn(ctx, if ahead > 0 { Turn::Next } else { Turn::Previous }) {
                    self.ahead = ahead - ahead.signum();
                }
                true
            }
            Msg::Counted(asked, answer) if asked == self.asked => {
                self.cohort = self.shown.as_ref().map(|shown| shown.cohort.clone()).zip(answer.ok());
                true
            }
            Msg::Shown(..) | Msg::Counted(..) => false,
            Msg::Key(event) => {
                let typing = event
                    .target()
                    .and_then(|target| target.dyn_into::<HtmlElement>().ok())
                    .is_some_and(|target| matches!(target.tag_name().as_str(), "INPUT" | "SELECT" | "TEXTAREA"));
                let command = event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key();
                // Elsewhere on the page, and in a dialog above it, keys are not this page's.
                let seen = self.title.cast::<HtmlElement>().is_some_and(|title| title.client_width() > 0);
                if typing || command || !seen || event.default_prevented() {
                    return false;
                }
                let Some(turn) = on_page(&event.key()) else { return false };
                event.prevent_default();
                // A key that is held down goes no further than what is seen.
                if self.is_known || turn == Turn::Back || !event.repeat() {
                    self.turn(ctx, turn);
                }
                false
            }
            Msg::Turn(turn) => {
                self.turn(ctx, turn);
                false
            }
        }
    }

    fn rendered(&mut self, _: &Context<Self>, first: bool) {
        if first && let Some(title) = self.title.cast::<HtmlElement>() {
            // An element that cannot have the focus is left alone.
            let _ = title.focus();
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let link = ctx.link();
        let turn = |turn: Turn, id: &'static str, label: &'static str, able: bool| {
            html! {
                <button type="button" class="secondary" {id} disabled={!able} onclick={link.callback(move |_: MouseEvent| Msg::Turn(turn))}>{ label }</button>
            }
        };
        let (previous, next) =
            self.shown.as_ref().map_or((false, false), |shown| (shown.previous.is_some(), shown.next.is_some()));
        // A name that is on its way is none of another session.
        let shown = self.shown.as_ref().filter(|shown| shown.explanation.row == props.row);
        let name = shown.map_or("…", |shown| &shown.explanation.name);
        let place = self.shown.as_ref().map(|shown| match shown.place {
            Some(place) => {
                format!(
                    "{} of {} in the table",
                    format::count(u64::from(place) + 1),
                    format::count(shown.listed.into())
                )
            }
            None => "not among the sessions of the table: filters or search leave it out".to_owned(),
        });
        let cohort = self.cohort.as_ref().filter(|(of, _)| shown.is_some_and(|shown| shown.cohort == *of));
        let cohort = cohort.map(|(_, Count { sessions, flagged })| {
            format!(" · of its cohort {} flagged", format::part((*flagged).into(), (*sessions).into()))
        });
        html! {
            <article class="x-session" aria-labelledby="x-session-title" aria-busy={(!self.is_known).to_string()}>
                <header class="x-head">
                    { turn(Turn::Back, "x-session-back", "← Back", true) }
                    <h2 id="x-session-title" tabindex="-1" ref={self.title.clone()}>{ format!("Session {name}") }</h2>
                    <p class="note" role="status">{ place }{ cohort }</p>
                    { turn(Turn::Previous, "x-session-previous", "Previous (K)", previous) }
                    { turn(Turn::Next, "x-session-next", "Next (J)", next) }
                </header>
                if self.missing {
                    <p class="note" role="alert">{ "These sessions have no such row, or the worker could not answer." }</p>
                }
                if let Some(shown) = &self.shown {
                    { parts::parts(shown, &props.about, &props.on) }
                }
            </article>
        }
    }
}

impl SessionPage {
    fn ask(&mut self, ctx: &Context<Self>) {
        let props = ctx.props();
        self.asked += 1;
        self.is_known = false;
        let asked = self.asked;
        let question = SessionAsked { row: props.row, order: props.order.clone() };
        if !props.post.ask::<OpenSession>(&question, ctx.link().callback(move |answer| Msg::Shown(asked, answer))) {
            (self.missing, self.is_known) = (true, true);
        }
    }

    /// Asks how much of the shown session's cohort is flagged, where that is not known and can be asked.
    fn count(&self, ctx: &Context<Self>) {
        let (Some(shown), props, asked) = (&self.shown, ctx.props(), self.asked) else { return };
        if self.cohort.as_ref().is_some_and(|(of, _)| *of == shown.cohort) {
            return;
        }
        if let Some(filters) = filters(&shown.cohort, &props.about) {
            let on = ctx.link().callback(move |answer| Msg::Counted(asked, answer));
            props.post.ask::<CountMeeting>(&filters, on);
        }
    }

    /// Turns to another session, or back: at once, or once the one that is turned from has come. Whether there is one to turn
    /// to now.
    fn turn(&mut self, ctx: &Context<Self>, turn: Turn) -> bool {
        let shown = self.shown.as_ref().filter(|_| self.is_known);
        let row = match turn {
            Turn::Back => {
                ctx.props().on.emit(Act::Close);
                return false;
            }
            Turn::Previous => shown.and_then(|shown| shown.previous),
            Turn::Next => shown.and_then(|shown| shown.next),
        };
        match row {
            Some(row) => ctx.props().on.emit(Act::Open(row)),
            None if !self.is_known => self.ahead += if turn == Turn::Next { 1 } else { -1 },
            None => {}
        }
        row.is_some()
    }
}

/// The filters that a cohort's sessions meet; none where they cannot be told from others by filters.
fn filters(Cohort { device, network, .. }: &Cohort, about: &Description) -> Option<Filters> {
    let mut filters = Filters::default();
    for (field, label) in [(Field::DeviceType, device), (Field::NetworkType, network)] {
        let Some(label) = label else { continue };
        let column = column_of(field, about)?.clone();
        if !filters.set(column, Test::OneOf(vec![label.clone()])) {
            return None;
        }
    }
    Some(filters)
}

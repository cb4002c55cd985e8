//! The component of Explore: what happens comes here, and is done by those who own what it changes (`state`). `view` is how
//! Explore looks.

mod view;

use super::acts;
use super::dom;
use super::gesture::Gesture;
use super::ids;
use super::layout::{self, Move};
use super::message::{Link, Msg, Rest, Take};
use super::offer::Kind;
use super::segments;
use super::sessions::Act;
use super::state::brushing::{Brushing, Moved};
use super::state::chosen::Chosen;
use super::state::drag::{Drag, Dragged};
use super::state::focus::Focus;
use super::state::known::Known;
use super::state::overlays::{Overlays, Panel};
use super::state::queries::{Heard, Queries};
use super::take::print::{self, ViewPrint};
use super::take::save;
use crate::bridge::{self, FromPage, Props};
use crossfilter::query::{Asked, ReportAsked, ReportPicture, Writing};
use crossfilter::{Dimension, Exclusion, Filter, State, Test, View, ViewId};
use js_sys::Uint8Array;
use tabs::Tab;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, KeyboardEvent, ResizeObserver};
use yew::html::Scope;
use yew::prelude::*;

/// So long after the last turn of a wheel, or after a click that takes a brush away, a step ends, in milliseconds.
const STEP_PAUSE: i32 = 600;

/// Letters that are typed one behind the other are one step as long as the pauses are no longer, in milliseconds.
const TYPING: i32 = 1000;

/// Said where no filter can be set any more.
const FULL: &str = "That is one filter too many: clear another first.";

/// Explore.
pub struct Root {
    chosen: Chosen,
    known: Known,
    queries: Queries,
    brushing: Brushing,
    overlays: Overlays,
    focus: Focus,
    link: Link,
    /// Told what the user does with the sessions: always the same, so that the table need not be drawn with the views.
    acts: Callback<Act>,
    /// The same for what sessions share.
    segments: Callback<segments::Act>,
    is_seen: bool,
    _observer: Option<(ResizeObserver, Closure<dyn FnMut()>)>,
    _on_key: Closure<dyn FnMut(KeyboardEvent)>,
}

/// Shows Explore in its place in the page.
pub fn start() {
    bridge::start::<Root>(Tab::Explore);
}

impl Component for Root {
    type Message = Msg;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        let bridge = ctx.props().bridge.clone();
        let link = ctx.link().clone();
        bridge.listen(move |told, bytes| link.send_message(Msg::FromPage(told, bytes)));
        let on_key = {
            let link = ctx.link().clone();
            Closure::<dyn FnMut(KeyboardEvent)>::new(move |event| link.send_message(Msg::Key(event)))
        };
        if let Some(window) = web_sys::window() {
            // A listener to an event that exists is taken.
            let _ = window.add_event_listener_with_callback("keydown", on_key.as_ref().unchecked_ref());
        }
        let rested = |rest| ctx.link().callback(move |()| Msg::Rested(rest));
        Self {
            chosen: Chosen::new(bridge.clone(), rested(Rest::Note), rested(Rest::Step)),
            known: Known::default(),
            queries: Queries::new(bridge.clone()),
            brushing: Brushing::new(bridge.clone(), rested(Rest::Brush)),
            overlays: Overlays::default(),
            focus: Focus::default(),
            link: Link::new(ctx.link().callback(|msg| msg)),
            acts: ctx.link().callback(Msg::Sessions),
            segments: ctx.link().callback(Msg::Segments),
            is_seen: false,
            _observer: observe(&bridge.element(), ctx.link().clone()),
            _on_key: on_key,
        }
    }

    fn update(&mut self, _: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::FromPage(told, bytes) => return self.hear(told, bytes),
            Msg::Seen(is_seen) => {
                self.is_seen = is_seen;
                self.ask();
                return false;
            }
            Msg::Gesture(id, gesture) => return self.gesture(id, gesture),
            Msg::Move(id, how) => self.move_view(id, how),
            Msg::Drag(dragged) => return self.drag(dragged),
            Msg::Redraw(id, drawing) => self.change_views(layout::redrawn(self.views(), id, drawing)),
            Msg::Add(kind) => self.add(kind),
            Msg::Reset => {
                self.overlays.turn_menu(None);
                self.change_views(Vec::new());
            }
            Msg::Filter(dimension, test) => self.filter(dimension, test),
            Msg::Include(exclusion) => {
                let mut next = self.chosen.now().clone();
                next.filters.include(&exclusion);
                self.change(next);
            }
            Msg::ClearAll => {
                self.focus.want(Some(ids::FILTER_BUTTON.into()));
                self.change(State { filters: Default::default(), ..self.chosen.now().clone() });
            }
            Msg::Compare(compare) => self.change(State { compare, ..self.chosen.now().clone() }),
            Msg::Draft(draft) => self.overlays.type_filter(draft),
            Msg::Apply => self.apply(),
            Msg::Panel(Some(panel)) => self.overlays.open(panel),
            Msg::Panel(None) => self.focus.want(self.overlays.close()),
            Msg::Menu(menu) => self.overlays.turn_menu(menu),
            Msg::Undo => self.step(Chosen::undo),
            Msg::Redo => self.step(Chosen::redo),
            Msg::Key(event) => return self.key(&event),
            Msg::Dismiss => self.overlays.dismiss(),
            Msg::DismissHint => self.overlays.dismiss_hint(),
            Msg::Again => {
                self.queries.again();
                self.ask();
            }
            Msg::Rested(rest) => return self.rested(rest),
            Msg::Sessions(act) => self.with_sessions(act),
            Msg::Segments(act) => return self.with_segments(act),
            Msg::Take(id, take) => self.take(id, take),
            Msg::Report(draft) => self.overlays.write_report(draft),
            Msg::SaveReport => self.report(),
            Msg::Saved(Ok(())) => self.overlays.keep_report(false),
            Msg::Saved(Err(why)) => self.not_saved(&why),
        }
        true
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        self.focus.drawn();
    }

    fn view(&self, _: &Context<Self>) -> Html {
        view::explore(self)
    }
}

/// Questions and answers.
impl Root {
    fn hear(&mut self, told: FromPage, bytes: Option<Uint8Array>) -> bool {
        match told {
            FromPage::Result { others, chosen, .. } => {
                self.queries.renew();
                self.brushing.renew();
                if others {
                    // Nothing of what was known is about these sessions.
                    self.known = Known::default();
                    self.overlays.forget();
                }
                self.known.judge_anew();
                let (is_other, told) = self.chosen.read(chosen, others);
                if is_other {
                    self.overlays.close_all();
                }
                if let Some(told) = told {
                    self.overlays.say(told);
                }
                self.ask();
            }
            FromPage::Choose => return self.note(true),
            FromPage::Room(letters) => {
                self.chosen.make_room(letters);
                return false;
            }
            FromPage::Part { id } => {
                let part = bytes.and_then(|part| self.brushing.hear_part(id, part));
                if let Some(part) = part {
                    self.queries.hear_part(id, part);
                }
                return false;
            }
            FromPage::Answer { id, failure } => {
                let answer = match failure {
                    None => Ok(bytes.map(|bytes| bytes.to_vec()).unwrap_or_default()),
                    Some(why) => Err(why),
                };
                return self.answered(id, answer);
            }
            // The theme is read off the page, and the link is not shown here.
            FromPage::Dark(_) | FromPage::Address(_) => return false,
        }
        true
    }

    fn answered(&mut self, number: u32, answer: Result<Vec<u8>, String>) -> bool {
        if self.brushing.awaits(number) {
            self.brushing.hear(number, answer);
            return self.brushing.is_moving() && self.draw_brush();
        }
        match self.queries.hear(number, answer) {
            Heard::Nothing => return false,
            Heard::Failure => {}
            Heard::Description(about) => {
                if let Some(told) = self.chosen.fit(&about) {
                    self.overlays.say(told);
                }
                self.known.describe(*about);
                self.brushing.rest_now();
            }
            Heard::Pictures(asked, pictures) => {
                self.known.draw(pictures, &asked, self.brushing.is_moving());
                // The next of those that nothing was known of, and those that have changed meanwhile.
                if !self.brushing.is_moving() {
                    self.ask_pictures();
                }
            }
        }
        true
    }

    /// Asks what is not known yet, as far as Explore is seen.
    fn ask(&mut self) {
        if !self.is_seen {
            return;
        }
        if self.queries.is_stale() {
            self.queries.describe();
        } else if self.known.about().is_some() {
            self.ask_pictures();
        }
    }

    /// Asks for what the views show, exactly.
    fn ask_pictures(&mut self) {
        if self.is_seen {
            let views = self.asked();
            self.queries.show(&self.chosen.now().filters, views, &self.known);
        }
    }

    /// Draws what the brush that moves leaves, where its index is here; whether it is.
    fn draw_brush(&mut self) -> bool {
        let asked = self.asked();
        match self.brushing.draw(&asked, &self.chosen.now().filters) {
            Moved::Drawn(pictures) => {
                // They stand in the place of those that were asked for last: the brush may come back to them.
                self.queries.forget_shown();
                self.known.draw(pictures, &asked, true);
                return true;
            }
            Moved::Awaited => {}
            Moved::Unprepared => self.ask_pictures(),
        }
        false
    }

    fn note(&mut self, asked: bool) -> bool {
        self.chosen.note(asked, self.known.about().filter(|_| !self.queries.is_stale()).map(AsRef::as_ref))
    }

    fn rested(&mut self, rest: Rest) -> bool {
        match rest {
            Rest::Note => {
                let about = self.known.about().filter(|_| !self.queries.is_stale());
                self.chosen.note_rested(about.map(AsRef::as_ref))
            }
            Rest::Step => self.chosen.settle_rested(),
            Rest::Brush => {
                let is_due = self.brushing.rested();
                if is_due && !self.brushing.is_moving() {
                    self.ask_pictures();
                }
                is_due && self.brushing.is_moving()
            }
        }
    }

    /// The views that are shown.
    fn views(&self) -> &[View] {
        self.chosen.views(self.known.about().map(AsRef::as_ref))
    }

    /// The same as they are asked for.
    fn asked(&self) -> Vec<Asked> {
        if self.queries.is_stale() { Vec::new() } else { self.queries.asked(self.views()) }
    }
}

/// What the user does.
impl Root {
    /// Takes a step.
    fn change(&mut self, next: State) {
        if self.chosen.change(next) {
            self.ask_pictures();
        }
    }

    fn change_views(&mut self, views: Vec<View>) {
        self.change(State { views, ..self.chosen.now().clone() });
    }

    fn filter(&mut self, dimension: Dimension, test: Option<Test>) {
        let mut next = self.chosen.now().clone();
        match test {
            Some(test) => {
                if !next.filters.set(dimension, test) {
                    self.overlays.say(FULL);
                }
            }
            None => next.filters.clear(&dimension),
        }
        self.change(next);
    }

    /// Sets the filter that was typed.
    fn apply(&mut self) {
        let (Some(draft), Some(about)) = (self.overlays.typed(), self.known.about()) else { return };
        match draft.test(about) {
            Ok(test) => {
                let mut next = self.chosen.now().clone();
                if next.filters.set(draft.dimension.clone(), test) {
                    draft.error = None;
                    self.change(next);
                } else {
                    draft.error = Some("That is one filter too many, or too long: clear another first.".into());
                }
            }
            Err(error) => draft.error = Some(error),
        }
    }

    fn step(&mut self, step: fn(&mut Chosen) -> bool) {
        if step(&mut self.chosen) {
            if let Some(about) = self.known.about() {
                self.overlays.type_anew(about, &self.chosen.now().filters);
            }
            self.ask_pictures();
        }
    }

    fn move_view(&mut self, id: ViewId, how: Move) {
        let views = layout::moved(self.views(), id, how);
        if how == Move::Remove {
            self.overlays.turn_menu(None);
            self.focus.want(views.first().map(|view| ids::menu_button(view.id)));
        } else {
            self.focus.want(dom::focused());
        }
        if views != self.views() {
            self.change_views(views);
        }
    }

    fn add(&mut self, kind: Kind) {
        let Some(drawing) = self.known.about().and_then(|about| kind.first(about)) else { return };
        match layout::added(self.views(), drawing) {
            Some((views, id)) => {
                self.overlays.close_all();
                self.overlays.turn_menu(Some(id));
                self.focus.want(Some(ids::menu_button(id)));
                self.change_views(views);
            }
            None => self.overlays.say("There are as many views as can be drawn: remove one first."),
        }
    }

    fn drag(&mut self, dragged: Dragged) -> bool {
        match dragged {
            Dragged::Begun { id, sizing, at } => {
                self.chosen.settle();
                self.overlays.pull(Drag::begin(self.views(), id, sizing, at));
            }
            Dragged::Moved(at) => {
                let views = self.chosen.views(self.known.about().map(AsRef::as_ref));
                let Some(drag) = self.overlays.dragged() else { return false };
                match drag.size_at(at) {
                    Some(size) => {
                        let id = drag.view();
                        self.resize(id, size);
                    }
                    None => return drag.aim(at, views),
                }
            }
            Dragged::Done => {
                let Some(drag) = self.overlays.let_go() else { return false };
                self.chosen.settle();
                if let Some(place) = drag.place() {
                    let views = layout::moved(self.views(), drag.view(), place);
                    if views != self.views() {
                        self.change_views(views);
                    }
                }
                self.brushing.rest_now();
            }
            Dragged::Cancelled => {
                let Some(drag) = self.overlays.let_go() else { return false };
                if let Some(size) = drag.former_size() {
                    self.resize(drag.view(), size);
                    self.chosen.settle();
                }
            }
        }
        true
    }

    fn resize(&mut self, id: ViewId, size: Move) {
        let views = layout::moved(self.views(), id, size);
        if views != self.views() {
            let next = State { views, ..self.chosen.now().clone() };
            self.chosen.within(("size", id.into()), next);
        }
    }

    fn gesture(&mut self, id: ViewId, gesture: Gesture) -> bool {
        match gesture {
            Gesture::Near(dimension) => {
                if !self.brushing.is_moving() {
                    self.brushing.prepare(id, &dimension, &self.asked(), &self.chosen.now().filters);
                }
                false
            }
            // What a moving brush leads to brings the crosshair along.
            Gesture::Cross(cross) => self.overlays.point(cross) && !self.brushing.is_moving(),
            Gesture::Sized(width, height) => {
                // All charts tell their sizes in one go.
                if self.queries.resize(id, (width, height)) {
                    self.brushing.rest_now();
                }
                false
            }
            gesture => {
                let next = acts::after(self.chosen.now(), self.views(), id, &gesture);
                next.is_some_and(|next| self.choose(id, gesture, next))
            }
        }
    }

    /// A gesture means that something else is chosen; whether Explore is to be drawn anew.
    fn choose(&mut self, id: ViewId, gesture: Gesture, next: State) -> bool {
        let brushed = ("brush", id.into());
        match gesture {
            Gesture::Brush { dimension, bins, done: false, .. } => {
                let has_begun = self.brushing.go(id, dimension, bins, &self.chosen.now().filters);
                self.chosen.hold();
                self.chosen.within(brushed, next);
                // With its pictures, everything is drawn.
                return self.draw_brush() || has_begun;
            }
            Gesture::Brush { done: true, .. } | Gesture::Brush2 { done: true, .. } => {
                self.brushing.end();
                self.chosen.within(brushed, next);
                self.chosen.settle();
                self.brushing.rest_soon();
            }
            Gesture::Brush2 { .. } => {
                self.brushing.hold(&self.chosen.now().filters);
                self.chosen.hold();
                if self.chosen.within(brushed, next) {
                    self.ask_pictures();
                }
            }
            Gesture::Zoom { .. } => {
                if self.chosen.within(("zoom", id.into()), next) {
                    self.chosen.settle_in(STEP_PAUSE);
                    self.ask_pictures();
                }
            }
            // Where a click took it away and was the first of two, it is put back within the same step, which is none then.
            Gesture::Clear(_) => {
                self.brushing.end();
                if self.chosen.within(brushed, next) {
                    self.chosen.settle_in(STEP_PAUSE);
                    self.ask_pictures();
                }
            }
            Gesture::Open(row) => self.open(row),
            _ => self.change(next),
        }
        true
    }

    fn key(&mut self, event: &KeyboardEvent) -> bool {
        if !self.is_seen || event.default_prevented() {
            return false;
        }
        let typing = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok()).is_some_and(|target| {
            let kind = target.get_attribute("type").unwrap_or_default();
            target.tag_name() == "INPUT" && !matches!(kind.as_str(), "checkbox" | "range" | "radio")
        });
        let command = event.ctrl_key() || event.meta_key();
        match event.key().as_str() {
            "Escape" if self.overlays.drag().is_some() => return self.drag(Dragged::Cancelled),
            "Escape" if self.overlays.is_open() => self.focus.want(self.overlays.close()),
            "Escape" if self.chosen.now().contrast.is_some() && dom::is_within(event, ".x-segments") => {
                self.turn_segments()
            }
            "?" if !typing && !command => match self.overlays.panel() {
                Some(Panel::Keys) => self.focus.want(self.overlays.close()),
                _ => self.overlays.open(Panel::Keys),
            },
            "w" | "W" if !typing && !command && !event.alt_key() && self.chosen.now().session.is_none() => {
                self.turn_segments()
            }
            "z" | "Z" if command && !typing => {
                self.step(if event.shift_key() { Chosen::redo } else { Chosen::undo });
            }
            "y" | "Y" if command && !typing => self.step(Chosen::redo),
            _ => return false,
        }
        event.prevent_default();
        true
    }
}

/// What sessions share.
impl Root {
    fn with_segments(&mut self, act: segments::Act) -> bool {
        match act {
            segments::Act::Ask(contrast) => {
                if contrast.is_none() {
                    self.focus.want(Some(ids::SEGMENTS_BUTTON.into()));
                    self.known.tell_segments(Vec::new());
                }
                self.change(State { contrast, ..self.chosen.now().clone() });
            }
            segments::Act::Only(conditions) => {
                let mut next = self.chosen.now().clone();
                if conditions.into_iter().all(|Filter { dimension, test }| next.filters.set(dimension, test)) {
                    self.change(next);
                } else {
                    self.overlays.say(FULL);
                }
            }
            segments::Act::LeaveOut(conditions) => {
                let mut next = self.chosen.now().clone();
                if Exclusion::of(conditions).is_some_and(|exclusion| next.filters.exclude(exclusion)) {
                    self.change(next);
                } else {
                    self.overlays.say(FULL);
                }
            }
            segments::Act::Told(sentences) => {
                self.known.tell_segments(sentences);
                return false;
            }
        }
        true
    }

    /// Asks what the shown sessions share, or no longer.
    fn turn_segments(&mut self) {
        let State { contrast, filters, .. } = self.chosen.now();
        let contrast = if contrast.is_some() { None } else { Some(segments::first(filters)) };
        self.with_segments(segments::Act::Ask(contrast));
    }
}

/// The sessions themselves, and what is taken away.
impl Root {
    fn with_sessions(&mut self, act: Act) {
        match act {
            Act::Table(table) => self.change(State { table, ..self.chosen.now().clone() }),
            Act::Search(search) => {
                let mut next = self.chosen.now().clone();
                next.table.search = search;
                if self.chosen.within(("search", 0), next) {
                    self.chosen.settle_in(TYPING);
                }
            }
            Act::Open(row) => self.open(row),
            Act::Close => {
                self.chosen.amend(|state| state.session = None);
                self.focus.want(Some("x-sessions-table".into()));
                self.focus.come_back();
            }
            Act::Save => self.write(&Writing::Sessions(self.chosen.now().filters.clone())),
        }
    }

    /// Opens a session's own page.
    fn open(&mut self, row: u32) {
        if self.chosen.now().session.is_none() {
            self.focus.leave();
        }
        self.known.mark(row);
        self.chosen.amend(|state| state.session = Some(row));
    }

    /// Takes something of a view away.
    fn take(&mut self, id: ViewId, take: Take) {
        let Some(view) = self.views().iter().find(|view| view.id == id).cloned() else { return };
        if take == Take::Csv {
            let view = Asked { id, drawing: view.drawing, size: self.queries.size(id) };
            return self.write(&Writing::View { filters: self.chosen.now().filters.clone(), view });
        }
        let Some((title, printed)) = self.print(&view, true) else {
            return self.overlays.say("There is no picture of this view: take its data as CSV.");
        };
        let saved = match take {
            Take::Png => {
                let on =
                    self.link.batch_callback(|went_well: bool| (!went_well).then(|| Msg::Saved(Err(String::new()))));
                save::save_png(print::file_name(&title, "png"), &printed.svg, printed.size, on)
            }
            _ => save::save_text(&print::file_name(&title, "svg"), "image/svg+xml;charset=utf-8", &printed.svg),
        };
        if saved.is_err() {
            self.not_saved("");
        }
    }

    /// A view for paper, with its title, which stands above the drawing or not.
    fn print(&self, view: &View, is_titled: bool) -> Option<(String, print::Printed)> {
        let print = ViewPrint {
            about: self.known.about()?.clone(),
            drawing: view.drawing.clone(),
            picture: self.known.picture(view.id).and_then(|(_, picture)| picture.clone()),
            compare: self.chosen.now().compare,
            size: self.queries.size(view.id),
        };
        print.print(is_titled)
    }

    /// Writes the report.
    fn report(&mut self) {
        let Some(draft) = self.overlays.report() else { return };
        let pictures = self.views().iter().filter_map(|view| self.print(view, false));
        let pictures = pictures
            .map(|(title, printed)| ReportPicture { title, summary: printed.summary, image: printed.svg })
            .collect();
        let asked = ReportAsked {
            title: draft.title.clone(),
            notes: draft.notes.clone(),
            link: web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default(),
            written_ms: js_sys::Date::now(),
            filters: self.chosen.now().filters.clone(),
            segments: self.known.segments().to_vec(),
            pictures,
        };
        self.overlays.keep_report(true);
        self.write(&Writing::Report(asked));
    }

    /// Has something written by the worker, and saves it when it has come.
    fn write(&mut self, writing: &Writing) {
        if !save::write(self.queries.post(), writing, self.link.callback(Msg::Saved)) {
            self.not_saved("");
        }
    }

    /// Says that a file was not written, and why, where that is known.
    fn not_saved(&mut self, why: &str) {
        self.overlays.keep_report(false);
        self.overlays.say(match why {
            "" => "The file could not be written. Try again.".to_owned(),
            why => format!("The file could not be written: {why}."),
        });
    }
}

/// Watches whether the page shows Explore: hidden it has no size.
fn observe(place: &Element, link: Scope<Root>) -> Option<(ResizeObserver, Closure<dyn FnMut()>)> {
    let seen = place.clone();
    let on_size = Closure::<dyn FnMut()>::new(move || link.send_message(Msg::Seen(seen.client_width() > 0)));
    let observer = ResizeObserver::new(on_size.as_ref().unchecked_ref()).ok()?;
    observer.observe(place);
    Some((observer, on_size))
}

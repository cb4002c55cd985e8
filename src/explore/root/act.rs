//! What the user does.

use super::*;
use crate::explore::{acts, dom, help, layout};
use web_sys::HtmlElement;

/// So long after the last turn of a wheel, or after a click that takes a brush away, a step ends, in milliseconds.
const STEP_PAUSE: i32 = 600;

impl Root {
    /// Does what a message says; whether Explore is to be drawn anew.
    pub(super) fn act(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::FromPage(told, bytes) => return self.hear(told, bytes),
            Msg::Seen(seen) => {
                self.seen = seen;
                self.ask();
                return false;
            }
            Msg::Gesture(id, gesture) => return self.gesture(id, gesture),
            Msg::Move(id, how) => self.move_view(id, how),
            Msg::Drag(dragged) => return self.drag(dragged),
            Msg::Redraw(id, drawing) => {
                let views = layout::redrawn(self.views(), id, drawing);
                self.change(State { views, ..self.state().clone() });
            }
            Msg::Add(kind) => self.add(kind),
            Msg::Reset => {
                self.menu = None;
                self.change(State { views: Vec::new(), ..self.state().clone() });
            }
            Msg::Filter(dimension, test) => {
                let mut next = self.state().clone();
                match test {
                    Some(test) => {
                        if !next.filters.set(dimension, test) {
                            self.notice = Some("That is one filter too many: clear another first.".into());
                        }
                    }
                    None => next.filters.clear(&dimension),
                }
                self.change(next);
            }
            Msg::ClearAll => {
                self.focus = Some(help::FILTER_BUTTON.into());
                self.change(State { filters: Default::default(), ..self.state().clone() });
            }
            Msg::Compare(compare) => self.change(State { compare, ..self.state().clone() }),
            Msg::Draft(draft) => self.panel = Some(Panel::Filter(draft)),
            Msg::Apply => self.apply(),
            Msg::Panel(panel) => {
                if panel.is_none() {
                    self.close();
                } else {
                    (self.panel, self.menu) = (panel, None);
                }
            }
            Msg::Menu(menu) => self.menu = menu,
            Msg::Undo => self.step(History::undo),
            Msg::Redo => self.step(History::redo),
            Msg::Key(event) => return self.key(ctx, &event),
            Msg::Dismiss => self.notice = None,
            Msg::DismissHint => {
                self.hint = false;
                help::forget_hint();
            }
            Msg::Again => {
                self.failed = false;
                self.show.reset();
                self.describe.reset();
                self.ask();
            }
            Msg::Rested(rest) => return self.rested(rest),
            Msg::Sessions(act) => self.with_sessions(ctx.link(), act),
            Msg::Take(id, take) => self.take(ctx.link(), id, take),
            Msg::Report(draft) => self.known.draft = draft,
            Msg::SaveReport => self.report(ctx.link()),
            Msg::Saved => self.saved(),
            Msg::NotSaved(why) => self.not_saved(&why),
        }
        true
    }

    fn rested(&mut self, rest: Rest) -> bool {
        match rest {
            Rest::Note if self.note_timer.take() => return self.note(false),
            Rest::Ask if self.ask_timer.take() => {
                if self.brushing.is_some() {
                    self.resting = true;
                    return true;
                }
                self.ask_pictures();
            }
            Rest::Step if self.step_timer.take() => {
                self.history.settle();
                return true;
            }
            _ => {}
        }
        false
    }

    /// Takes a step.
    pub(super) fn change(&mut self, next: State) {
        if self.history.change(next) {
            self.changed();
        }
    }

    /// What is chosen is another: it is asked for and noted.
    pub(super) fn changed(&mut self) {
        self.ask_pictures();
        self.note_soon();
    }

    fn step(&mut self, step: impl FnOnce(&mut History<State>) -> bool) {
        self.step_timer.stop();
        if step(&mut self.history) {
            // A filter that is being typed would say what no longer stands.
            if let (Some(Panel::Filter(draft)), Some(about)) = (&self.panel, &self.known.about) {
                self.panel = Some(Panel::Filter(Draft::of(about, &draft.dimension, &self.history.now().filters)));
            }
            self.changed();
        }
    }

    fn move_view(&mut self, id: ViewId, how: Move) {
        let views = layout::moved(self.views(), id, how);
        if how == Move::Remove {
            self.menu = None;
            let next = views.first().map(|view| help::menu_button(view.id));
            self.focus = next;
        } else {
            self.focus = dom::focused();
        }
        if views != self.views() {
            self.change(State { views, ..self.state().clone() });
        }
    }

    fn add(&mut self, kind: Kind) {
        let Some(drawing) = self.known.about.as_ref().and_then(|about| kind.first(about)) else { return };
        match layout::added(self.views(), drawing) {
            Some((views, id)) => {
                (self.panel, self.menu) = (None, Some(id));
                self.focus = Some(help::menu_button(id));
                self.change(State { views, ..self.state().clone() });
            }
            None => self.notice = Some("There are as many views as can be drawn: remove one first.".into()),
        }
    }

    /// Sets the filter that was typed.
    fn apply(&mut self) {
        let (Some(Panel::Filter(draft)), Some(about)) = (&mut self.panel, self.known.about.clone()) else { return };
        match draft.test(&about) {
            Ok(test) => {
                draft.error = None;
                let mut next = self.history.now().clone();
                if next.filters.set(draft.dimension.clone(), test) {
                    self.change(next);
                } else {
                    draft.error = Some("That is one filter too many, or too long: clear another first.".into());
                }
            }
            Err(error) => draft.error = Some(error),
        }
    }

    fn gesture(&mut self, id: ViewId, gesture: Gesture) -> bool {
        match &gesture {
            Gesture::Near(dimension) => {
                if self.brushing.is_none() {
                    self.known.unprepared = false;
                    self.ask_to_prepare(id, dimension);
                }
                return false;
            }
            Gesture::Cross(cross) => {
                let changed = self.known.cross != *cross;
                self.known.cross.clone_from(cross);
                // What a moving brush leads to brings the crosshair along.
                return changed && self.brushing.is_none();
            }
            Gesture::Sized(width, height) => {
                // All charts tell their sizes in one go.
                if self.sizes.insert(id, (*width, *height)) != Some((*width, *height)) {
                    self.ask_in(0);
                }
                return false;
            }
            _ => {}
        }
        let Some(next) = acts::after(self.state(), self.views(), id, &gesture) else { return false };
        match gesture {
            Gesture::Brush { dimension, bins, done: false, .. } => {
                self.before.get_or_insert_with(|| self.history.now().filters.clone());
                let began = self.brushing.is_none();
                self.step_timer.stop();
                self.brushing = Some(Brushing { id, dimension, bins });
                self.history.within(("brush", id.into()), next);
                self.ask_brush();
                self.note_soon();
                self.resting = false;
                self.ask_in(super::ask::PAUSE);
                // Everything is drawn with the answer.
                return began;
            }
            Gesture::Brush { done: true, .. } | Gesture::Brush2 { done: true, .. } => {
                self.end_brush();
                self.history.within(("brush", id.into()), next);
                self.history.settle();
                self.ask_in(super::ask::PAUSE);
                self.note_soon();
            }
            Gesture::Brush2 { .. } => {
                self.before.get_or_insert_with(|| self.history.now().filters.clone());
                self.step_timer.stop();
                if self.history.within(("brush", id.into()), next) {
                    self.changed();
                }
            }
            Gesture::Zoom { .. } => {
                if self.history.within(("zoom", id.into()), next) {
                    self.step_timer.set(STEP_PAUSE);
                    self.changed();
                }
            }
            // Where a click took it away and was the first of two, it is put back within the same step, which is none then.
            Gesture::Clear(_) => {
                self.end_brush();
                if self.history.within(("brush", id.into()), next) {
                    self.step_timer.set(STEP_PAUSE);
                    self.changed();
                }
            }
            Gesture::Open(row) => {
                self.open(row);
            }
            _ => self.change(next),
        }
        true
    }

    /// No brush moves any more.
    fn end_brush(&mut self) {
        (self.brushing, self.before) = (None, None);
        self.brush.drop_waiting();
    }

    /// Closes what is open. A focus in there goes back to what opened it; elsewhere it stays.
    fn close(&mut self) {
        let button = match self.menu.take() {
            Some(id) => Some(help::menu_button(id)),
            None => self.panel.take().map(|panel| help::panel_button(&panel).into()),
        };
        self.focus = button.filter(|_| !dom::focus_stays(".x-menu, .x-panel"));
    }

    fn key(&mut self, ctx: &Context<Self>, event: &KeyboardEvent) -> bool {
        if !self.seen || event.default_prevented() {
            return false;
        }
        let typing = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok()).is_some_and(|target| {
            let kind = target.get_attribute("type").unwrap_or_default();
            target.tag_name() == "INPUT" && !matches!(kind.as_str(), "checkbox" | "range" | "radio")
        });
        let command = event.ctrl_key() || event.meta_key();
        match event.key().as_str() {
            "Escape" if self.drag.is_some() => return self.drag(Dragged::Cancelled),
            "Escape" if self.menu.is_some() || self.panel.is_some() => self.close(),
            "?" if !typing && !command => {
                let keys = (self.panel != Some(Panel::Keys)).then_some(Panel::Keys);
                return self.act(ctx, Msg::Panel(keys));
            }
            "z" | "Z" if command && !typing => {
                self.step(if event.shift_key() { History::redo } else { History::undo });
            }
            "y" | "Y" if command && !typing => self.step(History::redo),
            _ => return false,
        }
        event.prevent_default();
        true
    }
}

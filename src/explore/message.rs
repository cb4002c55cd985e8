//! What can happen to Explore, and the way to tell it so.

use crate::bridge::FromPage;
use crate::explore::filter_draft::Draft;
use crate::explore::gesture::Gesture;
use crate::explore::layout::Move;
use crate::explore::offer::Kind;
use crate::explore::segments;
use crate::explore::sessions::Act;
use crate::explore::state::drag::Dragged;
use crate::explore::state::overlays::Panel;
use crate::explore::take::draft;
use crossfilter::view::Drawing;
use crossfilter::{Dimension, Exclusion, Test, ViewId};
use js_sys::Uint8Array;
use web_sys::KeyboardEvent;
use yew::Callback;

/// What can happen to Explore.
pub enum Msg {
    /// The page has spoken.
    FromPage(FromPage, Option<Uint8Array>),
    /// Explore is seen, or no longer.
    Seen(bool),
    /// The user does something on a view's chart.
    Gesture(ViewId, Gesture),
    /// The user moves a view, or takes it away.
    Move(ViewId, Move),
    /// The user pulls a view by a handle.
    Drag(Dragged),
    /// The user wants a view to draw something else.
    Redraw(ViewId, Drawing),
    /// The user wants a view more.
    Add(Kind),
    /// The user wants the views that belong to these sessions.
    Reset,
    /// The user sets the filter on a dimension, or takes it away.
    Filter(Dimension, Option<Test>),
    /// The user no longer leaves a combination out.
    Include(Exclusion),
    /// The user wants no filter at all.
    ClearAll,
    /// The user wants to see all sessions behind the shown ones, or not.
    Compare(bool),
    /// The user types a filter.
    Draft(Draft),
    /// The user is done with typing it.
    Apply,
    /// The user opens a panel, or closes it.
    Panel(Option<Panel>),
    /// The user opens a view's menu, or closes it.
    Menu(Option<ViewId>),
    /// The user takes a step back.
    Undo,
    /// The user takes a step forth.
    Redo,
    /// The user has pressed a key anywhere.
    Key(KeyboardEvent),
    /// The user has seen what was said.
    Dismiss,
    /// The user has seen the hint.
    DismissHint,
    /// The user wants it to be tried again.
    Again,
    /// A while has passed without another change.
    Rested(Rest),
    /// The user does something with the sessions themselves.
    Sessions(Act),
    /// The user does something with what sessions share.
    Segments(segments::Act),
    /// The user takes something of a view away.
    Take(ViewId, Take),
    /// The user writes a report, or no longer.
    Report(Option<draft::Draft>),
    /// The user wants the report.
    SaveReport,
    /// A file was saved, or was not, and why; empty where nobody has said.
    Saved(Result<(), String>),
}

/// What waits until nothing has changed for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// The note for the link.
    Note,
    /// A brush, or what views are asked for.
    Brush,
    /// The end of a step of many turns.
    Step,
}

/// What of a view is taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Take {
    /// Its picture, for paper.
    Png,
    /// Its picture, to be scaled.
    Svg,
    /// Its data.
    Csv,
}

/// The way to tell Explore what happens.
#[derive(Clone, PartialEq)]
pub struct Link(Callback<Msg>);

impl Link {
    /// By whoever is told.
    pub fn new(tell: Callback<Msg>) -> Self {
        Self(tell)
    }

    /// Tells what something means.
    pub fn callback<T: 'static>(&self, msg: impl Fn(T) -> Msg + 'static) -> Callback<T> {
        self.0.reform(msg)
    }

    /// Tells what something means, where it means anything.
    pub fn batch_callback<T: 'static>(&self, msg: impl Fn(T) -> Option<Msg> + 'static) -> Callback<T> {
        let tell = self.0.clone();
        Callback::from(move |of| {
            if let Some(msg) = msg(of) {
                tell.emit(msg);
            }
        })
    }
}

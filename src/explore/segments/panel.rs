//! The panel: asks, asks on while an answer is under way, and shows it.

use super::act::{Act, TITLE};
use super::answers::{self, Found};
use super::counts::{self, Counting};
use super::draft::Draft;
use super::settings;
use crate::explore::state::post::{Answer, Post};
use crossfilter::query::Description;
use crossfilter::{Contrast, Filters};
use diagnose::Segments;
use diagnose::counts::CountsFound;
use diagnose::services::{ExplainCounts, FindSegments, Finding, ListColumns};
use std::rc::Rc;
use web_sys::HtmlElement;
use yew::prelude::*;

/// What the panel is given.
#[derive(Clone, Properties)]
pub struct PanelProps {
    /// The way to the worker.
    pub post: Post,
    /// What the sessions have.
    pub about: Rc<Description>,
    /// Which analysis they are of: another number is another analysis.
    pub epoch: u32,
    /// What is asked.
    pub contrast: Contrast,
    /// The filters in force.
    pub filters: Filters,
    /// Told what the user does.
    pub on: Callback<Act>,
}

impl PartialEq for PanelProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.about, &other.about)
            && (&self.post, self.epoch, &self.contrast) == (&other.post, other.epoch, &other.contrast)
            && (&self.filters, &self.on) == (&other.filters, &other.on)
    }
}

/// What can happen to the panel.
pub enum Msg {
    /// An answer has come, to the question of this number.
    Heard(u32, Answer<Finding>),
    /// The user no longer waits.
    Stop,
    /// The user asks once more.
    Again,
    /// The columns of the file have come.
    Columns(Answer<Vec<String>>),
    /// The user says what the columns of a table of counts are.
    Draft(Draft),
    /// The user has the counts explained.
    Count,
    /// What they have in common has come, of the analysis of this number.
    Counted(u32, Answer<Result<CountsFound, String>>),
}

/// The panel.
pub struct SegmentsPanel {
    found: Option<Found<Segments>>,
    /// How much of an answer is done, 0 to 1; none where none is under way.
    done: Option<f64>,
    /// Counts questions: the answer to an older one is not shown.
    asked: u32,
    columns: Vec<String>,
    draft: Draft,
    counted: Option<Found<CountsFound>>,
    is_counting: bool,
    title: NodeRef,
}

impl Component for SegmentsPanel {
    type Message = Msg;
    type Properties = PanelProps;

    fn create(ctx: &Context<Self>) -> Self {
        let mut panel = Self {
            found: None,
            done: None,
            asked: 0,
            columns: Vec::new(),
            draft: Draft::default(),
            counted: None,
            is_counting: false,
            title: NodeRef::default(),
        };
        panel.ask(ctx);
        ctx.props().post.ask::<ListColumns>(&(), ctx.link().callback(Msg::Columns));
        panel
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &PanelProps) -> bool {
        let new = ctx.props();
        if (new.epoch, &new.contrast) != (old.epoch, &old.contrast) {
            self.ask(ctx);
        }
        if new.epoch != old.epoch {
            (self.counted, self.is_counting) = (None, false);
            new.post.ask::<ListColumns>(&(), ctx.link().callback(Msg::Columns));
        }
        true
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Heard(asked, _) if asked != self.asked => return false,
            Msg::Counted(epoch, _) if epoch != ctx.props().epoch => return false,
            Msg::Heard(_, Ok(Finding::UnderWay(done))) => {
                self.done = Some(done);
                self.send(ctx);
            }
            Msg::Heard(_, answer) => {
                self.done = None;
                let found = match answer {
                    Ok(Finding::Found(found)) => Ok(Rc::new(found)),
                    Ok(Finding::Refused(why)) => Err(why),
                    Ok(Finding::UnderWay(_)) | Err(_) => Err("the worker could not answer".into()),
                };
                ctx.props()
                    .on
                    .emit(Act::Told(found.as_ref().map(|found| answers::sentences(found)).unwrap_or_default()));
                self.found = Some(found);
            }
            Msg::Stop => {
                self.asked += 1;
                self.done = None;
                self.found.get_or_insert_with(|| Err("stopped before it was done".into()));
            }
            Msg::Again => self.ask(ctx),
            Msg::Columns(columns) => self.columns = columns.unwrap_or_default(),
            Msg::Draft(draft) => self.draft = draft,
            Msg::Count => {
                // Another question to the sessions does not touch the counts of their file.
                let epoch = ctx.props().epoch;
                let on = ctx.link().callback(move |answer| Msg::Counted(epoch, answer));
                self.is_counting = ctx.props().post.ask::<ExplainCounts>(&self.draft.columns(), on);
            }
            Msg::Counted(_, answer) => {
                self.is_counting = false;
                let answer = answer.unwrap_or_else(|_| Err("the worker could not answer".into()));
                self.counted = Some(answer.map(Rc::new));
            }
        }
        true
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
        let counting = Counting { draft: link.callback(Msg::Draft), count: link.callback(|()| Msg::Count) };
        let close = props.on.reform(|_: MouseEvent| Act::Ask(None));
        html! {
            <section class="x-panel x-segments card" aria-labelledby="x-segments-title" aria-busy={self.done.is_some().to_string()}>
                <div class="title">
                    <h2 id="x-segments-title" tabindex="-1" ref={self.title.clone()}>{ TITLE }</h2>
                    <button type="button" class="quiet" id="x-segments-close" aria-label="Close" onclick={close}>{ "✕" }</button>
                </div>
                { settings::settings(&props.about, &props.contrast, &props.filters, &props.on) }
                if let Some(done) = self.done {
                    <p class="x-segments-progress">
                        <progress max="1" value={done.to_string()} aria-label="Comparing combinations"></progress>
                        <button type="button" class="secondary" onclick={link.callback(|_: MouseEvent| Msg::Stop)}>{ "Stop" }</button>
                    </p>
                }
                { self.found.as_ref().map(|found| answers::answers(found, &props.on, &link.callback(|_: MouseEvent| Msg::Again))).unwrap_or_default() }
                { counts::form(&self.columns, &self.draft, self.is_counting, self.counted.as_ref(), &counting) }
            </section>
        }
    }
}

impl SegmentsPanel {
    /// Asks anew.
    fn ask(&mut self, ctx: &Context<Self>) {
        self.asked += 1;
        self.done = Some(0.0);
        self.send(ctx);
    }

    /// Asks, or asks on.
    fn send(&mut self, ctx: &Context<Self>) {
        let (props, asked) = (ctx.props(), self.asked);
        let on = ctx.link().callback(move |answer| Msg::Heard(asked, answer));
        if !props.post.ask::<FindSegments>(&props.contrast, on) {
            self.done = None;
            self.found = Some(Err("the worker could not be asked".into()));
        }
    }
}

//! The component of all charts: a stage, and sentence, legend and table around it.

use crate::kind::{ChartData, Slider};
use crate::legend::legend;
use crate::stage::Stage;
use crate::table::{Row, table};
use std::rc::Rc;
use web_sys::HtmlDetailsElement;
use yew::prelude::*;

/// The properties of a chart.
#[derive(Clone, Properties)]
pub struct Props<S: ChartData> {
    /// What it shows.
    pub given: S,
    /// Told what the person does.
    pub on: Callback<S::Gesture>,
}

impl<S: ChartData> PartialEq for Props<S> {
    fn eq(&self, other: &Self) -> bool {
        self.given == other.given && (S::STEADY || self.on == other.on)
    }
}

/// A chart.
pub struct Chart<S: ChartData> {
    stage: Rc<Stage<S>>,
    /// Whether the table is open.
    open: bool,
    /// Whether the words are of what was shown before.
    behind: bool,
}

/// What makes a chart write itself anew.
pub enum Message {
    /// The table was opened or closed.
    Opened(bool),
    /// What stands on the stage has something for the chart itself.
    Turned(String),
    /// The theme changed.
    Renewed,
}

impl<S: ChartData> Component for Chart<S> {
    type Message = Message;
    type Properties = Props<S>;

    fn create(context: &Context<Self>) -> Self {
        let props = context.props();
        let renewed = context.link().callback(|()| Message::Renewed);
        let stage = Stage::new(props.given.clone(), props.on.clone(), renewed);
        Self { stage: Rc::new(stage), open: false, behind: false }
    }

    fn update(&mut self, _: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Opened(open) => return std::mem::replace(&mut self.open, open) != open,
            Message::Turned(what) => self.stage.kind.borrow_mut().turn(what),
            Message::Renewed => {}
        }
        true
    }

    fn changed(&mut self, context: &Context<Self>, before: &Props<S>) -> bool {
        let (Props { given, on }, stage) = (context.props(), &self.stage);
        let change = given.change(&before.given);
        let mut kind = stage.kind.borrow_mut();
        if change.kind {
            *kind = given.kind();
        }
        kind.renew(given);
        drop(kind);
        stage.given.replace(given.clone());
        stage.on.replace(on.clone());
        if change.base {
            stage.stale.set(true);
        }
        if change.all {
            // What was read out is of something else.
            stage.nodes.announce("");
        }
        if change.base || change.overlay {
            // What a move by hand leads to is painted when it is known: the next frame is left with nothing but showing it.
            if given.is_moving() { stage.paint_or_request() } else { stage.request() }
        }
        self.behind |= change.words;
        // Text beside a picture has the whole page laid out, so that of a move waits until it rests.
        let waits = given.is_moving() && !self.open;
        !waits && std::mem::take(&mut self.behind)
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let (link, on) = (context.link(), &context.props().on);
        let (given, kind, nodes) = (self.stage.given.borrow(), self.stage.kind.borrow(), &self.stage.nodes);
        let words = given.words(&**kind);
        let summary = words.summary;
        let toggled = link.batch_callback(|event: Event| {
            let details = event.target_dyn_into::<HtmlDetailsElement>();
            details.map(|details| Message::Opened(details.open()))
        });
        let keys = kind.legend(&given, &self.stage.tokens());
        let row = |(place, cells): (usize, Vec<String>)| -> Row {
            let choice = kind.choice(&given, place).map(|(_, chosen)| {
                let stage = self.stage.clone();
                let choose = move |_: MouseEvent| {
                    let told = stage.kind.borrow().choice(&stage.given.borrow(), place);
                    if let Some((told, _)) = told {
                        stage.on.borrow().clone().emit(told);
                    }
                };
                (Callback::from(choose), chosen)
            });
            (cells, choice)
        };
        let rows = self.open.then(|| kind.rows(&given).into_iter().enumerate().map(row).collect());
        // What has keys has the focus; what has no role of its own is a picture.
        let (moves, pictures) = (!words.keys.is_empty(), words.role.is_empty());
        let role = if pictures { Some("img") } else { moves.then_some("application") };
        let label = if moves { format!("{summary} {}", words.keys) } else { summary.clone() };
        let slider = |Slider { label, range: [low, high], value, text, .. }: Slider| {
            html! {
                <div class="chart-handle" ref={nodes.handle.clone()} role="slider" tabindex="0" aria-label={label}
                    aria-orientation="horizontal" aria-valuemin={low} aria-valuemax={high} aria-valuenow={value}
                    aria-valuetext={text} />
            }
        };
        html! {
            <figure class={classes!("chart", words.class)} aria-busy={words.busy.to_string()}>
                <div class="chart-stage" ref={nodes.stage.clone()}>
                    // What scrolls has the focus, so that keys scroll it, too.
                    <div class="chart-scroll" ref={nodes.scroll.clone()} tabindex={moves.then_some("0")}
                        {role} aria-roledescription={moves.then_some(words.role)} aria-label={role.map(|_| label)}>
                        <canvas class="chart-canvas" ref={nodes.base.node()} aria-hidden="true" />
                        <canvas class="chart-overlay" ref={nodes.overlay.node()} aria-hidden="true" />
                    </div>
                    { kind.slider(&given).map(slider) }
                    { kind.beside(&given, on, &link.callback(Message::Turned)) }
                    if let Some((class, note)) = words.note {
                        <p {class}>{ note }</p>
                    }
                    <div class="chart-tip" ref={nodes.tip.clone()} aria-hidden="true" hidden=true />
                </div>
                if !keys.is_empty() {
                    { legend(keys) }
                }
                <figcaption class="chart-note" title={words.short.is_some().then(|| summary.clone())}>
                    { words.short.unwrap_or(summary) }
                </figcaption>
                <p class="chart-live" aria-live="polite" ref={nodes.live.clone()} />
                { table(toggled, words.caption, words.columns, rows) }
            </figure>
        }
    }

    fn rendered(&mut self, _: &Context<Self>, first: bool) {
        if first {
            self.stage.begin();
        }
    }

    fn destroy(&mut self, _: &Context<Self>) {
        self.stage.end();
    }
}

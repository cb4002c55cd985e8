//! The component of all charts: a stage, and sentence, legend and table around it.

use super::kind::{Given, Sample};
use super::stage::Stage;
use super::{lacking, of};
use crate::explore::gesture::{ChartProps, Standing};
use crate::explore::words::{self, numbered};
use charts::table::{Cell, table};
use crossfilter::view::Drawing;
use std::rc::Rc;
use web_sys::HtmlDetailsElement;
use yew::prelude::*;

/// A chart.
pub struct Chart {
    stage: Rc<Stage>,
    /// Whether the table is open.
    open: bool,
    /// Whether the words are of a picture before.
    behind: bool,
    /// The countries whose regions are shown.
    unfolded: Vec<String>,
}

/// What makes a chart write itself anew.
pub enum Message {
    /// The table was opened or closed.
    Opened(bool),
    /// A country was folded or unfolded.
    Folded(String),
    /// The theme changed.
    Renewed,
}

impl Component for Chart {
    type Message = Message;
    type Properties = ChartProps;

    fn create(context: &Context<Self>) -> Self {
        let given = given(context.props());
        let renewed = context.link().callback(|()| Message::Renewed);
        let stage = Stage::new(of(&given.drawing), given, context.props().on.clone(), renewed);
        Self { stage: Rc::new(stage), open: false, behind: false, unfolded: Vec::new() }
    }

    fn update(&mut self, _: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Opened(open) => std::mem::replace(&mut self.open, open) != open,
            Message::Folded(country) => {
                match self.unfolded.iter().position(|unfolded| *unfolded == country) {
                    Some(place) => drop(self.unfolded.remove(place)),
                    None => self.unfolded.push(country),
                }
                true
            }
            Message::Renewed => true,
        }
    }

    fn changed(&mut self, context: &Context<Self>, before: &ChartProps) -> bool {
        let props = context.props();
        let same = |a: &Option<_>, b: &Option<_>| match (a, b) {
            (Some(a), Some(b)) => Rc::ptr_eq(a, b),
            (a, b) => a.is_none() == b.is_none(),
        };
        let other = before.view.drawing != props.view.drawing;
        let stale = other
            || !same(&before.picture, &props.picture)
            || before.compare != props.compare
            || !Rc::ptr_eq(&before.about, &props.about);
        let given = given(props);
        let mut kind = self.stage.kind.borrow_mut();
        if std::mem::discriminant(&before.view.drawing) != std::mem::discriminant(&props.view.drawing) {
            *kind = of(&given.drawing);
        }
        kind.renew(&given);
        drop(kind);
        self.stage.given.replace(given);
        self.stage.on.replace(props.on.clone());
        if stale {
            self.stage.stale.set(true);
        }
        if !Rc::ptr_eq(&before.about, &props.about) {
            // What was read out is of the analysis before.
            self.stage.nodes.announce("");
        }
        let marked = before.test != props.test || before.test_up != props.test_up || before.cross != props.cross;
        if stale || marked {
            // What a moving brush leads to is painted when it is known: the next frame is left with nothing but showing it.
            if props.moving { self.stage.paint_or_request() } else { self.stage.request() }
        }
        // A table of the page shows what is picked in its own markup.
        let places = matches!(props.view.drawing, Drawing::Places);
        let picked = places && (before.test != props.test || before.test_up != props.test_up);
        self.behind |= stale || picked || before.standing != props.standing || before.nth != props.nth;
        // Text beside a picture has the whole page laid out, so that of a moving brush waits until it rests.
        let waits = props.moving && !self.open && !places;
        !waits && std::mem::take(&mut self.behind)
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let props = context.props();
        let (given, kind, nodes) = (self.stage.given.borrow(), self.stage.kind.borrow(), &self.stage.nodes);
        let told = kind.words(&given);
        let toggled = context.link().batch_callback(|event: Event| {
            let details = event.target_dyn_into::<HtmlDetailsElement>();
            details.map(|details| Message::Opened(details.open()))
        });
        let busy = props.standing == Standing::Busy || (props.standing == Standing::Settled && props.picture.is_none());
        let note = match &props.standing {
            Standing::Failed(why) => Some(("xc-failed", format!("This view could not be drawn: {why}"))),
            Standing::Lacking => Some(("xc-empty", lacking(&given))),
            _ if props.picture.is_none() => Some(("xc-wait", "Counting…".to_owned())),
            _ => told.empty.clone().map(|why| ("xc-empty", why)),
        };
        let summary =
            if let (Some((_, note)), true) = (&note, told.summary.is_empty()) { note.clone() } else { told.summary };
        let caption = words::caption(&summary, &words::title(&given.about, &given.drawing));
        let legend = self.stage.tokens().map(|tokens| kind.legend(&given, &tokens)).unwrap_or_default();
        let rows = self
            .open
            .then(|| kind.rows(&given).into_iter().map(|row| row.into_iter().map(Cell::Text).collect()).collect());
        let kind_class = match &props.view.drawing {
            Drawing::Scatter { .. } => "xc-flat",
            Drawing::Places => "xc-table",
            Drawing::Bars { .. } => "xc-along xc-bars",
            _ => "xc-along",
        };
        let places = matches!(props.view.drawing, Drawing::Places);
        let only = |value: &'static str| (!places).then_some(value);
        let table_of = || {
            let fold = context.link().callback(Message::Folded);
            super::places_table::table(&given, &self.unfolded, &props.on, &fold)
        };
        html! {
            <figure class={classes!("chart", "xc", kind_class, busy.then_some("xc-busy"))} aria-busy={busy.to_string()}>
                <div class="chart-stage xc-stage" ref={nodes.stage.clone()}>
                    // What scrolls has the focus, so that keys scroll it, too.
                    <div class="xc-scroll" ref={self.stage.scroll.clone()} tabindex={only("0")} role={only("application")}
                        aria-roledescription={only(told.role)}
                        aria-label={(!places).then(|| format!("{summary} {}", told.keys))}>
                        <canvas class="chart-canvas" ref={self.stage.base.node()} aria-hidden="true" />
                        <canvas class="chart-overlay" ref={self.stage.overlay.node()} aria-hidden="true" />
                    </div>
                    if places && note.is_none() { { table_of() } }
                    if let Some((class, note)) = note {
                        <p class={classes!("xc-note", class)}>{ note }</p>
                    }
                    <div class="chart-tip" ref={nodes.tip.clone()} aria-hidden="true" hidden=true />
                </div>
                <figcaption class="chart-note xc-summary" title={summary.clone()}>{ caption }</figcaption>
                <div class="xc-foot">
                    if !legend.is_empty() {
                        <ul class="chart-legend">{ for legend.into_iter().map(|(sample, words)| key(&sample, words)) }</ul>
                    }
                    { table(toggled, numbered(told.caption, props.nth), told.columns, rows) }
                </div>
                <p class="chart-live" aria-live="polite" ref={nodes.live.clone()} />
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

fn given(props: &ChartProps) -> Given {
    Given {
        drawing: props.view.drawing.clone(),
        picture: props.picture.clone(),
        test: props.test.clone(),
        test_up: props.test_up.clone(),
        compare: props.compare,
        about: props.about.clone(),
        cross: props.cross.clone(),
    }
}

fn key(sample: &Sample, words: String) -> Html {
    let picture = match sample {
        Sample::Path(class, path) => html! {
            <svg class="chart-key xc-key" width="16" height="12" aria-hidden="true"><path class={*class} d={*path} /></svg>
        },
        Sample::Ramp(colors) => html! {
            <svg class="chart-key" width={(colors.len() * 8).to_string()} height="12" aria-hidden="true">
                { for colors.iter().enumerate().map(|(place, color)| html! {
                    <rect x={(place * 8).to_string()} y="2" width="8" height="8" fill={color.css()} />
                }) }
            </svg>
        },
    };
    html! { <li>{ picture }{ words }</li> }
}

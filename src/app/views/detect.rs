//! The result: figures, charts, table and explanation, side by side.

use super::explanation::{ExplanationProps, explanation_view};
use super::figures::{FiguresProps, figures_view};
use super::ranking::{RankingProps, ranking_view};
use crate::app::charts::given::{Cloud, Gesture, Given, Scores};
use crate::app::page::questions;
use crate::app::state;
use crate::engine::ResultInfo;
use ::charts::Chart;
use analysis::services::Advise;
use analysis::views::Timeline;
use analysis::{Detector, Share, Threshold};
use export::View;
use features::Feature;
use port::Slots;
use std::rc::Rc;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// The result.
pub struct DetectProps<'a> {
    /// What came out.
    pub result: &'a ResultInfo,
    /// The detector that led to it.
    pub detector: &'a Detector,
    /// How it is looked at.
    pub view: &'a View,
    /// The way to more of it.
    pub port: &'a Slots,
    /// The scatter's plot area in device pixels.
    pub plot: (u32, u32),
    /// Whether another result is on its way.
    pub busy: bool,
    /// Told to look at it otherwise.
    pub on_view: Callback<View>,
    /// Told the new detector.
    pub on_detector: Callback<Detector>,
    /// Told the scatter's size in device pixels.
    pub on_size: Callback<(u32, u32)>,
}

/// The result.
pub fn detect_view(props: &DetectProps<'_>) -> Html {
    let result = props.result;
    let ranking = questions::ranking(props.port, props.view);
    let (explanation, firmness) = questions::explanation(props.port, props.view, &ranking);
    let selected = explanation.value().and_then(|explanation| explanation.as_ref().as_ref().map(|it| it.row));
    html! {
        <>
            { figures_view(&FiguresProps { figures: result.figures.clone(), judgement: result.judgement.clone() }) }
            <div class="charts">
                { scatter(props, selected) }
                { scores(props) }
                { over_time(result.timeline.clone()) }
            </div>
            <div class="below">
                { ranking_view(&RankingProps {
                    ranking,
                    view: props.view.clone(),
                    selected,
                    on_view: props.on_view.clone(),
                }) }
                { explanation_view(&ExplanationProps {
                    explanation,
                    firmness: firmness.current(),
                    advice: props.port.want::<Advise>(&()),
                    sessions: result.figures.all.sessions,
                }) }
            </div>
        </>
    }
}

fn scatter(props: &DetectProps<'_>, selected: Option<u32>) -> Html {
    let axes = &props.result.axes;
    let Some((x, y)) = state::axes(props.view, axes) else { return html! {} };
    let axis = |id: &'static str, label: &'static str, current: String, change: fn(&mut View, String)| {
        let (on_view, view) = (props.on_view.clone(), props.view.clone());
        let on_change = Callback::from(move |event: Event| {
            if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                let mut view = view.clone();
                change(&mut view, select.value());
                on_view.emit(view);
            }
        });
        html! {
            <span class="axis">
                <label for={id}>{ label }</label>
                <select id={id} onchange={on_change}>
                    { for axes.iter().map(|name| html! {
                        <option value={name.clone()} selected={*name == current}>
                            { Feature::from_name(name).map_or_else(|_| name.clone(), |feature| feature.label()) }
                        </option>
                    }) }
                </select>
            </span>
        }
    };
    let on_field = {
        let (on_view, view) = (props.on_view.clone(), props.view.clone());
        Callback::from(move |event: Event| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                on_view.emit(View { field: input.checked(), ..view.clone() });
            }
        })
    };
    let on = {
        let (on_view, on_size, view) = (props.on_view.clone(), props.on_size.clone(), props.view.clone());
        Callback::from(move |told: Gesture| match told {
            Gesture::Select(selected) => on_view.emit(View { selected, ..view.clone() }),
            Gesture::Size(width, height) => on_size.emit((width, height)),
            Gesture::Threshold(_) => {}
        })
    };
    let scatter = questions::scatter(props.port, props.result, props.view, props.plot);
    let shown = Given::Scatter(Cloud {
        scatter: scatter.value().unwrap_or_default(),
        threshold: props.result.threshold,
        show_field: props.view.field,
        selected,
        busy: props.busy || scatter.is_renewing(),
    });
    html! {
        <section class="card scatter" aria-labelledby="scatter-title">
            <div class="title">
                <h2 id="scatter-title">{ "Sessions" }</h2>
                { axis("axis-y", "up", y, |view, name| view.y = Some(name)) }
                { axis("axis-x", "across", x, |view, name| view.x = Some(name)) }
                <label class="check" title="The forest's score over the plane of both features, every other feature at its \
                    median. It exists where both axes are chosen features.">
                    <input type="checkbox" checked={props.view.field} onchange={on_field} />{ "decision field" }
                </label>
            </div>
            { chart(shown, on) }
        </section>
    }
}

fn scores(props: &DetectProps<'_>) -> Html {
    let result = props.result;
    let on = {
        let (on_detector, detector) = (props.on_detector.clone(), props.detector.clone());
        Callback::from(move |told: Gesture| {
            let Gesture::Threshold(score) = told else { return };
            // As many digits as the control shows: what is seen is what is in the link.
            let score = (score * 1000.0).round() / 1000.0;
            if let Ok(score) = Share::new(score) {
                on_detector.emit(Detector { threshold: Threshold::Score(score), ..detector.clone() });
            }
        })
    };
    let (flagged, sessions) = (result.flagged, result.figures.all.sessions);
    let shown = Given::Histogram(Scores { histogram: result.histogram.clone(), flagged, sessions });
    html! {
        <section class="card scores" aria-labelledby="scores-title">
            <div class="title"><h2 id="scores-title">{ "Scores" }</h2><span class="hint">{ "drag the line to flag more or fewer" }</span></div>
            { chart(shown, on) }
        </section>
    }
}

fn chart(given: Given, on: Callback<Gesture>) -> Html {
    html! { <Chart<Given> {given} {on} /> }
}

fn over_time(timeline: Option<Rc<Timeline>>) -> Html {
    html! {
        <section class="card timeline" aria-labelledby="timeline-title">
            <div class="title"><h2 id="timeline-title">{ "Flagged share over time" }</h2><span class="hint">{ "UTC" }</span></div>
            if let Some(timeline) = timeline {
                { chart(Given::Timeline(timeline), Callback::noop()) }
            } else {
                <p class="hint">{ "These sessions have no times." }</p>
            }
        </section>
    }
}

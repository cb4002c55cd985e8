//! The result: figures, charts, table and explanation, side by side.

use super::explanation::{ExplanationProps, explanation_view};
use super::figures::{FiguresProps, figures_view};
use super::ranking::{RankingProps, ranking_view};
use crate::app::charts::given::{Cloud, Gesture, Given, Scores};
use crate::app::page::questions;
use crate::app::parts::{card, check, hint, select};
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
    let axis = |id: &'static str, label: &'static str, current: &str, change: fn(&mut View, String)| {
        let options = axes.iter().map(|name| {
            let label = Feature::from_name(name).map_or_else(|_| name.clone(), |feature| feature.label());
            (name.clone().into(), label.into())
        });
        let (on_view, view) = (props.on_view.clone(), props.view.clone());
        let on_change = Callback::from(move |name: String| {
            let mut view = view.clone();
            change(&mut view, name);
            on_view.emit(view);
        });
        html! {
            <span class="axis">
                <label for={id}>{ label }</label>
                { select(id, options, current, on_change) }
            </span>
        }
    };
    let on_field = {
        let view = props.view.clone();
        props.on_view.reform(move |field: bool| View { field, ..view.clone() })
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
    let beside = html! {
        <>
            { axis("axis-y", "up", &y, |view, name| view.y = Some(name)) }
            { axis("axis-x", "across", &x, |view, name| view.x = Some(name)) }
            { check("decision field", FIELD_MEANING, props.view.field, on_field) }
        </>
    };
    card("card scatter", "scatter-title", "Sessions", beside, chart(shown, on))
}

const FIELD_MEANING: &str = "The forest's score over the plane of both features, every other feature at its median. It exists \
    where both axes are chosen features.";

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
    let beside = hint("drag the line to flag more or fewer");
    card("card scores", "scores-title", "Scores", beside, chart(shown, on))
}

fn chart(given: Given, on: Callback<Gesture>) -> Html {
    html! { <Chart<Given> {given} {on} /> }
}

fn over_time(timeline: Option<Rc<Timeline>>) -> Html {
    let shown = match timeline {
        Some(timeline) => chart(Given::Timeline(timeline), Callback::noop()),
        None => html! { <p class="hint">{ "These sessions have no times." }</p> },
    };
    card("card timeline", "timeline-title", "Flagged share over time", hint("UTC"), shown)
}

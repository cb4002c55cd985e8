//! The distribution of the scores, with the threshold as a line to move by pointer, finger or keys.

use super::canvas::{Nodes, Same, is_lifted_finger, use_frame, use_size};
use super::histogram_view::HistogramView;
use super::summary;
use super::table::{table, use_table};
use super::theme::Theme;
use crate::analysis::views::Histogram;
use crate::app::format;
use std::rc::Rc;
use web_sys::HtmlElement;
use yew::prelude::*;

/// No table of more rows: bins are put together.
const ROWS: usize = 40;
/// By how much an arrow key moves the threshold, and a page key.
const SMALL: f64 = 0.005;
const LARGE: f64 = 0.02;

/// What a histogram shows.
#[derive(Clone, Properties)]
pub struct HistogramProps {
    /// The histogram.
    pub histogram: Rc<Histogram>,
    /// How many sessions are flagged.
    pub flagged: u32,
    /// How many sessions there are.
    pub sessions: u32,
    /// A threshold was set: told once, when the pointer or the key is released.
    pub on_threshold: Callback<f64>,
    /// Light or dark.
    pub theme: Theme,
}

impl PartialEq for HistogramProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.histogram, &other.histogram)
            && (self.flagged, self.sessions, self.theme) == (other.flagged, other.sessions, other.theme)
            && self.on_threshold == other.on_threshold
    }
}

/// The histogram chart.
#[function_component(HistogramChart)]
pub fn histogram_chart(props: &HistogramProps) -> Html {
    let nodes = (*use_memo((), |()| Nodes::default())).clone();
    let handle = use_node_ref();
    let size = use_size(&nodes.stage);
    let view = use_mut_ref(HistogramView::default);
    let frame = {
        let view = view.clone();
        use_frame(move || view.borrow_mut().paint())
    };
    {
        let (view, frame, nodes, handle) = (view.clone(), frame.clone(), nodes.clone(), handle.clone());
        let looks = (Same(props.histogram.clone()), props.flagged, props.sessions, props.theme, size);
        use_effect_with(looks, move |(histogram, flagged, sessions, _, size)| {
            let mut view = view.borrow_mut();
            view.set_histogram(histogram.0.clone());
            (view.nodes, view.handle, view.size, view.stale) = (nodes, handle, *size, true);
            (view.flagged, view.sessions) = (*flagged, *sessions);
            frame.request();
        });
    }
    let press = {
        let (view, frame, nodes) = (view.clone(), frame.clone(), nodes.clone());
        Callback::from(move |event: PointerEvent| {
            let Some(place) = nodes.place(&event).filter(|_| event.is_primary() && event.button() == 0) else { return };
            let mut view = view.borrow_mut();
            if view.press(place) {
                // Without capture the drag ends at the chart's edge, and no text is selected meanwhile.
                event.prevent_default();
                if let Some(stage) = nodes.stage.cast::<HtmlElement>() {
                    let _ = stage.set_pointer_capture(event.pointer_id());
                }
                if let Some(handle) = view.handle.cast::<HtmlElement>() {
                    let _ = handle.focus();
                }
            }
            view.point(Some(place));
            frame.request();
        })
    };
    let point = {
        let (view, frame, nodes) = (view.clone(), frame.clone(), nodes.clone());
        Callback::from(move |event: PointerEvent| {
            view.borrow_mut().point(nodes.place(&event));
            frame.request();
        })
    };
    let release = {
        let (view, frame, set) = (view.clone(), frame.clone(), props.on_threshold.clone());
        Callback::from(move |()| {
            let threshold = view.borrow_mut().release();
            if let Some(threshold) = threshold {
                set.emit(threshold);
            }
            frame.request();
        })
    };
    let leave = {
        let (view, frame) = (view.clone(), frame.clone());
        Callback::from(move |event: PointerEvent| {
            if !is_lifted_finger(&event) {
                view.borrow_mut().point(None);
                frame.request();
            }
        })
    };
    let cancel = {
        let (view, frame) = (view.clone(), frame.clone());
        Callback::from(move |_: PointerEvent| {
            view.borrow_mut().cancel();
            frame.request();
        })
    };
    let key = {
        let (view, frame) = (view.clone(), frame.clone());
        Callback::from(move |event: KeyboardEvent| {
            let by = match event.key().as_str() {
                "ArrowLeft" | "ArrowDown" => -SMALL,
                "ArrowRight" | "ArrowUp" => SMALL,
                "PageDown" => -LARGE,
                "PageUp" => LARGE,
                "Home" => f64::NEG_INFINITY,
                "End" => f64::INFINITY,
                "Escape" => {
                    view.borrow_mut().cancel();
                    frame.request();
                    return;
                }
                _ => return,
            };
            if event.ctrl_key() || event.meta_key() || event.alt_key() {
                return;
            }
            event.prevent_default();
            view.borrow_mut().shift(by);
            frame.request();
        })
    };
    let (low, high) = HistogramView::range(&props.histogram);
    let summary = summary::of_histogram(&props.histogram, props.flagged, props.sessions);
    let threshold = format::score(props.histogram.threshold);
    let table_state = use_table();
    html! {
        <figure class="chart chart-histogram">
            <div class="chart-stage" ref={nodes.stage.clone()} onpointerdown={press} onpointermove={point}
                onpointerup={release.reform(|_: PointerEvent| ())} onpointerleave={leave} onpointercancel={cancel}>
                <canvas class="chart-canvas" ref={nodes.base.clone()} role="img" aria-label={summary.clone()} />
                <canvas class="chart-overlay" ref={nodes.overlay.clone()} aria-hidden="true" />
                <div class="chart-handle" ref={handle} role="slider" tabindex="0" aria-label="Threshold"
                    aria-orientation="horizontal" aria-valuemin={format!("{low:.3}")} aria-valuemax={format!("{high:.3}")}
                    aria-valuenow={threshold.clone()} aria-valuetext={format!("Threshold {threshold}")}
                    onkeydown={key} onkeyup={release.reform(|_: KeyboardEvent| ())}
                    onblur={release.reform(|_: FocusEvent| ())} />
                <div class="chart-tip" ref={nodes.tip.clone()} aria-hidden="true" hidden=true />
            </div>
            { legend(&props.histogram) }
            <figcaption class="chart-note">{ summary }</figcaption>
            { scores_table(&table_state, &props.histogram) }
        </figure>
    }
}

fn legend(histogram: &Histogram) -> Html {
    let swatch = |class: &'static str| {
        html! {
            <svg class="chart-key" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
                <rect class={class} x="1" y="1" width="10" height="10" />
            </svg>
        }
    };
    html! {
        <ul class="chart-legend">
            <li>{ swatch("bar-below") }{ "at or below the threshold" }</li>
            <li>{ swatch("bar-above") }{ "above: flagged" }</li>
            if !histogram.faults.is_empty() {
                <li>
                    <svg class="chart-key" viewBox="0 0 16 12" width="16" height="12" aria-hidden="true">
                        <path class="contour" d="M1 6h14" />
                    </svg>
                    { "known faults" }
                </li>
            }
        </ul>
    }
}

fn scores_table(state: &(bool, Callback<Event>), histogram: &Histogram) -> Html {
    let mut columns = vec!["Score".to_owned(), "Sessions".to_owned()];
    if !histogram.faults.is_empty() {
        columns.push("Known faults".to_owned());
    }
    table(state, "Sessions by score", &columns, || {
        let row = |row: summary::ScoreRow| {
            let range = format!("{} to {}", format::score(row.low), format::score(row.high));
            let counts =
                [Some(row.sessions), row.faults].into_iter().flatten().map(|count| html! { format::count(count) });
            std::iter::once(html! { range }).chain(counts).collect()
        };
        summary::histogram_rows(histogram, ROWS).into_iter().map(row).collect()
    })
}

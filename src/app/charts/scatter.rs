//! The scatter of two features: a cloud of all sessions, the flagged ones as hollow diamonds, and the forest's decision
//! field behind them.

use super::canvas::{Nodes, Same, is_lifted_finger, use_frame, use_size};
use super::scatter_view::{ScatterView, Step, layout};
use super::summary::{self, axis_feature, mark_value, row_name};
use super::table::{table, use_table};
use super::theme::Theme;
use crate::analysis::views::Scatter;
use crate::app::format;
use std::rc::Rc;
use yew::prelude::*;

/// No table is longer: a person reads its beginning, the rest is in the list of sessions.
const ROWS: usize = 100;

/// What a scatter shows.
#[derive(Clone, Properties)]
pub struct ScatterProps {
    /// The scatter, with its bulk.
    pub scatter: Rc<Scatter>,
    /// The threshold in force.
    pub threshold: f64,
    /// Whether to draw the decision field and its contour.
    pub show_field: bool,
    /// The selected session's row.
    pub selected: Option<u32>,
    /// Whether a newer scatter is on its way.
    pub busy: bool,
    /// A flagged session was chosen, or none.
    pub on_select: Callback<Option<u32>>,
    /// The plot area's width and height in device pixels, told when they change: the size for the density image.
    pub on_size: Callback<(u32, u32)>,
    /// Light or dark.
    pub theme: Theme,
}

impl PartialEq for ScatterProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.scatter, &other.scatter)
            && self.threshold.to_bits() == other.threshold.to_bits()
            && (self.show_field, self.selected, self.busy, self.theme)
                == (other.show_field, other.selected, other.busy, other.theme)
            && self.on_select == other.on_select
            && self.on_size == other.on_size
    }
}

/// The scatter chart.
#[function_component(ScatterChart)]
pub fn scatter_chart(props: &ScatterProps) -> Html {
    let nodes = (*use_memo((), |()| Nodes::default())).clone();
    let size = use_size(&nodes.stage);
    let view = use_mut_ref(ScatterView::default);
    let frame = {
        let view = view.clone();
        use_frame(move || view.borrow_mut().paint())
    };
    {
        let (view, frame, nodes) = (view.clone(), frame.clone(), nodes.clone());
        let looks = (Same(props.scatter.clone()), props.threshold.to_bits(), props.show_field, props.theme, size);
        use_effect_with(looks, move |(scatter, threshold, show_field, _, size)| {
            let mut view = view.borrow_mut();
            view.set_scatter(scatter.0.clone());
            (view.nodes, view.size, view.stale) = (nodes, *size, true);
            (view.threshold, view.show_field) = (f64::from_bits(*threshold), *show_field);
            frame.request();
        });
    }
    {
        let (view, frame) = (view.clone(), frame.clone());
        use_effect_with(props.selected, move |selected| {
            view.borrow_mut().selected = *selected;
            frame.request();
        });
    }
    {
        let on_size = props.on_size.clone();
        let plot = layout(size).map(|layout| (layout.plot_width() as u32, layout.plot_height() as u32));
        use_effect_with(plot, move |plot| {
            if let Some(plot) = plot {
                on_size.emit(*plot);
            }
        });
    }
    let point = {
        let (view, frame, nodes) = (view.clone(), frame.clone(), nodes.clone());
        Callback::from(move |event: PointerEvent| {
            view.borrow_mut().point(nodes.place(&event));
            frame.request();
        })
    };
    let leave = {
        let (view, frame) = (view.clone(), frame.clone());
        Callback::from(move |()| {
            let mut view = view.borrow_mut();
            view.point(None);
            view.leave_cursor();
            frame.request();
        })
    };
    let away = {
        let leave = leave.clone();
        Callback::from(move |event: PointerEvent| {
            if !is_lifted_finger(&event) {
                leave.emit(());
            }
        })
    };
    let release = {
        let (view, nodes, select, selected) = (view.clone(), nodes.clone(), props.on_select.clone(), props.selected);
        Callback::from(move |event: PointerEvent| {
            let row = nodes.place(&event).and_then(|place| view.borrow().row_at(place));
            // Beside every mark is a way out of the selection.
            if event.is_primary() && event.button() == 0 && row != selected {
                select.emit(row);
            }
        })
    };
    let key = {
        let (nodes, select, selected) = (nodes.clone(), props.on_select.clone(), props.selected);
        Callback::from(move |event: KeyboardEvent| {
            let step = match event.key().as_str() {
                "ArrowLeft" => Some(Step::Towards(-1.0, 0.0)),
                "ArrowRight" => Some(Step::Towards(1.0, 0.0)),
                "ArrowUp" => Some(Step::Towards(0.0, 1.0)),
                "ArrowDown" => Some(Step::Towards(0.0, -1.0)),
                "Home" => Some(Step::First),
                "End" => Some(Step::Last),
                _ => None,
            };
            if event.ctrl_key() || event.meta_key() || event.alt_key() {
                return;
            }
            if let Some(step) = step {
                event.prevent_default();
                let reached = view.borrow_mut().step(step);
                nodes.announce(&reached.unwrap_or_else(|| "There are no flagged sessions.".into()));
                frame.request();
                return;
            }
            match event.key().as_str() {
                "Enter" | " " => {
                    event.prevent_default();
                    let row = view.borrow().row_at_cursor();
                    if row.is_some() {
                        select.emit(row);
                    }
                }
                "Escape" => {
                    view.borrow_mut().leave_cursor();
                    frame.request();
                    if selected.is_some() {
                        select.emit(None);
                    }
                }
                _ => {}
            }
        })
    };
    // It adds up a million pixels: once per scatter, not per rendering.
    let summary = use_memo((Same(props.scatter.clone()), props.show_field), |(scatter, show_field)| {
        AttrValue::from(summary::of_scatter(&scatter.0, *show_field))
    });
    let table_state = use_table();
    html! {
        <figure class={classes!("chart", "chart-scatter", props.busy.then_some("is-busy"))} aria-busy={props.busy.to_string()}>
            <div class="chart-stage" ref={nodes.stage.clone()} tabindex="0" role="application"
                aria-roledescription="scatter plot"
                aria-label={format!("{summary} Arrow keys move through the flagged sessions, Enter selects one, Escape clears the selection.")}
                onpointermove={point.clone()} onpointerdown={point} onpointerup={release}
                onpointerleave={away} onblur={leave.reform(|_: FocusEvent| ())} onkeydown={key}>
                <canvas class="chart-canvas" ref={nodes.base.clone()} aria-hidden="true" />
                <canvas class="chart-overlay" ref={nodes.overlay.clone()} aria-hidden="true" />
                <div class="chart-tip" ref={nodes.tip.clone()} aria-hidden="true" hidden=true />
            </div>
            { legend(props) }
            <figcaption class="chart-note">{ (*summary).clone() }</figcaption>
            <p class="chart-live" aria-live="polite" ref={nodes.live.clone()} />
            { marks_table(&table_state, props) }
        </figure>
    }
}

fn legend(props: &ScatterProps) -> Html {
    let field = props.show_field && !props.scatter.field.is_empty();
    html! {
        <ul class="chart-legend">
            <li>
                <svg class="chart-key" viewBox="0 0 40 12" width="40" height="12" aria-hidden="true">
                    { for (0..4).map(|step| html! {
                        <rect class={format!("density-{step}")} x={(step * 10).to_string()} y="2" width="10" height="8" />
                    }) }
                </svg>
                { "sessions, few to many (logarithmic)" }
            </li>
            <li>
                <svg class="chart-key" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
                    <path class="anomaly" d="M6 1.5 10.5 6 6 10.5 1.5 6z" />
                </svg>
                { "flagged" }
            </li>
            if field {
                <li>
                    <svg class="chart-key" viewBox="0 0 24 12" width="24" height="12" aria-hidden="true">
                        <rect class="field-low" x="0" y="1" width="12" height="10" />
                        <rect class="field-high" x="12" y="1" width="12" height="10" />
                        <path class="contour" d="M12 1v10" />
                    </svg>
                    { format!("score below and above {} (field: other features at their median)", format::score(props.threshold)) }
                </li>
            }
        </ul>
    }
}

fn marks_table(state: &(bool, Callback<Event>), props: &ScatterProps) -> Html {
    let Some((x, y)) = &props.scatter.axes else { return Html::default() };
    let columns = ["Session".to_owned(), axis_feature(x).label(), axis_feature(y).label()];
    let shown = props.scatter.mark_rows.len().min(ROWS) as u64;
    let caption =
        format!("{} of {} flagged sessions", format::count(shown), format::count(u64::from(props.scatter.flagged)));
    table(state, &caption, &columns, || {
        let row = |mark: summary::Mark| {
            let select = props.on_select.reform(move |_: MouseEvent| Some(mark.row));
            let pressed = (props.selected == Some(mark.row)).to_string();
            vec![
                html! { <button type="button" aria-pressed={pressed} onclick={select}>{ row_name(mark.row) }</button> },
                html! { mark_value(x, mark.x) },
                html! { mark_value(y, mark.y) },
            ]
        };
        summary::marks(&props.scatter).take(ROWS).map(row).collect()
    })
}

//! The controls of what a view shows.

use super::message::{Link, Msg};
use super::offer::{BINNED, CATEGORIES, NUMBERS, fitting};
use super::words::described;
use crossfilter::dimension::Nature;
use crossfilter::query::Description;
use crossfilter::view::{Axis, Drawing, Metric, Scale, Tint};
use crossfilter::{Dimension, View, ViewId};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// The controls of a view.
pub fn drawing_form(view: &View, about: &Description, link: &Link) -> Html {
    let form = Form { id: view.id, about, link };
    match &view.drawing {
        Drawing::Histogram(axis) => html! { <>
            { form.by("of", "Of", BINNED, &axis.dimension, |of| Drawing::Histogram(axis_of(of))) }
            { form.scale("scale", "Scale", axis, Drawing::Histogram) }
        </> },
        Drawing::Scatter { x, y, tint, field } => {
            let (field, with) = (*field, {
                let (x, y, tint) = (x.clone(), y.clone(), tint.clone());
                move |x2: Option<Axis>, y2: Option<Axis>, tint2: Option<Tint>, field: bool| Drawing::Scatter {
                    x: x2.unwrap_or_else(|| x.clone()),
                    y: y2.unwrap_or_else(|| y.clone()),
                    tint: tint2.unwrap_or_else(|| tint.clone()),
                    field,
                }
            });
            html! { <>
                { form.by("x", "Across", BINNED, &x.dimension, { let with = with.clone(); move |of| with(Some(axis_of(of)), None, None, field) }) }
                { form.scale("x-scale", "Scale across", x, { let with = with.clone(); move |axis| with(Some(axis), None, None, field) }) }
                { form.by("y", "Up", BINNED, &y.dimension, { let with = with.clone(); move |of| with(None, Some(axis_of(of)), None, field) }) }
                { form.scale("y-scale", "Scale up", y, { let with = with.clone(); move |axis| with(None, Some(axis), None, field) }) }
                { form.tint(tint, { let with = with.clone(); move |tint| with(None, None, Some(tint), field) }) }
                <label class="check" for={form.name("field")}>
                    <input type="checkbox" id={form.name("field")} checked={field}
                        onchange={form.redraw(move |_: Event| Some(with(None, None, None, !field)))} />
                    { "Decision field" }
                </label>
            </> }
        }
        Drawing::Trend(metric) => form.metric(metric),
        Drawing::Bars { of, top } => {
            let (top, category) = (*top, of.clone());
            html! { <>
                { form.by("of", "By", CATEGORIES, of, move |of| Drawing::Bars { of, top }) }
                <label for={form.name("top")}>{ "Labels" }</label>
                <input type="number" id={form.name("top")} min="1" max="100" value={top.to_string()}
                    onchange={form.redraw(move |event: Event| {
                        let typed: f64 = event.target_dyn_into::<HtmlInputElement>()?.value().parse().ok()?;
                        // The cast saturates, and what is no number is none of them.
                        Some(Drawing::Bars { of: category.clone(), top: (typed as u16).clamp(1, 100) })
                    })} />
            </> }
        }
        Drawing::HeatMap { x, y } => {
            let (across, up) = (x.clone(), y.clone());
            html! { <>
                { form.by("x", "Across", CATEGORIES, x, move |x| Drawing::HeatMap { x, y: up.clone() }) }
                { form.by("y", "Up", CATEGORIES, y, move |y| Drawing::HeatMap { x: across.clone(), y }) }
            </> }
        }
        Drawing::Parallel | Drawing::Places => Html::default(),
    }
}

fn axis_of(dimension: Dimension) -> Axis {
    Axis { dimension, scale: Scale::Linear, window: None }
}

/// The controls of one view.
struct Form<'a> {
    id: ViewId,
    about: &'a Description,
    link: &'a Link,
}

impl Form<'_> {
    /// A control's id in the page.
    fn name(&self, control: &str) -> String {
        format!("x-view-{}-{control}", self.id)
    }

    /// Has the view draw something else.
    fn redraw<E: 'static>(&self, draw: impl Fn(E) -> Option<Drawing> + 'static) -> Callback<E> {
        let id = self.id;
        self.link.batch_callback(move |event| draw(event).map(|drawing| Msg::Redraw(id, drawing)))
    }

    /// A choice among several: what each is called in the page, and its words.
    fn choice(
        &self,
        control: &str,
        label: &str,
        options: Vec<(String, String)>,
        chosen: &str,
        draw: impl Fn(String) -> Option<Drawing> + 'static,
    ) -> Html {
        let on_change = self.redraw(move |event: Event| draw(event.target_dyn_into::<HtmlSelectElement>()?.value()));
        html! { <>
            <label for={self.name(control)}>{ label.to_owned() }</label>
            <select id={self.name(control)} onchange={on_change}>
                { for options.into_iter().map(|(value, words)| {
                    html! { <option selected={value == chosen} value={value.clone()}>{ words }</option> }
                }) }
            </select>
        </> }
    }

    /// A choice of a dimension.
    fn by(
        &self,
        control: &str,
        label: &str,
        natures: &'static [Nature],
        chosen: &Dimension,
        draw: impl Fn(Dimension) -> Drawing + 'static,
    ) -> Html {
        let options = fitting(self.about, natures)
            .map(|described| (described.dimension.name(), described.label.clone()))
            .collect();
        let draw = move |name: String| Dimension::from_name(&name).ok().map(&draw);
        self.choice(control, label, options, &chosen.name(), draw)
    }

    /// A choice of how an axis is laid; only where there is one.
    fn scale(&self, control: &str, label: &str, axis: &Axis, draw: impl Fn(Axis) -> Drawing + 'static) -> Html {
        let greatest = described(self.about, &axis.dimension)
            .filter(|described| described.nature == Nature::Number)
            .and_then(|described| described.range);
        if greatest.is_none_or(|(_, greatest)| greatest <= 0.0) {
            return Html::default();
        }
        let chosen = if axis.scale == Scale::Log { "log" } else { "linear" };
        let options = [("linear", "Linear"), ("log", "Logarithmic")].map(|(value, words)| (value.into(), words.into()));
        let axis = axis.clone();
        self.choice(control, label, options.into(), chosen, move |value| {
            let scale = if value == "log" { Scale::Log } else { Scale::Linear };
            Some(draw(Axis { scale, ..axis.clone() }))
        })
    }

    fn tint(&self, tint: &Tint, draw: impl Fn(Tint) -> Drawing + 'static) -> Html {
        let own = [("density".to_owned(), "How many".to_owned()), ("mean score".into(), "Mean score".into())];
        let categories =
            fitting(self.about, CATEGORIES).map(|described| (described.dimension.name(), described.label.clone()));
        let chosen = match tint {
            Tint::Density => "density".to_owned(),
            Tint::Score => "mean score".into(),
            Tint::Category(of) => of.name(),
        };
        self.choice("tint", "Colour", own.into_iter().chain(categories).collect(), &chosen, move |value| {
            Some(draw(match value.as_str() {
                "density" => Tint::Density,
                "mean score" => Tint::Score,
                name => Tint::Category(Dimension::from_name(name).ok()?),
            }))
        })
    }

    fn metric(&self, metric: &Metric) -> Html {
        const METRICS: [(&str, &str); 4] =
            [("sessions", "Sessions"), ("flagged", "Flagged share"), ("p50", "Median"), ("p95", "95th percentile")];
        let first = fitting(self.about, NUMBERS).find(|described| described.dimension != Dimension::Score);
        let first = first.map(|described| described.dimension.clone());
        let (chosen, of) = match metric {
            Metric::Sessions => ("sessions", None),
            Metric::FlaggedShare => ("flagged", None),
            Metric::Median(of) => ("p50", Some(of)),
            Metric::Percentile95(of) => ("p95", Some(of)),
        };
        let known = of.cloned().or(first);
        let options = METRICS.iter().filter(|(value, _)| known.is_some() || !value.starts_with('p'));
        let options = options.map(|(value, words)| ((*value).to_owned(), (*words).to_owned())).collect();
        let median = chosen == "p50";
        html! { <>
            { self.choice("metric", "Shows", options, chosen, move |value| {
                Some(Drawing::Trend(match value.as_str() {
                    "sessions" => Metric::Sessions,
                    "p50" => Metric::Median(known.clone()?),
                    "p95" => Metric::Percentile95(known.clone()?),
                    _ => Metric::FlaggedShare,
                }))
            }) }
            { of.map(|of| self.by("metric-of", "Of", NUMBERS, of, move |of| {
                Drawing::Trend(if median { Metric::Median(of) } else { Metric::Percentile95(of) })
            })).unwrap_or_default() }
        </> }
    }
}

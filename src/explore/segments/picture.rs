//! A segment as a picture.

use diagnose::{Count, Figures};
use telemetry::format;
use yew::prelude::*;

/// The size of a picture, in its own units.
const SIZE: (f64, f64) = (240.0, 44.0);
const BAR: f64 = 14.0;

/// The segment's share of bad sessions above that of the others, with what the interval of their ratio makes of it.
pub fn picture(figures: &Figures) -> Html {
    let (rate, others) = (figures.now.rate(), figures.rest.rate());
    let (width, height) = SIZE;
    let ends = (figures.interval.0 * others, (figures.interval.1 * others).min(1.0));
    let most = rate.max(others).max(if ends.1.is_finite() { ends.1 } else { 0.0 }).max(1e-9);
    let x = |share: f64| (share / most * width).clamp(0.0, width);
    let bar = |class: &'static str, y: f64, share: f64| {
        html! { <rect {class} x="0" y={y.to_string()} width={format!("{:.1}", x(share).max(1.0))} height={BAR.to_string()} /> }
    };
    let told = format!("{} of these against {} of the others", percent(figures.now), percent(figures.rest));
    html! {
        <figure class="x-segment-picture">
            <svg viewBox={format!("0 0 {width} {height}")} role="img" aria-label={told} preserveAspectRatio="none">
                { bar("is-these", 4.0, rate) }
                if ends.0.is_finite() && ends.1.is_finite() && others > 0.0 {
                    <path class="is-interval" d={format!("M{:.1} 11H{:.1}M{:.1} 7v8M{:.1} 7v8", x(ends.0), x(ends.1), x(ends.0), x(ends.1))} />
                }
                { bar("is-others", 26.0, others) }
            </svg>
            <figcaption>
                <span><strong>{ percent(figures.now) }</strong>{ " of these" }</span>
                <span>{ percent(figures.rest) }{ " of the others" }</span>
            </figcaption>
        </figure>
    }
}

fn percent(count: Count) -> String {
    format::part(count.bad, count.sessions)
}

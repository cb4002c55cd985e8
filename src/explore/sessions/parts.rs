//! The parts of a session's page.

use super::{Act, words};
use analysis::views::{Cell, Reason};
use crossfilter::Dimension;
use crossfilter::query::Description;
use crossfilter::sessions::{Neighbour, SessionPage, Standing};
use telemetry::format;
use yew::prelude::*;

/// The size of a small histogram, in its own units.
const SIZE: (f64, f64) = (160.0, 36.0);

/// All parts.
pub(super) fn parts(shown: &SessionPage, about: &Description, on: &Callback<Act>) -> Html {
    html! { <>
        { verdict(shown, about) }
        <section class="card" aria-labelledby="x-standing">
            <h3 id="x-standing">{ "Against its cohort" }</h3>
            <p class="note">{ format!("{}. Bars are the cohort, the line is all sessions, the mark is this one; below: how many have less, and half of those that have the same.", words::cohort(&shown.cohort)) }</p>
            <ul class={classes!("x-standings", shown.explanation.flagged.then_some("is-flagged"))}>{ for shown.standings.iter().map(standing) }</ul>
        </section>
        { why(shown) }
        { neighbours(shown, on) }
        { values(shown, about) }
    </> }
}

/// Score, verdict and fault.
fn verdict(shown: &SessionPage, about: &Description) -> Html {
    let explanation = &shown.explanation;
    let fault = match explanation.truth.as_deref() {
        None => None,
        Some("") => Some("known to have no fault".to_owned()),
        Some(fault) => Some(format!("known fault: {fault}")),
    };
    let verdict = if explanation.flagged { "▲ flagged" } else { "not flagged" };
    let class = classes!("x-verdict", explanation.flagged.then_some("is-flagged"));
    html! {
        <p class="x-facts">
            <strong {class}>{ verdict }</strong>
            <span>{ format!("score {} ± {}, threshold {}", format::score(explanation.score), format::score(shown.firmness.spread), format::score(about.threshold)) }</span>
            <span>{ format!("{} of {} score higher", format::count(explanation.above.into()), format::count(about.sessions.into())) }</span>
            if let Some(fault) = fault {
                <span id="x-session-truth">{ fault }</span>
            }
        </p>
    }
}

/// Where it stands by one number.
fn standing(standing: &Standing) -> Html {
    let summary = words::standing(standing);
    let place = |percentile: f64| words::place(percentile);
    html! {
        <li class="x-standing" key={standing.dimension.name()}>
            <span class="x-standing-name">{ &standing.label }</span>
            <strong class="number">{ format::quantity(standing.value, standing.unit) }</strong>
            { histogram(standing, &summary) }
            <small class="x-standing-place">
                { format!("{} of cohort · {} of all", place(standing.cohort.percentile), place(standing.all.percentile)) }
            </small>
        </li>
    }
}

/// The cohort as bars, all sessions as a line, both of their own height.
fn histogram(standing: &Standing, summary: &str) -> Html {
    let (width, height) = SIZE;
    let bins = standing.cohort.counts.len();
    if bins == 0 {
        return html! { <span class="note">{ format::MISSING }</span> };
    }
    let step = width / bins as f64;
    let level = |counts: &[u32]| {
        let most = f64::from(counts.iter().copied().max().unwrap_or(0).max(1));
        // Square roots keep what is rare in sight.
        counts.iter().map(|&count| height - (f64::from(count) / most).sqrt() * (height - 2.0)).collect::<Vec<f64>>()
    };
    let bars: String = (0..)
        .zip(level(&standing.cohort.counts))
        .map(|(bin, top)| {
            format!("M{:.1} {height}V{top:.1}h{:.1}V{height}z", f64::from(bin) * step, (step - 0.5).max(0.5))
        })
        .collect();
    let line: String = (0..)
        .zip(level(&standing.all.counts))
        .map(|(bin, top)| {
            format!("{}{:.1} {top:.1}h{step:.1}", if bin == 0 { "M" } else { "L" }, f64::from(bin) * step)
        })
        .collect();
    let mark = standing.bin.map(|bin| (f64::from(bin) + 0.5) * step);
    html! {
        <svg class="x-mini" role="img" aria-label={summary.to_owned()} viewBox={format!("0 0 {width} {}", height + 8.0)} preserveAspectRatio="none">
            <path class="x-mini-bars" d={bars} />
            <path class="x-mini-line" d={line} />
            if let Some(x) = mark {
                <path class="x-mini-mark" d={format!("M{x:.1} 0V{height}M{:.1} {}L{x:.1} {height}L{:.1} {}z", x - 4.0, height + 8.0, x + 4.0, height + 8.0)} />
            }
        </svg>
    }
}

/// What each feature did to the score, and what would change the verdict.
fn why(shown: &SessionPage) -> Html {
    let change = |reason: &Reason| {
        let change = shown.firmness.changes.iter().find(|change| change.feature == reason.feature);
        change
            .and_then(|change| change.value)
            .map_or_else(|| "no value alone".to_owned(), |value| words::feature(&reason.feature, value))
    };
    let other = if shown.explanation.flagged { "Would pass at" } else { "Would be flagged at" };
    let row = |reason: &Reason| {
        html! {
            <tr key={reason.feature.clone()}>
                <th scope="row">{ words::feature_label(&reason.feature) }</th>
                <td class="number">{ format::signed(reason.contribution, 3) }</td>
                <td class="number">{ words::feature(&reason.feature, reason.value) }</td>
                <td class="number">{ words::feature(&reason.feature, reason.median) }</td>
                <td class="number">{ words::place(if reason.value.is_nan() { f64::NAN } else { reason.rank }) }</td>
                <td class="number">{ change(reason) }</td>
            </tr>
        }
    };
    html! {
        <section class="card" aria-labelledby="x-why">
            <h3 id="x-why">{ "Why, and what would change the verdict" }</h3>
            <div class="scroll" tabindex="0" role="group" aria-labelledby="x-why"><table>
                <thead><tr><th scope="col">{ "Feature" }</th><th scope="col" class="number" title="How many splits it took off the session's average path">{ "Splits" }</th>
                    <th scope="col" class="number">{ "Value" }</th><th scope="col" class="number">{ "Median" }</th>
                    <th scope="col" class="number">{ "Have less" }</th><th scope="col" class="number">{ other }</th></tr></thead>
                <tbody>{ for shown.explanation.reasons.iter().map(row) }</tbody>
            </table></div>
        </section>
    }
}

/// The sessions most like it.
fn neighbours(shown: &SessionPage, on: &Callback<Act>) -> Html {
    let features: Vec<&str> = shown.firmness.changes.iter().map(|change| change.feature.as_str()).collect();
    let row = |neighbour: &Neighbour| {
        let row = neighbour.row;
        let name = neighbour.name.clone();
        let cells = features.iter().zip(&neighbour.features);
        html! {
            <tr key={row} class={classes!(neighbour.flagged.then_some("is-flagged"))}>
                <th scope="row"><button type="button" class="x-open" onclick={on.reform(move |_: MouseEvent| Act::Open(row))}>{ name }</button></th>
                <td class="number">{ format::significant(neighbour.distance, 3) }</td>
                <td class="number">{ format::score(neighbour.score) }</td>
                <td>{ if neighbour.flagged { "▲ flagged" } else { "" } }</td>
                if let Some(truth) = &neighbour.truth {
                    <td>{ if truth.is_empty() { "no fault" } else { truth.as_str() } }</td>
                }
                { for cells.map(|(feature, value)| html! { <td class="number">{ words::feature(feature, *value) }</td> }) }
            </tr>
        }
    };
    let truth = shown.explanation.truth.is_some();
    html! {
        <section class="card" aria-labelledby="x-like">
            <h3 id="x-like">{ "Most like it" }</h3>
            <p class="note">{ "The nearest by their features; how far they are is in interquartile ranges." }</p>
            <div class="scroll" tabindex="0" role="group" aria-labelledby="x-like"><table>
                <thead><tr><th scope="col">{ "Session" }</th><th scope="col" class="number">{ "How far" }</th><th scope="col" class="number">{ "Score" }</th><th scope="col">{ "Verdict" }</th>
                    if truth {
                        <th scope="col">{ "Known fault" }</th>
                    }
                    { for features.iter().map(|feature| html! { <th scope="col" class="number">{ words::feature_label(feature) }</th> }) }
                </tr></thead>
                <tbody>{ for shown.neighbours.iter().map(row) }</tbody>
            </table></div>
        </section>
    }
}

/// All that is known of it.
fn values(shown: &SessionPage, about: &Description) -> Html {
    let value = |(name, cell): &(String, Cell)| {
        let column = Dimension::Column(name.clone());
        let (label, unit) = words::head(about, &column);
        let text = words::cell(&column, cell);
        let has_unit = !unit.is_empty() && matches!(cell, Cell::Number(_) | Cell::Time(_));
        let text = if has_unit { format::with_unit(&text, &unit) } else { text };
        html! { <div key={name.clone()}><dt title={name.clone()}>{ label }</dt><dd>{ text }</dd></div> }
    };
    html! {
        <section class="card" aria-labelledby="x-values">
            <h3 id="x-values">{ "All its values" }</h3>
            <dl class="x-values">{ for shown.explanation.cells.iter().map(value) }</dl>
        </section>
    }
}

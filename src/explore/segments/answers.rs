//! The answers as a list: a sentence, its picture, and what can be done with it.

use super::{Act, Found, Msg, PanelProps, SegmentsPanel};
use diagnose::{Answer, Count, Figures, Segments};
use telemetry::format;
use yew::html::Scope;
use yew::prelude::*;

/// The size of a picture, in its own units.
const SIZE: (f64, f64) = (240.0, 44.0);
const BAR: f64 = 14.0;

/// What was found, as sentences.
pub(super) fn sentences(found: &Segments) -> Vec<String> {
    std::iter::once(&found.sentence).chain(found.answers.iter().map(|answer| &answer.sentence)).cloned().collect()
}

/// What was found.
pub(super) fn answers(found: &Found<Segments>, props: &PanelProps, link: &Scope<SegmentsPanel>) -> Html {
    let found = match found {
        Ok(found) => found,
        Err(why) => {
            return html! {
                <p class="note" role="alert">{ format!("No answer: {why}. ") }
                    <button type="button" class="secondary" onclick={link.callback(|_: MouseEvent| Msg::Again)}>{ "Try again" }</button>
                </p>
            };
        }
    };
    html! { <>
        <p class="x-segments-whole" role="status">{ &found.sentence }</p>
        <ol class="x-segments-list" aria-label="Segments">
            { for (1..).zip(&found.answers).map(|(number, answer)| self::answer(number, answer, props)) }
        </ol>
        if !found.close.is_empty() && !found.answers.is_empty() {
            <details class="x-segments-near">
                <summary>{ "Close to the first" }</summary>
                <p class="note">{ "Combinations that overlap with it and explain nearly as much." }</p>
                <ul class="x-segments-list">{ for found.close.iter().map(|answer| self::answer(0, answer, props)) }</ul>
            </details>
        }
    </> }
}

fn answer(number: usize, answer: &Answer, props: &PanelProps) -> Html {
    let act = |label: &'static str, to: Act| {
        let on = props.on.clone();
        html! {
            <button type="button" class="secondary" aria-label={format!("{label}: {}", name(answer))}
                onclick={Callback::from(move |_: MouseEvent| on.emit(to.clone()))}>{ label }</button>
        }
    };
    html! {
        <li class="x-segment" key={format!("{number} {}", name(answer))}>
            <p>{ &answer.sentence }</p>
            { picture(&answer.figures) }
            <div class="buttons">
                { act("Show only these", Act::Only(answer.conditions.clone())) }
                { act("Leave these out", Act::LeaveOut(answer.conditions.clone())) }
            </div>
        </li>
    }
}

fn name(answer: &Answer) -> String {
    answer.conditions.iter().map(|condition| condition.in_words()).collect::<Vec<String>>().join(" and ")
}

/// The segment's share of bad sessions above that of the others, with what the interval of their ratio makes of it.
pub(super) fn picture(figures: &Figures) -> Html {
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

//! The answers as a list: a sentence, its picture, and what can be done with it.

use super::act::Act;
use super::picture::picture;
use diagnose::{Answer, Segments};
use std::rc::Rc;
use telemetry::format;
use yew::prelude::*;

/// What was found, or why nothing was.
pub type Found<T> = Result<Rc<T>, String>;

/// What was found, as sentences.
pub fn sentences(found: &Segments) -> Vec<String> {
    std::iter::once(&found.sentence).chain(found.answers.iter().map(|answer| &answer.sentence)).cloned().collect()
}

/// What was found.
pub fn answers(found: &Found<Segments>, on: &Callback<Act>, again: &Callback<MouseEvent>) -> Html {
    let found = match found {
        Ok(found) => found,
        Err(why) => {
            return html! {
                <p class="note" role="alert">{ format!("No answer: {why}. ") }
                    <button type="button" class="secondary" onclick={again.clone()}>{ "Try again" }</button>
                </p>
            };
        }
    };
    html! { <>
        <p class="x-segments-whole" role="status">{ &found.sentence }</p>
        <ol class="x-segments-list" aria-label="Segments">
            { for (1..).zip(&found.answers).map(|(number, answer)| self::answer(number, answer, on)) }
        </ol>
        if !found.close.is_empty() && !found.answers.is_empty() {
            <details class="x-segments-near">
                <summary>{ "Close to the first" }</summary>
                <p class="note">{ "Combinations that overlap with it and explain nearly as much." }</p>
                <ul class="x-segments-list">{ for found.close.iter().map(|answer| self::answer(0, answer, on)) }</ul>
            </details>
        }
    </> }
}

fn answer(number: usize, answer: &Answer, on: &Callback<Act>) -> Html {
    let act = |label: &'static str, to: Act| {
        let on = on.clone();
        html! {
            <button type="button" class="secondary" aria-label={format!("{label}: {}", answer.name)}
                onclick={Callback::from(move |_: MouseEvent| on.emit(to.clone()))}>{ label }</button>
        }
    };
    html! {
        <li class="x-segment" key={format!("{number} {}", answer.name)}>
            <p>{ &answer.sentence }</p>
            { picture(&answer.figures) }
            <p class="note">{ figures(answer) }</p>
            <div class="buttons">
                { act("Show only these", Act::Only(answer.conditions.clone())) }
                { act("Leave these out", Act::LeaveOut(answer.conditions.clone())) }
            </div>
        </li>
    }
}

/// What its sentence leaves out.
fn figures(answer: &Answer) -> String {
    let figures = &answer.figures;
    let chance = match figures.log10_p_value {
        least if least < -300.0 => "below 1e\u{2212}300".to_owned(),
        log10 => format::significant(libm::pow(10.0, log10), 2),
    };
    let explained = format::share(figures.explained.max(0.0));
    format!("Excess share {explained}, p-value {chance}, corrected for all combinations.")
}

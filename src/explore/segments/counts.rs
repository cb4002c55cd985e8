//! A file whose rows are counts: which columns have them, and what the bad ones have in common.

use super::answers::Found;
use super::draft::Draft;
use super::picture::picture;
use diagnose::counts::CountsFound;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// Told what the user says, and that the counts are to be explained.
pub struct Counting {
    /// What is said of the columns.
    pub draft: Callback<Draft>,
    /// To be explained.
    pub count: Callback<()>,
}

/// The form, where there is a file.
pub fn form(
    columns: &[String],
    draft: &Draft,
    is_busy: bool,
    found: Option<&Found<CountsFound>>,
    told: &Counting,
) -> Html {
    if columns.is_empty() {
        return Html::default();
    }
    let select = |id: &'static str,
                  label: &'static str,
                  none: &'static str,
                  value: &str,
                  set: fn(&mut Draft, String)| {
        let draft = draft.clone();
        let tell = told.draft.clone();
        let on = Callback::from(move |event: Event| {
            let Some(select) = event.target_dyn_into::<HtmlSelectElement>() else { return };
            let mut draft = draft.clone();
            set(&mut draft, select.value());
            tell.emit(draft);
        });
        html! { <>
            <label for={id}>{ label }</label>
                <select {id} onchange={on}>
                    <option value="" selected={value.is_empty()}>{ none }</option>
                    { for columns.iter().map(|name| html! { <option value={name.clone()} selected={name == value}>{ name }</option> }) }
                </select>
        </> }
    };
    let at = {
        let (draft, tell) = (draft.clone(), told.draft.clone());
        Callback::from(move |event: InputEvent| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
            tell.emit(Draft { at: input.value(), ..draft.clone() });
        })
    };
    let submit = told.count.reform(|event: SubmitEvent| event.prevent_default());
    html! {
        <details class="x-segments-counts">
            <summary>{ "Each row of this file is a count" }</summary>
            <p class="note">{ "For a table in which a row is a combination with how many sessions it stands for and how many of them are bad. The file is read once more, every other column as labels; nothing is detected." }</p>
            <form class="x-form" onsubmit={submit}>
                { select("x-counts-bad", "Bad sessions", "choose…", &draft.bad, |draft, name| draft.bad = name) }
                { select("x-counts-weight", "All sessions", "one a row", &draft.weight, |draft, name| draft.weight = name) }
                { select("x-counts-time", "Time", "none", &draft.time, |draft, name| draft.time = name) }
                <label for="x-counts-at">{ "Explain the rows of" }</label>
                    <input type="text" id="x-counts-at" value={draft.at.clone()} oninput={at} disabled={draft.time.is_empty()} placeholder="a time as the file has it" />
                <div class="buttons"><button type="submit" disabled={is_busy || !draft.is_whole()}>{ if is_busy { "Reading…" } else { "Explain the counts" } }</button></div>
            </form>
            { found.map(shown).unwrap_or_default() }
        </details>
    }
}

fn shown(found: &Found<CountsFound>) -> Html {
    let found = match found {
        Ok(found) => found,
        Err(why) => return html! { <p class="error" role="alert">{ format!("No answer: {why}.") }</p> },
    };
    html! { <>
        <p class="x-segments-whole" role="status">{ &found.sentence }</p>
        <ol class="x-segments-list" aria-label="Segments of the counts">
            { for found.answers.iter().map(|answer| html! {
                <li class="x-segment" key={answer.sentence.clone()}><p>{ &answer.sentence }</p>{ picture(&answer.figures) }</li>
            }) }
        </ol>
    </> }
}

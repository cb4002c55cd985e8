//! A file whose rows are counts: which columns have them, and what the bad ones have in common.

use super::answers::picture;
use super::{Found, Msg, SegmentsPanel};
use diagnose::counts::{At, CountColumns, CountsFound};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::html::Scope;
use yew::prelude::*;

/// What is said of the columns; empty where nothing is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    bad: String,
    weight: String,
    time: String,
    at: String,
}

impl Draft {
    /// As it is asked.
    pub(super) fn columns(&self) -> CountColumns {
        let is_given = |text: &String| (!text.trim().is_empty()).then(|| text.trim().to_owned());
        let at = is_given(&self.at).map(|from| At { from, until: None });
        CountColumns {
            weight: is_given(&self.weight),
            bad: self.bad.clone(),
            time: is_given(&self.time).zip(at),
            ..CountColumns::default()
        }
    }

    /// Whether it can be asked: a time and which one go together.
    fn is_whole(&self) -> bool {
        !self.bad.is_empty() && self.time.is_empty() == self.at.trim().is_empty()
    }
}

/// The form, where there is a file.
pub(super) fn form(
    columns: &[String],
    draft: &Draft,
    is_busy: bool,
    found: Option<&Found<CountsFound>>,
    link: &Scope<SegmentsPanel>,
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
        let on = link.batch_callback(move |event: Event| {
            let mut draft = draft.clone();
            set(&mut draft, event.target_dyn_into::<HtmlSelectElement>()?.value());
            Some(Msg::Draft(draft))
        });
        html! {
            <label>{ label }
                <select {id} onchange={on}>
                    <option value="" selected={value.is_empty()}>{ none }</option>
                    { for columns.iter().map(|name| html! { <option value={name.clone()} selected={name == value}>{ name }</option> }) }
                </select>
            </label>
        }
    };
    let at = {
        let draft = draft.clone();
        link.batch_callback(move |event: InputEvent| {
            let at = event.target_dyn_into::<HtmlInputElement>()?.value();
            Some(Msg::Draft(Draft { at, ..draft.clone() }))
        })
    };
    let submit = link.callback(|event: SubmitEvent| {
        event.prevent_default();
        Msg::Count
    });
    html! {
        <details class="x-segments-counts">
            <summary>{ "Each row of this file is a count" }</summary>
            <p class="note">{ "For a table in which a row is a combination with how many sessions it stands for and how many of them are bad. The file is read once more, every other column as labels; nothing is detected." }</p>
            <form class="x-form" onsubmit={submit}>
                { select("x-counts-bad", "Bad sessions", "choose…", &draft.bad, |draft, name| draft.bad = name) }
                { select("x-counts-weight", "All sessions", "one a row", &draft.weight, |draft, name| draft.weight = name) }
                { select("x-counts-time", "Time", "none", &draft.time, |draft, name| draft.time = name) }
                <label>{ "Explain the rows of" }
                    <input type="text" id="x-counts-at" value={draft.at.clone()} oninput={at} disabled={draft.time.is_empty()} placeholder="a time as the file has it" />
                </label>
                <div class="buttons"><button type="submit" disabled={is_busy || !draft.is_whole()}>{ if is_busy { "Reading…" } else { "Explain the counts" } }</button></div>
            </form>
            { found.map(shown) }
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

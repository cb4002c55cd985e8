//! What is taken away of all views together: the report, with a title and notes that are typed here.

use super::draft::Draft;
use crate::explore::message::{Link, Msg};
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlTextAreaElement, InputEvent, MouseEvent};
use yew::prelude::*;

/// No more is typed.
const MOST_TITLE: &str = "200";
const MOST_NOTES: &str = "20000";

/// The form, or the button that opens it.
pub fn report(draft: Option<&Draft>, link: &Link) -> Html {
    let Some(draft) = draft else {
        return html! {
            <section class="card x-report">
                <button type="button" class="secondary" id="x-report" aria-expanded="false"
                    onclick={link.callback(|_: MouseEvent| Msg::Report(Some(Draft::default())))}>{ "Write a report…" }</button>
            </section>
        };
    };
    let title = {
        let draft = draft.clone();
        link.batch_callback(move |event: InputEvent| {
            let input = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
            Some(Msg::Report(Some(Draft { title: input.value(), ..draft.clone() })))
        })
    };
    let notes = {
        let draft = draft.clone();
        link.batch_callback(move |event: InputEvent| {
            let input = event.target()?.dyn_into::<HtmlTextAreaElement>().ok()?;
            Some(Msg::Report(Some(Draft { notes: input.value(), ..draft.clone() })))
        })
    };
    html! {
        <section class="card x-report" aria-labelledby="x-report-title">
            <h2 id="x-report-title">{ "Report" }</h2>
            <p class="note">{ "One HTML file that needs nothing beside itself: your words, the views as they are now, figures, method, plan, link and fingerprint." }</p>
            <label>{ "Title" }<input type="text" id="x-report-name" maxlength={MOST_TITLE} value={draft.title.clone()} oninput={title} /></label>
            <label>{ "Notes" }<textarea id="x-report-notes" rows="5" maxlength={MOST_NOTES} value={draft.notes.clone()} oninput={notes} /></label>
            <div class="buttons">
                <button type="button" id="x-report-save" disabled={draft.busy}
                    onclick={link.callback(|_: MouseEvent| Msg::SaveReport)}>{ if draft.busy { "Writing…" } else { "Download report" } }</button>
                <button type="button" class="secondary" onclick={link.callback(|_: MouseEvent| Msg::Report(None))}>{ "Close" }</button>
            </div>
        </section>
    }
}

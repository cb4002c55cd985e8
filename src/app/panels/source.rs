//! Where the sessions come from: generated, or a file.

use super::input::{InputProps, input};
use crate::app::browser;
use crate::app::state::ScenarioForm;
use analysis::{Plan, Source};
use simulate::{Preset, Scenario};
use wasm_bindgen::JsCast;
use web_sys::{FileList, HtmlElement, HtmlInputElement};
use yew::prelude::*;

/// The source panel.
pub struct SourceProps<'a> {
    /// The plan that the controls show.
    pub plan: &'a Plan,
    /// What is typed.
    pub form: &'a ScenarioForm,
    /// What came of the reading of the file that was loaded last.
    pub reading: Option<&'a str>,
    /// Told what is typed.
    pub on_input: Callback<ScenarioForm>,
    /// Told what to generate.
    pub on_generate: Callback<Scenario>,
    /// Told which files to open.
    pub on_open: Callback<Vec<web_sys::File>>,
}

/// The source panel.
pub fn source_panel(props: &SourceProps<'_>) -> Html {
    let form = props.form;
    let read = form.read();
    let error = read.clone().err();
    let edit = |change: fn(&mut ScenarioForm, String)| {
        let (form, on_input) = (form.clone(), props.on_input.clone());
        Callback::from(move |value: String| {
            let mut edited = form.clone();
            change(&mut edited, value);
            on_input.emit(edited);
        })
    };
    let on_submit = {
        let on_generate = props.on_generate.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Ok(scenario) = read {
                on_generate.emit(scenario);
            }
        })
    };
    let fresh = edit(|form, seed| form.seed = seed);
    let on_fresh = Callback::from(move |_: MouseEvent| fresh.emit(browser::fresh_seed().to_string()));
    html! {
            <section class="panel" aria-labelledby="source-title">
                <h2 id="source-title">{ "Source" }</h2>
                { opened(props) }
                <form onsubmit={on_submit} novalidate={true}>
                    <div class="field">
                        <label for="preset" title="The world that sessions are generated in.">{ "Scenario" }</label>
                        <select id="preset">
                            { for Preset::ALL.iter().map(|preset| html! {
                                <option value={preset.name()} selected={*preset == form.preset}>{ preset.name() }</option>
                            }) }
                        </select>
                    </div>
                    { input(InputProps {
        id: "sessions", label: "Sessions", value: &form.sessions, unit: "",
        meaning: "How many viewing sessions to generate: 1 to 5,000,000.",
        on_input: edit(|form, value| form.sessions = value),
                    on_change: Callback::noop(),
    }) }
                    { input(InputProps {
        id: "fault-share", label: "With a fault", value: &form.fault_percent, unit: "%",
        meaning: "The share of sessions with a silent fault: 0 to 50 %.",
        on_input: edit(|form, value| form.fault_percent = value),
                    on_change: Callback::noop(),
    }) }
                    <div class="with-button">
                        { input(InputProps {
        id: "seed", label: "Seed", value: &form.seed, unit: "",
        meaning: "The same seed gives the same sessions, on every machine.",
        on_input: edit(|form, value| form.seed = value),
                    on_change: Callback::noop(),
    }) }
                        <button type="button" class="quiet" onclick={on_fresh} title="A seed nobody has used">{ "New" }</button>
                    </div>
                    if let Some(error) = &error {
                        <p class="error" role="alert">{ error }</p>
                    }
                    <div class="buttons">
                        <button type="submit" disabled={error.is_some()}>{ "Generate" }</button>
                        { file_button("Open files…", &props.on_open) }
                    </div>
                </form>
            </section>
        }
}

fn opened(props: &SourceProps<'_>) -> Html {
    let Source::File(file) = &props.plan.source else { return html! {} };
    html! {
        <div class="opened">
            <p class="name" title={file.name.clone()}>{ &file.name }</p>
            if let Some(reading) = props.reading {
                <p class="counts">{ reading }</p>
            }
        </div>
    }
}

/// A button that opens the browser's file picker, and the picker behind it. Told which files were chosen.
pub fn file_button(label: &'static str, on_open: &Callback<Vec<web_sys::File>>) -> Html {
    let on_click = Callback::from(|event: MouseEvent| {
        let button = event.target_dyn_into::<HtmlElement>();
        let picker = button.and_then(|button| button.next_element_sibling()?.dyn_into::<HtmlElement>().ok());
        if let Some(picker) = picker {
            picker.click();
        }
    });
    let on_open = on_open.clone();
    let on_change = Callback::from(move |event: Event| {
        let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
        let chosen = files(input.files());
        if !chosen.is_empty() {
            on_open.emit(chosen);
        }
        // The same file can be chosen again.
        input.set_value("");
    });
    html! {
        <>
            <button type="button" class="secondary" onclick={on_click}>{ label }</button>
            <input type="file" multiple={true} class="hidden" tabindex="-1" aria-hidden="true"
                accept=".csv,.tsv,.txt,.log,.gz,.zip,.json,.jsonl,.ndjson,text/csv,text/tab-separated-values,application/gzip,application/json" onchange={on_change} />
        </>
    }
}

/// The files of a list; none where there is none.
pub fn files(list: Option<FileList>) -> Vec<web_sys::File> {
    list.map_or_else(Vec::new, |list| (0..list.length()).filter_map(|place| list.get(place)).collect())
}

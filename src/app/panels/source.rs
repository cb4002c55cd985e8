//! Where the sessions come from: generated, or a file.

use crate::app::browser;
use crate::app::parts::{Face, Field, button, error, field, input, panel, select};
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

const PRESET: Field =
    Field { id: "preset", class: "field", label: "Scenario", meaning: "The world that sessions are generated in." };

const SESSIONS: Field = Field {
    id: "sessions",
    class: "field",
    label: "Sessions",
    meaning: "How many viewing sessions to generate: 1 to 5,000,000.",
};

const FAULT_SHARE: Field = Field {
    id: "fault-share",
    class: "field",
    label: "With a fault",
    meaning: "The share of sessions with a silent fault: 0 to 50 %.",
};

const SEED: Field = Field {
    id: "seed",
    class: "field",
    label: "Seed",
    meaning: "The same seed gives the same sessions, on every machine.",
};

const NEW_SEED: Face = Face { class: "quiet", label: "New", title: "A seed nobody has used", ..Face::EMPTY };

/// The source panel.
pub fn source_panel(props: &SourceProps<'_>) -> Html {
    let form = props.form;
    let read = form.read();
    let wrong = read.clone().err();
    let edit = |change: fn(&mut ScenarioForm, String)| {
        let (form, on_input) = (form.clone(), props.on_input.clone());
        Callback::from(move |value: String| {
            let mut edited = form.clone();
            change(&mut edited, value);
            on_input.emit(edited);
        })
    };
    let entry = |about: &'static Field, unit: &'static str, value: &str, change: fn(&mut ScenarioForm, String)| {
        input(about, unit, value, edit(change), Callback::noop())
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
    let on_fresh = edit(|form, seed| form.seed = seed).reform(|_: MouseEvent| browser::fresh_seed().to_string());
    let presets = Preset::ALL.iter().map(|preset| (preset.name().into(), preset.name().into()));
    let controls = html! {
        <>
            { opened(props) }
            <form onsubmit={on_submit} novalidate={true}>
                { field(&PRESET, select(PRESET.id, presets, form.preset.name(), Callback::noop())) }
                { entry(&SESSIONS, "", &form.sessions, |form, value| form.sessions = value) }
                { entry(&FAULT_SHARE, "%", &form.fault_percent, |form, value| form.fault_percent = value) }
                <div class="with-button">
                    { entry(&SEED, "", &form.seed, |form, value| form.seed = value) }
                    { button(&NEW_SEED, false, on_fresh) }
                </div>
                { error(wrong.as_ref()) }
                <div class="buttons">
                    <button type="submit" disabled={wrong.is_some()}>{ "Generate" }</button>
                    { file_button("Open files…", &props.on_open) }
                </div>
            </form>
        </>
    };
    panel("source-title", "Source", controls)
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
